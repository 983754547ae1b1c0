"""Rows of a source that a plan reads as a table: those that lack something or say the same thing twice are reported."""

from collections.abc import Sequence

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.runs.inputs.facts import Findings
from attain.sources import SourceTable
from attain.sources.problems import DUPLICATE_KEY, NO_VALUE


def filled_rows(source: SourceTable, columns: Sequence[str], findings: Findings) -> pl.DataFrame:
    """Return the rows without an empty cell in these columns, and report the others."""
    for column in columns:
        for line in source.frame.filter(pl.col(column).is_null())["source_line"]:
            what = f"'{column}' is empty, and the plan reads '{source.name}' as a table"
            findings.add(Diagnostic.of(NO_VALUE, _place(source, line, column), what, "fill it in, or remove the row"))
    return source.frame.drop_nulls(columns)


def distinct_rows(source: SourceTable, rows: pl.DataFrame, key: Sequence[str], findings: Findings) -> pl.DataFrame:
    """Return the first row of each key, and report the others.

    Args:
        source: where the rows come from.
        rows: some of its rows.
        key: the columns that a row is found by.
        findings: where problems go.
    """
    is_first = pl.struct(key).is_first_distinct()
    for line in rows.filter(~is_first)["source_line"]:
        what = f"an earlier row of '{source.name}' has the same {', '.join(key)}, and the plan looks rows up by it"
        fix = "remove one of the rows, or add the column that tells them apart to the table's keys"
        findings.add(Diagnostic.of(DUPLICATE_KEY, _place(source, line, key[-1]), what, fix))
    return rows.filter(is_first)


def _place(source: SourceTable, line: int | None, column: str) -> Place:
    return Place(source.file, line or 0, 0, column)
