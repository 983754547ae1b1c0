"""A cap: no line, or no running total of a window, is larger than it.

>>> clipped(Fraction(-700), Fraction(500))
Fraction(-500, 1)
>>> [str(line) for line in running([Fraction(300), Fraction(300), Fraction(-400)], [Fraction(500)] * 3)]
['300', '200', '-300']
"""

from collections.abc import Sequence
from fractions import Fraction


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
