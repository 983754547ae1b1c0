"""periods: the built-in source whose rows are the pay periods in which somebody is on a plan.

A row is a payee and a pay period that share a day under the plan: salaries, allowances, and everything else that nobody
sells. Whoever joins a plan on 11 March has a row of March with 21 of 31 days: 3,100 a month are 2,100.
Source: docs/behaviours/crediting.md. Oracle: tests/oracle/pay_periods.py.
"""

import polars as pl

from attain.expressions import ColumnType, Kind
from attain.sources import SourceTable
from attain.sources.table import SCENARIO, SOURCE_LINE

PERIODS_SOURCE = "periods"
KEY = ("plan", "payee", "period")
KINDS: dict[str, Kind] = {
    "plan": "text",
    "payee": "payee",
    "period": "text",
    "starts_on": "date",
    "ends_on": "date",
    "last_day": "date",
    "period_days": "count",
    "plan_days": "count",
}
_DTYPES: dict[Kind, type[pl.DataType]] = {"payee": pl.String, "text": pl.String, "date": pl.Date, "count": pl.Int64}
_MOST_DAYS = 40_000  # a pay period is no longer than a plan, and that is at most a century


def periods_source(rows: pl.DataFrame | None = None, file: str = PERIODS_SOURCE) -> SourceTable:
    """Make the source of a plan.

    Args:
        rows: what ``pay_periods`` returns; none when absent.
        file: where the roster stands, whose lines the rows come from.
    """
    columns = {name: ColumnType(kind, 0, _MOST_DAYS if kind == "count" else 0) for name, kind in KINDS.items()}
    schema: dict[str, type[pl.DataType]] = {name: _DTYPES[kind] for name, kind in KINDS.items()}
    schema[SOURCE_LINE], key = pl.Int64, KEY
    if rows is not None and SCENARIO in rows.columns:
        schema, key = {SCENARIO: pl.String, **schema}, (SCENARIO, *key)
    frame = pl.DataFrame(schema=schema) if rows is None else rows.select(list(schema))
    return SourceTable(PERIODS_SOURCE, frame, columns, key, as_of="last_day", file=file)


def pay_periods(spans: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Return the pay periods that share a day with somebody's time on a plan.

    Args:
        spans: ``plan``, ``payee``, the range ``from_on`` to ``until`` on the plan, ``source_line``; a payee's ranges
            never overlap. Further columns of a payee are kept.
        periods: ``period_id``, ``starts_on``, ``ends_before``.

    Returns:
        One row per payee and period: the columns of ``KINDS``, and the line of the last range.
    """
    further = [name for name in spans.columns if name not in {"payee", "from_on", "until", SOURCE_LINE}]
    shared = spans.join_where(
        periods, pl.col("from_on") < pl.col("ends_before"), pl.col("until") > pl.col("starts_on")
    ).with_columns(
        from_on=pl.max_horizontal("from_on", "starts_on"),
        until=pl.min_horizontal("until", "ends_before"),
    )
    shared = shared.sort("payee", *further, "starts_on", "from_on")
    found = shared.group_by("payee", *further, "period_id", "starts_on", "ends_before", maintain_order=True).agg(
        last_day=pl.col("until").max().dt.offset_by("-1d"),
        plan_days=(pl.col("until") - pl.col("from_on")).dt.total_days().sum(),
        source_line=pl.col(SOURCE_LINE).last(),
    )
    return found.with_columns(
        period=pl.col("period_id"),
        ends_on=pl.col("ends_before").dt.offset_by("-1d"),
        period_days=(pl.col("ends_before") - pl.col("starts_on")).dt.total_days(),
    )
