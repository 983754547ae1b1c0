"""Reads the export of a spreadsheet or another tool: who was paid how much for which deal.

A line is a payee, a deal and an amount; a period, a currency and a component help to say what differs.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from attain.diagnostics import Diagnostic, has_errors
from attain.sources.config import FormatConfig
from attain.sources.files.contents import MIB
from attain.sources.source import read_table
from attain.sources.specs import ColumnSpec, TableSpec

OPTIONAL = ("period", "currency")
_MOST_BYTES = 512 * MIB


@dataclass(frozen=True)
class Columns:
    """How the columns of an export are called; an empty name means there is none."""

    payee: str = "payee"
    deal: str = "deal"
    paid: str = "amount"
    period: str = ""
    currency: str = ""


def read_export(path: Path, columns: Columns, digits: int) -> tuple[pl.DataFrame | None, list[Diagnostic]]:
    """Read an export.

    Args:
        path: a CSV, XLSX or Parquet file.
        columns: the names of its columns.
        digits: decimal digits of the currency that amounts are compared in.

    Returns:
        ``payee_id, deal, period_id`` and ``currency`` (null where there are none), ``theirs`` (minor units, half
        away from zero) and ``source_line``; None when it cannot be read; and every problem.
    """
    wanted = [
        ColumnSpec("payee_id", "text", header=columns.payee, is_required=True),
        ColumnSpec("deal", "text", header=columns.deal),
        ColumnSpec("theirs", "money", header=columns.paid, is_required=True, round_to=digits),
    ]
    given = {"period_id": columns.period, "currency": columns.currency}
    wanted += [ColumnSpec(name, "text", header=header) for name, header in given.items() if header]
    spec = TableSpec(name="the export", file=path.name, columns=tuple(wanted), form=FormatConfig())
    read = read_table(spec, path, _MOST_BYTES)
    if read.table is None or has_errors(read.diagnostics):
        return None, read.diagnostics
    scale = read.table.columns["theirs"].scale
    frame = read.table.frame.with_columns(
        pl.col("theirs") * 10 ** max(0, digits - scale),
        pl.col("payee_id").str.strip_chars(),
        pl.col("deal").fill_null("").str.strip_chars(),
        *(pl.lit(None, pl.String).alias(name) for name, header in given.items() if not header),
    )
    return frame.select("payee_id", "deal", "period_id", "currency", "theirs", "source_line"), read.diagnostics
