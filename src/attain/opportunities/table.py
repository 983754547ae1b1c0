"""The tables of deals: as they stand, every change of them, and their versions; and what surrounds them."""

import polars as pl

from attain.tables import Column, Table

INSTANT = pl.Datetime("us", "UTC")
PROBABILITY_SCALE = 6

STATE = (
    Column("stage", pl.String, "", "the stage; null where it is not known", nullable=True),
    Column("outcome", pl.String, "", "open, won or lost", nullable=True),
    Column("close_date", pl.Date, "date", "the day it closed, or is expected to", nullable=True),
    Column("amount", pl.Int64, "minor units", "its value", nullable=True),
    Column("owner_id", pl.String, "", "who owns it", nullable=True),
    Column("forecast_category", pl.String, "", "its category in forecasts, where the source gives one", nullable=True),
    Column("probability", pl.Int64, "millionths", "how likely it is won, as the source has it", nullable=True),
    Column("is_deleted", pl.Boolean, "", "whether it was deleted", nullable=True),
)
FIELDS = tuple(column.name for column in STATE)

OPPORTUNITIES = Table(
    name="opportunities",
    grain="one deal, in order of its id",
    key=("opportunity_id",),
    columns=(
        Column("opportunity_id", pl.String, "", "the deal's id"),
        Column("name", pl.String, "", "its name", nullable=True),
        Column(
            "created_at",
            INSTANT,
            "UTC",
            "when it was created; the first change known where that is earlier",
            nullable=True,
        ),
        Column("account_id", pl.String, "", "its account", nullable=True),
        Column("account_type", pl.String, "", "the type of its account", nullable=True),
        Column(
            "campaign_id",
            pl.String,
            "",
            "its primary campaign; null when it has none, and that is recorded",
            nullable=True,
        ),
        Column("product", pl.String, "", "its product", nullable=True),
        Column("product_family", pl.String, "", "the product's family", nullable=True),
        Column("type", pl.String, "", "its type, such as new business", nullable=True),
        Column("lead_source", pl.String, "", "where it came from", nullable=True),
        Column("territory", pl.String, "", "its territory, or its account's", nullable=True),
        Column("is_focus", pl.Boolean, "", "whether it is a focus deal", nullable=True),
        Column("go_no_go_on", pl.Date, "date", "when to decide whether to go on", nullable=True),
        Column("close_plan", pl.String, "", "the plan to close it", nullable=True),
        Column("discount_rationale", pl.String, "", "why a discount was given", nullable=True),
        Column("win_loss_reason", pl.String, "", "why it was won or lost", nullable=True),
        Column(
            "source_line", pl.Int64, "", "line in the source; null for a deal known by its history alone", nullable=True
        ),
    ),
)

CHANGES = Table(
    name="changes",
    grain="what one row of a source says about a deal at an instant",
    key=(),
    columns=(
        Column("opportunity_id", pl.String, "", "the deal"),
        Column("changed_at", INSTANT, "UTC", "when the source says that it became so"),
        Column("known_at", pl.Int64, "batch", "with which load Attain came to know it, 1 being the first"),
        Column(
            "basis",
            pl.String,
            "",
            "history, record (as it stands), load (as a later load of the store has it), created, or assumed (a closed "
            "deal was open)",
        ),
        Column("file", pl.String, "", "the file as written in attain.yaml"),
        Column("source_line", pl.Int64, "", "line in it"),
        *STATE,
        *(
            Column(f"says_{column.name}", pl.Boolean, "", f"whether it says anything of {column.name}")
            for column in STATE
        ),
    ),
)

VERSIONS = Table(
    name="versions",
    grain="one deal over a time in which nothing about it changed, as known at a batch; in order of deal and time",
    key=("opportunity_id", "version"),
    columns=(
        Column("opportunity_id", pl.String, "", "the deal"),
        Column("version", pl.Int64, "", "1 for the first"),
        Column("changed_at", INSTANT, "UTC", "from when on"),
        Column("ends_at", INSTANT, "UTC", "until when, exclusive; null while it stands", nullable=True),
        Column("known_at", pl.Int64, "batch", "with which load it became known as it is"),
        *STATE,
    ),
)

LEADS = Table(
    name="leads",
    grain="one lead",
    key=("lead_id",),
    columns=(
        Column("lead_id", pl.String, "", "the lead's id"),
        Column("created_at", INSTANT, "UTC", "when it came in"),
        Column(
            "status",
            pl.String,
            "",
            "new, contacted, qualified, closed or converted, as the source has it",
            nullable=True,
        ),
        Column("source", pl.String, "", "where it came from", nullable=True),
        Column("campaign_id", pl.String, "", "its campaign; null when none, and that is recorded", nullable=True),
        Column("owner_id", pl.String, "", "who works on it", nullable=True),
        Column("responded_at", INSTANT, "UTC", "the first answer to it", nullable=True),
        Column("qualified_at", INSTANT, "UTC", "when it was qualified", nullable=True),
        Column("converted_at", INSTANT, "UTC", "when it became a deal", nullable=True),
        Column("opportunity_id", pl.String, "", "the deal it became", nullable=True),
    ),
)

CAMPAIGNS = Table(
    name="campaigns",
    grain="one campaign",
    key=("campaign_id",),
    columns=(
        Column("campaign_id", pl.String, "", "the campaign's id"),
        Column("name", pl.String, "", "its name", nullable=True),
        Column("type", pl.String, "", "its type", nullable=True),
        Column("cost", pl.Int64, "minor units", "what it cost", nullable=True),
        Column("started_on", pl.Date, "date", "its first day", nullable=True),
    ),
)

ACTIVITIES = Table(
    name="activities",
    grain="one call, e-mail or meeting",
    key=(),
    columns=(
        Column("kind", pl.String, "", "call, email or meeting; other kinds as the source has them"),
        Column("happened_at", INSTANT, "UTC", "when"),
        Column("owner_id", pl.String, "", "who", nullable=True),
        Column("opportunity_id", pl.String, "", "about which deal", nullable=True),
        Column("lead_id", pl.String, "", "with which lead", nullable=True),
        Column("outcome", pl.String, "", "how it went, as the source has it", nullable=True),
        Column("duration_seconds", pl.Int64, "seconds", "how long", nullable=True),
    ),
)

PEOPLE = Table(
    name="people",
    grain="one person who may own deals",
    key=("owner_id",),
    columns=(
        Column("owner_id", pl.String, "", "the person's id, as deals name it"),
        Column("name", pl.String, "", "the person's name"),
        Column("manager", pl.String, "", "whom the person reports to", nullable=True),
        Column("team", pl.String, "", "the team; the manager's name where the source has no teams", nullable=True),
    ),
)

CONTACT_ROLES = Table(
    name="contact_roles",
    grain="one contact in one role on a deal",
    key=(),
    columns=(
        Column("opportunity_id", pl.String, "", "the deal"),
        Column("contact_id", pl.String, "", "the contact"),
        Column(
            "role",
            pl.String,
            "",
            "gatekeeper, influencer, decision maker or buyer, as the source has it",
            nullable=True,
        ),
    ),
)
