"""The tables of forecasts: what was submitted, what was adjusted, and what each person's view says."""

import polars as pl

from attain.opportunities.table import INSTANT
from attain.tables import Column, Table

SUBMISSIONS = Table(
    name="forecast_submissions",
    grain="one number that somebody submitted for a period at an instant; none is ever overwritten",
    key=("owner_id", "period", "submitted_at"),
    columns=(
        Column("owner_id", pl.String, "", "who submitted it"),
        Column("period", pl.String, "", "the period's name"),
        Column("starts_on", pl.Date, "date", "its first day"),
        Column("ends_before", pl.Date, "date", "the day after its last"),
        Column("submitted_at", INSTANT, "UTC", "when"),
        Column("forecast", pl.Int64, "minor units", "what it says will be won"),
        Column("note", pl.String, "", "what was said with it", nullable=True),
    ),
)

ADJUSTMENTS = Table(
    name="forecast_adjustments",
    grain="one change of a number by its owner or a manager, apart from the deals; the latest of each author stands",
    key=("owner_id", "period", "category", "author_id", "adjusted_at"),
    columns=(
        Column("owner_id", pl.String, "", "whose number it changes"),
        Column("period", pl.String, "", "the period's name"),
        Column("category", pl.String, "", "of which category"),
        Column("author_id", pl.String, "", "who made it; the owner, or somebody above"),
        Column("adjusted_at", INSTANT, "UTC", "when"),
        Column(
            "adjusted",
            pl.Int64,
            "minor units",
            "the number it is changed to; null where an adjustment is taken away",
            nullable=True,
        ),
        Column("note", pl.String, "", "why", nullable=True),
    ),
)

VIEWS = Table(
    name="forecast_views",
    grain="one person's number in one category: what the deals say, what the owner and the manager made of it",
    key=("owner_id", "category"),
    columns=(
        Column("owner_id", pl.String, "", "whose deals"),
        Column("category", pl.String, "", "the category"),
        Column("from_deals", pl.Int64, "minor units", "the sum of the deals; never changed by an adjustment"),
        Column("by_owner", pl.Int64, "minor units", "the owner's adjustment, else the deals"),
        Column("by_manager", pl.Int64, "minor units", "the manager's adjustment, else the owner's number"),
        Column("is_adjusted", pl.Boolean, "", "whether anybody adjusted it"),
    ),
)

RELIABILITY = Table(
    name="reliability",
    grain="one tenth of the deals, sorted by how likely something was said to happen to them",
    key=("group",),
    columns=(
        Column("group", pl.Int64, "", "1 for the least likely"),
        Column("deal_count", pl.Int64, "deals", "how many deals"),
        Column("forecast", pl.Float64, "ratio", "the mean of what was said"),
        Column("happened", pl.Int64, "deals", "to how many it happened"),
        Column("lowest", pl.Int64, "deals", "the lower end of the 99 % band of that count, if what was said is right"),
        Column("highest", pl.Int64, "deals", "its upper end"),
        Column("is_inside", pl.Boolean, "", "whether what happened lies in the band"),
    ),
)
