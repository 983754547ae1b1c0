"""Reads the roster's source into rows with every column typed, filled and in order."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.expressions.types import ColumnType
from attain.roster import problems
from attain.roster.table import ROSTER

_DATES = ("from", "before", "hired", "left")
_EXPECTED: dict[str, frozenset[str]] = {
    "payee": frozenset({"payee", "text"}),
    "manager": frozenset({"payee", "text"}),
    "title": frozenset({"text"}),
    "team": frozenset({"text", "payee"}),
    **dict.fromkeys(_DATES, frozenset({"date"})),
}
_DTYPES: dict[str, type[pl.Date] | type[pl.String]] = {
    name: pl.Date if name in _DATES else pl.String for name in _EXPECTED
}


class RosterSource(Protocol):
    """What the roster needs of a source: its rows with their line numbers, its column types, its file."""

    @property
    def frame(self) -> pl.DataFrame:
        """Declared columns and ``source_line``."""
        ...

    @property
    def columns(self) -> Mapping[str, ColumnType]:
        """Types of the declared columns."""
        ...

    @property
    def file(self) -> str:
        """The file as the workspace names it."""
        ...


def read_rows(source: RosterSource) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Read the rows of a roster.

    Returns:
        The rows of ``ROSTER`` and every further column of the source, sorted by payee and first day,
        without rows that name no payee or are in force on no day; and the problems found.
    """
    found = _column_problems(source)
    rows = source.frame.select(_columns(source))
    unnamed = pl.col("payee").is_null() | (pl.col("payee").str.strip_chars() == "")
    if "payee" in source.columns:
        found += [_no_payee(source.file, line) for line in rows.filter(unnamed)["source_line"]]
    rows = rows.filter(~unnamed)
    is_reversed = pl.col("ends_before") <= pl.col("starts_on")
    for row in rows.filter(is_reversed).iter_rows(named=True):
        found.append(_reversed(source.file, row))
    for row in rows.filter(pl.col("left") < pl.col("hired")).iter_rows(named=True):
        found.append(_left_early(source.file, row))
    rows = rows.filter(~is_reversed).sort("payee", "starts_on", "source_line")
    codes = rows.select(pl.col("payee").unique().sort()).with_row_index("payee_code")
    managers = codes.rename({"payee": "manager", "payee_code": "manager_code"})
    rows = rows.join(codes, on="payee", how="left", maintain_order="left")
    rows = rows.join(managers, on="manager", how="left", maintain_order="left").with_row_index("roster_row")
    further = [name for name in source.columns if name not in _EXPECTED and name not in ROSTER.names]
    return rows.select(*ROSTER.names, *further), found


def _columns(source: RosterSource) -> list[pl.Expr]:
    """Cast the known columns; one that is absent or of another type is filled with nulls."""
    usable = {name: _is_usable(source, name) for name in _EXPECTED}
    known = {
        name: pl.col(name).cast(dtype) if usable[name] else pl.lit(None, dtype).alias(name)
        for name, dtype in _DTYPES.items()
    }
    known["starts_on"] = known.pop("from").fill_null(date.min).alias("starts_on")
    known["ends_before"] = known.pop("before").fill_null(date.max).alias("ends_before")
    further = [pl.col(name) for name in source.columns if name not in _EXPECTED and name not in ROSTER.names]
    return [*known.values(), pl.col("source_line").cast(pl.Int64), *further]


def _is_usable(source: RosterSource, name: str) -> bool:
    return name in source.columns and source.columns[name].kind in _EXPECTED[name]


def _column_problems(source: RosterSource) -> list[Diagnostic]:
    place = Place(source.file)
    if "payee" not in source.columns:
        fix = "name the column that holds the payee's id: columns: {payee: {from: EmployeeID, type: payee}}"
        return [Diagnostic.of(problems.NO_COLUMN, place, "there is no column 'payee'", fix)]
    found: list[Diagnostic] = []
    for name, kinds in _EXPECTED.items():
        if name in source.columns and not _is_usable(source, name):
            expected = " or ".join(sorted(kinds))
            what = f"column '{name}' is declared as {source.columns[name].kind}"
            found.append(Diagnostic.of(problems.WRONG_TYPE, place, what, f"declare it as {expected}"))
    return found


def _no_payee(file: str, line: int) -> Diagnostic:
    fix = "write the payee's id, or remove the row"
    return Diagnostic.of(problems.NO_PAYEE, Place(file, line, 0, "payee"), "the payee is empty", fix)


def _reversed(file: str, row: dict[str, object]) -> Diagnostic:
    what = f"{row['payee']}: from {row['starts_on']} before {row['ends_before']}"
    fix = "put the first day in force into 'from' and the first day no more in force into 'before'"
    return Diagnostic.of(problems.REVERSED, Place(file, _line(row), 0, "before"), what, fix)


def _left_early(file: str, row: dict[str, object]) -> Diagnostic:
    what = f"{row['payee']}: hired {row['hired']}, left {row['left']}"
    return Diagnostic.of(problems.LEFT_EARLY, Place(file, _line(row), 0, "left"), what, "correct one of the two dates")


def _line(row: dict[str, object]) -> int:
    line = row["source_line"]
    assert isinstance(line, int)
    return line
