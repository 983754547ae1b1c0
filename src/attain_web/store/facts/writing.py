"""Only what changed becomes a fact: new rows, rows that say something else, and rows that are gone from a full list."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from attain_web.store.facts.rows import TableRows

FEW = 1_000  # rows of a part are each looked up by their key, whatever is known of them
STAGED = """
CREATE TEMP TABLE IF NOT EXISTS staged (
    key text NOT NULL, cells text NOT NULL, file text NOT NULL, line bigint NOT NULL
) ON COMMIT DELETE ROWS
"""
# Of a full list every key is compared with what stands; of a part only the keys that it has.
WHOLE = """
SELECT coalesce(s.key, f.key), s.cells, coalesce(s.file, f.file), coalesce(s.line, f.line), f.cells IS NULL
FROM staged s FULL JOIN (
    SELECT DISTINCT ON (key) key, cells, file, line FROM fact WHERE source_table = %(table)s ORDER BY key, batch_id DESC
) f USING (key)
WHERE s.cells IS DISTINCT FROM f.cells
"""
PART = """
SELECT s.key, s.cells, s.file, s.line, f.cells IS NULL
FROM staged s LEFT JOIN LATERAL (
    SELECT cells FROM fact WHERE source_table = %(table)s AND key = s.key ORDER BY batch_id DESC LIMIT 1
) f ON true
WHERE s.cells IS DISTINCT FROM f.cells
"""
WRITE = """
WITH change (key, cells, file, line, is_new) AS ({change}),
written AS (
    INSERT INTO fact (source_table, key, batch_id, cells, file, line)
    SELECT %(table)s, key, %(batch)s, cells, file, line FROM change
)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new AND cells IS NOT NULL),
    count(*) FILTER (WHERE cells IS NULL),
    encode(sha256(convert_to(coalesce(string_agg(
        encode(sha256(convert_to(key || chr(31) || coalesce(cells, ''), 'UTF8')), 'hex'), '' ORDER BY key COLLATE "C"
    ), ''), 'UTF8')), 'hex')
FROM change
"""


@dataclass(frozen=True)
class Change:
    """What a batch changed in one table.

    Attributes:
        table: its name.
        added, changed, gone: facts of each kind.
        digest: sha256 of them, in order of their keys.
    """

    table: str
    added: int
    changed: int
    gone: int
    digest: str

    @property
    def count(self) -> int:
        """How many facts it is."""
        return self.added + self.changed + self.gone


def write_changes(cursor: CursorWrapper, rows: TableRows, batch_no: int, *, is_whole: bool) -> Change:
    """Compare a table with what stands and add the versions that differ; call it inside a transaction.

    Args:
        cursor: of the engine.
        rows: the table.
        batch_no: the batch they belong to.
        is_whole: whether a key that the table lacks is gone.
    """
    cursor.execute(STAGED)
    cursor.execute("TRUNCATE staged")
    with cursor.copy("COPY staged FROM STDIN (FORMAT csv)") as copy:
        for part in rows.frame.iter_slices(100_000):
            copy.write(part.write_csv(include_header=False, quote_style="always").encode())
    if is_whole or rows.frame.height > FEW:
        cursor.execute("ANALYZE staged")
    return _written(cursor, rows.table, batch_no, WHOLE if is_whole else PART)


def _written(cursor: CursorWrapper, table: str, batch_no: int, change: str) -> Change:
    cursor.execute(WRITE.format(change=change), {"table": table, "batch": batch_no})
    added, changed, gone, digest = cursor.fetchone()
    return Change(table, added, changed, gone, digest)


UNDONE = """
SELECT f.key, b.cells, coalesce(b.file, f.file), coalesce(b.line, f.line), f.cells IS NULL
FROM fact f LEFT JOIN LATERAL (
    SELECT cells, file, line FROM fact
    WHERE source_table = f.source_table AND key = f.key AND batch_id < f.batch_id ORDER BY batch_id DESC LIMIT 1
) b ON true
WHERE f.source_table = %(table)s AND f.batch_id = %(undone)s
    AND NOT EXISTS (
        SELECT FROM fact l WHERE l.source_table = f.source_table AND l.key = f.key AND l.batch_id > %(undone)s
    )
"""
LATER = """
SELECT f.source_table, f.key, max(l.batch_id) FROM fact f JOIN fact l USING (source_table, key)
WHERE f.batch_id = %s AND l.batch_id > f.batch_id GROUP BY 1, 2 ORDER BY 1, 2 LIMIT 20
"""


def undo_changes(cursor: CursorWrapper, table: str, undone: int, batch_no: int) -> Change:
    """Put back, in a new batch, what stood before a batch, wherever no later batch says something else."""
    cursor.execute(WRITE.format(change=UNDONE), {"table": table, "batch": batch_no, "undone": undone})
    added, changed, gone, digest = cursor.fetchone()
    return Change(table, added, changed, gone, digest)


def changed_later(cursor: CursorWrapper, undone: int) -> Sequence[tuple[str, str, int]]:
    """Return the keys of a batch that a later one changed again, with the last one that did; 20 at most."""
    cursor.execute(LATER, [undone])
    return cursor.fetchall()
