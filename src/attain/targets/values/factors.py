"""What part of an amount per period counts: season, ramp and proration as one exact factor per piece.

February of a quarter, hired on 9 February, ramp 50 % / 75 %: 1/3 of the quarter × 50 % × 20/28 days.
Rules: ``docs/behaviours/target_resolution.md``. Oracle: ``tests/oracle/targets.py``.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from attain.periods import Period
from attain.targets.model import TargetRule
from attain.targets.values.cutting import Piece
from attain.targets.values.numerals import percent_text

ALWAYS = date.min
_MONDAY_OFFSET = 1  # ordinal 1, 0001-01-01, is a Monday


class Stretch(NamedTuple):
    """Days on which one amount applies to a payee: ``slot`` says which of the payee's amounts.

    ``hired`` is ``ALWAYS`` and ``left`` None where they do not matter.
    """

    starts_on: date
    ends_before: date
    hired: date
    left: date | None
    slot: int


class SlotFactor(NamedTuple):
    """The factor on one amount, and how it came about, written out (empty for 1)."""

    slot: int
    factor: Fraction
    text: str


class _Term(NamedTuple):
    slot: int
    share: Fraction
    ramp_text: str
    day_text: str
    factor: Fraction


def tenure_month(hired: date, day: date) -> int:
    """Return the month of tenure on a day, from 1: whole months completed since ``hired``, plus 1.

    >>> tenure_month(date(2026, 1, 31), date(2026, 2, 28)), tenure_month(date(2026, 2, 9), date(2026, 2, 1))
    (2, 1)
    """
    months = (day.year - hired.year) * 12 + day.month - hired.month
    is_month_end = (day + timedelta(days=1)).month != day.month
    if day.day < hired.day and not is_month_end:
        months -= 1
    return max(months, 0) + 1


def working_day_count(starts_on: date, ends_before: date) -> int:
    """Count Mondays to Fridays; holidays are not known.

    >>> working_day_count(date(2026, 3, 2), date(2026, 3, 10))
    6
    """
    return _working_days_before(ends_before) - _working_days_before(starts_on)


def _working_days_before(day: date) -> int:
    weeks, weekday = divmod(day.toordinal() - _MONDAY_OFFSET, 7)
    return 5 * weeks + min(weekday, 5)


def piece_factors(rule: TargetRule, piece: Piece, stretches: tuple[Stretch, ...]) -> tuple[SlotFactor, ...]:
    """Return the factor on each amount that counts in a piece, in order of slot.

    Args:
        rule: the target's rule.
        piece: a part of a period and its cells.
        stretches: the payee's stretches in the whole period, in order; not empty.

    Returns:
        At least one factor. Without proration the first stretch alone counts, in full; with days each
        stretch counts with its days; with whole months a month counts when all of its days do, for the
        stretch that holds its first day.
    """
    terms: list[_Term] = []
    for cell in piece.cells:
        share = piece.share * Fraction(1, len(piece.cells))
        if rule.proration == "none":
            terms.append(_full(rule, stretches[0], cell, share))
        elif rule.proration == "whole_months":
            terms += _whole_month(rule, stretches, cell, share)
        else:
            terms += _by_days(rule, stretches, cell, share)
    slots = sorted({term.slot for term in terms}) or [stretches[0].slot]
    return tuple(_summed(rule, piece, slot, [t for t in terms if t.slot == slot]) for slot in slots)


def _ramp(rule: TargetRule, stretch: Stretch, cell: Period) -> tuple[Fraction, str]:
    """Return the ramp's percent for a cell, read on its first day, and its text."""
    steps = rule.ramp_steps
    if not steps:
        return Fraction(1), ""
    month = min(tenure_month(stretch.hired, cell.starts_on), len(steps))
    step = steps[month - 1]
    return step, "" if step == 1 else f"{percent_text(step)} ramp month {month}"


def _full(rule: TargetRule, stretch: Stretch, cell: Period, share: Fraction) -> _Term:
    ramp, ramp_text = _ramp(rule, stretch, cell)
    return _Term(stretch.slot, share, ramp_text, "", share * ramp)


def _by_days(rule: TargetRule, stretches: tuple[Stretch, ...], cell: Period, share: Fraction) -> list[_Term]:
    count, word = _calendar_day_count, "days"
    if rule.proration == "working_days" and working_day_count(cell.starts_on, cell.ends_before):
        count, word = working_day_count, "working days"
    all_days = count(cell.starts_on, cell.ends_before)
    counted: dict[tuple[int, Fraction, str], int] = {}
    for stretch in stretches:
        first, last = _counted(rule, stretch, cell)
        if first < last and (days := count(first, last)):
            key = (stretch.slot, *_ramp(rule, stretch, cell))
            counted[key] = counted.get(key, 0) + days
    return [
        _Term(
            slot,
            share,
            text,
            "" if days == all_days else f"{days}/{all_days} {word}",
            share * ramp * Fraction(days, all_days),
        )
        for (slot, ramp, text), days in counted.items()
    ]


def _whole_month(rule: TargetRule, stretches: tuple[Stretch, ...], cell: Period, share: Fraction) -> list[_Term]:
    ranges = [(_counted(rule, stretch, cell), stretch) for stretch in stretches]
    inside = [(first, last, stretch) for (first, last), stretch in ranges if first < last]
    counted_days = sum((last - first).days for first, last, _ in inside)
    return [_full(rule, inside[0][2], cell, share)] if counted_days == cell.day_count else []


def _counted(rule: TargetRule, stretch: Stretch, cell: Period) -> tuple[date, date]:
    """Return the days of a stretch that count in a cell: hired, not left, the first day as the rule says."""
    employed_from = stretch.hired
    if rule.first_day == "excluded" and employed_from != ALWAYS:
        employed_from += timedelta(days=1)
    last = min(stretch.ends_before, cell.ends_before)
    return max(stretch.starts_on, cell.starts_on, employed_from), min(last, stretch.left) if stretch.left else last


def _calendar_day_count(starts_on: date, ends_before: date) -> int:
    return (ends_before - starts_on).days


def _summed(rule: TargetRule, piece: Piece, slot: int, terms: list[_Term]) -> SlotFactor:
    factor = sum((term.factor for term in terms), Fraction(0))
    if rule.proration == "whole_months" and not rule.ramp_steps:
        month_count = len(piece.cells)
        parts = [percent_text(piece.share) + " season"] if piece.share != 1 else []
        parts += [f"{len(terms)} of {month_count} months"] if len(terms) < month_count else []
        return SlotFactor(slot, factor, " × ".join(parts))
    if not terms:
        return SlotFactor(slot, factor, "0 days")
    shares: dict[tuple[str, str], Fraction] = {}
    for term in terms:
        key = (term.ramp_text, term.day_text)
        shares[key] = shares.get(key, Fraction(0)) + term.share
    texts = [_written(share, *key, is_seasonal=bool(rule.season_shares)) for key, share in shares.items()]
    return SlotFactor(slot, factor, " + ".join(text for text in texts if text))


def _written(share: Fraction, ramp_text: str, day_text: str, *, is_seasonal: bool) -> str:
    share_text = "" if share == 1 else f"{percent_text(share)} season" if is_seasonal else str(share)
    return " × ".join(text for text in (share_text, ramp_text, day_text) if text)
