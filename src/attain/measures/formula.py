"""formula: an expression over other measures, known to date at the end of each pay period.

60 % of an attainment of 110 % and 40 % of one of 95 % are 66 % + 38 % = 104 %. Nothing is rounded: a value is a
fraction in lowest terms, so that a bound of exactly 100 % is reached by exactly 100 %.
Source: docs/behaviours/measures.md. Oracle: tests/oracle/formula.py.
"""

from collections.abc import Iterable
from fractions import Fraction

import polars as pl


def in_lowest_terms(values: pl.DataFrame) -> pl.DataFrame:
    """Cancel each value by what its two sides share.

    Args:
        values: ``top`` and ``bottom``, integers; null, or a bottom of 0, where a value is not defined.

    Returns:
        Int128 columns ``share`` and ``of`` in the same order, ``of`` above 0; both null where nothing is defined.
    """
    return as_columns(
        None if top is None or not bottom else Fraction(int(top), int(bottom))
        for top, bottom in values.select("top", "bottom").iter_rows()
    )


def as_columns(values: Iterable[Fraction | None]) -> pl.DataFrame:
    """Write values as Int128 columns ``share`` and ``of``."""
    listed = list(values)
    tops = [None if value is None else value.numerator for value in listed]
    bottoms = [None if value is None else value.denominator for value in listed]
    return pl.DataFrame({"share": tops, "of": bottoms}, schema={"share": pl.Int128, "of": pl.Int128})
