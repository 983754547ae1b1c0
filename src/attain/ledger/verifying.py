"""``verify``: is the ledger what was posted and signed, does it balance, and does what stands follow from it?

Source: docs/behaviours/ledger.md. Oracle: tests/oracle/chain.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from attain.diagnostics import Diagnostic
from attain.ledger.balances import standing_of
from attain.ledger.chain.breaks import Break, chain_breaks, first_of_each, unsigned_count
from attain.ledger.chain.canonical import Record, digest_by
from attain.ledger.chain.linking import Head
from attain.ledger.posting import ENTRY_RECORD, LINE_RECORD
from attain.ledger.problems import DELETED_LINE, EDITED_LINE, INSERTED_LINE, UNBALANCED, WRONG_STANDING
from attain.ledger.table import KEY


@dataclass(frozen=True)
class Verdict:
    """What ``verify`` found.

    Attributes:
        head: where the chain ends.
        unsigned_count: how many entries stand after the last signed head.
        breaks: the first break of each kind, in order of position; none when all is well.
    """

    head: Head
    unsigned_count: int
    breaks: tuple[Break, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is broken."""
        return not self.breaks

    def diagnostics(self, chain: str = "ledger") -> list[Diagnostic]:
        """Return the breaks as diagnostics."""
        return [one.diagnostic(chain) for one in self.breaks]


def verify_chain(rows: pl.DataFrame, heads: pl.DataFrame, key: Ed25519PublicKey, *, record: Record) -> Verdict:
    """Verify any chain of rows, such as an audit trail; see ``chain_breaks``."""
    breaks, head = chain_breaks(rows, record, heads, key)
    return Verdict(head, unsigned_count(rows, heads), breaks)


def verify(
    entries: pl.DataFrame,
    lines: pl.DataFrame,
    heads: pl.DataFrame,
    key: Ed25519PublicKey,
    *,
    standing: pl.DataFrame | None = None,
) -> Verdict:
    """Verify a ledger from its first entry to its last.

    Args:
        entries: ENTRIES, all of them, in any order.
        lines: LINES, all of them, in any order.
        heads: HEADS of the chain ``ledger``, kept outside the database.
        key: the public half of the key that signs.
        standing: STANDING as it is stored, to be compared with the replay.

    Returns:
        The first break of each kind.
    """
    lines = lines.sort("entry_no", "line_no", maintain_order=True)
    breaks, head = chain_breaks(entries, ENTRY_RECORD, heads, key)
    found = [*breaks, *_line_breaks(entries, lines), *_unbalanced(lines)]
    if standing is not None:
        found += _wrong_standing(entries, lines, standing)
    return Verdict(head, unsigned_count(entries, heads), first_of_each(found))


def _line_breaks(entries: pl.DataFrame, lines: pl.DataFrame) -> Iterable[Break]:
    """Compare the lines of each entry with the count and the digest that its hash covers."""
    digests = digest_by(lines, LINE_RECORD, by="entry_no")
    promised = entries.select("entry_no", "line_count", "lines_digest")
    both = promised.join(digests, on="entry_no", how="full", coalesce=True).sort("entry_no")
    count, found = pl.col("line_count").fill_null(0), pl.col("row_count").fill_null(0)
    differs = (pl.col("lines_digest") != pl.col("digest")).fill_null(True)
    kinds = (
        (DELETED_LINE, found < count, "has fewer lines than were posted"),
        (INSERTED_LINE, found > count, "has more lines than were posted"),
        (EDITED_LINE, (found == count) & differs, "has lines that do not give the digest they were posted with"),
    )
    for code, condition, what in kinds:
        for entry_no in both.filter(condition)["entry_no"].head(1):
            yield Break(code, entry_no, f"entry {entry_no} {what}")


def _unbalanced(lines: pl.DataFrame) -> Iterable[Break]:
    exact = pl.col("line_amount").cast(pl.Int128).sum()
    sums = lines.group_by("entry_no", "currency").agg(total=exact).filter(pl.col("total") != 0)
    for entry_no, currency, total in sums.sort("entry_no", "currency").head(1).iter_rows():
        yield Break(UNBALANCED, entry_no, f"entry {entry_no} sums to {total} minor units of {currency}")


def _wrong_standing(entries: pl.DataFrame, lines: pl.DataFrame, standing: pl.DataFrame) -> list[Break]:
    """Compare what is stored with a replay; the break is placed at the end of the chain."""
    replay = standing_of(entries, lines)
    back = replay.with_columns(standing_amount=0 - pl.col("standing_amount"))
    both = pl.concat([standing.select(*KEY, "standing_amount"), back])
    off = both.group_by(KEY).agg(pl.col("standing_amount").sum()).filter(pl.col("standing_amount") != 0)
    if off.is_empty():
        return []
    first = off.sort(KEY).row(0, named=True)
    whose = ", ".join(str(first[name]) for name in KEY if first[name] is not None)
    what = f"{off.height} sums differ from the replay, first {whose} by {first['standing_amount']} minor units"
    return [Break(WRONG_STANDING, entries.height, what)]
