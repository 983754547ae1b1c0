"""Histories of single fields: Salesforce's OpportunityFieldHistory and HubSpot's propertiesWithHistory.

What a field was before its first change is known from that change (``OldValue``); it is said from the deal's creation
on, or from just before the change where no creation is known.
"""

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.money import at_scale
from attain.opportunities.histories.states import Reading, category, changes
from attain.opportunities.problems import GAP, UNKNOWN_STAGE
from attain.opportunities.table import CHANGES, FIELDS, PROBABILITY_SCALE
from attain.opportunities.wording import listed
from attain.sources import KNOWN_WITH, SourceTable

_READ = {name: "owner" if name == "owner_id" else name for name in FIELDS if name != "outcome"}


def changes_of_fields(table: SourceTable, created: pl.DataFrame, reading: Reading, *, batch: int) -> pl.DataFrame:
    """Return what every change of a field says.

    Args:
        table: columns ``old_`` and ``new_`` of every field in it, and ``field``.
        created: ``opportunity_id`` and ``created_at`` as the records have it.
        reading: how tables are read.
        batch: with which load it became known.
    """
    found: list[pl.DataFrame] = [CHANGES.empty()]
    for field, column in _READ.items():
        if f"new_{column}" not in table.columns:
            continue
        rows = _scaled(field, column, table, reading)
        rows = rows.sort("opportunity_id", "changed_at", "source_line")
        _find_gaps(rows, field, table, reading)
        found += [changes(_said(part, field, reading, table), table, batch) for part in (rows, _first(rows, created))]
    return pl.concat(found)


def _scaled(field: str, column: str, table: SourceTable, reading: Reading) -> pl.DataFrame:
    """Return the changes of a field, both sides named ``old`` and ``new``, at the scale of the field."""
    rows = table.frame.filter(pl.col("field") == column)
    digits = {"amount": reading.digits, "probability": PROBABILITY_SCALE}.get(field)
    sides: dict[str, pl.Expr] = {}
    for side in ("old", "new"):
        name = f"{side}_{column}"
        scale = table.columns[name].scale
        sides[side] = pl.col(name) if digits is None else at_scale(rows[name], scale, digits)
        sides[side] = category(sides[side]) if field == "forecast_category" else sides[side]
    kept = [KNOWN_WITH] if KNOWN_WITH in rows.columns else []
    return rows.select("changed_at", "source_line", *kept, opportunity_id="opportunity", **sides)


def _find_gaps(rows: pl.DataFrame, field: str, table: SourceTable, reading: Reading) -> None:
    """Find changes that do not start from what the change before ended in."""
    if not rows["old"].drop_nulls().len():
        return
    before = pl.col("new").shift(1).over("opportunity_id")
    first = pl.col("opportunity_id").cum_count().over("opportunity_id") == 1
    gaps = rows.filter(~first & ~pl.col("old").eq_missing(before))
    what = f"a change of {field} starts from another value than the change before it ended in"
    fix = "export the whole history; the value counts from the change that names it"
    reading.found.extend(listed(GAP, table.file, gaps, (what, fix)))


def _first(rows: pl.DataFrame, created: pl.DataFrame) -> pl.DataFrame:
    """Return what each field was before its first change, where the history says so."""
    if not rows["old"].drop_nulls().len():
        return rows.clear()
    first = rows.unique("opportunity_id", keep="first", maintain_order=True)
    first = first.join(created, on="opportunity_id", how="left", maintain_order="left")
    just_before = pl.col("changed_at") - pl.duration(microseconds=1)
    earlier = pl.min_horizontal(pl.coalesce("created_at", just_before), just_before)
    kept = [KNOWN_WITH] if KNOWN_WITH in first.columns else []
    return first.select("source_line", "opportunity_id", *kept, changed_at=earlier, new=pl.col("old"))


def _said(rows: pl.DataFrame, field: str, reading: Reading, table: SourceTable) -> pl.DataFrame:
    frame = rows.with_columns(
        basis=pl.lit("history"),
        **{f: pl.lit(None, dtype=CHANGES.schema[f]) for f in FIELDS},
        **{f"says_{f}": pl.lit(f == field) for f in FIELDS},
    ).with_columns(pl.col("new").cast(CHANGES.schema[field]).alias(field))
    if field != "stage":
        return frame
    by_stage = reading.stages.frame.select("stage", "stage_outcome")
    frame = frame.join(by_stage, on="stage", how="left", maintain_order="left")
    odd = frame.filter(pl.col("stage").is_not_null() & pl.col("stage_outcome").is_null())
    for (name,), its in sorted(odd.group_by("stage")):
        place = Place(table.file, int(its["source_line"][0]), 0, "stage")
        what = f"'{name}' is a stage in {its.height:,} change{'s' if its.height > 1 else ''}"
        fix = f"add it to pipeline.stages, such as  {name}: 20%  or  {name}: lost"
        reading.found.append(Diagnostic.of(UNKNOWN_STAGE, place, what, fix))
    return frame.with_columns(outcome=pl.col("stage_outcome"), says_outcome=pl.col("stage_outcome").is_not_null())
