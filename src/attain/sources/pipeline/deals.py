"""Deals as a source writes them, made ready: Unix times as days, and what is expected beside what came.

Dynamics keeps the estimated close date and revenue of a deal apart from the actual ones, which are empty until it is
closed: an open deal is worth 10,000 of estimated revenue, and one that was won at 9,500 is worth these.
"""

from dataclasses import replace

import polars as pl

from attain.money import at_scale
from attain.sources.files.raw import RawColumn, RawTable
from attain.sources.pipeline.columns import EXPECTED
from attain.sources.pipeline.spreading import Columns, days_of_unix
from attain.sources.table import SourceTable


def with_days(raw: RawTable, columns: Columns, time_zone: str) -> tuple[RawTable, tuple[str, ...]]:
    """Write Unix times in columns of dates as days of a time zone."""
    made = dict(raw.columns)
    said: list[str] = []
    for column, at in columns:
        written = raw.columns[at].written
        if column.kind != "date" or written is None:
            continue
        days = pl.DataFrame({"text": written}).select(days_of_unix(pl.col("text"), time_zone)).to_series()
        if not days.equals(written.alias(days.name), null_equal=True):
            made[at] = RawColumn(written=days)
            said.append(f"{column.name}: Unix times read as days")
    return (replace(raw, columns=made), tuple(said)) if said else (raw, ())


def with_expected(table: SourceTable) -> SourceTable:
    """Fill what a deal brought, and when it was closed, from what is expected; the expected columns are left out."""
    frame, types = table.frame, dict(table.columns)
    for name, expected in EXPECTED.items():
        if expected not in types:
            continue
        own = types.pop(expected)
        if name not in types:
            frame, types[name] = frame.rename({expected: name}), own
            continue
        scale = max(own.scale, types[name].scale)
        sides = [pl.col(name), pl.col(expected)]
        if own.kind == "money":
            sides = [at_scale(frame[name], types[name].scale, scale), at_scale(frame[expected], own.scale, scale)]
        frame = frame.with_columns(pl.coalesce(*sides).alias(name)).drop(expected)
        types[name] = replace(types[name], scale=scale)
    return replace(table, frame=frame, columns=types) if types != table.columns else table
