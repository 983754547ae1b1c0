"""Values whose fraction fits no column: kept beside the frame, exact, and seen in it as quarters.

The running sum of many fractions, each over a divisor of its own, may need a denominator of hundreds of digits. Such a
row has a number in the column ``beyond``, which finds its value; in ``n``, ``f`` and ``per`` stand the whole part and
1/4, 2/4 or 3/4: below one half, one half, above it. That is all that comparisons and roundings ask for, and what
changes a value changes the one that is kept. 1/(2^61 - 1) + 1/(2^89 - 1): n = 0, f = 1, per = 4.
"""

from collections.abc import Sequence
from fractions import Fraction

import polars as pl

BEYOND = "beyond"
WIDE = pl.Int128
LARGEST_DIVISOR = 2**62
QUARTERS = 4


def split(value: Fraction, den: int) -> tuple[int, int, int, bool]:
    """Write a value as ``n``, ``f`` and ``per`` over ``den``; at last whether the fraction is only a quarter.

    >>> split(Fraction(7, 3), 2), split(Fraction(1, 2**89 - 1), 1)
    ((4, 2, 3, False), (0, 1, 4, True))
    """
    scaled = value * den
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if scaled.denominator < LARGEST_DIVISOR:
        return whole, rest, scaled.denominator, False
    twice = 2 * rest
    quarter = 2 if twice == scaled.denominator else 1 if twice < scaled.denominator else 3
    return whole, quarter, QUARTERS, True


def settled(frame: pl.DataFrame, values: Sequence[Fraction], den: int) -> tuple[pl.DataFrame, tuple[Fraction, ...]]:
    """Write values into the rows that have a number, in the order of the rows.

    Args:
        frame: with ``n``, ``f``, ``per`` and ``beyond``; as many rows have a number as there are values.
        values: what these rows are worth.
        den: the denominator of the frame's rows.

    Returns:
        The frame, its rows numbered anew where a quarter stands for the value; and the values of those.
    """
    parts = [split(value, den) for value in values]
    numbered = pl.col(BEYOND).is_not_null()
    written = pl.DataFrame(
        {
            "_at": pl.Series(range(len(parts)), dtype=pl.UInt32),
            **{f"_{name}": pl.Series([p[k] for p in parts], dtype=WIDE) for k, name in enumerate(("n", "f", "per"))},
            "_quarter": pl.Series([p[3] for p in parts], dtype=pl.Boolean),
        }
    )
    at = pl.when(numbered).then(numbered.cum_sum() - 1).cast(pl.UInt32)
    joined = frame.with_columns(_at=at).join(written, on="_at", how="left", maintain_order="left")
    joined = joined.with_columns(
        pl.coalesce(f"_{name}", pl.col(name).cast(WIDE)).alias(name) for name in ("n", "f", "per")
    )
    is_quarter = pl.col("_quarter").fill_null(value=False)
    number = pl.when(is_quarter).then(is_quarter.cum_sum() - 1).cast(pl.UInt32)
    joined = joined.with_columns(number.alias(BEYOND)).drop("_at", "_n", "_f", "_per", "_quarter")
    kept = tuple(value for value, part in zip(values, parts, strict=True) if part[3])
    return (joined, kept) if kept else (joined.drop(BEYOND), ())


def numbers(frame: pl.DataFrame) -> pl.Series:
    """The numbers of the rows whose value is kept beside the frame; null on the others."""
    if BEYOND in frame.columns:
        return frame[BEYOND]
    return pl.Series(BEYOND, [None], dtype=pl.UInt32).new_from_index(0, frame.height)
