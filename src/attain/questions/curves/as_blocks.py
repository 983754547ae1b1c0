"""Draws the picture of a curve with block characters, for the terminal."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from attain.questions.curves.picture import Picture, Point, Tick

WIDTH, HEIGHT = 64, 10
_ROOM = 12
_EIGHTHS = " ▁▂▃▄▅▆▇█"


def as_blocks(picture: Picture) -> str:
    """Draw a picture: one column for each part of the measure, eight steps to a row; below zero nothing is drawn."""
    end = picture.points[-1][0]
    top = max(y for _, y in picture.points)
    heights = [_eighths(_payout_at(picture.points, end * column / (WIDTH - 1)), top) for column in range(WIDTH)]
    margin = max(len(picture.top), 1)
    lines = [f"{picture.title}: {picture.paid} by {picture.measured}"]
    for row in reversed(range(HEIGHT)):
        cells = "".join(_EIGHTHS[min(8, max(0, height - 8 * row))] for height in heights)
        label = picture.top if row == HEIGHT - 1 else ""
        lines.append(f"{label:>{margin}} │{cells}".rstrip())
    lines.append(f"{'0':>{margin}} └{'─' * WIDTH}")
    lines.append(f"{'':>{margin}}  {_ticks(picture.ticks, end)}".rstrip())
    return "\n".join(lines)


def _eighths(value: Fraction, top: Fraction) -> int:
    """How many eighths of a row a payout is high; anything above zero shows."""
    if value <= 0 or top <= 0:
        return 0
    return max(1, int(value * HEIGHT * 8 / top))


def _payout_at(points: Sequence[Point], x: Fraction) -> Fraction:
    """The payout on the straight line between the points around a measure."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x < x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def _ticks(ticks: Sequence[Tick], end: Fraction) -> str:
    line = [" "] * (WIDTH + _ROOM)
    free = 0
    for tick in ticks:
        at = int(tick.at * (WIDTH - 1) / end) if end else 0
        at = min(at, WIDTH + _ROOM - len(tick.text))
        if at >= free:
            line[at : at + len(tick.text)] = tick.text
            free = at + len(tick.text) + 1
    return "".join(line).rstrip()
