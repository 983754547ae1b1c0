"""Facts in and out: tables become versions of rows, and versions become the tables that were known at a batch."""

from attain_web.store.facts.personal import hidden, revealed
from attain_web.store.facts.reading import kept_at
from attain_web.store.facts.rows import TableRows, rows_of, transaction_of
from attain_web.store.facts.writing import Change, write_changes

__all__ = ["Change", "TableRows", "hidden", "kept_at", "revealed", "rows_of", "transaction_of", "write_changes"]
