"""The targets of the next year: what they are multiplied by and rounded to, and who would have none."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import polars as pl

from attain.documents import Quantity
from attain.money import minor_digits
from attain.plans import Plan
from attain.questions.rolling import Growth, LeftOut, NextRows, Years
from attain.roster import Roster
from attain.runs import Opened
from attain.runs.inputs.facts import Findings
from attain.runs.planning import PlanRun
from attain.sources.config import TableConfig
from attain_web.actions.acting import Refused
from attain_web.actions.calculating.inputs import TARGETS, table_at

Owner = tuple[str, str, str]  # a target, and its payee or its title
Days = tuple[date, date]  # the first, and the one after the last
NOT_MONEY = {"count": 0}
MOST_DIGITS = 9


@dataclass(frozen=True)
class Factor:
    """What targets are multiplied by and rounded to, as somebody typed it; the smallest unit of an amount if empty."""

    factor: str
    round_to: str

    def usual(self, opened: Opened, table: TableConfig) -> Growth:
        """Return the growth of a target that no plan names.

        Raises:
            Refused: the factor or the rounding is no number above 0, or amounts have no multiples of it.
        """
        return self._growth(_digits(table, opened.loaded.currency))

    def by_target(self, opened: Opened, table: TableConfig, plans: Iterable[Plan]) -> dict[str, Growth]:
        """Return the growth of every target that a plan names: its amounts are in the plan's currency.

        Raises:
            Refused: amounts of one of them have no multiples of the rounding.
        """
        found: dict[str, int] = {}
        for plan in (*plans, *opened.plans):
            for name in plan.targets:
                found[name] = max(found.get(name, 0), _digits(table, plan.currency_code))
        return {name: self._growth(digits) for name, digits in found.items()}

    def _growth(self, digits: int) -> Growth:
        unit = _number(self.round_to, "rounded to") * 10**digits if self.round_to.strip() else Fraction(1)
        if unit.denominator != 1:
            fix = f"write a multiple of {10**-digits:.{digits}f}"
            raise Refused(f"targets have no multiples of {self.round_to}", fix)
        return Growth(_number(self.factor, "multiplied by"), digits, unit.numerator)


def _digits(table: TableConfig, currency: str) -> int:
    kind = table.columns["amount"].type if "amount" in table.columns else "money"
    return minor_digits(currency) if kind == "money" else NOT_MONEY.get(str(kind), MOST_DIGITS)


def _number(text: str, what: str) -> Fraction:
    try:
        found = Quantity.read(text.strip()).value
    except ValueError:
        found = Fraction(0)
    if found <= 0:
        raise Refused(f"targets cannot be {what} '{text}'", "write a number above 0, such as 105% or 1.05")
    return found


def texts_of_targets(table: TableConfig, batch_no: int) -> pl.DataFrame:
    """Return the target table as it was loaded, as texts."""
    kept = table_at(TARGETS, batch_no)
    names = [str(name) for name, column in table.columns.items() if column.value is None]
    texts = kept.texts if kept is not None else pl.DataFrame(schema=dict.fromkeys(names, pl.String))
    if not {"name", "amount"} <= set(texts.columns):
        raise Refused("the target table has no columns 'name' and 'amount'", "declare them in attain.yaml")
    return texts.select(name for name in names if name in texts.columns)


def people_on(roster: Roster, years: Years) -> dict[str, str | None]:
    """Return who is there on the first day of the next year, and their titles."""
    day = years.new.starts_on
    rows = roster.rows.filter((pl.col("starts_on") <= day) & (pl.col("ends_before") > day))
    still = rows.filter(pl.col("left").is_null() | (pl.col("left") > day)) if "left" in rows.columns else rows
    return dict(still.select("payee", "title").iter_rows())


def missing_targets(opened: Opened, ending: Iterable[Plan], years: Years, targets: NextRows) -> Iterator[LeftOut]:
    """Yield who would be on a plan of the next year without a target that it needs, for all of it or a part."""
    assert opened.facts is not None
    day, roster = years.new.starts_on, opened.facts.roster
    here, having = people_on(roster, years), _having(opened, targets, years)
    for plan in ending:
        needed = [name for name, rule in plan.targets.items() if rule.target_amount is None]
        run = PlanRun(plan, opened.facts, opened.targets, Findings())
        rows = roster.rows.filter(run.members.is_member & (pl.col("starts_on") <= day) & (pl.col("ends_before") > day))
        for payee in sorted(set(rows["payee"]) & here.keys()):
            for name in needed:
                owners: tuple[Owner, ...] = ((name, payee, ""), (name, "", here[payee] or "-"))
                known = [days for owner in owners for days in having.get(owner, [])]
                gaps = _uncovered((years.new.starts_on, years.new.ends_before), known)
                if gaps:
                    yield LeftOut(f"{name} of {payee} in {years.new.name}", _said(payee, gaps, years), FIX)


FIX = "add a row to the target table"


def _said(payee: str, gaps: list[Days], years: Years) -> str:
    if gaps == [(years.new.starts_on, years.new.ends_before)]:
        return f"{payee} had none in {years.old.name}"
    return "no row covers " + " and ".join(f"{first} to {before - timedelta(days=1)}" for first, before in gaps)


def _uncovered(whole: Days, known: Iterable[Days]) -> list[Days]:
    """Return the parts of a range that none of some ranges cover.

    >>> one, two, three, four = (date(2027, month, 1) for month in (1, 4, 7, 10))
    >>> _uncovered((one, four), [(two, three)]) == [(one, two), (three, four)]
    True
    """
    gaps: list[Days] = []
    at, end = whole
    for first, before in sorted(known):
        if first > at:
            gaps.append((at, min(first, end)))
        at = max(at, before)
        if at >= end:
            return gaps
    return [*gaps, (at, end)]


def _having(opened: Opened, targets: NextRows, years: Years) -> Mapping[Owner, list[Days]]:
    """Return for which days of the next year there are targets, of which payee or title: known and proposed rows."""
    new, found = years.new, dict[Owner, list[Days]]()
    for row in opened.targets.rows:
        days = (row.starts_on or new.starts_on, row.ends_before or new.ends_before)
        if days[1] > new.starts_on and days[0] < new.ends_before:
            found.setdefault((row.target, row.payee or "", row.title or ""), []).append(days)
    for cells in targets.rows.iter_rows(named=True):
        owner = (str(cells["name"]), str(cells.get("payee") or ""), str(cells.get("title") or ""))
        days = years.days_of(cells.get("period"), cells.get("from"), cells.get("before"))
        if days is not None:
            found.setdefault(owner, []).append(days)
    return found
