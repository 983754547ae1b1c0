"""Where a chain breaks: the first break of each kind, found from the rows, the hashes and the signed heads.

A row is *edited* when its content does not give its hash. It is out of place when its ``previous_hash`` is not the hash
of the row before it: the rows between were *inserted* when it links further back, rows were *reordered* when it links
forward, and *deleted* when nobody has the hash it links to. A chain that holds together and does not pass through a
signed head was *written anew*; one that ends below a signed head was *cut*.
Source: docs/behaviours/ledger.md. Oracle: tests/oracle/chain.py.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from attain.diagnostics import Code, Diagnostic, Place
from attain.ledger.chain.canonical import Record
from attain.ledger.chain.heads import signatures_hold
from attain.ledger.chain.linking import HASH, NOTHING, POSITION, PREVIOUS, Head, own_hashes
from attain.ledger.problems import (
    CUT,
    DELETED_ENTRY,
    EDITED_ENTRY,
    INSERTED_ENTRY,
    REORDERED,
    REWRITTEN,
    WRONG_SIGNATURE,
)
from attain.money import largest

_FIX = "restore the rows from a backup, and find out who could write past the application"


@dataclass(frozen=True)
class Break:
    """One break: of which kind, at which position of the chain, and what was found there."""

    code: Code
    position: int
    what: str

    def diagnostic(self, chain: str) -> Diagnostic:
        """Say it as a diagnostic."""
        return Diagnostic.of(self.code, Place(chain, detail=f"entry {self.position}"), self.what, _FIX)


def first_of_each(found: Iterable[Break]) -> tuple[Break, ...]:
    """Keep the first break of each kind, in order of position."""
    ordered = sorted(found, key=lambda one: (one.position, one.code.name))
    return tuple({one.code: one for one in reversed(ordered)}[code] for code in dict.fromkeys(o.code for o in ordered))


def chain_breaks(
    rows: pl.DataFrame, record: Record, heads: pl.DataFrame, key: Ed25519PublicKey
) -> tuple[tuple[Break, ...], Head]:
    """Check a chain against itself and against its signed heads.

    Args:
        rows: with ``entry_no``, ``previous_hash``, ``entry_hash`` and the record's columns, in any order.
        record: how a row becomes bytes.
        heads: HEADS of this chain, kept where those who can write the rows cannot.
        key: the public half of the key that signs.

    Returns:
        The first break of each kind, and the end of the chain as it is found.
    """
    rows = rows.sort(POSITION, maintain_order=True)
    found = [*_contents(rows, record), *_gaps(rows), *_links(rows), *_heads(rows, heads, key)]
    last = rows[HASH][-1] if rows.height else NOTHING
    return first_of_each(found), Head(rows.height, last)


def _contents(rows: pl.DataFrame, record: Record) -> Iterable[Break]:
    differs = rows.select(POSITION).filter(own_hashes(rows, record) != rows[HASH])
    for position in differs[POSITION].head(1):
        yield Break(EDITED_ENTRY, position, f"the content of entry {position} does not give its hash")


def _gaps(rows: pl.DataFrame) -> Iterable[Break]:
    """Positions count 1, 2, 3, ...: one that is missing was deleted, one that stands twice was inserted."""
    step = pl.col(POSITION) - pl.col(POSITION).shift(1).fill_null(0)
    stepped = rows.select(POSITION, step=step)
    for position in stepped.filter(pl.col("step") < 1)[POSITION].head(1):
        yield Break(INSERTED_ENTRY, position, f"there are two entries {position}, or one below 1")
    for position, by in stepped.filter(pl.col("step") > 1).head(1).iter_rows():
        missing = f"entry {position - 1} is" if by == 2 else f"entries {position - by + 1} to {position - 1} are"
        yield Break(DELETED_ENTRY, position - by + 1, f"{missing} missing")


def _links(rows: pl.DataFrame) -> Iterable[Break]:
    """Follow the hashes; where one leads elsewhere, say where."""
    before = pl.col(HASH).shift(1).fill_null(NOTHING)
    numbered = rows.select(POSITION, PREVIOUS, HASH, step=pl.col(POSITION) - pl.col(POSITION).shift(1).fill_null(0))
    broken = numbered.filter((pl.col(PREVIOUS) != before) & (pl.col("step") == 1))
    if broken.is_empty():
        return
    where: dict[str, int] = {NOTHING: 0, **dict(rows.select(HASH, POSITION).reverse().iter_rows())}
    for position, previous, _, _ in broken.iter_rows():
        yield _misplaced(position, where.get(previous))


def _misplaced(position: int, linked_to: int | None) -> Break:
    if linked_to is None:
        what = f"entry {position} continues an entry that is not there: deleted, or edited and hashed again"
        return Break(DELETED_ENTRY, position, what)
    if linked_to >= position:
        return Break(REORDERED, position, f"entry {position} continues entry {linked_to}, which stands after it")
    between = f"{linked_to + 1}" if linked_to == position - 2 else f"{linked_to + 1} to {position - 1}"
    what = f"entry {position} continues entry {linked_to}: what stands between them ({between}) was not there"
    return Break(INSERTED_ENTRY, linked_to + 1, what)


def _heads(rows: pl.DataFrame, heads: pl.DataFrame, key: Ed25519PublicKey) -> Iterable[Break]:
    holds = signatures_hold(heads, key)
    for height in heads.filter(~holds).sort("height")["height"].head(1):
        yield Break(WRONG_SIGNATURE, height, f"the signature of the head at {height} does not hold")
    good = heads.filter(holds).sort("height")
    highest = largest(rows[POSITION])
    for height in good.filter(pl.col("height") > highest)["height"].head(1):
        yield Break(CUT, highest + 1, f"a head was signed at {height}, and the chain ends at {highest}")
    yield from _rewritten(rows, good.filter((pl.col("height") <= highest) & (pl.col("height") > 0)))


def _rewritten(rows: pl.DataFrame, heads: pl.DataFrame) -> Iterable[Break]:
    met = heads.join(rows.select(height=POSITION, found=HASH), on="height", how="left", maintain_order="left")
    passed = 0
    for height, signed, found in met.select("height", "head_hash", "found").iter_rows():
        if signed != found:
            what = f"the chain does not pass through the head signed at {height}; it did at {passed}"
            yield Break(REWRITTEN, passed + 1, what)
            return
        passed = height


def unsigned_count(rows: pl.DataFrame, heads: pl.DataFrame) -> int:
    """Return how many rows stand after the last signed head: what nobody has signed yet could be cut unseen."""
    signed: Sequence[int] = heads["height"].to_list()
    return max(rows.height - max(signed, default=0), 0)
