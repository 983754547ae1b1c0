"""cap: pay no more than an amount, per transaction or per window.

Per transaction the size is limited: +300 and -300 with a cap of 250 pay +250 and -250. Per window the running sum is
limited: 80, 60, -50 with a cap of 100 pay 80, 20, -10 (the return first gives back what was cut off).
Source: docs/behaviours/modifiers.md. Oracle: tests/oracle/cap.py.
"""

from fractions import Fraction

import polars as pl

from attain.earnings.lines import WIDE, Lines, running
from attain.money import Exact


def apply(lines: Lines, holds: pl.Expr, limit: Exact) -> Lines:
    """Limit the size of each line on its own."""
    return clipped(lines, limit).where(holds, lines)


def apply_per_window(lines: Lines, holds: pl.Expr, limit: Exact, window: str) -> Lines:
    """Limit the running sum of each window; lines whose condition does not hold stand outside it.

    Args:
        lines: in credit order.
        holds: which lines the cap is about.
        limit: the most a window pays.
        window: the column that numbers the windows.
    """
    lines = lines.with_frame(lines.frame.with_columns(_counts=holds))
    counted = lines.where(pl.col("_counts"), lines.fixed(Exact.constant(Fraction(0))))
    frame, bound = running(counted, window)
    names = ("total", "rest") if counted.has_fractions else ("total",)
    after = _lines(frame, counted, bound)
    before_columns = {c: pl.col(c).shift(1).over(window).fill_null(0).alias(f"before_{c}") for c in names}
    before_frame = frame.with_columns(before_columns.values())
    before = _lines(before_frame, counted, bound, prefix="before_")
    line = _minus(clipped(after, limit), clipped(before, limit))
    return line.where(pl.col("_counts"), lines)


def _lines(frame: pl.DataFrame, like: Lines, bound: int, *, prefix: str = "") -> Lines:
    columns = {"n": pl.col(f"{prefix}total")}
    if like.has_fractions:
        columns["f"] = pl.col(f"{prefix}rest")
    return Lines(frame.with_columns(**columns), like.den, like.has_fractions, bound)


def _minus(left: Lines, right: Lines) -> Lines:
    """Subtract lines of the same rows whose fractions have the same ``per`` where they are not 0."""
    den = max(left.den, right.den)
    left, right = left.over(den), right.over(den)
    frame = left.frame.with_columns(n=left.frame["n"].cast(WIDE) - right.frame["n"].cast(WIDE))
    if not left.has_fractions and not right.has_fractions:
        return Lines(frame, den, has_fractions=False, bound=0).measured()
    sides = (left, right)
    none, one = (pl.repeat(n, frame.height, dtype=WIDE, eager=True) for n in (0, 1))
    f = [side.frame["f"] if side.has_fractions else none for side in sides]
    per = [side.frame["per"] if side.has_fractions else one for side in sides]
    frame = frame.with_columns(f=f[0] - f[1], per=pl.select(pl.max_horizontal(per[0], per[1])).to_series())
    frame = frame.with_columns(n=pl.col("n") + pl.col("f") // pl.col("per"), f=pl.col("f") % pl.col("per"))
    return Lines(frame, den, has_fractions=True, bound=0).measured()


def clipped(lines: Lines, limit: Exact) -> Lines:
    """Limit the size of every line, keeping its sign."""
    aligned, most = lines.beside(limit)
    high = aligned.fixed(limit.over(aligned.den))
    cut = high.where(aligned.reaches(most), aligned)
    least = limit.negated().over(aligned.den)
    return aligned.fixed(least).where(cut.stays_within(least.numerator), cut)
