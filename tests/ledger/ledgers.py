"""Ledgers written short: moves as (flow, amount), and frames as the dictionaries of the oracle."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from attain.ledger import (
    DIFFERENCES,
    ENTRIES,
    LINES,
    MOVES,
    POSITIONS,
    STANDING,
    Head,
    Posted,
    Posting,
    added_standing,
    balances,
    positions_of,
    post,
)

# A key for tests: the same each time, so that hashes and signatures can be read again.
SIGNING_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
JANUARY = date(2026, 1, 31)


def key_of(flow: str, **other: str | None) -> dict[str, str | None]:
    """A key of Ana's January in dollars, and what is said otherwise."""
    nothing = dict.fromkeys(("plan_id", "component_id", "source", "transaction_id", "line_type"))
    return {"payee_id": "ana", "period_id": "2026-01", "currency": "USD", "flow": flow, **nothing, **other}


def moves(*rows: Mapping[str, object]) -> pl.DataFrame:
    """MOVES from keys with a ``move_amount``."""
    return MOVES.checked(pl.DataFrame(list(rows), schema=MOVES.schema))


def move(flow: str, move_amount: int, **other: str | None) -> dict[str, object]:
    """One row of MOVES."""
    return {**key_of(flow, **other), "move_amount": move_amount}


def differences(*rows: Mapping[str, object]) -> pl.DataFrame:
    """DIFFERENCES from moves; posted in their own period because they were calculated, unless they say otherwise."""
    full = [{"posted_period_id": row["period_id"], "cause": "calculation", **row} for row in rows]
    return DIFFERENCES.checked(pl.DataFrame(full, schema=DIFFERENCES.schema))


def standing(*rows: Mapping[str, object]) -> pl.DataFrame:
    """STANDING from moves."""
    return STANDING.checked(moves(*rows).rename({"move_amount": "standing_amount"}))


@dataclass
class Book:
    """A ledger in memory, as a store would keep it."""

    entries: pl.DataFrame = field(default_factory=ENTRIES.empty)
    lines: pl.DataFrame = field(default_factory=LINES.empty)
    standing: pl.DataFrame = field(default_factory=STANDING.empty)
    positions: pl.DataFrame = field(default_factory=POSITIONS.empty)
    head: Head = field(default_factory=Head)

    def post(
        self, found: pl.DataFrame, *, run_id: str = "run-1", batch_no: int = 1, dated_on: date = JANUARY
    ) -> Posted:
        """Post differences and keep what a store keeps."""
        posted = post(found, self.positions, Posting(run_id, batch_no, dated_on), self.head)
        self.entries, self.lines = pl.concat([self.entries, posted.entries]), pl.concat([self.lines, posted.lines])
        self.standing = added_standing(self.standing, posted.standing)
        self.positions = pl.concat(
            [self.positions.join(posted.positions, on=POSITIONS.key, how="anti"), posted.positions]
        )
        self.head = posted.head
        return posted

    def balances_of(self, payee: str) -> dict[str, int]:
        """One payee's balances by account, in the one currency that there is."""
        found = balances(self.entries, self.lines).filter(pl.col("payee_id") == payee)
        return dict(found.select("account", "balance_amount").iter_rows())

    def due(self) -> dict[tuple[str, str], int]:
        """What payees are owed, replayed."""
        found = positions_of(balances(self.entries, self.lines))
        return {(payee, currency): due for payee, currency, due in found.iter_rows()}


def rows_of(frame: pl.DataFrame, columns: Sequence[str]) -> list[tuple[object, ...]]:
    """The rows of a frame, sorted."""
    return sorted(frame.select(columns).iter_rows(), key=repr)


def as_moves(frame: pl.DataFrame) -> Iterable[tuple[tuple[str | None, ...], str, str, int]]:
    """DIFFERENCES as the oracle posts them."""
    names = [name for name in MOVES.names if name != "move_amount"]
    for row in frame.iter_rows(named=True):
        yield tuple(row[name] for name in names), row["posted_period_id"], row["cause"], row["move_amount"]
