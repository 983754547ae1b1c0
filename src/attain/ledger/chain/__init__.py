"""A chain of rows that nobody can change unseen: canonical bytes, hashes, signed heads, and where it breaks.

It knows nothing of money: the ledger's entries are chained with it, and so are the rows of an audit trail.
"""

from attain.ledger.chain.breaks import Break, chain_breaks, unsigned_count
from attain.ledger.chain.canonical import Record, canonical_rows, digest_by
from attain.ledger.chain.heads import HEADS, signatures_hold, signed_head
from attain.ledger.chain.linking import NOTHING, Head, chained, own_hashes

__all__ = [
    "HEADS",
    "NOTHING",
    "Break",
    "Head",
    "Record",
    "canonical_rows",
    "chain_breaks",
    "chained",
    "digest_by",
    "own_hashes",
    "signatures_hold",
    "signed_head",
    "unsigned_count",
]
