"""Some rows of the facts: the keys that changed between two batches, and the rows of some transactions."""

from collections.abc import Collection, Iterable

import polars as pl
from django.db.backends.utils import CursorWrapper

from attain_web.store.facts.reading import SCHEMA

CHANGED = """
SELECT DISTINCT source_table, key FROM fact
WHERE batch_id > %(since)s AND batch_id <= %(until)s AND NOT starts_with(source_table, 'pipeline.') LIMIT %(most)s
"""
# Of each, whether it says something else now than it did; what was taken back does not.
DIFFERING = """
SELECT source_table, key, (
    SELECT cells FROM fact f WHERE f.source_table = changed.source_table AND f.key = changed.key
        AND batch_id <= %(until)s ORDER BY batch_id DESC LIMIT 1
) IS DISTINCT FROM (
    SELECT cells FROM fact f WHERE f.source_table = changed.source_table AND f.key = changed.key
        AND batch_id <= %(since)s ORDER BY batch_id DESC LIMIT 1
) FROM (
    SELECT DISTINCT source_table, key FROM fact
    WHERE batch_id > %(since)s AND batch_id <= %(until)s AND NOT starts_with(source_table, 'pipeline.') LIMIT %(most)s
) changed
"""
# The rows of a transaction have its key, or its key and a number.
OF_TRANSACTIONS = """
SELECT key, cells, file, line FROM unnest(%(ids)s::text[]) id CROSS JOIN LATERAL (
    SELECT DISTINCT ON (key) key, cells, file, line FROM fact
    WHERE source_table = %(table)s AND batch_id <= %(batch)s AND key >= id AND key < id || '$'
        AND (key = id OR starts_with(key, id || '#'))
    ORDER BY key, batch_id DESC
) known WHERE cells IS NOT NULL ORDER BY key
"""


def changed_keys(cursor: CursorWrapper, since: int, until: int, most: int) -> dict[str, list[str]] | None:
    """Return by table of pay the keys written after a batch and until another; None for more than ``most``."""
    cursor.execute(CHANGED, {"since": since, "until": until, "most": most + 1})
    found = cursor.fetchall()
    return None if len(found) > most else _by_table(found)


def differing_keys(cursor: CursorWrapper, since: int, until: int, most: int) -> dict[str, list[str]] | None:
    """Return by table of pay the keys that say something else at a batch than at an earlier one.

    None where more than ``most`` were written, whether or not they differ: of so many, some were not looked at.
    """
    cursor.execute(DIFFERING, {"since": since, "until": until, "most": most + 1})
    found = cursor.fetchall()
    return None if len(found) > most else _by_table((table, key) for table, key, differs in found if differs)


def _by_table(found: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {}
    for table, key in sorted(found):
        keys.setdefault(table, []).append(key)
    return keys


def rows_of_transactions(cursor: CursorWrapper, table: str, ids: Collection[str], batch_no: int) -> pl.DataFrame:
    """Return the rows of a table that belong to some transactions, as known at a batch, in order of their keys.

    Returns:
        ``key, cells, file, line``, as ``kept_of`` reads them.
    """
    cursor.execute(OF_TRANSACTIONS, {"ids": sorted(ids), "table": table, "batch": batch_no})
    return pl.DataFrame(cursor.fetchall(), schema=SCHEMA, orient="row")
