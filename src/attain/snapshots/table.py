"""The tables of snapshots: deals as they stood, what moved the pipeline, and its ages and shape."""

import polars as pl

from attain.opportunities.table import INSTANT, STATE
from attain.tables import Column, Table

DIMENSIONS = (
    Column("person", pl.String, "", "the owner's name", nullable=True),
    Column("team", pl.String, "", "the owner's team", nullable=True),
    Column("territory", pl.String, "", "the deal's territory", nullable=True),
    Column("product", pl.String, "", "its product", nullable=True),
    Column("product_family", pl.String, "", "the product's family", nullable=True),
    Column("account_id", pl.String, "", "its account", nullable=True),
    Column("account_type", pl.String, "", "the type of its account", nullable=True),
    Column("campaign_id", pl.String, "", "its primary campaign", nullable=True),
    Column("lead_source", pl.String, "", "where it came from", nullable=True),
    Column("type", pl.String, "", "its type", nullable=True),
)

AS_AT = Table(
    name="as_at",
    grain="one deal that stood at an instant, open or closed, in order of its id",
    key=("opportunity_id",),
    columns=(
        Column("opportunity_id", pl.String, "", "the deal"),
        Column("name", pl.String, "", "its name", nullable=True),
        Column("changed_at", INSTANT, "UTC", "since when it stood like this"),
        *STATE,
        *DIMENSIONS,
    ),
)

BRIDGE = Table(
    name="bridge",
    grain="one reason why the open pipeline of a scope changed between two instants; start and end included",
    key=("reason",),
    columns=(
        Column("reason", pl.String, "", "start, one of the changes, or end"),
        Column("deal_count", pl.Int64, "deals", "how many deals"),
        Column("change", pl.Int64, "minor units", "what it added; negative for what it took away"),
    ),
)

MOVES = Table(
    name="moves",
    grain="one deal that was in a scope's open pipeline at one of two instants, and the one reason why it moved",
    key=("opportunity_id",),
    columns=(
        Column("opportunity_id", pl.String, "", "the deal"),
        Column("reason", pl.String, "", "the one change it counts as; stayed when it was there at both"),
        Column("at_start", pl.Int64, "minor units", "its amount in the pipeline at the start; 0 when it was not in it"),
        Column("moved", pl.Int64, "minor units", "what came in or went out with it"),
        Column("repriced", pl.Int64, "minor units", "what its amount changed by, counted apart"),
        Column("at_end", pl.Int64, "minor units", "its amount in the pipeline at the end; 0 when it was not in it"),
    ),
)

AGES = Table(
    name="ages",
    grain="one deal as at an instant",
    key=("opportunity_id",),
    columns=(
        Column("opportunity_id", pl.String, "", "the deal"),
        Column(
            "days_open",
            pl.Int64,
            "days",
            "how long it was open; stops when it closes, goes on when reopened; null when it is not known since when",
            nullable=True,
        ),
        Column(
            "stage_days",
            pl.Int64,
            "days",
            "since its stage last changed; its age when it never did; null without a history of stages",
            nullable=True,
        ),
        Column(
            "month_extensions",
            pl.Int64,
            "times",
            "how often its close date moved to a later calendar month; null without a history of close dates",
            nullable=True,
        ),
    ),
)

SHAPE = Table(
    name="shape",
    grain="one month and stage of the open pipeline",
    key=("month", "stage"),
    columns=(
        Column("month", pl.String, "", "the month, such as 2026-03", nullable=True),
        Column("stage", pl.String, "", "the stage; null where it is not known", nullable=True),
        Column("deal_count", pl.Int64, "deals", "open deals"),
        Column("open_value", pl.Int64, "minor units", "what they are worth"),
    ),
)

DOUBTFUL = Table(
    name="doubtful",
    grain="one open deal due in a period that shows signs of slipping; the most doubtful first",
    key=("opportunity_id",),
    columns=(
        Column("opportunity_id", pl.String, "", "the deal"),
        Column("name", pl.String, "", "its name", nullable=True),
        Column("person", pl.String, "", "its owner", nullable=True),
        Column("stage", pl.String, "", "its stage", nullable=True),
        Column("close_date", pl.Date, "date", "when it is due"),
        Column("amount", pl.Int64, "minor units", "its value", nullable=True),
        Column("days_open", pl.Int64, "days", "how long it has been open; null when not known", nullable=True),
        Column("stage_days", pl.Int64, "days", "since its stage last changed; null without a history", nullable=True),
        Column(
            "month_extensions",
            pl.Int64,
            "times",
            "how often it was put off to a later month; null without a history",
            nullable=True,
        ),
        Column("signal_count", pl.Int64, "", "how many of the three signs it shows"),
        Column("is_doubtful", pl.Boolean, "", "whether it shows all three; null when that is not known", nullable=True),
        Column("reason", pl.String, "", "what is doubtful about it, with the numbers"),
    ),
)
