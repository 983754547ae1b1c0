"""cap: pay no more than an amount, per transaction or per window.

Per transaction the size is limited: +300 and -300 with a cap of 250 pay +250 and -250. Per window the running sum is
limited: 80, 60, -50 with a cap of 100 pay 80, 20, -10 (the return first gives back what was cut off). With
``excess: banked`` what is cut off is paid in the windows after it, to the line it was cut from.
Source: docs/behaviours/modifiers.md. Oracle: tests/oracle/cap.py.
"""

from fractions import Fraction

import polars as pl

from attain.earnings.banked import Capped, paid_to_date
from attain.earnings.beyond import BEYOND, WIDE, numbers, settled
from attain.earnings.lines import Lines
from attain.earnings.running import running
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
    after = running(counted, window)
    line = _minus(clipped(after, limit), clipped(_shifted(after, window), limit))
    return line.where(pl.col("_counts"), lines)


def apply_banked(lines: Lines, holds: pl.Expr, limit: Exact) -> Lines:
    """Limit the running sum of each window, and pay what is cut off in the windows after it.

    Args:
        lines: in credit order, with ``bank_window``, ``bank_last`` and ``bank_group``.
        holds: which lines the cap is about; the others stand outside it.
        limit: the most a window pays.
    """
    lines = lines.with_frame(lines.frame.with_columns(_counts=holds, _limit=limit.numerator))
    values = lines.values_where(lines.frame["_counts"])
    counted = lines.frame.filter("_counts").with_columns(_value=pl.int_range(pl.len()))
    paid = [Fraction(0)] * len(values)
    for _, group in counted.group_by("bank_group", maintain_order=True):
        windows, rows = group["bank_window"].to_list(), group["_value"].to_list()
        limits = [Fraction(int(most), limit.denominator) for most in group["_limit"]]
        asked = zip(windows, rows, limits, strict=True)
        capped = [Capped(int(window), values[int(at)], most) for window, at, most in asked]
        for at, part in zip(rows, paid_to_date(capped, int(group["bank_last"][0])), strict=True):
            paid[int(at)] = part
    made = lines.with_values(pl.col("_counts"), paid)
    return made.with_frame(made.frame.drop("_counts", "_limit"))


def _shifted(sums: Lines, window: str) -> Lines:
    """The running sums before each line."""
    first = {"n": 0, "f": 0, "per": 1}
    names = [name for name in first if name in sums.frame.columns]
    columns = [pl.col(name).shift(1).over(window).fill_null(first[name]) for name in names]
    if sums.beyond:
        columns.append(pl.col(BEYOND).shift(1).over(window))
    return sums.with_frame(sums.frame.with_columns(columns))


def _minus(left: Lines, right: Lines) -> Lines:
    """Subtract lines of the same rows."""
    den = max(left.den, right.den)
    left, right = left.over(den), right.over(den)
    frame = left.frame.with_columns(n=left.frame["n"].cast(WIDE) - right.frame["n"].cast(WIDE))
    if not left.has_fractions and not right.has_fractions:
        return Lines(frame, den, has_fractions=False, bound=0).measured()
    sides = (left, right)
    none, one = (pl.repeat(n, frame.height, dtype=WIDE, eager=True) for n in (0, 1))
    f = [side.frame["f"] if side.has_fractions else none for side in sides]
    per = [side.frame["per"] if side.has_fractions else one for side in sides]
    shared = pl.select(pl.when(f[0] != 0).then(per[0]).otherwise(per[1])).to_series()
    frame = frame.with_columns(f=f[0] - f[1], per=shared)
    frame = frame.with_columns(n=pl.col("n") + pl.col("f") // pl.col("per"), f=pl.col("f") % pl.col("per"))
    apart = (f[0] != 0) & (f[1] != 0) & (per[0] != per[1])
    for side in sides:
        apart |= numbers(side.frame).is_not_null()
    if not apart.any():
        return Lines(frame.drop(BEYOND, strict=False), den, has_fractions=True, bound=0).measured()
    exact = [a - b for a, b in zip(left.values_where(apart), right.values_where(apart), strict=True)]
    frame, beyond = settled(frame.with_columns(pl.when(apart).then(0).cast(pl.UInt32).alias(BEYOND)), exact, den)
    return Lines(frame, den, has_fractions=True, bound=0, beyond=beyond).measured()


def clipped(lines: Lines, limit: Exact) -> Lines:
    """Limit the size of every line, keeping its sign."""
    aligned, most = lines.beside(limit)
    high = aligned.fixed(limit.over(aligned.den))
    cut = high.where(aligned.reaches(most), aligned)
    least = limit.negated().over(aligned.den)
    return aligned.fixed(least).where(cut.stays_within(least.numerator), cut)
