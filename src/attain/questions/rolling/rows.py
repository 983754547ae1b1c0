"""Next year's targets from this year's: each row a year later, times a factor, rounded once.

100,000 for 2026 and a factor of 105% are 105,000 for 2027. What cannot be rolled over is said, row by row.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from attain.money import Rounding, round_fraction
from attain.questions.rolling.years import Years

_Days = tuple[date, date]


@dataclass(frozen=True)
class LeftOut:
    """What was not rolled over: which plan or target, why, and what to do."""

    name: str
    why: str
    fix: str


@dataclass(frozen=True)
class NextRows:
    """Rows of the target table for the next year.

    Attributes:
        rows: the columns of the table, all text.
        left: what is not among them.
        known_count: how many rows the next year has already.
    """

    rows: pl.DataFrame
    left: tuple[LeftOut, ...]
    known_count: int


@dataclass(frozen=True)
class Growth:
    """What targets are multiplied by, and what they are rounded to.

    Attributes:
        factor: 21/20 for 5 % more.
        digits: the decimals of an amount.
        unit: what an amount is a multiple of, in units of its last decimal.
    """

    factor: Fraction
    digits: int
    unit: int = 1

    def of(self, written: str) -> str:
        """Return an amount as it is written for the next year.

        >>> Growth(Fraction(21, 20), 2).of("33333.33"), Growth(Fraction(21, 20), 2, 100_00).of("33333")
        ('35000', '35000')
        """
        exact = Fraction(written) * self.factor * 10**self.digits
        found = round_fraction(exact, Rounding(unit=self.unit))
        whole, rest = divmod(abs(found), 10**self.digits)
        sign = "-" if found < 0 else ""
        return f"{sign}{whole}.{rest:0{self.digits}}".rstrip("0").rstrip(".") if rest else f"{sign}{whole}"


def next_rows(
    texts: pl.DataFrame,
    years: Years,
    growth: Growth,
    people: Mapping[str, str | None],
    *,
    by_target: Mapping[str, Growth] | None = None,
) -> NextRows:
    """Write the rows of the target table for the next year.

    Args:
        texts: the target table, as plain texts.
        years: this year and the next.
        growth: the factor, and the rounding.
        people: who is in the roster on the first day of the next year, and their titles.
        by_target: the growth of some targets, whose amounts have other decimals.
    """
    made: list[Mapping[str, str | None]] = []
    left: list[LeftOut] = []
    rows = [_Row(row, years) for row in texts.iter_rows(named=True)]
    known = {(row.target, row.owner, days) for row in rows if (days := row.days) and row.is_of(years.new.starts_on)}
    titles = {title for title in people.values() if title is not None}
    for row in rows:
        why = row.left_out(people, titles)
        if why is not None:
            left.append(why)
            continue
        days = row.days
        if days is None or not row.is_inside(years.old.starts_on, years.old.ends_before):
            continue
        later, moved = row.later(), years.moved(*days)
        if later is None or moved is None:
            left.append(row.without_next())
        elif not _meets(known, row, moved):
            grows = (by_target or {}).get(row.target, growth)
            made.append({**row.cells, **later, "amount": grows.of(str(row.cells["amount"]))})
    return NextRows(pl.DataFrame(made, schema=texts.schema), tuple(left), len(known))


def _meets(known: Collection[tuple[str, tuple[str, str], tuple[date, date]]], row: "_Row", days: _Days) -> bool:
    """Whether the next year has a row of the same target and owner for some of the same days."""
    return any(
        (target, owner) == (row.target, row.owner) and there[0] < days[1] and days[0] < there[1]
        for target, owner, there in known
    )


@dataclass(frozen=True)
class _Row:
    cells: Mapping[str, str | None]
    years: Years

    @property
    def target(self) -> str:
        return str(self.cells["name"])

    @property
    def owner(self) -> tuple[str, str]:
        return str(self.cells.get("payee") or ""), str(self.cells.get("title") or "")

    @property
    def said(self) -> str:
        of_year = self.cells.get("period") or self.cells.get("from") or "no period"
        return f"{self.target} of {self.owner[0] or self.owner[1]} in {of_year}"

    @property
    def days(self) -> _Days | None:
        """Its days; None where it has no end or no start, or means nothing."""
        return self.years.days_of(self.cells.get("period"), self.cells.get("from"), self.cells.get("before"))

    def is_of(self, day: date) -> bool:
        """Whether it is of the year that begins on a day, or a later one."""
        return self.days is not None and self.days[1] > day

    def is_inside(self, starts_on: date, ends_before: date) -> bool:
        return self.days is not None and starts_on <= self.days[0] and self.days[1] <= ends_before

    def left_out(self, people: Collection[str], titles: Collection[str]) -> LeftOut | None:
        """Say why it is not rolled over; None where it is, or where it is of another year."""
        days, (payee, title) = self.days, self.owner
        if days is None:
            return self._standing()
        old = self.years.old
        if not (days[0] < old.ends_before and old.starts_on < days[1]):
            return None
        if self.cells.get("change"):
            return LeftOut(self.said, f"a {self.cells['change']} is agreed for once", "agree it again if need be")
        if not self.is_inside(old.starts_on, old.ends_before):
            return LeftOut(self.said, f"it lies across the ends of {old.name}", "write the next row by hand")
        if payee and payee not in people:
            return LeftOut(self.said, f"{payee} is gone by {self.years.new.starts_on}", "give it to whoever follows")
        if title and title not in titles:
            what = f"nobody is {title} on {self.years.new.starts_on}"
            return LeftOut(self.said, what, "give it to the title that follows")
        return None

    def _standing(self) -> LeftOut | None:
        """A row without an end holds on."""
        before = self.cells.get("before")
        if self.cells.get("period") or (before and date.fromisoformat(before) <= self.years.old.starts_on):
            return None
        what = "it has no end, and holds until another begins"
        return LeftOut(self.said, what, f"write a row from {self.years.new.starts_on} if it changes")

    def without_next(self) -> LeftOut:
        """Say that nothing lies a year after it."""
        if self.cells.get("period"):
            fix = "add the period to the calendar, or write the row with 'from' and 'before'"
            return LeftOut(self.said, f"the calendar has no period a year after '{self.cells['period']}'", fix)
        new = self.years.new.name
        return LeftOut(self.said, f"{new} has no such week", f"add it to another row of {new} if need be")

    def later(self) -> Mapping[str, str | None] | None:
        """Return its range a year later; None where the calendar has no such period, or the year no such week."""
        named = self.cells.get("period")
        if named:
            following = self.years.name(named)
            return None if following is None else {"period": following}
        days = self.days
        assert days is not None
        moved = self.years.moved(*days)
        return None if moved is None else {"from": str(moved[0]), "before": str(moved[1])}
