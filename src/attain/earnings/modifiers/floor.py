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
    totals = running(counted, window)
    ends = (pl.all().exclude(window, "gone").last(), pl.col("gone").max())
    last = totals.frame.group_by(window, maintain_order=True).agg(*ends).select(totals.frame.columns)
    sums, bottom = totals.with_frame(last).beside(least)
    added = sums.fixed(Exact.constant(Fraction(0))).where(sums.reaches(bottom), sums.negated().plus(least))
    marked = added.frame.with_columns(line_type=pl.lit("floor"), line=-1 - pl.col(f"{window}_key"))
    if "origin" in marked.columns:  # the last line may take another one back; the floor takes nothing back
        marked = marked.with_columns(origin=pl.lit(None, marked.schema["origin"]))
    both = stacked(lines.over(added.den), added.with_frame(marked))
    return both.with_frame(both.frame.sort("_place", maintain_order=True).drop("_place", "_counts"))
