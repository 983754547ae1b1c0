"""The chain of hashes, written from docs/behaviours/ledger.md: one row at a time, with nothing but SHA-256.

A row is a mapping; its values are texts, whole numbers, dates or nothing.
"""

import hashlib
from collections.abc import Mapping, Sequence

LINE = (
    "line_no",
    "account",
    "currency",
    "line_amount",
    "flow",
    "plan_id",
    "component_id",
    "source",
    "transaction_id",
    "line_type",
)
ENTRY = (
    "run_id",
    "batch_no",
    "payee_id",
    "period_id",
    "origin_period_id",
    "cause",
    "dated_on",
    "line_count",
    "lines_digest",
)
HEAD = ("chain", "height", "head_hash", "purpose")
NAMES = {LINE: "attain-ledger-line/1", ENTRY: "attain-ledger-entry/1", HEAD: "attain-signed-head/1"}


def field(value: object) -> bytes:
    """One field; a date writes itself as the page says."""
    if value is None:
        return b"~"
    text = str(value).encode("utf-8")
    return str(len(text)).encode("ascii") + b":" + text


def beginning(columns: Sequence[str]) -> bytes:
    """What every digest over rows of these columns begins with."""
    return field(NAMES[tuple(columns)]) + field(",".join(columns))


def row(values: Mapping[str, object], columns: Sequence[str]) -> bytes:
    """The fields of one row."""
    return b"".join(field(values[name]) for name in columns)


def lines_digest(lines: Sequence[Mapping[str, object]]) -> str:
    """The digest of an entry's lines, in order."""
    return hashlib.sha256(beginning(LINE) + b"".join(row(line, LINE) for line in lines)).hexdigest()


def entry_hash(previous: str, entry: Mapping[str, object]) -> str:
    """The hash of an entry that follows ``previous``."""
    return hashlib.sha256(beginning(ENTRY) + field(previous) + row(entry, ENTRY)).hexdigest()


def signed_bytes(head: Mapping[str, object]) -> bytes:
    """What is signed of a head."""
    return beginning(HEAD) + row(head, HEAD)
