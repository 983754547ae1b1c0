"""Infer the type of a column from its values and its name, for a proposal that a person then reads."""

import re

import polars as pl

from attain.expressions.types import Kind
from attain.sources.files.raw import RawColumn, Unreadable
from attain.sources.readings.dates import DateRule, read_dates
from attain.sources.readings.notation import find_day_order, find_decimal_mark
from attain.sources.readings.numbers import NumberRule, read_numbers
from attain.sources.readings.reading import text_of_native, trimmed
from attain.sources.readings.words import read_yes_no

_EMPTY = ("NULL", "null", "N/A", "n/a", "#N/A", "NaN")
_ID_NAME = re.compile(r"(^|_)(id|seq|no|nr|number|code|key|guid|rowguid|zip|phone|year|postal_code)$")
_MONEY_NAME = re.compile(
    r"amount|amt|price|revenue|total|value|sales|cost|freight|bonus|quota|fee|salary|margin|budget|spend|due|paid"
)
_PERCENT_NAME = re.compile(r"percent|pct|rate|share|probability|discount|ratio")
_FLAG_NAME = re.compile(r"^(is|has|was)_|_flag$|won$|active$|deleted$")
_PERSON_NAME = re.compile(r"^(owner|manager|rep|seller|payee|salesperson)$")


def infer_kind(name: str, column: RawColumn) -> Kind:
    """Infer the type of a column.

    >>> infer_kind("amount", RawColumn(written=pl.Series(["10.50", "7"])))
    'money'
    >>> infer_kind("order_id", RawColumn(written=pl.Series(["43659", "43660"])))
    'text'
    >>> infer_kind("closed", RawColumn(written=pl.Series(["31.12.2026", ""])))
    'date'
    """
    written = None if column.written is None else trimmed(column.written, _EMPTY)
    texts = _texts(written, column.native)
    if texts.null_count() == len(texts):
        return "text"
    if _PERSON_NAME.search(name):
        return "payee"
    if _is_flag(name, texts, written, column.native):
        return "bool"
    if _is_date(written, column.native):
        return "date"
    if _ID_NAME.search(name):
        return "text"
    return _number_kind(name, texts, written, column.native)


def _texts(written: pl.Series | None, native: pl.Series | None) -> pl.Series:
    parts = [p for p in (written, None if native is None else text_of_native(native)) if p is not None]
    return parts[0] if len(parts) == 1 else pl.select(pl.coalesce(parts)).to_series()


def _is_flag(name: str, texts: pl.Series, written: pl.Series | None, native: pl.Series | None) -> bool:
    if read_yes_no(written, native, _EMPTY).refused.null_count() < len(texts):
        return False
    only_digits = texts.str.contains(r"^[01](\.0)?$").all()
    return not only_digits or _FLAG_NAME.search(name) is not None


def _is_date(written: pl.Series | None, native: pl.Series | None) -> bool:
    if native is not None and native.dtype.is_temporal():
        return True
    order = "dmy"
    if written is not None:
        if written.str.contains(r"^[0-9]{1,8}$").any():
            return False
        try:
            order, _ = find_day_order({"": written}, pl.int_range(len(written), eager=True))
        except Unreadable:
            return True
    reading = read_dates(written, native, DateRule(order, null_as=_EMPTY))
    return reading.values.null_count() < len(reading.values) and reading.refused.null_count() == len(reading.refused)


def _number_kind(name: str, texts: pl.Series, written: pl.Series | None, native: pl.Series | None) -> Kind:
    mark = "."
    if written is not None:
        try:
            mark, _ = find_decimal_mark({"": written}, pl.int_range(len(written), eager=True))
        except Unreadable:
            mark = "."
    reading = read_numbers(written, native, NumberRule("percent", decimal_mark=mark, null_as=_EMPTY))
    if reading.refused.null_count() < len(texts):
        as_money = read_numbers(written, native, NumberRule("money", decimal_mark=mark, null_as=_EMPTY))
        return "money" if as_money.refused.null_count() == len(texts) else "text"
    if texts.str.contains("%", literal=True).any() or _PERCENT_NAME.search(name):
        return "percent"
    if _MONEY_NAME.search(name):
        return "money"
    whole = read_numbers(written, native, NumberRule("count", decimal_mark=mark, null_as=_EMPTY))
    if whole.refused.null_count() < len(texts):
        return "decimal"
    # 01581 is a postal code, not the number 1581.
    return "text" if texts.str.contains(r"^0[0-9]").any() else "count"
