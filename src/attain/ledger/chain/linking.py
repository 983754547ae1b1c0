"""A chain of rows: each one's hash covers the hash before it, so nothing before it can change unseen.

entry_hash = SHA-256(preamble + field(previous_hash) + the row's fields). The position of a row is not among its fields:
it is said by the chain alone, so that a row that was moved is found as moved and not as edited.
Source: docs/behaviours/ledger.md. Oracle: tests/oracle/chain.py.
"""

import hashlib
from dataclasses import dataclass

import polars as pl

from attain.ledger.chain.canonical import Record, canonical_rows, field_of

NOTHING = "0" * 64
"""The hash before the first row."""

POSITION, PREVIOUS, HASH = "entry_no", "previous_hash", "entry_hash"


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many rows it has, and the hash of the last."""

    height: int = 0
    head_hash: str = NOTHING


def chained(frame: pl.DataFrame, record: Record, head: Head) -> tuple[pl.DataFrame, Head]:
    """Append rows to a chain.

    Args:
        frame: the new rows in order, with the record's columns.
        record: how a row becomes bytes.
        head: where the chain ends now; taken under the lock under which the rows are written.

    Returns:
        The rows with ``entry_no``, ``previous_hash`` and ``entry_hash``, and the new head.
    """
    begun = hashlib.sha256(record.preamble)
    hashes = [head.head_hash]
    for text in canonical_rows(frame, record):
        hashed = begun.copy()
        hashed.update(field_of(hashes[-1]) + text.encode())
        hashes.append(hashed.hexdigest())
    numbers = pl.int_range(head.height + 1, head.height + 1 + frame.height, dtype=pl.Int64, eager=True)
    linked = frame.with_columns(
        numbers.alias(POSITION),
        pl.Series(PREVIOUS, hashes[:-1], dtype=pl.String),
        pl.Series(HASH, hashes[1:], dtype=pl.String),
    )
    return linked, Head(head.height + frame.height, hashes[-1])


def own_hashes(frame: pl.DataFrame, record: Record) -> pl.Series:
    """Compute the hash that each row should have, from the ``previous_hash`` it carries; one row at a time."""
    begun = hashlib.sha256(record.preamble)
    hashes: list[str] = []
    for previous, text in zip(frame[PREVIOUS], canonical_rows(frame, record), strict=True):
        hashed = begun.copy()
        hashed.update(field_of(previous or "") + text.encode())
        hashes.append(hashed.hexdigest())
    return pl.Series(hashes, dtype=pl.String)
