"""The tables of the roster that other rooms read."""

import polars as pl

from attain.tables import Column, Table

ROSTER = Table(
    name="roster",
    grain="one row per payee and range of days in which nothing about them changes, in order of payee and day",
    key=("payee", "starts_on"),
    columns=(
        Column("roster_row", pl.UInt32, "", "the row's number in this order"),
        Column("payee", pl.String, "", "the payee's id"),
        Column("payee_code", pl.UInt32, "", "its place among all payees of the roster, by text"),
        Column("starts_on", pl.Date, "date", "first day in force; 0001-01-01 when the source says no day"),
        Column("ends_before", pl.Date, "date", "first day no more in force; 9999-12-31 when the source says no day"),
        Column("title", pl.String, "", "job title", nullable=True),
        Column("manager", pl.String, "", "the manager's id", nullable=True),
        Column("manager_code", pl.UInt32, "", "the manager's code", nullable=True),
        Column("team", pl.String, "", "team", nullable=True),
        Column("hired", pl.Date, "date", "first day of employment", nullable=True),
        Column("left", pl.Date, "date", "first day no more employed", nullable=True),
        Column("source_line", pl.Int64, "", "line in the source"),
    ),
)

SEGMENTS = Table(
    name="segments",
    grain="one row per payee, period and roster row that share a day",
    key=("payee_code", "period", "roster_row"),
    columns=(
        Column("payee_code", pl.UInt32, "", "the payee"),
        Column("period", pl.Int32, "", "the period's row number"),
        Column("roster_row", pl.UInt32, "", "the roster row"),
        Column("starts_on", pl.Date, "date", "first shared day"),
        Column("ends_before", pl.Date, "date", "the day after the last"),
    ),
)

CHAIN = Table(
    name="chain",
    grain="one row per row asked for and manager above its payee, in order of level and row",
    key=("row", "level"),
    columns=(
        Column("row", pl.UInt32, "", "number of the row asked for"),
        Column("level", pl.UInt8, "", "1 for the payee's own manager, 2 for the manager's, and so on"),
        Column("manager", pl.UInt32, "", "the manager's code"),
    ),
)
