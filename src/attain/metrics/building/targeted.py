"""Rows of targets: those of the level that the dimensions ask for, whole periods only.

By person the targets of people, by team those of teams (or of their people), by territory those of territories; without
dimensions the company's, or else the sum of people. A target of a quarter says nothing about one of its months. Of a
book of some owners only their own targets count, as people.
"""

from collections.abc import Sequence

import polars as pl

from attain.metrics.rows import checked
from attain.periods import Period
from attain.snapshots import Book

_LEVELS: dict[str, tuple[str, ...]] = {
    "person": ("person",),
    "team": ("team", "person"),
    "territory": ("territory",),
    "": ("company", "team", "person"),
}


def target_rows(targets: pl.DataFrame | None, book: Book, period: Period, by: Sequence[str]) -> pl.DataFrame | None:
    """Return the rows ``targets``; None where there are none, and without columns that targets do not know."""
    if targets is None:
        return None
    inside = (pl.col("starts_on") >= period.starts_on) & (pl.col("ends_before") <= period.ends_before)
    rows = targets.filter(inside)
    if book.owners is not None:
        rows = rows.filter((pl.col("level") == "person") & pl.col("owner").is_in(sorted(book.owners)))
    wanted = next((name for name in ("person", "team", "territory") if name in by), "")
    rows = _whole(rows, by_family="product_family" in by)
    level = next((level for level in _LEVELS[wanted] if (rows["level"] == level).any()), _LEVELS[wanted][0])
    rows = rows.filter(pl.col("level") == level)
    people = book.opportunities.people.select("owner_id", its_team="team", its_name="name")
    rows = rows.join(people, left_on="owner", right_on="owner_id", how="left", maintain_order="left")
    is_person = level == "person"
    rows = rows.with_columns(
        person=pl.coalesce("its_name", "owner") if is_person else pl.lit(None, dtype=pl.String),
        team=pl.col("its_team") if is_person else pl.when(level == "team").then(pl.col("owner")),
        territory=pl.col("owner") if level == "territory" else pl.lit(None, dtype=pl.String),
    )
    known = {"person": is_person, "team": level in {"team", "person"}, "territory": level == "territory"}
    return checked("targets", rows).drop(name for name, is_known in known.items() if not is_known)


def _whole(rows: pl.DataFrame, *, by_family: bool) -> pl.DataFrame:
    """Take targets for all products, or those by family where they are asked for or the only ones."""
    is_whole = pl.col("product_family").is_null()
    whole = rows.filter(is_whole)
    return rows.filter(~is_whole) if by_family or not whole.height else whole
