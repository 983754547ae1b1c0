"""Targets of the pipeline: company, team, person or territory, by period and product family, and how they add up.

A parent is the sum of its children and a declared over-assignment: two people of 600,000 under a team of 1,000,000 with
an over-assignment of 20 % add up, since 1,200,000 = 1,000,000 x 1.2.
"""

from fractions import Fraction

import polars as pl

from attain.diagnostics import Code, Diagnostic, Place
from attain.metrics.problems import LOOP, NO_LEVEL, NO_PARENT, NO_PERIOD, NOT_THE_SUM, TWO_TARGETS
from attain.money import at_scale, round_fraction
from attain.periods import Calendar
from attain.sources import SourceTable
from attain.tables import Column, Table

LEVELS = ("company", "team", "person", "territory")
TARGETS = Table(
    name="pipeline_targets",
    grain="one target: a level, its owner, a period and a product family; in the order of the file",
    key=("level", "owner", "period", "product_family"),
    columns=(
        Column("level", pl.String, "", "company, team, person or territory"),
        Column("owner", pl.String, "", "whose it is: an id, a team, a territory; empty for the company"),
        Column("parent", pl.String, "", "the owner of the target above", nullable=True),
        Column("period", pl.String, "", "the period's name"),
        Column("starts_on", pl.Date, "date", "its first day"),
        Column("ends_before", pl.Date, "date", "the day after its last"),
        Column("product_family", pl.String, "", "the family it is for; null for all products", nullable=True),
        Column("target_value", pl.Int64, "minor units", "what is to be won"),
        Column("over_assignment", pl.Int64, "millionths", "by how much the targets below may be more", nullable=True),
        Column("source_line", pl.Int64, "", "line in the source"),
    ),
)
_SCALE = 6


def read_targets(
    table: SourceTable | None, calendar: Calendar, digits: int
) -> tuple[pl.DataFrame | None, list[Diagnostic]]:
    """Read the targets of a pipeline; None where there are none, or where they cannot be used."""
    if table is None:
        return None, []
    frame = _typed(table, digits)
    found: list[Diagnostic] = []
    periods = {name: calendar.parse(name) for name in frame["period"].unique().to_list()}
    for row in frame.iter_rows(named=True):
        place = Place(table.file, row["source_line"])
        if periods[row["period"]] is None:
            what = f"'{row['period']}' is no period of the calendar"
            found.append(Diagnostic.of(NO_PERIOD, place, what, "write a period such as 2026-Q2"))
        if row["level"] not in LEVELS:
            what = f"'{row['level']}' is no level of targets"
            found.append(Diagnostic.of(NO_LEVEL, place, what, f"write one of {', '.join(LEVELS)}"))
    known = [(name, p.starts_on, p.ends_before) for name, p in periods.items() if p is not None]
    schema = {"period": pl.String, "starts_on": pl.Date, "ends_before": pl.Date}
    ranges = pl.DataFrame(known, schema=schema, orient="row")
    made = TARGETS.checked(frame.join(ranges, on="period", how="inner", maintain_order="left"))
    found += _hierarchy(made, table.file)
    return made, found


def _typed(table: SourceTable, digits: int) -> pl.DataFrame:
    def scaled(name: str, to: int) -> pl.Expr:
        return at_scale(table.frame[name], table.columns[name].scale, to)

    def text(name: str) -> pl.Expr:
        return pl.col(name) if name in table.columns else pl.lit(None, dtype=pl.String)

    over = scaled("over_assignment", _SCALE) if "over_assignment" in table.columns else pl.lit(None, dtype=pl.Int64)
    owner = text("owner").fill_null("")
    level = pl.coalesce(text("level"), pl.when(owner == "").then(pl.lit("company")).otherwise(pl.lit("person")))
    return table.frame.select(
        "period",
        "source_line",
        level=level,
        owner=owner,
        parent=text("parent"),
        product_family=text("product_family"),
        target_value=scaled("amount", digits),
        over_assignment=over,
    )


def _hierarchy(targets: pl.DataFrame, file: str) -> list[Diagnostic]:
    """Check that targets of one period and family form a tree that adds up."""
    found: list[Diagnostic] = []
    for _, rows in targets.group_by("period", "product_family", maintain_order=True):
        listed = rows.to_dicts()
        owners = {str(row["owner"]): row for row in listed}
        if len(owners) < len(listed):
            twice = next(r for at, r in enumerate(listed) if r["owner"] in {x["owner"] for x in listed[:at]})
            found.append(_said(TWO_TARGETS, file, twice, "has a target for the period already", "keep one of them"))
            continue
        looping = next((row for row in listed if _loops(row, owners)), None)
        if looping is not None:
            found.append(_said(LOOP, file, looping, "stands above itself", "correct the column parent"))
            continue
        for row in listed:
            if row["parent"] is not None and str(row["parent"]) not in owners:
                what = f"is below '{row['parent']}', which has no target for {row['period']}"
                found.append(_said(NO_PARENT, file, row, what, "add a target for it, or correct the column parent"))
        found += _sums(listed, file)
    return found


def _loops(row: dict[str, object], owners: dict[str, dict[str, object]]) -> bool:
    seen = {row["owner"]}
    at = row["parent"]
    while at is not None and str(at) in owners:
        if at in seen:
            return True
        seen.add(at)
        at = owners[str(at)]["parent"]
    return False


def _sums(listed: list[dict[str, object]], file: str) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for row in listed:
        below = [int(str(other["target_value"])) for other in listed if other["parent"] == row["owner"]]
        own = Fraction(int(str(row["target_value"])))
        wanted = round_fraction(own * (1 + Fraction(int(str(row["over_assignment"] or 0)), 10**_SCALE)))
        if below and sum(below) != wanted:
            what = f"has {sum(below)} minor units below it where {wanted} were declared"
            found.append(_said(NOT_THE_SUM, file, row, what, "declare over_assignment, or correct the targets below"))
    return found


def _said(code: Code, file: str, row: dict[str, object], what: str, fix: str) -> Diagnostic:  # noqa: PLR0917 -- one sentence of five parts
    named = f"{row['owner'] or 'the company'}: {what}"
    return Diagnostic.of(code, Place(file, int(str(row["source_line"]))), named, fix)
