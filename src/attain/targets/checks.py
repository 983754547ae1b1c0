"""Checks of a target's rule that need no data: season, ramp, rounding, months."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from attain.diagnostics import Diagnostic, Place
from attain.documents import Quantity
from attain.periods import PLURALS, Calendar, Period, Unit
from attain.targets import problems
from attain.targets.model import TargetRule
from attain.targets.values.cutting import SEASON_UNITS, season_unit
from attain.targets.values.numerals import percent_text


def check_rule(name: str, rule: TargetRule, calendar: Calendar, *, scale: int) -> list[Diagnostic]:
    """Check one target of a plan.

    Args:
        name: the target's name.
        rule: its rule.
        calendar: the workspace's calendar.
        scale: decimal digits the target keeps, 2 for cents.

    Returns:
        Every problem: a season that does not sum to 100 % or does not fit the period, a ramp step that
        is no percent, a rounding unit that is not positive or too fine, whole months that do not fill
        the period.
    """
    found = [*_season(name, rule, calendar), *_ramp(name, rule), *_rounding(name, rule, scale)]
    if rule.prorate == "whole_months" and rule.per not in _ANY_RANGE and not calendar.nests(rule.per, "month"):
        what = f"'{name}' is prorated by whole months, but a {rule.per} is not made of whole months here"
        fix = "use prorate: calendar_days"
        found.append(Diagnostic.of(problems.NO_MONTHS, rule.key_place("prorate"), what, fix))
    return found


# Windows whose ends come from the plan, not from the calendar.
_ANY_RANGE: tuple[Unit, ...] = ("plan", "ever")


def _season(name: str, rule: TargetRule, calendar: Calendar) -> Iterator[Diagnostic]:
    if not rule.season:
        return
    place = rule.key_place("season")
    total = sum((share.value for share in rule.season), Fraction(0))
    if total != 1 or any(share.value < 0 for share in rule.season):
        what = f"the season of '{name}' sums to {percent_text(total)}"
        fix = "write one percent of 0 or more per part, 100% in all"
        yield Diagnostic.of(problems.SEASON_SUM, place, what, fix)
    if rule.per == "ever":
        what, fix = f"'{name}' is per ever and has a season", "remove the season, or write the period it is cut from"
        yield Diagnostic.of(problems.SEASON_PARTS, place, what, fix)
    if rule.per in _ANY_RANGE:
        return
    sample = _sample_period(rule.per, calendar)
    if sample and season_unit(calendar, sample, len(rule.season)) is None:
        what = f"the season of '{name}' has {len(rule.season)} parts; {_possible_parts(calendar, sample)}"
        fix = f"write as many parts as a {rule.per} has; weeks do not nest in months"
        yield Diagnostic.of(problems.SEASON_PARTS, place, what, fix)


def _sample_period(unit: Unit, calendar: Calendar) -> Period | None:
    first = calendar.layout.year_starts
    found = calendar.between(unit, first, first + timedelta(days=366))
    if not found and unit in calendar.tables:
        found = list(calendar.tables[unit])
    return found[0] if found else None


def _possible_parts(calendar: Calendar, period: Period) -> str:
    texts: list[str] = []
    for unit in SEASON_UNITS:
        parts = calendar.sub_periods(period.starts_on, period.ends_before, unit) or []
        texts += [f"{len(parts)} ({PLURALS[unit]})"] if len(parts) > 1 else []
    return f"{period.name} can be cut into {', '.join(texts)}" if texts else f"{period.name} cannot be cut"


def _ramp(name: str, rule: TargetRule) -> Iterator[Diagnostic]:
    if rule.ramp and rule.per == "ever":
        what, fix = f"'{name}' is per ever and has a ramp", "remove the ramp, or write a period made of months"
        yield Diagnostic.of(problems.BAD_RAMP, rule.key_place("ramp"), what, fix)
    for step in rule.ramp:
        if not step.is_percent or step.value < 0:
            what = f"the ramp of '{name}' has the step {step.text}"
            fix = f"write {_as_share(step)}"
            yield Diagnostic.of(problems.BAD_RAMP, _place(step, rule.key_place("ramp")), what, fix)


def _as_share(step: Quantity) -> str:
    """Write a step as the percent that was meant: 0.9 and 90 are 90%."""
    size = abs(step.value)
    return percent_text(size if step.is_percent or size <= 1 else size / 100)


def _rounding(name: str, rule: TargetRule, scale: int) -> Iterator[Diagnostic]:
    unit = rule.round_to
    if unit is None:
        return
    in_smallest = unit.value * 10**scale
    if in_smallest <= 0 or in_smallest.denominator != 1:
        what = f"'{name}' is rounded to {unit.text}"
        fix = f"write a positive multiple of {_smallest(scale)}, such as 1 or 1000"
        yield Diagnostic.of(problems.BAD_ROUNDING, _place(unit, rule.key_place("round")), what, fix)


def _smallest(scale: int) -> str:
    return "0." + "1".zfill(scale) if scale else "1"


def _place(quantity: Quantity, otherwise: Place) -> Place:
    return quantity.place if quantity.place.file else otherwise
