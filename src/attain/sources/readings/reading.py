"""The result of reading one column, and the reasons why single values cannot be read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from attain.diagnostics import Code
from attain.expressions.types import ColumnType

LONGEST_NUMBER = 400  # bytes; a float has at most 309 digits before its point


@dataclass(frozen=True)
class Reason:
    """Why one value is refused, the fix, and the number in it if it is one all the same."""

    code: Code
    what: str
    fix: str
    number: Decimal | None = None


@dataclass(frozen=True)
class Reading:
    """One column, typed.

    Attributes:
        values: integers, days, yes or no, or text; null where the cell is empty or refused.
        type: what the values mean.
        refused: texts of refused cells, null where nothing was refused; of the same length.
        explain: says why refused texts were refused, one reason for each.
        detected: sentences on how the values were read.
    """

    values: pl.Series
    type: ColumnType
    refused: pl.Series
    explain: Callable[[list[str]], list[Reason]]
    detected: list[str] = field(default_factory=list)


def trimmed(column: pl.Series, null_as: tuple[str, ...]) -> pl.Series:
    """Trim texts; empty ones and the given markers become null.

    >>> trimmed(pl.Series([" a ", "", "N/A"]), ("N/A",)).to_list()
    ['a', None, None]
    """
    empty = [t.strip() for t in ("", *null_as)]
    text = pl.col("text").str.strip_chars()
    found = column.to_frame("text").select(pl.when(~text.is_in(empty)).then(text)).to_series()
    return found.rename(column.name)


def short_enough(texts: pl.Series) -> pl.Series:
    """Leave out texts too long to be a number or a date; looking closer at megabytes of digits helps nobody.

    >>> short_enough(pl.Series(["12", "9" * 500])).to_list()
    ['12', None]
    """
    kept = pl.when(pl.col("text").str.len_bytes() <= LONGEST_NUMBER).then(pl.col("text"))
    return texts.to_frame("text").select(kept).to_series()


def text_of_native(column: pl.Series) -> pl.Series:
    """Write natively typed values in plain notation, for the rare paths that need text.

    >>> text_of_native(pl.Series([1.0, 2.5e-07, None, float("nan")])).to_list()
    ['1.0', '0.00000025', None, None]
    """
    if column.dtype.is_float():
        column = column.fill_nan(None)
    texts = column.cast(pl.String)
    if column.dtype.is_float() and texts.str.contains("e", literal=True).any():
        return pl.Series([None if t is None else _without_exponent(t) for t in texts.to_list()], dtype=pl.String)
    return texts


def _without_exponent(text: str) -> str:
    return format(Decimal(text), "f") if "e" in text else text


def no_refusals(length: int) -> pl.Series:
    """Return a column that says nothing was refused; it takes no memory, whatever its length."""
    return pl.Series([None], dtype=pl.Null).new_from_index(0, length)


def never_refused(texts: list[str]) -> list[Reason]:
    """Stand in for reasons where nothing is ever refused."""
    raise AssertionError(f"nothing was refused: {texts[:1]}")


def refusals(texts: pl.Series, refused: pl.Series) -> pl.Series:
    """Return the texts where something was refused, null elsewhere."""
    return pl.select(pl.when(refused).then(texts)).to_series()


def counted(count: int, singular: str, plural: str = "") -> str:
    """Count in words: ``1 value``, ``2,000 values``.

    >>> counted(1, "value"), counted(2000, "value"), counted(3, "entry", "entries")
    ('1 value', '2,000 values', '3 entries')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"
