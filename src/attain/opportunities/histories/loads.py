"""What a store knows of deals that were loaded again and again: the third kind of history.

The first row of a deal says how it stood when its load was taken, as a record of any export does. Each later row is a
change: at the instant at which the source says that the deal was last modified, else when its load was taken. A deal
that a load closed was closed on its close date, where that lies between the two loads. One that a load lacks was
deleted.

Taken on 1 April, 006B stood in Negotiation; on 1 May, last modified on 12 April, as won: open until 12 April.
"""

import polars as pl

from attain.money import at_scale
from attain.opportunities.histories.records import said_by_records
from attain.opportunities.histories.states import Reading, changes, states
from attain.opportunities.table import CHANGES, FIELDS, INSTANT
from attain.sources import KEPT_KEY, KNOWN_WITH, Loads, SourceTable

BASIS = "load"
_DEALS, _LINES = "opportunities", "product_lines"


def changes_of_loads(loads: Loads, reading: Reading) -> pl.DataFrame:
    """Return what every load says of deals; as known at an earlier batch, the rows of later ones are left out."""
    table = loads.deals
    frame = _dated(states(table, reading), loads).sort("id", KNOWN_WITH, maintain_order=True)
    # A version follows the one before it, or the load that took the deal out.
    before = _gone(loads, _DEALS).select(key=KEPT_KEY, gone_at="taken_at", gone_with=KNOWN_WITH)
    frame = frame.with_columns(
        number=pl.col("id").cum_count().over("id"),
        outcome_before=pl.col("outcome").shift(1).over("id"),
        taken_before=pl.col("taken_at").shift(1).over("id"),
    )
    is_first = pl.col("number") == 1
    first = said_by_records(frame.filter(is_first), pl.col("taken_at"), table, reading, batch=1)
    later = frame.filter(~is_first).with_columns(opportunity_id=pl.col("id"))
    parts = [first, _standing(later, table), _closing(later, table, reading)]
    if before.height:
        parts.append(_deleted(frame, before, table))
    found = pl.concat(parts)
    return found if loads.lines is None else _by_lines(found, loads, loads.lines, reading)


def _dated(frame: pl.DataFrame, loads: Loads) -> pl.DataFrame:
    """Add when the load of each row was taken; a load counts as taken no earlier than the one before it."""
    taken = pl.DataFrame(
        {KNOWN_WITH: list(loads.taken), "taken_at": list(loads.taken.values())},
        schema={KNOWN_WITH: pl.Int64, "taken_at": INSTANT},
    )
    taken = taken.sort(KNOWN_WITH).with_columns(pl.col("taken_at").cum_max())
    return frame.join(taken, on=KNOWN_WITH, how="left", maintain_order="left")


def _gone(loads: Loads, table: str) -> pl.DataFrame:
    rows = loads.gone.get(table)
    if rows is None:
        rows = pl.DataFrame(schema={"key": pl.String, "batch": pl.Int64})
    return _dated(rows.select(pl.col("key").alias(KEPT_KEY), pl.col("batch").alias(KNOWN_WITH)), loads)


def _standing(later: pl.DataFrame, table: SourceTable) -> pl.DataFrame:
    """Return that deals stood as their later rows say."""
    taken = pl.col("taken_at")
    if "changed_at" in table.columns:
        modified = pl.col("changed_at").clip(pl.col("taken_before"), taken)
        taken = pl.coalesce(modified, taken)
    deleted = pl.coalesce(pl.col("is_deleted"), pl.lit(False))
    said = later.with_columns(basis=pl.lit(BASIS), changed_at=taken, is_deleted=deleted, says_is_deleted=pl.lit(True))
    return changes(said, table, 1)


def _closing(later: pl.DataFrame, table: SourceTable, reading: Reading) -> pl.DataFrame:
    """Return that a deal which a load closed was closed on its close date, if that lies after the load before."""
    midnight = pl.col("close_date").cast(pl.Datetime("us"))
    midnight = midnight.dt.replace_time_zone(reading.time_zone, ambiguous="earliest", non_existent="null")
    closed_at = midnight.dt.convert_time_zone("UTC").clip(pl.col("taken_before"), pl.col("taken_at"))
    closed = later.filter(pl.col("outcome").is_in(["won", "lost"]) & (pl.col("outcome_before") == "open"))
    said = {f"says_{field}": pl.lit(field in {"stage", "outcome"}) for field in FIELDS}
    return changes(closed.with_columns(basis=pl.lit("assumed"), changed_at=closed_at, **said), table, 1)


def _deleted(frame: pl.DataFrame, gone: pl.DataFrame, table: SourceTable) -> pl.DataFrame:
    """Return that deals were deleted when a load lacked them."""
    ids = frame.select(key=pl.col(KEPT_KEY), opportunity_id=pl.col("id"), source_line="source_line").unique(
        "key", keep="last", maintain_order=True
    )
    nothing = {f: pl.lit(None, dtype=CHANGES.schema[f]) for f in FIELDS if f != "is_deleted"}
    silent = {f"says_{f}": pl.lit(f == "is_deleted") for f in FIELDS}
    rows = gone.rename({"gone_at": "changed_at", "gone_with": KNOWN_WITH}).join(ids, on="key", maintain_order="left")
    return changes(rows.with_columns(basis=pl.lit(BASIS), is_deleted=pl.lit(True), **nothing, **silent), table, 1)


def _by_lines(said: pl.DataFrame, loads: Loads, lines: SourceTable, reading: Reading) -> pl.DataFrame:
    """Let the sum of a deal's product lines be its amount, load by load.

    A line of 100 that a later load has as 120 adds 20; one that is gone takes its last amount away.
    """
    scale = lines.columns["amount"].scale
    rows = lines.frame.select(
        KEPT_KEY, KNOWN_WITH, "source_line", opportunity_id="opportunity",
        worth=at_scale(lines.frame["amount"], scale, reading.digits).fill_null(0),
    )  # fmt: skip
    owners = rows.select(KEPT_KEY, "opportunity_id").unique(KEPT_KEY, keep="last")
    gone = _gone(loads, _LINES).join(owners, on=KEPT_KEY).select(
        KEPT_KEY, KNOWN_WITH, pl.lit(None, dtype=pl.Int64).alias("source_line"), "opportunity_id",
        pl.lit(0, dtype=pl.Int64).alias("worth"),
    )  # fmt: skip
    every = pl.concat([rows, gone]).sort(KEPT_KEY, KNOWN_WITH, maintain_order=True)
    every = every.with_columns(change=pl.col("worth") - pl.col("worth").shift(1).over(KEPT_KEY).fill_null(0))
    sums = every.group_by("opportunity_id", KNOWN_WITH).agg(pl.col("change").sum(), pl.col("source_line").max())
    sums = sums.sort("opportunity_id", KNOWN_WITH).with_columns(
        amount=pl.col("change").cum_sum().over("opportunity_id")
    )
    first = sums.group_by("opportunity_id").agg(first_with=pl.col(KNOWN_WITH).min())
    said = said.join(first, on="opportunity_id", how="left", maintain_order="left").with_columns(
        says_amount=pl.col("says_amount") & (pl.col("known_at") < pl.col("first_with")).fill_null(True)
    )
    nothing = {f: pl.lit(None, dtype=CHANGES.schema[f]) for f in FIELDS if f != "amount"}
    silent = {f"says_{f}": pl.lit(f == "amount") for f in FIELDS}
    rows = _dated(sums, loads).with_columns(
        pl.col("source_line").fill_null(0), basis=pl.lit(BASIS), changed_at=pl.col("taken_at"), **nothing, **silent
    )
    return pl.concat([CHANGES.checked(said), changes(rows, lines, 1)])
