"""Versions of deals: from what every row says, the state of each deal over time, as it was known at a batch.

A value holds until a later row says another. What no row says of an earlier time is what the first one says. Two rows
about one instant: the one known later counts, and of one load the later line. What a later load says never changes how
an earlier batch knew it, since its rows are not read for that batch.

A deal with 10,000 on the 1st (known with load 1), 12,000 on the 5th (load 1), and a correction of the 1st to 11,000
(load 2): as known at batch 1 it went from 10,000 to 12,000, at batch 2 from 11,000 to 12,000.
"""

import polars as pl

from attain.opportunities.table import FIELDS, VERSIONS

_DEAL = "opportunity_id"


def versions_of(changes: pl.DataFrame, known_at: int | None = None) -> pl.DataFrame:
    """Return the versions of every deal.

    Args:
        changes: with the columns of ``CHANGES``.
        known_at: the batch; the last one by default.

    Returns:
        The table ``versions``, in order of deal and time.
    """
    rows = changes if known_at is None else changes.filter(pl.col("known_at") <= known_at)
    is_told = (pl.col("basis") == "history") & pl.col("says_stage")
    rows = rows.with_columns(is_told=is_told.any().over(_DEAL))
    rows = rows.filter((pl.col("basis") != "assumed") | ~pl.col("is_told"))
    rank = pl.col("basis").replace_strict(
        {"created": 0, "assumed": 1, "record": 2, "load": 2, "history": 3}, return_dtype=pl.Int64
    )
    rows = rows.with_columns(rank=rank).sort(
        _DEAL, "changed_at", "known_at", "rank", "source_line", maintain_order=True
    )
    dense = _filled(rows)
    return VERSIONS.checked(_numbered(_changed(dense)))


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    """Fill each field with what was last said of it, and one row per deal and instant."""
    rows = rows.with_columns(at=pl.int_range(pl.len(), dtype=pl.Int64))
    said = {f: pl.when(pl.col(f"says_{f}")).then("at").forward_fill().over(_DEAL) for f in FIELDS}
    rows = rows.with_columns(**{f"at_{f}": expression for f, expression in said.items()})
    # That a deal was deleted says nothing of the time before.
    rows = rows.with_columns(pl.col(f"at_{f}").backward_fill().over(_DEAL) for f in FIELDS if f != "is_deleted")
    rows = rows.with_columns(pl.col(f).gather(pl.col(f"at_{f}")) for f in FIELDS)
    rows = rows.with_columns(known_at=pl.col("known_at").max().over(_DEAL, "changed_at"))
    return rows.unique([_DEAL, "changed_at"], keep="last", maintain_order=True)


def _changed(dense: pl.DataFrame) -> pl.DataFrame:
    """Keep the first row of each deal and those in which something differs from the row before."""
    differs = pl.any_horizontal(~pl.col(f).eq_missing(pl.col(f).shift(1)) for f in FIELDS)
    is_first = ~pl.col(_DEAL).eq_missing(pl.col(_DEAL).shift(1))
    return dense.filter(is_first | differs)


def _numbered(rows: pl.DataFrame) -> pl.DataFrame:
    number = pl.col(_DEAL).cum_count().over(_DEAL).cast(pl.Int64)
    ends_at = pl.col("changed_at").shift(-1).over(_DEAL)
    deleted = pl.col("is_deleted").fill_null(False)
    return rows.with_columns(version=number, ends_at=ends_at, is_deleted=deleted)
