"""Walks: how credits move a measure, in which order, and where each credit finds it.

Source: docs/behaviours/measures.md.
"""

from types import ModuleType

import polars as pl

from attain.measures import count, formula, last, rank, ratio
from attain.measures import sum as summing

# Credits walk the first four; the others are made of measures, and have no walk of their own.
KINDS: dict[str, ModuleType] = {
    "sum": summing,
    "count": count,
    "ratio": ratio,
    "last": last,
    "formula": formula,
    "rank": rank,
}


def walked(kind: str, feed: pl.DataFrame) -> pl.DataFrame:
    """Walk a feed: one row per (walk, move), in the order of events.

    Rows that move together are added up first; for ``last`` the latest of them counts.

    Args:
        kind: ``sum``, ``count``, ``ratio`` or ``last``.
        feed: see ``attain.measures.table``; sorted by ``at``.
    """
    added = pl.col("amount").last() if kind == "last" else pl.col("amount").sum()
    summed = [added, pl.col("at").min()] + ([pl.col("over").sum()] if kind == "ratio" else [])
    moves = feed.group_by("walk", "move", maintain_order=True).agg(summed).sort("at")
    return KINDS[kind].advance(moves)


def states(kind: str, feed: pl.DataFrame) -> pl.DataFrame:
    """Return each walk's state at the end of each pay period in which it moved.

    Returns:
        ``walk``, ``period``, ``x`` (and ``x_of`` for a ratio), sorted by walk and period.
    """
    ends = [pl.col("x1").last().alias("x")] + ([pl.col("x1_of").last().alias("x_of")] if kind == "ratio" else [])
    if kind == "last":
        moves = KINDS[kind].advance(feed.sort("period", "at", maintain_order=True))
        return moves.group_by("walk", "period").agg(ends).sort("walk", "period")
    # What is added up may be added up period by period first: there are far fewer periods than rows.
    summed = [pl.col("amount").sum()] + ([pl.col("over").sum()] if kind == "ratio" else [])
    moves = feed.group_by("walk", "period").agg(summed).sort("walk", "period")
    return KINDS[kind].advance(moves).group_by("walk", "period", maintain_order=True).agg(ends)


def once_per_team(feed: pl.DataFrame) -> pl.DataFrame:
    """Count a transaction once per owner and crediting rule: the sum of its people's shares, at most the whole.

    Args:
        feed: feed rows with ``rule`` and ``whole``: what 100 % of the transaction adds; of a ratio with ``over_whole``,
            what 100 % of it adds to the denominator.
    """
    limits = {"amount": "whole", "over": "over_whole"}
    summed = {part: whole for part, whole in limits.items() if whole in feed.columns}
    left_out = {"walk", "at", "rule", *summed, *summed.values()}
    kept = [pl.col(c).first() for c in feed.columns if c not in left_out]
    counted = [_at_most(part, whole) for part, whole in summed.items()]
    return feed.group_by("walk", "at", "rule", maintain_order=True).agg(counted + kept)


def _at_most(part: str, whole: str) -> pl.Expr:
    limit = pl.col(whole).first().abs()
    return pl.col(part).sum().clip(-limit, limit)
