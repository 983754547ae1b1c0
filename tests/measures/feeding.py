"""Feeds and walks, written short, beside the oracle's way through the same moves."""

from collections.abc import Sequence
from fractions import Fraction
from types import ModuleType

import polars as pl

SCHEMA = {
    "walk": pl.UInt64, "at": pl.Int64, "move": pl.Int64, "period": pl.Int32, "amount": pl.Int64, "over": pl.Int64
}  # fmt: skip


def feed(*rows: dict[str, int | None]) -> pl.DataFrame:
    """Feed rows; what is left out is one walk, every row a move of its own in the order given, period 0."""
    filled = [
        {"walk": 0, "at": at, "move": row.get("at", at), "period": 0, "over": 0} | row for at, row in enumerate(rows)
    ]
    return pl.DataFrame(filled, schema=SCHEMA)


def moves(*amounts: int | None, over: Sequence[int] = ()) -> pl.DataFrame:
    """A feed of one walk."""
    return feed(*({"amount": amount, "over": over[n] if over else 0} for n, amount in enumerate(amounts)))


def way(frame: pl.DataFrame) -> list[tuple[int | None, int | None]]:
    """Where each move starts and ends."""
    return frame.select("x0", "x1").rows()


def readings(oracle: ModuleType, counted: Sequence[tuple[int, ...]]) -> list[tuple[Fraction | None, Fraction | None]]:
    """What the oracle reads before and after each move."""
    found, state = [], oracle.START
    for move in counted:
        before = oracle.reading(state)
        state = oracle.moved(state, tuple(Fraction(n) for n in move))
        found.append((before, oracle.reading(state)))
    return found
