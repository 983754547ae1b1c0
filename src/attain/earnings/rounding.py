"""From exact lines to minor units, once.

``cumulative``: a line is the difference of rounded running totals of its window, so lines always add up to the rounded
total: three deals of 33.35 at 10 % pay 3.34 + 3.33 + 3.34 = 10.01. ``per_line``: each alone, 10.02 in all.
Source: pay.md section 7. Oracle: tests/oracle/rounding.py.
"""

import polars as pl

from attain.earnings.lines import Lines, evened, largest
from attain.money import Rounding, rounded
from attain.rates import Part, Rated


def round_lines(lines: Lines, group: str, rounding: Rounding) -> pl.DataFrame:
    """Round lines; adds ``amount``, Int64 minor units.

    Args:
        lines: in credit order.
        group: the column that numbers the rounding windows.
        rounding: unit, mode, and whether each line stands alone.
    """
    if rounding.per_line:
        return lines.frame.with_columns(amount=_round(pl.col("n"), lines, lines.bound, rounding))
    lines = evened(lines, group)
    total = lines.value.summed(lines.frame.height)
    frame = lines.frame.with_columns(_run=pl.col("n").cum_sum().over(group))
    lines = Lines(frame, lines.den, lines.per, lines.bound)
    after = _round(pl.col("_run"), lines, total, rounding)
    before = _round(pl.col("_run") - pl.col("n"), lines, total, rounding)
    return frame.with_columns(amount=after - before)


def _round(n: pl.Expr, lines: Lines, bound: int, rounding: Rounding) -> pl.Expr:
    if lines.per is None:
        return rounded(n, lines.den, bound, rounding=rounding)
    most = largest(lines.frame[lines.per]) * lines.den
    divisor = pl.col(lines.per).cast(pl.Int128) * lines.den
    return rounded(n, divisor, bound, most, rounding)


def round_states(frame: pl.DataFrame, rated: Rated, rounding: Rounding) -> pl.DataFrame:
    """Round the difference of two payout states; adds ``amount``. The states are the running totals themselves."""
    assert rated.before is not None
    assert rated.after is not None
    after, before = _state(frame, rated.after, rounding), _state(frame, rated.before, rounding)
    return frame.with_columns(amount=after.fill_null(0) - before.fill_null(0))


def _state(frame: pl.DataFrame, part: Part, rounding: Rounding) -> pl.Expr:
    value = part.value
    if part.per is None:
        return rounded(value.numerator, value.denominator, value.bound, rounding=rounding)
    most = largest(frame[part.per]) * value.denominator
    divisor = pl.col(part.per).cast(pl.Int128) * value.denominator
    return rounded(value.numerator, divisor, value.bound, most, rounding)
