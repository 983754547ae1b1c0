"""From exact lines to minor units, once.

``cumulative``: a line is the difference of rounded running totals of its window, so lines always add up to the rounded
total: three deals of 33.35 at 10 % pay 3.34 + 3.33 + 3.34 = 10.01. ``per_line``: each alone, 10.02 in all.
Source: docs/behaviours/rounding.md. Oracle: tests/oracle/rounding.py.
"""

import polars as pl

from attain.earnings.lines import Lines
from attain.earnings.running import running
from attain.money import Rounding, largest, rounded
from attain.rates import Part, Rated


def round_lines(lines: Lines, group: str, rounding: Rounding) -> pl.DataFrame:
    """Round lines; adds ``amount``, Int64 minor units.

    Args:
        lines: in credit order.
        group: the column that numbers the rounding windows.
        rounding: unit, mode, and whether each line stands alone.
    """
    if rounding.per_line:
        f = (pl.col("f"), pl.col("per")) if lines.has_fractions else None
        return lines.frame.with_columns(amount=_round(pl.col("n"), f, lines.den, lines.bound, rounding=rounding))
    sums = running(lines, group)
    if not lines.has_fractions:
        totals = lines.frame.with_columns(_total=sums.frame["n"])
        after, before = (_round(n, None, lines.den, sums.bound, rounding=rounding) for n in _around_totals())
        return totals.with_columns(amount=after - before).drop("_total")
    so_far = _round(pl.col("n"), (pl.col("f"), pl.col("per")), lines.den, sums.bound, rounding=rounding)
    frame = sums.frame.with_columns(so_far=so_far)
    before = pl.col("so_far").shift(1).over(group).fill_null(0)
    return frame.with_columns(amount=pl.col("so_far") - before).drop("so_far")


def _around_totals() -> tuple[pl.Expr, pl.Expr]:
    """The running total with a line, and without it."""
    return pl.col("_total"), pl.col("_total") - pl.col("n")


def _round(
    n: pl.Expr, fraction: tuple[pl.Expr, pl.Expr] | None, den: int, bound: int, *, rounding: Rounding
) -> pl.Expr:
    """Round ``(n + f / per) / den``.

    Halves of n decide every rounding, so a fraction may be replaced by a quarter that lies on the same side of one
    half: 0, 1/4, 1/2 or 3/4.
    """
    if fraction is None:
        return rounded(n, den, bound, rounding=rounding)
    f, per = fraction
    twice = f * 2
    quarter = pl.when(f == 0).then(0).when(twice < per).then(1).when(twice == per).then(2).otherwise(3)
    return rounded(n.cast(pl.Int128) * 4 + quarter.cast(pl.Int128), den * 4, bound * 4 + 4, rounding=rounding)


def round_states(frame: pl.DataFrame, rated: Rated, rounding: Rounding) -> pl.DataFrame:
    """Round the difference of two payout states. The states are the running totals themselves.

    Returns:
        The frame with ``amount``, Int64 minor units, and the rounded states ``worth_before`` and ``worth_after``.
    """
    assert rated.before is not None
    assert rated.after is not None
    after, before = _state(frame, rated.after, rounding), _state(frame, rated.before, rounding)
    frame = frame.with_columns(worth_after=after.fill_null(0), worth_before=before.fill_null(0))
    return frame.with_columns(amount=pl.col("worth_after") - pl.col("worth_before"))


def _state(frame: pl.DataFrame, part: Part, rounding: Rounding) -> pl.Expr:
    value = part.value
    if part.per is None:
        return rounded(value.numerator, value.denominator, value.bound, rounding=rounding)
    most = largest(frame[part.per]) * value.denominator
    divisor = pl.col(part.per).cast(pl.Int128) * value.denominator
    return rounded(value.numerator, divisor, value.bound, most, rounding=rounding)
