"""Banked caps: what a window's cap cuts off is paid in the windows after it, as far as there is room, oldest first.

80 and 60 in January under 100 a month pay 80 and 20. February earns 70: the 40 that were cut off come first and go to
the line they were cut from, then 60 of the 70; 10 are left for March.
Source: docs/behaviours/modifiers.md. Oracle: tests/oracle/cap.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

ZERO = Fraction(0)


@dataclass(frozen=True)
class Capped:
    """A line before its cap: the number of its window, its value, and the most its window pays."""

    window: int
    value: Fraction
    limit: Fraction


def paid_to_date(lines: Sequence[Capped], last: int) -> list[Fraction]:
    """Return what each line is paid by the windows that have begun; what comes after them is outside the cap.

    Args:
        lines: of one payee, in credit order, so that windows do not go back.
        last: the number of the last window that has begun. A window without lines has the limit of the line before it.

    >>> one = [Capped(1, Fraction(80), Fraction(100)), Capped(1, Fraction(60), Fraction(100))]
    >>> [[str(paid) for paid in paid_to_date(one, last)] for last in (1, 2)]
    [['80', '20'], ['80', '60']]
    """
    paid = [ZERO] * len(lines)
    waiting: list[tuple[int, Fraction]] = []
    at, limit = 0, ZERO
    for window in range(lines[0].window, last + 1) if lines else ():
        if not waiting and (at == len(lines) or lines[at].window > window):
            continue
        if at < len(lines) and lines[at].window == window:
            limit = lines[at].limit
        so_far = sum((rest for _, rest in waiting), ZERO)
        waiting = _paid_out(waiting, _clipped(so_far, limit), paid)
        while at < len(lines) and lines[at].window == window:
            line = lines[at]
            now = _clipped(so_far + line.value, line.limit) - _clipped(so_far, line.limit)
            paid[at] += now
            waiting += [(at, line.value - now)] if now != line.value else []
            so_far += line.value
            at += 1
    return [*paid[:at], *(line.value for line in lines[at:])]


def _paid_out(
    waiting: Sequence[tuple[int, Fraction]], room: Fraction, paid: list[Fraction]
) -> list[tuple[int, Fraction]]:
    """Pay what waits, oldest first, up to a sum of the same sign; return what still waits."""
    low, high = min(ZERO, room), max(ZERO, room)
    total = ZERO
    left: list[tuple[int, Fraction]] = []
    for line, rest in waiting:
        part = max(low, min(high, total + rest)) - max(low, min(high, total))
        paid[line] += part
        total += rest
        if rest != part:
            left.append((line, rest - part))
    return left


def _clipped(value: Fraction, limit: Fraction) -> Fraction:
    return max(-limit, min(limit, value))
