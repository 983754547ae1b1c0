"""Columns written short, and exact values read back as fractions."""

from collections.abc import Sequence
from fractions import Fraction

import polars as pl

from attain.money import Exact


def integers(*values: int | None, dtype: type[pl.Int64] | type[pl.Int128] = pl.Int64) -> pl.DataFrame:
    """A frame with the one column ``n``."""
    return pl.DataFrame({"n": pl.Series(values, dtype=dtype)})


def wide(**columns: Sequence[int | None]) -> pl.DataFrame:
    """A frame of Int128 columns."""
    return pl.DataFrame({name: pl.Series(values, dtype=pl.Int128) for name, values in columns.items()})


def column_of(frame: pl.DataFrame, expression: pl.Expr) -> list[int | None]:
    """The values of an expression, one for each row of the frame."""
    return frame.with_columns(made=expression)["made"].to_list()


def fractions_of(frame: pl.DataFrame, value: Exact) -> list[Fraction | None]:
    """The exact value of each row; every numerator is checked against the bound that was proven for it."""
    numerators = column_of(frame, value.numerator)
    assert all(n is None or abs(n) <= value.bound for n in numerators), f"{numerators} exceed {value.bound}"
    return [None if n is None else Fraction(n, value.denominator) for n in numerators]
