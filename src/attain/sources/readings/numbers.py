"""Read amounts, decimals, percents and counts as integers at the column's decimal scale.

20565.6206 at scale 4 is 205656206; 7.5 % at scale 3 is 75. No float on the way: text is cut into
digits, and a float out of a Parquet file or a workbook is first written as its shortest decimal.

Whole columns are read at once; only what does not look like a plain number takes the slow path.
"""

from dataclasses import dataclass

import polars as pl

from attain.expressions.types import ColumnType, Kind
from attain.sources.readings.amounts import plain_digits
from attain.sources.readings.number_reasons import MOST_DECIMALS, MOST_UNITS, NumberRule, explain_numbers
from attain.sources.readings.reading import (
    Reading,
    counted,
    never_refused,
    no_refusals,
    refusals,
    short_enough,
    text_of_native,
    trimmed,
)

_DEEPEST = 18  # decimals that survive until a declared rounding; 20 digits remain before the point
_USUAL_DECIMALS = 4  # more than that are often padding: 12.500000 out of a database is 12.5
_MOST_INTEGER = 9 * 10**18  # fits int64 with room for a sign change


def read_numbers(written: pl.Series | None, native: pl.Series | None, rule: NumberRule) -> Reading:
    """Read one column of numbers.

    >>> read = read_numbers(pl.Series(["1.234,5", "-3", "x"]), None, NumberRule("money", decimal_mark=","))
    >>> read.values.to_list(), read.type, read.refused.to_list()
    ([12345, -30, None], ColumnType(kind='money', scale=1, max_abs=12345), [None, None, 'x'])
    """
    straight = _straight(native, rule) if native is not None and written is None else None
    if straight:
        return straight
    parts: list[_Digits] = []
    if written is not None:
        parts.append(_written_digits(trimmed(written, rule.null_as), rule))
    if native is not None:
        parts.append(_native_digits(native, rule))
    texts = _coalesced([p.texts for p in parts])
    digits = _coalesced([p.digits for p in parts])
    signed = parts[0].is_signed if len(parts) == 1 else parts[0].is_signed | parts[1].is_signed
    detected = [sentence for p in parts for sentence in p.detected]
    values, scale = _scaled(digits, signed, rule, detected)
    if rule.kind == "count":
        values, scale = _whole(values, scale), 0
    values = _in_bounds(values, min(MOST_UNITS * 10**scale, _MOST_INTEGER))
    refused = texts.is_not_null() & values.is_null()
    column_type = _column_type(values, rule.kind, scale)
    return Reading(values, column_type, refusals(texts, refused), lambda texts: explain_numbers(texts, rule), detected)


def _straight(native: pl.Series, rule: NumberRule) -> Reading | None:
    """Take whole numbers and short decimals as the file types them; None where a value needs a closer look."""
    scale = native.dtype.scale if isinstance(native.dtype, pl.Decimal) else 0
    usual = native.dtype.is_integer() or (isinstance(native.dtype, pl.Decimal) and scale <= _USUAL_DECIMALS)
    if not usual or (rule.round_to is not None and rule.round_to < scale) or rule.percent_style == "of_100":
        return None
    integers = native.to_physical().cast(pl.Int128)
    if rule.kind == "count":
        integers, scale = _whole(integers, scale), 0
    values = _in_bounds(integers, min(MOST_UNITS * 10**scale, _MOST_INTEGER))
    if values.null_count() != native.null_count():
        return None
    return Reading(values, _column_type(values, rule.kind, scale), no_refusals(len(values)), never_refused)


def _column_type(values: pl.Series, kind: Kind, scale: int) -> ColumnType:
    largest = values.abs().max() if len(values) else 0
    return ColumnType(kind, scale, int(largest) if isinstance(largest, int) else 0)


@dataclass(frozen=True)
class _Digits:
    """Texts as found, the same as plain digits (null if they are none), and which stood before a percent sign."""

    texts: pl.Series
    digits: pl.Series
    is_signed: pl.Series
    detected: list[str]


def _coalesced(columns: list[pl.Series]) -> pl.Series:
    return columns[0] if len(columns) == 1 else pl.select(pl.coalesce(columns)).to_series()


def _written_digits(texts: pl.Series, rule: NumberRule) -> _Digits:
    numbers = short_enough(texts)
    is_signed = pl.repeat(False, len(texts), dtype=pl.Boolean, eager=True)
    if rule.kind == "percent":
        is_signed = texts.str.ends_with("%").fill_null(False)
        numbers = numbers.str.strip_suffix("%").str.strip_chars_end()
        if rule.percent_style == "of_100":
            is_signed = ~is_signed | is_signed
    digits, detected = plain_digits(numbers, rule.decimal_mark, rule.currency)
    return _Digits(texts, digits, is_signed, detected)


def _native_digits(native: pl.Series, rule: NumberRule) -> _Digits:
    detected: list[str] = []
    if native.dtype.is_float() and native.is_nan().any():
        detected.append(f"{counted(int(native.is_nan().sum()), 'NaN value')} read as empty")
    texts = text_of_native(native)
    usable = texts if native.dtype.is_numeric() or native.dtype == pl.String else texts.clear(len(texts))
    digits, _ = plain_digits(short_enough(usable), ".", "")
    is_signed = pl.repeat(rule.percent_style == "of_100" and rule.kind == "percent", len(texts), eager=True)
    return _Digits(texts, digits, is_signed, detected)


def _scaled(digits: pl.Series, signed: pl.Series, rule: NumberRule, detected: list[str]) -> tuple[pl.Series, int]:
    """Turn plain digits into integers at the smallest scale that holds all of them (null if too fine)."""
    decimals = _decimals(digits)
    deepest = _most(decimals)
    if deepest > _USUAL_DECIMALS:
        digits = pl.select(pl.when(decimals > 0).then(digits.str.strip_chars_end("0")).otherwise(digits)).to_series()
        decimals = _decimals(digits)
    shift = pl.select(pl.when(signed).then(2).otherwise(0)).to_series().cast(pl.Int64)
    decimals += shift
    if rule.round_to is not None:
        return _rounded(digits, signed, rule.round_to, detected)
    fine = decimals > MOST_DECIMALS
    digits = pl.select(pl.when(~fine).then(digits)).to_series() if fine.any() else digits
    scale = min(_most(decimals.filter(~fine.fill_null(False))), MOST_DECIMALS)
    return _integers(digits, signed, scale), scale


def _decimals(digits: pl.Series) -> pl.Series:
    point = digits.str.find(".", literal=True).cast(pl.Int64)
    return (digits.str.len_bytes().cast(pl.Int64) - point - 1).fill_null(0)


def _most(decimals: pl.Series) -> int:
    most = decimals.max()
    return most if isinstance(most, int) else 0


def _integers(digits: pl.Series, signed: pl.Series, scale: int) -> pl.Series:
    integers = digits.cast(pl.Decimal(38, scale), strict=False).to_physical().cast(pl.Int128)
    if not signed.any():
        return integers
    # A percent with a sign has at most scale - 2 decimals, so this division leaves no remainder.
    of_100 = pl.when(pl.col("signed")).then(pl.col("integer") // _int128(100)).otherwise(pl.col("integer"))
    return pl.DataFrame({"integer": integers, "signed": signed}).select(of_100).to_series()


def _rounded(digits: pl.Series, signed: pl.Series, round_to: int, detected: list[str]) -> tuple[pl.Series, int]:
    """Round half away from zero; digits that are cut off here cannot change on which side of a half a value lies."""
    integers = digits.cast(pl.Decimal(38, _DEEPEST), strict=False).to_physical().cast(pl.Int128)
    step = 10 ** (_DEEPEST - round_to)
    frame = pl.DataFrame({"integer": integers, "signed": signed})
    frame = frame.with_columns(
        size=pl.col("integer").abs(),
        step=pl.when(pl.col("signed")).then(_int128(step * 100)).otherwise(_int128(step)),
    ).with_columns(rounded=(pl.col("size") + pl.col("step") // _int128(2)) // pl.col("step"))
    changed = int(frame.select((pl.col("rounded") * pl.col("step") != pl.col("size")).sum()).item())
    detected.append(f"{counted(changed, 'value')} rounded to {counted(round_to, 'decimal')}")
    sign = pl.when(pl.col("integer") < 0).then(_int128(0) - pl.col("rounded")).otherwise(pl.col("rounded"))
    return frame.select(sign.alias("integer")).to_series(), round_to


def _whole(values: pl.Series, scale: int) -> pl.Series:
    unit = _int128(10**scale)
    column = pl.col("integer")
    return values.to_frame("integer").select(pl.when(column % unit == 0).then(column // unit)).to_series()


def _in_bounds(values: pl.Series, bound: int) -> pl.Series:
    column = pl.col("integer")
    kept = pl.when(column.abs() < _int128(bound)).then(column)
    return values.to_frame("integer").select(kept.cast(pl.Int64)).to_series()


def _int128(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.Int128)
