"""floor: pay no less than an amount, per transaction or per window.

25 % of 400 with a floor of 150 pays 150, and its return takes 150 back. Per window one line is added when the sum
stays below.
Source: language.md sections 5, 6 and 8 (27). Oracle: tests/oracle/floor.py.
"""

from fractions import Fraction
from math import lcm

import polars as pl

from attain.earnings.lines import Lines, evened, largest
from attain.money import Exact


def apply(lines: Lines, holds: pl.Expr, least: Exact) -> Lines:
    """Raise the size of each line on its own; the sign is the base's."""
    least = lines.scaled(least)
    is_negative = pl.col("base") < 0
    size = lines.value.times(Fraction(-1)).where(pl.col("n") < 0, lines.value)
    raised = least.where(size.reaches(least).not_(), size)
    signed = raised.times(Fraction(-1)).where(is_negative, raised)
    return lines.replaced(signed.where(holds, lines.value))


def apply_per_window(lines: Lines, holds: pl.Expr, least: Exact, window: str) -> Lines:
    """Add one line to every window whose lines sum to less, directly after its last line.

    Args:
        lines: in credit order, with ``WINDOW_key``: the window without the day it is looked at from; the added line is a
            copy of the last one with ``line_type`` ``floor`` and a number of its own.
        holds: which lines the floor is about; ``least`` is read on the last of them.
        least: the least a window pays.
        window: the column that numbers the windows.
    """
    frame = lines.frame.with_columns(_place=pl.int_range(pl.len()), _counts=holds)
    lines = evened(Lines(frame, lines.den, lines.per, lines.bound), window)
    counted = lines.frame.filter("_counts")
    sums = counted.group_by(window).agg(pl.col("n").sum().alias("_sum"), pl.col("_place").max())
    last = lines.frame.join(sums, on=[window, "_place"]).sort("_place")
    total = Exact.column("_sum", largest(last["_sum"]), lines.den)
    missing = lines.scaled(least).minus(total).at_least_zero()
    common = lcm(missing.denominator, lines.den)
    missing, whole = missing.over(common), lines.value.over(common)
    added = last.with_columns(
        n=missing.numerator.cast(pl.Int128), line_type=pl.lit("floor"), line=-1 - pl.col(f"{window}_key")
    ).drop("_sum")
    added = added.filter(pl.col("n") > 0)
    kept = lines.frame.with_columns(n=whole.numerator.cast(pl.Int128))
    both = pl.concat([kept, added.select(kept.columns)]).sort("_place", maintain_order=True)
    return Lines(both.drop("_place", "_counts"), common, lines.per, 0).measured()
