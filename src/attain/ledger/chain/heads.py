"""Signed heads: an Ed25519 signature over where a chain ended, made with a key that the database never holds.

Whoever can write to every table, but has no key, can hash a changed chain anew; it then no longer passes through the
heads that were signed.
Source: docs/behaviours/ledger.md. Oracle: tests/oracle/chain.py.
"""

import polars as pl
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from attain.ledger.chain.canonical import Record, field_of
from attain.ledger.chain.linking import Head
from attain.tables import Column, Table

HEADS = Table(
    name="signed_heads",
    grain="a signature over the end of one chain",
    key=("chain", "height", "purpose"),
    columns=(
        Column("chain", pl.String, "", "which chain: ledger, audit"),
        Column("height", pl.Int64, "", "how many rows it had"),
        Column("head_hash", pl.String, "hex", "the hash of the last of them"),
        Column("purpose", pl.String, "", "what was signed for, such as close 2026-01"),
        Column("signature", pl.String, "hex", "Ed25519 over the canonical bytes of the four columns before"),
    ),
)
_HEAD = Record("attain-signed-head/1", ("chain", "height", "head_hash", "purpose"))


def signed_head(head: Head, key: Ed25519PrivateKey, *, chain: str, purpose: str) -> pl.DataFrame:
    """Sign where a chain ends; returns one row of HEADS."""
    signature = key.sign(_signed_bytes(chain, head.height, head.head_hash, purpose)).hex()
    row = {"chain": chain, "height": head.height, "head_hash": head.head_hash, "purpose": purpose}
    return HEADS.checked(pl.DataFrame([{**row, "signature": signature}], schema=HEADS.schema))


def signatures_hold(heads: pl.DataFrame, key: Ed25519PublicKey) -> pl.Series:
    """Say of each head whether its signature holds; in the order of the frame."""
    rows = heads.select("chain", "height", "head_hash", "purpose", "signature").iter_rows()
    return pl.Series([_holds(row, key) for row in rows], dtype=pl.Boolean)


def _holds(row: tuple[str, int, str, str, str], key: Ed25519PublicKey) -> bool:
    chain, height, head_hash, purpose, signature = row
    try:
        key.verify(bytes.fromhex(signature), _signed_bytes(chain, height, head_hash, purpose))
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed_bytes(chain: str, height: int, head_hash: str, purpose: str) -> bytes:
    return _HEAD.preamble + b"".join(field_of(text) for text in (chain, str(height), head_hash, purpose))
