"""What is odd about deals, said once for all deals that share it."""

import polars as pl

from attain.diagnostics import Diagnostic
from attain.opportunities.problems import (
    CLOSES_EARLY,
    GAP,
    NEGATIVE,
    NO_OWNER,
    NO_SUCH_DEAL,
    NO_VALUE,
    NOT_CREATED,
    OUT_OF_ORDER,
    TWO_AT_ONCE,
)
from attain.opportunities.table import FIELDS
from attain.opportunities.wording import listed


def find_oddities(changes: pl.DataFrame, created: pl.DataFrame, standing: pl.DataFrame, file: str) -> list[Diagnostic]:
    """Look at deals as they stand in the end, and at their changes.

    Args:
        changes: what every row says.
        created: ``opportunity_id`` and ``created_at`` as the records have it.
        standing: the last version of every deal that was not deleted, with its ``created_on`` and ``source_line``.
        file: where the deals stand.
    """
    odd = (
        (CLOSES_EARLY, pl.col("close_date") < pl.col("created_on"), ("closes before it was created", "correct a date")),
        (NO_OWNER, pl.col("owner_id").is_null(), ("has no owner", "name one in the source")),
        (NO_VALUE, pl.col("amount").is_null(), ("has no amount", "enter one in the source")),
        (NEGATIVE, pl.col("amount") < 0, ("has a negative amount", "check its sign in the source")),
        (NOT_CREATED, pl.col("created_on").is_null(), ("has no day of creation", "export the column CreatedDate too")),
    )
    found = [one for code, is_odd, say in odd for one in listed(code, file, standing.filter(is_odd), say)]
    return [*found, *_of_history(changes, created)]


def _of_history(changes: pl.DataFrame, created: pl.DataFrame) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    told = changes.filter(pl.col("basis") == "history")
    for (file,), rows in told.group_by("file", maintain_order=True):
        dated = rows.join(created, on="opportunity_id", how="left", maintain_order="left")
        # What a field was before its first change is said from just before on; that is no change of its own.
        early = dated.filter(pl.col("changed_at") < pl.col("created_at") - pl.duration(seconds=1))
        what, fix = "a change is dated before the creation", "check the days; the deal counts from its first change"
        found += listed(OUT_OF_ORDER, str(file), early, (what, fix))
        found += _at_once(rows, str(file))
    if created.height:
        lost = told.join(created, on="opportunity_id", how="anti", maintain_order="left")
        for (file,), rows in lost.group_by("file", maintain_order=True):
            what, fix = "is in the history and not among the deals", "export the deal too, or leave its history out"
            found += listed(NO_SUCH_DEAL, str(file), rows, (what, fix))
    return [*found, *_gaps(changes, told)]


def _at_once(rows: pl.DataFrame, file: str) -> list[Diagnostic]:
    """Find rows of one load that say different things of one field at one instant."""
    twice: list[pl.DataFrame] = []
    keys = ["opportunity_id", "changed_at", "known_at"]
    for field in FIELDS:
        said = rows.filter(pl.col(f"says_{field}"))
        counted = said.with_columns(different=pl.col(field).n_unique().over(keys))
        twice.append(counted.filter(pl.col("different") > 1).select("opportunity_id", "source_line"))
    both = pl.concat(twice).unique(maintain_order=True)
    return listed(TWO_AT_ONCE, file, both, ("has two versions at the same instant", "keep the one that counts"))


def _gaps(changes: pl.DataFrame, told: pl.DataFrame) -> list[Diagnostic]:
    """Find deals that stand otherwise than their history ended."""
    records = changes.filter(pl.col("basis") == "record")
    found: list[Diagnostic] = []
    for field in FIELDS:
        said = told.filter(pl.col(f"says_{field}")).sort("changed_at", "known_at", "source_line", maintain_order=True)
        ended = said.group_by("opportunity_id").agg(
            ended=pl.col(field).last(), ended_at=pl.col("changed_at").last(), its_batch=pl.col("known_at").last()
        )
        both = records.filter(pl.col(f"says_{field}")).join(ended, on="opportunity_id", maintain_order="left")
        later = both.filter((pl.col("changed_at") >= pl.col("ended_at")) & ~pl.col(field).eq_missing(pl.col("ended")))
        what = f"has another {field} than its history ended in"
        fix = "export the whole history; the change counts from the day of the export"
        for (file,), rows in later.group_by("file", maintain_order=True):
            found += listed(GAP, str(file), rows, (what, fix))
    return found
