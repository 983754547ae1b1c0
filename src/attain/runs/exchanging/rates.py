"""Reads the workspace's exchange rates: every row a rate of a kind, in force from a day on, or a problem of its own."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from attain.diagnostics import Code, Diagnostic, Place
from attain.money.currency import is_currency
from attain.money.exchange import PLAN, SPOT, Exchange, FxKind, FxRates, FxRow, Missing
from attain.money.problems import BAD_FX_RATE, NO_FX_RATE, TWO_FX_RATES
from attain.periods import Calendar
from attain.plans.model import Plan
from attain.runs.inputs.facts import Facts
from attain.sources import SourceTable
from attain.sources.config import RatesConfig

_KINDS = (PLAN, SPOT)
Row = Mapping[str, Any]


class _Problem(NamedTuple):
    column: str
    what: str
    fix: str


def read_fx_rates(
    table: SourceTable | None, config: RatesConfig | None, calendar: Calendar
) -> tuple[FxRates, list[Diagnostic]]:
    """Read the table of rates.

    A row without a kind is a spot rate. A plan rate stays in force until the next of its pair; a spot rate is that of
    its day, unless attain.yaml says ``holds: until_next``. A row with ``before`` or ``period`` says so itself.

    Returns:
        The rates that can be used, and what is wrong with the others.
    """
    if table is None or config is None:
        return FxRates(), []
    scale = table.columns["rate"].scale if "rate" in table.columns else 0
    rows: list[FxRow] = []
    found: list[Diagnostic] = []
    for cells in table.frame.iter_rows(named=True):
        row, problem = _row(cells, scale, config, calendar)
        if row is not None:
            rows.append(row)
        if problem is not None:
            found.append(_diagnostic(BAD_FX_RATE, table.file, int(cells["source_line"]), problem))
    rows, doubled = _in_order(rows, table.file)
    through = str(config.through or "")
    return FxRates(tuple(rows), through, config.inverse == "allowed", table.file), [*found, *doubled]


def _row(cells: Row, scale: int, config: RatesConfig, calendar: Calendar) -> tuple[FxRow | None, _Problem | None]:
    """Read one row; None and the problem where it cannot be a rate."""
    sold, bought, kind = str(cells["from"]), str(cells["to"]), str(cells.get("kind") or SPOT).strip().lower()
    for column, code in (("from", sold), ("to", bought)):
        if not is_currency(code):
            return None, _Problem(column, f"'{code}' is not a currency", "write a code such as USD")
    if kind not in _KINDS:
        return None, _Problem("kind", f"'{kind}' is no kind of rate", "write plan or spot")
    value = Fraction(cells["rate"], 10**scale)
    if value <= 0 or (sold == bought and value != 1):
        what = f"1 {sold} would be {_decimal(value)} {bought}"
        return None, _Problem("rate", what, "write how much one unit of 'from' is worth in 'to', above 0")
    days = _days(cells, calendar)
    if isinstance(days, _Problem):
        return None, days
    starts_on, ends_before = days
    if ends_before is None and kind == SPOT and config.holds == "day":
        ends_before = starts_on + timedelta(days=1)
    return FxRow(kind, sold, bought, starts_on, ends_before, value, int(cells["source_line"])), None


def _days(cells: Row, calendar: Calendar) -> tuple[date, date | None] | _Problem:
    """When a row is in force: from its date, or over its period."""
    day: date | None = cells.get("date")
    before: date | None = cells.get("before")
    period = cells.get("period")
    if (day is None) == (period is None):
        what = "the rate has neither a date nor a period" if day is None else "the rate has a date and a period"
        return _Problem("date", what, "write the day from which it holds, or the period of the calendar")
    if period is not None:
        known = calendar.parse(str(period))
        if known is None:
            fix = "write a period of the calendar, such as 2026-03"
            return _Problem("period", f"'{period}' is no period of the calendar", fix)
        return known.starts_on, known.ends_before
    assert day is not None, "one of the two is there"
    if before is not None and before <= day:
        return _Problem("before", f"the rate holds from {day} to before {before}", "put the later day into 'before'")
    return day, before


def _in_order(rows: list[FxRow], file: str) -> tuple[list[FxRow], list[Diagnostic]]:
    """Find two different rates of one kind and pair for the same day; the same rate twice is one."""
    pairs: dict[tuple[str, str, str], list[FxRow]] = {}
    for row in sorted(rows, key=lambda r: (r.starts_on, r.line)):
        known = pairs.setdefault((row.kind, row.sold, row.bought), [])
        if not known or (known[-1].starts_on, known[-1].value) != (row.starts_on, row.value):
            known.append(row)
    found: list[Diagnostic] = []
    for known in pairs.values():
        for one, other in pairwise(known):
            open_until = one.ends_before or one.starts_on + timedelta(days=1)
            if other.starts_on < open_until:
                what = f"{one.sold} to {one.bought} on {other.starts_on} is {_decimal(one.value)} in line {one.line}"
                what += f" and {_decimal(other.value)} here"
                found.append(_diagnostic(TWO_FX_RATES, file, other.line, _Problem("rate", what, "keep one of the two")))
    return [row for known in pairs.values() for row in known], found


def _diagnostic(code: Code, file: str, line: int, problem: _Problem) -> Diagnostic:
    return Diagnostic.of(code, Place(file, line, 0, problem.column), problem.what, problem.fix)


def _decimal(value: Fraction) -> str:
    """Write a listed rate as a decimal; every listed rate is one.

    >>> _decimal(Fraction(61, 50)), _decimal(Fraction(110))
    ('1.22', '110')
    """
    return f"{(Decimal(value.numerator) / value.denominator).normalize():f}"


def exchange_of(plan: Plan, facts: Facts) -> Exchange:
    """How a plan converts with the workspace's rates."""
    return Exchange(facts.fx or FxRates(), rounds_each_step=plan.fx.round == "each_step")


def missing_rates(missing: Mapping[Missing, Place], rates: FxRates, needed_for: str) -> Iterator[Diagnostic]:
    """Say which rates are not listed, one diagnostic for each pair: its first day, the last rate known, what to do.

    Args:
        missing: the rates, and where the first row stands that needs each.
        rates: those that are listed.
        needed_for: what would be converted, such as "deals of 'sales'".
    """
    pairs: dict[tuple[str, str, FxKind], list[Missing]] = {}
    for one in sorted(missing):
        pairs.setdefault((one.sold, one.bought, one.kind), []).append(one)
    for (sold, bought, kind), days in pairs.items():
        last = rates.last_before(days[0])
        others = len(days) - 1
        more = f" and on {others} more {'day' if others == 1 else 'days'}" if others else ""
        known = "none is listed before" if last is None else f"the last one before is of {last.starts_on}"
        if last is not None and last.sold == bought:
            known = f"only {bought} to {sold} is listed, from {last.starts_on} on"
        what = f"{needed_for} need the {kind} rate from {sold} to {bought} on {days[0].day}{more}; {known}"
        yield Diagnostic.of(NO_FX_RATE, missing[days[0]], what, _fix(days[0], last, rates))


def _fix(asked: Missing, last: FxRow | None, rates: FxRates) -> str:
    if not rates.file:
        return "list the rates in a file, and name it in attain.yaml: fx: {file: data/fx.csv}"
    fix = f"add the rate to {rates.file}"
    if last is not None and last.sold == asked.bought:
        return f"{fix}, or write 'inverse: allowed' under 'fx' in attain.yaml"
    if asked.kind == PLAN:
        return f"{fix} with the kind 'plan', or write 'fx: {{measure: booking}}' in the plan"
    return f"{fix}, or write 'holds: until_next' under 'fx' in attain.yaml" if last is not None else fix
