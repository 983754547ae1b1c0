"""Rows that say a deal's whole state at an instant, as Salesforce's OpportunityHistory does."""

from dataclasses import dataclass

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.money import at_scale
from attain.opportunities.problems import NO_STATUS, OTHER_CURRENCY, UNKNOWN_STAGE
from attain.opportunities.stages import StageMap
from attain.opportunities.table import CHANGES, FIELDS, PROBABILITY_SCALE
from attain.opportunities.wording import listed
from attain.sources import KNOWN_WITH, SourceTable

_STATUS = {
    **dict.fromkeys(("open", "0", "in progress", "active"), "open"),
    **dict.fromkeys(("won", "1", "closed won", "closed-won", "closedwon"), "won"),
    **dict.fromkeys(("lost", "2", "closed lost", "closed-lost", "closedlost", "cancelled", "canceled"), "lost"),
}
_CATEGORIES = {"bestcase": "best_case", "mostlikely": "most_likely", "forecast": "commit", "omit": "omitted"}


@dataclass(frozen=True)
class Reading:
    """How tables are read: the map of stages, the currency and its digits, days, and what was found on the way."""

    stages: StageMap
    currency: str
    digits: int
    time_zone: str
    found: list[Diagnostic]


def changes_of_states(table: SourceTable, reading: Reading, *, batch: int) -> pl.DataFrame:
    """Return what the rows of a history of whole states say."""
    frame = states(table, reading).with_columns(opportunity_id=pl.col("opportunity"), basis=pl.lit("history"))
    return changes(frame, table, batch)


def states(table: SourceTable, reading: Reading) -> pl.DataFrame:
    """Return the rows of a table with the fields of a deal's state and what each row says of it.

    Amounts are whole minor units and probabilities millionths, each rounded once; the outcome is the row's own status,
    else its flags, else its stage's.
    """
    frame = table.frame
    frame = _with_categories(frame)
    held = {"owner_id": "owner", **{name: name for name in FIELDS if name not in {"owner_id", "outcome"}}}
    made = {field: pl.col(column) for field, column in held.items() if column in table.columns}
    frame = frame.with_columns(**made)
    frame = _scaled(frame, table, reading)
    frame = frame.with_columns(
        **{f"says_{field}": pl.lit(field in made) for field in FIELDS if field != "outcome"},
        **{field: pl.lit(None, dtype=CHANGES.schema[field]) for field in FIELDS if field not in frame.columns},
    )
    return with_outcome(frame, table, reading)


def _with_categories(frame: pl.DataFrame) -> pl.DataFrame:
    if "forecast_category" not in frame.columns:
        return frame
    return frame.with_columns(forecast_category=category(pl.col("forecast_category")))


def category(written: pl.Expr) -> pl.Expr:
    """Name a category of forecasts as Attain does, whichever system wrote it: BestCase, Best Case, BEST_CASE."""
    plain = written.str.strip_chars().str.to_lowercase().str.replace_all("[ -]", "_")
    return plain.replace(_CATEGORIES)


def _scaled(frame: pl.DataFrame, table: SourceTable, reading: Reading) -> pl.DataFrame:
    found: dict[str, pl.Expr] = {}
    for column, digits in (("amount", reading.digits), ("probability", PROBABILITY_SCALE)):
        if column in table.columns:
            found[column] = at_scale(frame[column], table.columns[column].scale, digits)
    frame = frame.with_columns(**found)
    if "amount" in found and "currency" in table.columns:
        other = frame.filter(pl.col("currency").is_not_null() & (pl.col("currency") != reading.currency))
        what = f"is not in {reading.currency}"
        fix = f"convert it to {reading.currency} in the source"
        reading.found.extend(listed(OTHER_CURRENCY, table.file, other, (what, fix)))
        same = pl.col("currency").is_null() | (pl.col("currency") == reading.currency)
        frame = frame.with_columns(amount=pl.when(same).then("amount"))
    return frame


def with_outcome(frame: pl.DataFrame, table: SourceTable, reading: Reading) -> pl.DataFrame:
    """Add what each row says of the outcome."""
    by_stage = reading.stages.frame.select("stage", "stage_outcome")
    frame = frame.join(by_stage, on="stage", how="left", maintain_order="left")
    parts: list[pl.Expr] = []
    if "status" in table.columns:
        status = pl.col("status").str.to_lowercase().str.strip_chars()
        parts.append(status.replace_strict(_STATUS, default=None, return_dtype=pl.String))
        odd = frame.filter(pl.col("status").is_not_null() & parts[0].is_null())
        for (text,), rows in sorted(odd.group_by("status")):
            fix = "write Open, Won or Lost"
            found = listed(NO_STATUS, table.file, rows, (f"has the status '{text}'", fix))
            reading.found.extend(found)
    parts += _by_flags(table)
    outcome = pl.coalesce(*parts, "stage_outcome")
    frame = frame.with_columns(outcome=outcome, says_outcome=outcome.is_not_null())
    _unknown(frame, table, reading)
    return frame.drop("stage_outcome")


def _by_flags(table: SourceTable) -> list[pl.Expr]:
    """Read is_won and is_closed; a deal that is not won may still be open or lost."""
    won, closed = "is_won" in table.columns, "is_closed" in table.columns
    if won and closed:
        lost = pl.when(pl.col("is_closed")).then(pl.lit("lost")).when(~pl.col("is_closed")).then(pl.lit("open"))
        return [pl.when(pl.col("is_won")).then(pl.lit("won")).otherwise(lost)]
    if won:
        return [pl.when(pl.col("is_won")).then(pl.lit("won"))]
    return [pl.when(~pl.col("is_closed")).then(pl.lit("open"))] if closed else []


def _unknown(frame: pl.DataFrame, table: SourceTable, reading: Reading) -> None:
    known = [stage.name for stage in reading.stages.stages]
    odd = frame.filter(pl.col("stage").is_not_null() & ~pl.col("stage").is_in(known))
    for (name,), rows in sorted(odd.group_by("stage")):
        place = Place(table.file, int(rows["source_line"].min() or 0), 0, "stage")  # pyright: ignore[reportArgumentType] - a column of lines has whole numbers
        what = f"'{name}' is the stage of {rows.height:,} row{'s' if rows.height > 1 else ''}"
        fix = f"add it to pipeline.stages, such as  {name}: 20%  or  {name}: lost"
        reading.found.append(Diagnostic.of(UNKNOWN_STAGE, place, what, fix))


def changes(frame: pl.DataFrame, table: SourceTable, batch: int) -> pl.DataFrame:
    """Give rows the columns of the contract; those without an instant say nothing.

    A row that a store keeps says itself with which batch it became known.
    """
    said = frame.filter(pl.col("changed_at").is_not_null())
    known_at = pl.col(KNOWN_WITH) if KNOWN_WITH in frame.columns else pl.lit(batch, dtype=pl.Int64)
    return CHANGES.checked(said.with_columns(known_at=known_at, file=pl.lit(table.file)))
