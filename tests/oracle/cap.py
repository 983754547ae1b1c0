"""A cap: no line, or no running total of a window, is larger than it.

>>> clipped(Fraction(-700), Fraction(500))
Fraction(-500, 1)
>>> [str(line) for line in running([Fraction(300), Fraction(300), Fraction(-400)], [Fraction(500)] * 3)]
['300', '200', '-300']
"""

from collections.abc import Sequence
from fractions import Fraction

NOTHING = Fraction(0)


def clipped(number: Fraction, at: Fraction) -> Fraction:
    """The number, at most ``at`` in size."""
    return max(-at, min(at, number))


def running(lines: Sequence[Fraction], caps: Sequence[Fraction]) -> list[Fraction]:
    """Trim the lines of one window, in order, so that their running total is the clipped running total."""
    trimmed, total = [], Fraction(0)
    for line, at in zip(lines, caps, strict=True):
        trimmed.append(clipped(total + line, at) - clipped(total, at))
        total += line
    return trimmed


def banked(windows: Sequence[Sequence[tuple[Fraction, Fraction]]]) -> list[Fraction]:
    """Cap window after window; what one cuts off is paid first in the next, to the oldest line that lacks it.

    Args:
        windows: every window that has begun, each with its lines and their caps, in order.

    >>> hundred = Fraction(100)
    >>> [str(line) for line in banked([[(Fraction(80), hundred), (Fraction(60), hundred)], [], [(hundred, hundred)]])]
    ['80', '60', '100']
    """
    worth: list[Fraction] = []
    paid: list[Fraction] = []
    cap = NOTHING
    for window in windows:
        cap = window[0][1] if window else cap
        lacking = [value - done for value, done in zip(worth, paid, strict=True)]
        total = sum(lacking, NOTHING)
        room = clipped(total, cap)
        for number, rest in enumerate(lacking):
            before = sum(lacking[:number], NOTHING)
            paid[number] += _between(before + rest, room) - _between(before, room)
        for value, at in window:
            worth.append(value)
            paid.append(clipped(total + value, at) - clipped(total, at))
            total += value
    return paid


def _between(number: Fraction, room: Fraction) -> Fraction:
    """The part of a running total that lies between nothing and the room there is."""
    return max(min(room, NOTHING), min(max(room, NOTHING), number))
