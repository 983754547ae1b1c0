"""Type the cells of a table: find out how they are written, then read column by column."""

from dataclasses import dataclass

import polars as pl

from attain.sources.files.raw import RawColumn, RawTable, Unreadable
from attain.sources.readings.dates import DateRule, read_dates
from attain.sources.readings.instants import read_instants
from attain.sources.readings.notation import find_day_order, find_decimal_mark, find_percent_style
from attain.sources.readings.numbers import NumberRule, read_numbers
from attain.sources.readings.reading import Reading, short_enough, trimmed
from attain.sources.readings.words import read_texts, read_yes_no
from attain.sources.specs import ColumnSpec, TableSpec

Columns = tuple[tuple[ColumnSpec, int], ...]
_NUMBERS = ("money", "decimal", "percent", "count")


@dataclass(frozen=True)
class Notation:
    """How the file writes numbers, dates and percents where a column does not say so itself."""

    decimal_mark: str = "."
    date_form: str = "dmy"
    percent_style: str = "fraction"


@dataclass(frozen=True)
class Typed:
    """The columns of a table, typed, and what was detected."""

    readings: dict[str, Reading]
    detected: tuple[str, ...]


def type_columns(raw: RawTable, columns: Columns, spec: TableSpec) -> tuple[Typed | None, list[Unreadable]]:
    """Type the chosen columns of a table.

    Returns:
        The readings by column name (None if the notation is not clear), and what is unclear.
    """
    found, unclear, detected = _find_notation(raw, columns, spec)
    if unclear:
        return None, unclear
    readings: dict[str, Reading] = {}
    for column, position in columns:
        reading = _read(raw.columns[position], column, found, spec)
        readings[column.name] = reading
        detected += [f"{column.name}: {sentence}" for sentence in reading.detected]
    return Typed(readings, tuple(detected)), []


def _find_notation(raw: RawTable, columns: Columns, spec: TableSpec) -> tuple[Notation, list[Unreadable], list[str]]:
    unclear: list[Unreadable] = []
    detected: list[str] = []
    notation = Notation()
    try:
        mark = spec.form.decimal or _decimal_mark(_written(raw, columns, spec, "decimal"), raw.lines, detected)
        notation = Notation(mark)
    except Unreadable as problem:
        unclear.append(problem)
    form = notation.date_form
    try:
        form = str(spec.form.date or _day_order(_written(raw, columns, spec, "date"), raw.lines, detected))
    except Unreadable as problem:
        unclear.append(problem)
    style = notation.percent_style
    try:
        percents = _written(raw, columns, spec, "percent")
        style = spec.form.percent or find_percent_style(percents, raw.lines, notation.decimal_mark)
    except Unreadable as problem:
        unclear.append(problem)
    return Notation(notation.decimal_mark, form, style), unclear, detected


def _written(raw: RawTable, columns: Columns, spec: TableSpec, setting: str) -> dict[str, pl.Series]:
    """Return the trimmed texts of the columns that a setting is about and that do not declare it themselves."""
    kinds = {"decimal": _NUMBERS, "date": ("date", "instant"), "percent": ("percent",)}[setting]
    return {
        column.name: short_enough(trimmed(written, (*column.null_as, *spec.null_as)))
        for column, position in columns
        if column.kind in kinds
        and getattr(column, setting) is None
        and (written := raw.columns[position].written) is not None
    }


def _decimal_mark(texts: dict[str, pl.Series], lines: pl.Series, detected: list[str]) -> str:
    mark, settled_by = find_decimal_mark(texts, lines)
    if settled_by:
        detected.append(f"decimal {'comma' if mark == ',' else 'point'}, as in {settled_by}")
    return mark


def _day_order(texts: dict[str, pl.Series], lines: pl.Series, detected: list[str]) -> str:
    order, settled_by = find_day_order(texts, lines)
    if settled_by:
        detected.append(f"dates {_said(order)}, as in {settled_by}")
    elif any(t.drop_nulls().head(1).str.contains(r"^[0-9]{4}").any() for t in texts.values()):
        detected.append("dates ISO")
    return order


def _said(order: str) -> str:
    return "day first" if order == "dmy" else "month first"


def _read(raw: RawColumn, column: ColumnSpec, notation: Notation, spec: TableSpec) -> Reading:
    null_as = (*column.null_as, *spec.null_as)
    if column.kind in _NUMBERS:
        rule = NumberRule(
            kind=column.kind,
            decimal_mark=column.decimal or notation.decimal_mark,
            percent_style=column.percent or notation.percent_style,
            currency=spec.currency if column.kind == "money" else "",
            round_to=column.round_to,
            null_as=null_as,
        )
        return read_numbers(raw.written, raw.native, rule)
    if column.kind == "date":
        return read_dates(raw.written, raw.native, DateRule(column.date or notation.date_form, spec.time_zone, null_as))
    if column.kind == "instant":
        rule = DateRule(column.date or notation.date_form, spec.time_zone, null_as)
        return read_instants(raw.written, raw.native, rule)
    if column.kind == "bool":
        return read_yes_no(raw.written, raw.native, null_as)
    return read_texts(raw.written, raw.native, column.kind, null_as)
