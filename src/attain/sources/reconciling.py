"""Reconcile a table: rows and sums in are accepted plus rejected, each counted on its own."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import polars as pl

from attain.money import decimal_text
from attain.sources.readings.reading import Reading
from attain.sources.table import Sums

_SUMMED = ("money", "count")


def sums_of(
    readings: dict[str, Reading], accepted: pl.Series, numbers: dict[str, list[tuple[Decimal, int]]]
) -> dict[str, Sums]:
    """Sum every column of money or counts.

    Args:
        readings: the typed columns.
        accepted: for each row whether it was accepted.
        numbers: numbers inside refused cells, and how often each occurs.

    Returns:
        Exact sums by column, in the column's own unit.
    """
    return {
        name: _sums(reading, accepted, numbers.get(name, []))
        for name, reading in readings.items()
        if reading.type.kind in _SUMMED
    }


def _sums(reading: Reading, accepted: pl.Series, refused: Sequence[tuple[Decimal, int]]) -> Sums:
    scale = max([reading.type.scale, *(_decimals(number) for number, _ in refused)])
    step = 10 ** (scale - reading.type.scale)
    outside = sum(int(Fraction(number) * 10**scale) * count for number, count in refused)
    everything = _sum(reading.values) * step + outside
    kept = _sum(reading.values.filter(accepted)) * step
    dropped = _sum(reading.values.filter(~accepted)) * step + outside
    return Sums(decimal_text(everything, scale), decimal_text(kept, scale), decimal_text(dropped, scale))


def _sum(values: pl.Series) -> int:
    total = values.cast(pl.Int128).sum()
    return int(total)


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
