"""The table of periods that other rooms read."""

import polars as pl

from attain.tables import Column, Table

PERIODS = Table(
    name="periods",
    grain="one row per period of one unit, in order of time",
    key=("period_id",),
    columns=(
        Column("period_id", pl.String, "", "the period's name in the calendar, such as 2026-03 or FY2013-Q1"),
        Column("starts_on", pl.Date, "date", "its first day"),
        Column("ends_before", pl.Date, "date", "the day after its last"),
    ),
)
