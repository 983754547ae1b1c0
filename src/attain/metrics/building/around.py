"""Rows of what surrounds deals: leads and activities of a period, and campaigns with what they brought."""

from datetime import datetime

import polars as pl

from attain.metrics.rows import checked
from attain.periods import Period
from attain.snapshots import Book, falls_in

_KEY = "opportunity_id"
_TALKED = r"(?i)connect|convers|answer|reached|interested|qualified|spoke|appointment"
_NOT_TALKED = r"(?i)no answer|not |unanswered|voicemail|voice mail|left message|busy|wrong"
_CONVERSATION_SECONDS = 60


def lead_rows(book: Book, period: Period, instant: datetime) -> pl.DataFrame | None:
    """Return the rows ``leads``: those that came in during the period."""
    own = book.opportunities
    if own.leads is None:
        return None
    won = book.as_at(instant).filter(pl.col("outcome") == "won")[_KEY]
    people = own.people.select("owner_id", "team", person="name")
    rows = own.leads.filter(_is_in("created_at", book, period, instant) & book.is_own)
    rows = rows.join(people, on="owner_id", how="left", maintain_order="left")
    waited = (pl.col("responded_at") - pl.col("created_at")).dt.total_minutes()

    def by_now(column: str) -> pl.Expr:
        return (pl.col(column) <= instant).fill_null(False)

    return checked(
        "leads",
        rows.with_columns(
            is_contacted=by_now("responded_at"),
            is_qualified=by_now("qualified_at") | by_now("converted_at"),
            is_converted=by_now("converted_at"),
            is_won=pl.col("opportunity_id").is_in(won.implode()).fill_null(False),
            response_minutes=pl.when(by_now("responded_at")).then(waited),
            lead_source=pl.col("source"),
        ),
    )


def campaign_rows(book: Book, deals: pl.DataFrame) -> pl.DataFrame | None:
    """Return the rows ``campaigns``: each with the won deals whose primary campaign it is.

    What a campaign cost was spent for everybody, so that of a book of some owners its cost is not known.
    """
    campaigns = book.opportunities.campaigns
    if campaigns is None:
        return None
    won = deals.filter((pl.col("outcome") == "won") & pl.col("campaign_id").is_not_null()).group_by("campaign_id")
    brought = won.agg(won_value=pl.col("amount").sum(), won_count=pl.len().cast(pl.Int64))
    rows = campaigns.join(brought, on="campaign_id", how="left", maintain_order="left")
    if book.owners is not None:
        rows = rows.filter(pl.col("won_count").is_not_null()).with_columns(cost=pl.lit(None, dtype=pl.Int64))
    return checked("campaigns", rows.with_columns(pl.col("won_value", "won_count").fill_null(0)))


def activity_rows(book: Book, period: Period, instant: datetime, deals: pl.DataFrame) -> pl.DataFrame | None:
    """Return the rows ``activities`` of the period, each with the outcome of its deal if that closed in it."""
    own = book.opportunities
    if own.activities is None:
        return None
    rows = own.activities.filter((pl.col("happened_at") <= instant) & book.is_own).sort(
        "happened_at", maintain_order=True
    )
    upcoming = pl.when(pl.col(_KEY).is_not_null()).then(pl.col("happened_at").shift(-1).over(_KEY))
    rows = rows.with_columns(follow_up_minutes=(upcoming - pl.col("happened_at")).dt.total_minutes())
    closed = deals.filter(pl.col("is_due") & (pl.col("outcome") != "open")).select(_KEY, its_outcome="outcome")
    about = rows.join(closed, on=_KEY, how="left", maintain_order="left")
    about = about.filter(_is_in("happened_at", book, period, instant) | pl.col("its_outcome").is_not_null())
    about = about.join(own.people.select("owner_id", "team", person="name"), on="owner_id", how="left")
    in_period = _is_in("happened_at", book, period, instant)
    said = pl.col("outcome").str.contains(_TALKED) & ~pl.col("outcome").str.contains(_NOT_TALKED)
    lasted = pl.col("duration_seconds") >= _CONVERSATION_SECONDS
    made = about.with_columns(
        # What was done before the period about a deal that closed in it counts for the deal alone.
        kind=pl.when(in_period).then("kind").otherwise(pl.lit("earlier")),
        is_conversation=pl.when(pl.col("outcome").is_null()).then(lasted).otherwise(said).fill_null(False),
        hour=pl.col("happened_at").dt.convert_time_zone(own.time_zone).dt.hour().cast(pl.Int64),
        follow_up_minutes=pl.when(in_period).then("follow_up_minutes"),
    )
    return checked("activities", made.with_columns(outcome=pl.col("its_outcome")))


def _is_in(column: str, book: Book, period: Period, instant: datetime) -> pl.Expr:
    starts_at, ends_at = (book.opportunities.midnight(day) for day in (period.starts_on, period.ends_before))
    return falls_in(column, starts_at, ends_at) & (pl.col(column) <= instant)
