"""The table of resolved targets that measures, rates and statements read."""

import polars as pl

from attain.tables import Column, Table

CHANGES = pl.List(pl.Struct(dict.fromkeys(("kind", "other", "amount", "reason", "source"), pl.String)))

TARGETS = Table(
    name="targets",
    grain="one row per payee, target and window; in order of target, unit of window, payee and time",
    key=("payee_code", "target", "per", "period_id"),
    columns=(
        Column("payee", pl.String, "", "the payee's id"),
        Column("payee_code", pl.UInt32, "", "the payee's code in the roster"),
        Column("target", pl.String, "", "the target's name in the plan"),
        Column("per", pl.String, "", "the unit of the window"),
        Column("period_id", pl.String, "", "the window's name"),
        Column("starts_on", pl.Date, "date", "first day of the window"),
        Column("ends_before", pl.Date, "date", "the day after its last"),
        Column("target_value", pl.Int64, "unit at scale", "the target, rounded once"),
        Column("unit", pl.String, "", "money, count, percent or decimal"),
        Column("scale", pl.UInt8, "digits", "decimal digits of the integers; 2 for cents"),
        Column("carried_value", pl.Int64, "unit at scale", "the part carried over from earlier windows"),
        Column("is_final", pl.Boolean, "", "whether the target table gives exactly this window"),
        Column("source", pl.String, "", "where the amount stands: file and line, or the plan"),
        Column("base_amount", pl.String, "whole units", "the amount before any factor; empty when there are several"),
        Column("factors", pl.String, "", "what it was multiplied with, written out; empty when with nothing"),
        Column("changes", CHANGES, "", "reliefs and transfers: kind, whom else it concerns, amount, reason and source"),
        Column("exact_value", pl.String, "whole units", "the value before rounding, as a fraction"),
    ),
)
