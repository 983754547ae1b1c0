"""earnings: the built-in source whose rows are what earlier phases earned.

A row is one entry: what a payee earned in a component on a transaction in a pay period, or what was taken back there.
A first entry is dated as its credit, a reversal by its cancellation, and a later change on the last day of the pay
period in which it is known. 3 % for the manager of whoever earned 120.00 on a deal is 3.60; when the 120.00 are taken
back, a row of -120.00 takes the 3.60 back too, from the manager of the day of the deal.
Source: docs/behaviours/overrides.md. Oracle: tests/oracle/phases.py.
"""

import polars as pl

from attain.expressions import ColumnType, Kind
from attain.money import largest
from attain.roster.pay_periods import PERIODS_SOURCE
from attain.sources import SourceTable
from attain.sources.table import SCENARIO, SOURCE_FILE, SOURCE_LINE

EARNINGS_SOURCE = "earnings"
BUILT_IN = frozenset({EARNINGS_SOURCE, PERIODS_SOURCE})  # their rows are made, and have no columns of deals
PEOPLE_ON = "credited_on"
KINDS: dict[str, Kind] = {
    "id": "text",
    "payee": "payee",
    "plan": "text",
    "component": "text",
    "amount": "money",
    "currency": "text",
    "earned_on": "date",
    "credited_on": "date",
    "source": "text",
    "transaction": "text",
    "period": "text",
    "line_type": "text",
}
MOST = 10**15


def earnings_source(rows: pl.DataFrame | None = None, digits: int = 2) -> SourceTable:
    """Make the source of a phase.

    Args:
        rows: the columns of ``KINDS``, ``source_line`` and ``source_file``: where the transaction stands; none when
            absent.
        digits: decimal digits of ``amount``.
    """
    most = largest(rows["amount"]) if rows is not None and rows.height else MOST
    money = ColumnType("money", digits, most)
    columns = {name: money if kind == "money" else ColumnType(kind) for name, kind in KINDS.items()}
    schema: dict[str, pl.DataType | type[pl.DataType]] = {name: _dtype(kind) for name, kind in KINDS.items()}
    schema |= {SOURCE_LINE: pl.Int64, SOURCE_FILE: pl.String}
    key = ("id",)
    if rows is not None and SCENARIO in rows.columns:
        schema, key = {SCENARIO: pl.String, **schema}, (SCENARIO, *key)
    frame = pl.DataFrame(schema=schema) if rows is None else rows.select(list(schema))
    return SourceTable(
        EARNINGS_SOURCE, frame, columns, key, as_of="earned_on", file=EARNINGS_SOURCE, people_on=PEOPLE_ON
    )


def _dtype(kind: Kind) -> type[pl.DataType]:
    if kind == "money":
        return pl.Int64
    return pl.Date if kind == "date" else pl.String
