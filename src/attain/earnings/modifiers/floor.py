"""floor: pay no less than an amount, per transaction or per window.

25 % of 400 with a floor of 150 pays 150, and its return takes 150 back. Per window one line is added when the sum
stays below.
Source: docs/behaviours/modifiers.md. Oracle: tests/oracle/floor.py.
"""

from fractions import Fraction

import polars as pl

from attain.earnings.lines import WIDE, Lines, running
from attain.money import Exact


def apply(lines: Lines, holds: pl.Expr, least: Exact) -> Lines:
    """Raise the size of each line on its own; the sign is the base's."""
    turned = lines.where(lines.frame["n"] >= 0, lines.negated())
    aligned, bottom = turned.beside(least)
    raised = aligned.where(aligned.reaches(bottom), aligned.fixed(least.over(aligned.den)))
    signed = raised.negated().where(pl.col("base") < 0, raised)
    return signed.where(holds, lines)


def apply_per_window(lines: Lines, holds: pl.Expr, least: Exact, window: str) -> Lines:
    """Add one line to every window, directly after its last line: what its lines lack, or 0.

    Args:
        lines: in credit order, with ``WINDOW_key``: the window without the day it is looked at from; the added line is
            a copy of the last one with ``line_type`` ``floor`` and a number of its own; it is gone when all of them
            are.
        holds: which lines the floor is about; ``least`` is read on the last of them.
        least: the least a window pays.
        window: the column that numbers the windows.
    """
    lines = lines.with_frame(lines.frame.with_columns(_place=pl.int_range(pl.len()), _counts=holds))
    counted = lines.with_frame(lines.frame.filter("_counts"))
    frame, bound = running(counted, window)
    ends = (pl.all().exclude(window, "gone").last(), pl.col("gone").max())
    last = frame.group_by(window, maintain_order=True).agg(*ends).select(frame.columns)
    columns = {"n": pl.col("total")} | ({"f": pl.col("rest")} if counted.has_fractions else {})
    sums, bottom = Lines(last.with_columns(**columns), counted.den, counted.has_fractions, bound).beside(least)
    added = sums.fixed(Exact.constant(Fraction(0))).where(sums.reaches(bottom), sums.negated().plus(least))
    marked = added.frame.with_columns(line_type=pl.lit("floor"), line=-1 - pl.col(f"{window}_key"))
    kept = lines.over(added.den)
    both = _together(kept, added.with_frame(marked)).sort("_place", maintain_order=True)
    has_fractions = "f" in both.columns
    return Lines(both.drop("_place", "_counts"), added.den, has_fractions, 0).measured()


def _together(left: Lines, right: Lines) -> pl.DataFrame:
    """Put the rows of both under each other, the left ones first."""
    frames: list[pl.DataFrame] = []
    for lines in (left, right):
        frame = lines.frame.with_columns(pl.col("n").cast(WIDE))
        if not lines.has_fractions and (left.has_fractions or right.has_fractions):
            frame = frame.with_columns(f=pl.lit(0, WIDE), per=pl.lit(1, WIDE))
        frames.append(frame)
    names = frames[0].columns
    return pl.concat([frames[0], frames[1].select(names)])
