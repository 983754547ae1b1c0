"""Resolves targets: a value per target, payee and window, exact until one rounding, with its explanation.

Amount 100,000 per quarter, hired on 9 February, ramp 50 % / 75 %, calendar days, quarter 1 of 2026:
1/3 × 50 % × 20/28 of February and 1/3 × 50 % of March make 28,571.43. Rules:
``docs/behaviours/target_resolution.md``. Oracle: ``tests/oracle/targets.py``.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from attain.diagnostics import Diagnostic, Place, in_order
from attain.money import problems as money_problems
from attain.periods import Calendar, Period, Unit
from attain.roster import Roster
from attain.targets import problems
from attain.targets.listed.changes import TargetChange
from attain.targets.listed.rows import TargetRow, TargetTable
from attain.targets.model import TargetRule
from attain.targets.table import TARGETS
from attain.targets.values.changing import Changing, changed, told
from attain.targets.values.cutting import Cutter
from attain.targets.values.payee import PayeeReader, RuleReader
from attain.targets.values.spans import Assigned, Base, Span, assigned_payees, spans_of
from attain.targets.values.windows import WindowReader

_LARGEST = 2**62


@dataclass(frozen=True)
class TargetRequest:
    """A target of a plan and what it is read for.

    Attributes:
        name: the target's name.
        rule: its rule.
        read_per: the windows of the measures and rates that read it.
        unit: money, count, percent or decimal.
        scale: decimal digits of the result; the currency's minor digits for money.
        plan_amounts: the plan's own amount in whole units: one for all, or per roster row (columns
            ``roster_row``, ``numerator``, ``denominator``), or None when the plan gives none.
        place: where the target stands in the plan.
    """

    name: str
    rule: TargetRule
    read_per: tuple[Unit, ...]
    unit: str
    scale: int
    plan_amounts: Fraction | pl.DataFrame | None
    place: Place


@dataclass(frozen=True)
class PlanScope:
    """Whom and when a plan is about.

    Attributes:
        roster: the roster.
        assigned_rows: numbers of the roster rows assigned to the plan.
        starts_on: first day of its effective range.
        ends_before: the day after its last.
    """

    roster: Roster
    assigned_rows: pl.Series
    starts_on: date
    ends_before: date


def resolve(
    requests: Iterable[TargetRequest], scope: PlanScope, calendar: Calendar, table: TargetTable
) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Resolve the targets of a plan.

    Args:
        requests: the plan's targets.
        scope: its payees and its effective range.
        calendar: the workspace's calendar.
        table: the target table.

    Returns:
        The table ``TARGETS``: a row per payee and window with at least one assigned day, unless no amount
        is given; and the problems found.
    """
    payees = assigned_payees(scope.roster, scope.assigned_rows, scope.starts_on, scope.ends_before)
    frames = [TARGETS.empty()]
    found: list[Diagnostic] = []
    for request in requests:
        resolution = _Resolution(request, scope, calendar, table)
        frames += [resolution.frame(unit, payees) for unit in request.read_per]
        found += resolution.problems()
    return pl.concat(frames), in_order(found)


class _Resolution:
    """One target of a plan for all of its payees."""

    def __init__(self, request: TargetRequest, scope: PlanScope, calendar: Calendar, table: TargetTable) -> None:
        cutter = Cutter(request.rule, calendar)
        self.request = request
        self.scope = scope
        self.rules = RuleReader(request.name, cutter, table, request.scale)
        self.windows = WindowReader(cutter, scope.starts_on, scope.ends_before)
        self.changing = Changing(cutter, request.scale)
        self.plan_amount = _amount_by_row(request)
        self.readers: dict[int, PayeeReader] = {}
        self.found: list[Diagnostic] = []

    def frame(self, unit: Unit, payees: list[Assigned]) -> pl.DataFrame:
        """Resolve the target over every window of one unit."""
        if unit == "transaction":
            self.windows.reasons["it is read per transaction, and a transaction has no target of its own"] = None
            return TARGETS.empty()
        windows = self.windows.windows(unit)
        shared: dict[Hashable, list[_Tail]] = {}
        rows: list[tuple[object, ...]] = []
        for payee in payees:
            reader = self._reader(payee)
            situation = reader.situation(self.windows.first_day)
            tails = shared.get(situation)
            if tails is None:
                tails = self._tails(reader, unit, windows)
                if situation is not None:
                    shared[situation] = tails
            rows += [(payee.payee, payee.payee_code, *tail) for tail in tails if self._is_usable(tail, payee)]
        return self._as_table(rows)

    def _tails(self, reader: PayeeReader, unit: Unit, windows: list[Period]) -> list["_Tail"]:
        """Return the columns after the payee's own, for each window with an assigned day and a target."""
        tails: list[_Tail] = []
        for window in windows:
            if reader.assigned.first_in(window.starts_on, window.ends_before) is None:
                continue
            value = self.windows.value(reader, unit, window)
            if value is not None:
                payee = reader.assigned.payee
                applied = tuple(self.changing.within(reader.changes, payee, window))
                target_value, exact, *trace = changed(value, applied)
                tails.append((unit, *window, target_value, str(exact), *trace, told(applied, payee)))
        return tails

    def _reader(self, payee: Assigned) -> PayeeReader:
        if payee.payee_code not in self.readers:
            spans = spans_of(payee, self.request.name, self.rules.table, self.plan_amount)
            self._check_hired(payee, spans)
            self.readers[payee.payee_code] = PayeeReader(self.rules, payee, spans)
        return self.readers[payee.payee_code]

    def _check_hired(self, payee: Assigned, spans: tuple[Span, ...]) -> None:
        if self.request.rule.ramp_steps and any(span.base and span.hired is None for span in spans):
            line = next(a.line for a in payee.assignments if a.hired is None)
            what = f"{payee.payee} has no hire date, and '{self.request.name}' has a ramp"
            place = Place(self.scope.roster.file, line, 0, "hired")
            self.found.append(Diagnostic.of(problems.NOT_HIRED, place, what, "fill 'hired', or remove the ramp"))

    def _is_usable(self, tail: "_Tail", payee: Assigned) -> bool:
        window, target_value = tail[1], tail[4]
        if 0 <= target_value < _LARGEST:
            return True
        what = f"the target '{self.request.name}' of {payee.payee} for {window} is {target_value}"
        if target_value < 0 and tail[-1]:
            file, _, line = tail[-1][0]["source"].rpartition(":")
            fix = "lower it by no more than there is"
            self.found.append(Diagnostic.of(problems.BELOW_ZERO, Place(file, int(line), 0, "amount"), what, fix))
        elif target_value < 0:
            self.found.append(
                Diagnostic.of(problems.NEGATIVE, self.request.place, what, "write an amount of 0 or more")
            )
        else:
            fix = "write a smaller amount"
            self.found.append(Diagnostic.of(money_problems.TOO_LARGE, self.request.place, what, fix))
        return False

    def _as_table(self, rows: list[tuple[object, ...]]) -> pl.DataFrame:
        frame = pl.DataFrame(rows, schema={name: TARGETS.schema[name] for name in _ROW}, orient="row")
        return TARGETS.checked(
            frame.with_columns(
                pl.lit(self.request.name).alias("target"),
                pl.lit(self.request.unit).alias("unit"),
                pl.lit(self.request.scale, pl.UInt8).alias("scale"),
                pl.lit(0, pl.Int64).alias("carried_value"),
            )
        )

    def problems(self) -> list[Diagnostic]:
        """Return the problems found while resolving."""
        name, place = self.request.name, self.request.place
        fix = "give the target the measure's 'per', or a season with one percent per part"
        found = [
            Diagnostic.of(problems.SEASON_PARTS, place, f"'{name}' cannot be read: {reason}", fix)
            for reason in self.windows.reasons
        ]
        found += [_uncut(request=self.request, period=period) for period in self.rules.uncut[:1]]
        unread = self.rules.passed_over - self.rules.used
        found += [_across(change, window, self.rules.table.file) for change, window in self.changing.across.items()]
        return [*self.found, *found, *(_unread(row, self.request, self.rules.table.file) for row in unread)]


# Columns after the payee's own: unit, window's name and range, value and exact value, final, and the trace.
_Tail = tuple[Any, ...]

_ROW = (
    *("payee", "payee_code", "per", "period_id", "starts_on", "ends_before"),
    *("target_value", "exact_value", "is_final", "source", "base_amount", "factors"),
    "changes",
)


def _amount_by_row(request: TargetRequest) -> Callable[[int], Base | None]:
    given, source = request.plan_amounts, str(request.place)
    if given is None:
        return lambda _roster_row: None
    if isinstance(given, Fraction):
        base = Base(given, source)
        return lambda _roster_row: base
    columns = given.select("roster_row", "numerator", "denominator").drop_nulls()
    bases: Mapping[int, Base] = {row: Base(Fraction(n, d), source) for row, n, d in columns.iter_rows()}
    return bases.get


def _uncut(request: TargetRequest, period: Period) -> Diagnostic:
    if request.rule.prorate == "whole_months":
        what = f"'{request.name}' is prorated by whole months, and {period.name} is not made of whole months"
        return Diagnostic.of(problems.NO_MONTHS, request.place, what, "use prorate: calendar_days")
    what = f"the season of '{request.name}' has {len(request.rule.season_shares)} parts, which do not fit {period.name}"
    return Diagnostic.of(problems.SEASON_PARTS, request.place, what, "write as many parts as the period has")


def _across(change: TargetChange, window: Period, file: str) -> Diagnostic:
    what = f"the {change.kind} from {change.starts_on} before {change.ends_before} lies across {window.name} and others"
    fix = "write one row for each window, or the period of a target with a season"
    return Diagnostic.of(problems.ACROSS, Place(file, change.line, 0, "period"), what, fix)


def _unread(row: TargetRow, request: TargetRequest, file: str) -> Diagnostic:
    what = f"'{row.target}' of {row.payee or row.title} from {row.starts_on} before {row.ends_before} fits no window"
    units = " or ".join(dict.fromkeys((request.rule.per, *request.read_per)))
    fix = f"give it the range of a {units}, rows that fill one, or no end (then it is an amount per {request.rule.per})"
    return Diagnostic.of(problems.UNREAD, Place(file, row.line, 0, "period"), what, fix)
