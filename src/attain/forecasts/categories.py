"""Categories of forecasts, and how they roll up.

A won deal is closed and a lost one omitted, whatever its source says. An open deal's category is its own where the
source gives one, else its stage's, else pipeline; closed is never that of an open deal, since nothing of it has come.
Closed 50, commit 100, best case 150, pipeline 200: cumulative, commit is 150, best case 300 and the open pipeline,
which leaves out what is closed, 450. Single, each stands for itself.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from attain.snapshots import Book

OPEN_CATEGORIES = ("commit", "most_likely", "best_case", "pipeline", "omitted")
CATEGORIES = ("closed", *OPEN_CATEGORIES)


def categorised(book: Book, deals: pl.DataFrame) -> pl.DataFrame:
    """Add ``category`` to deals as at an instant, keeping their order."""
    by_stage = book.opportunities.stages.frame.select("stage", "stage_category")
    rows = deals.join(by_stage, on="stage", how="left", maintain_order="left")
    own, of_stage = (
        pl.when(pl.col(name).is_in(OPEN_CATEGORIES)).then(name) for name in ("forecast_category", "stage_category")
    )
    closed = pl.when(pl.col("outcome") == "won").then(pl.lit("closed")).when(pl.col("outcome") == "lost")
    by_outcome = closed.then(pl.lit("omitted"))
    return rows.with_columns(category=pl.coalesce(by_outcome, own, of_stage, pl.lit("pipeline")))


def rolled_up(rows: pl.DataFrame, by: Sequence[str] = ()) -> pl.DataFrame:
    """Add up amounts by category, and by some columns: ``category``, the columns, ``deal_count``, ``worth``."""
    keys = [*by, "category"]
    found = rows.group_by(keys).agg(deal_count=pl.len().cast(pl.Int64), worth=pl.col("amount").sum())
    return found.sort(keys, nulls_last=True)


def single(sums: Mapping[str, int]) -> dict[str, int]:
    """Return what each category holds alone."""
    return {category: sums.get(category, 0) for category in CATEGORIES if category != "omitted"}


def cumulative(sums: Mapping[str, int]) -> dict[str, int]:
    """Return the cumulative roll-up.

    >>> cumulative({"closed": 50, "commit": 100, "best_case": 150, "pipeline": 200})
    {'closed': 50, 'commit': 150, 'most_likely': 150, 'best_case': 300, 'open_pipeline': 450}
    """
    closed, commit = sums.get("closed", 0), sums.get("commit", 0)
    likely, best, rest = (sums.get(name, 0) for name in ("most_likely", "best_case", "pipeline"))
    return {
        "closed": closed,
        "commit": closed + commit,
        "most_likely": closed + commit + likely,
        "best_case": closed + commit + likely + best,
        "open_pipeline": commit + likely + best + rest,
    }
