"""cap: pay no more than an amount, per transaction or per window.

Per transaction the size is limited: +300 and -300 with a cap of 250 pay +250 and -250. Per window the running sum is
limited: 80, 60, -50 with a cap of 100 pay 80, 20, -10 (the return first gives back what was cut off).
Source: language.md sections 5, 6 and 8 (27, 28). Oracle: tests/oracle/cap.py.
"""

from fractions import Fraction

import polars as pl

from attain.earnings.lines import Lines, evened
from attain.money import Exact
from attain.rates import Part


def apply(lines: Lines, holds: pl.Expr, limit: Exact) -> Lines:
    """Limit the size of each line on its own."""
    return lines.replaced(clipped(lines.value, lines.scaled(limit)).where(holds, lines.value))


def apply_per_window(lines: Lines, holds: pl.Expr, limit: Exact, window: str) -> Lines:
    """Limit the running sum of each window; lines whose condition does not hold stand outside it.

    Args:
        lines: in credit order.
        holds: which lines the cap is about.
        limit: the most a window pays.
        window: the column that numbers the windows.
    """
    frame = lines.frame.with_columns(_counts=holds)
    lines = evened(Lines(frame, lines.den, lines.per, lines.bound), window)
    counted = pl.when("_counts").then(pl.col("n")).otherwise(0)
    total = Exact(counted, lines.den, lines.bound).summed(lines.frame.height)
    frame = lines.frame.with_columns(counted.cum_sum().over(window).alias("_run"))
    running = Exact.column("_run", total, lines.den)
    at = lines.scaled(limit)
    line = clipped(running, at).minus(clipped(running.minus(lines.value), at))
    value = line.where(pl.col("_counts"), lines.value)
    return Lines.of(frame, Part(value, lines.per))


def clipped(value: Exact, limit: Exact) -> Exact:
    """Limit the size of a value, keeping its sign."""
    low = limit.times(Fraction(-1))
    high_cut = limit.where(value.reaches(limit), value)
    return low.where(low.reaches(value), high_cut)
