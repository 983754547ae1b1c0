"""floor: pay no less than an amount, per transaction or per window.

25 % of 400 with a floor of 150 pays 150, and its return takes 150 back. Per window one line is added when the sum
stays below.
Source: docs/behaviours/modifiers.md. Oracle: tests/oracle/floor.py.
"""

from fractions import Fraction

import polars as pl

from attain.earnings.lines import Lines, stacked
from attain.earnings.running import running
from attain.money import Exact

MOST_MODIFIERS = 32


def apply(lines: Lines, holds: pl.Expr, least: Exact) -> Lines:
    """Raise the size of each line on its own; the sign is the base's."""
    turned = lines.where(lines.frame["n"] >= 0, lines.negated())
    aligned, bottom = turned.beside(least)
    raised = aligned.where(aligned.reaches(bottom), aligned.fixed(least.over(aligned.den)))
    signed = raised.negated().where(pl.col("base") < 0, raised)
    return signed.where(holds, lines)


def apply_per_window(lines: Lines, holds: pl.Expr, least: Exact, window: str, *, number: int = 0) -> Lines:
    """Add one line to every window, directly after its last line: what its lines lack, or 0.

    A window none of whose lines the floor is about gets a line of 0: what it was lifted to before does not stand.

    Args:
        lines: in credit order, with ``WINDOW_key``: the window without the day it is looked at from; the added line is
            a copy of the last one with ``line_type`` ``floor`` and a number of its own; it is gone when all of them
            are.
        holds: which lines the floor is about; ``least`` is read on the last of them.
        least: the least a window pays.
        window: the column that numbers the windows.
        number: the place of the floor among the component's modifiers.
    """
    lines = lines.with_frame(lines.frame.with_columns(_place=pl.int_range(pl.len()), _counts=holds))
    counts_any = pl.col("_counts").any().over(window)
    totals = running(lines.with_frame(lines.frame.filter("_counts")), window)
    sums, bottom = _last_of_each(totals, window).beside(least)
    added = sums.fixed(Exact.constant(Fraction(0))).where(sums.reaches(bottom), sums.negated().plus(least))
    idle = _last_of_each(lines.with_frame(lines.frame.filter(~counts_any)), window)
    none = idle.fixed(Exact.constant(Fraction(0))).over(added.den)
    both = lines.over(added.den)
    for made in (added, none):
        both = stacked(both, made.with_frame(_as_floors(made.frame, window, number)))
    return both.with_frame(both.frame.sort("_place", maintain_order=True).drop("_place", "_counts"))


def line_number(window_key: int, number: int) -> int:
    """The number of the line that a floor adds to a window; below 0, where no line of a deal is.

    >>> line_number(0, 2), line_number(1, 0)
    (-3, -33)
    """
    return -1 - (window_key * MOST_MODIFIERS + number)


def number_of(line: pl.Expr) -> pl.Expr:
    """The place among the modifiers of the floor that added a line."""
    return (-1 - line) % MOST_MODIFIERS


def _last_of_each(lines: Lines, window: str) -> Lines:
    ends = (pl.all().exclude(window, "gone").last(), pl.col("gone").max())
    last = lines.frame.group_by(window, maintain_order=True).agg(*ends).select(lines.frame.columns)
    return lines.with_frame(last)


def _as_floors(frame: pl.DataFrame, window: str, number: int) -> pl.DataFrame:
    line = -1 - (pl.col(f"{window}_key") * MOST_MODIFIERS + number)
    frame = frame.with_columns(line_type=pl.lit("floor"), line=line)
    if "origin" in frame.columns:  # the last line may take another one back; the floor takes nothing back
        frame = frame.with_columns(origin=pl.lit(None, frame.schema["origin"]))
    return frame
