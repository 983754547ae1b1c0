"""The ledger's tables read and added to; what is posted is worked out by ``attain.ledger``."""

from collections.abc import Collection

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from attain.ledger import ENTRIES, HEADS, LINES, POSITIONS, STANDING, Head, Posted
from attain.tables import Table
from attain_web.store.frames import add_frame, read_frame

ADD_STANDING = sql.SQL(
    "INSERT INTO ledger_standing ({key}, standing_amount) SELECT {key}, standing_amount FROM added "
    "ON CONFLICT ({key}) DO UPDATE SET standing_amount = ledger_standing.standing_amount + excluded.standing_amount"
).format(key=sql.SQL(", ").join(map(sql.Identifier, STANDING.key)))
SET_POSITIONS = sql.SQL("""
INSERT INTO ledger_position (payee_id, currency, position_amount) SELECT payee_id, currency, position_amount FROM added
ON CONFLICT (payee_id, currency) DO UPDATE SET position_amount = excluded.position_amount
""")

LOOKED_UP = 10_000  # from so many rows on it is asked which periods are new
KNOWN_PERIODS = """
SELECT p.id FROM unnest(%s::text[]) AS p (id)
WHERE EXISTS (SELECT FROM ledger_standing s WHERE s.period_id = p.id)
"""


def head_of(cursor: CursorWrapper) -> Head:
    """Return where the chain ends; hold the lock under which it is extended."""
    cursor.execute("SELECT entry_no, entry_hash FROM ledger_entry ORDER BY entry_no DESC LIMIT 1")
    found = cursor.fetchone()
    return Head(*found) if found else Head()


def standing_in(cursor: CursorWrapper, periods: list[str], people: Collection[str] | None = None) -> pl.DataFrame:
    """Return what stands in some periods of origin, of some payees or of everybody; sums of 0 are left out."""
    where, parameters = "standing_amount <> 0 AND period_id = ANY(%s)", [periods]
    if people is not None:
        where, parameters = f"{where} AND payee_id = ANY(%s)", [periods, sorted(people)]
    return read_frame(cursor, "ledger_standing", STANDING, where=where, parameters=parameters)


def positions(cursor: CursorWrapper) -> pl.DataFrame:
    """Return what every payee is owed."""
    return read_frame(cursor, "ledger_position", POSITIONS)


def append(cursor: CursorWrapper, posted: Posted) -> None:
    """Add what was posted; call it in the transaction and under the lock in which the head was read."""
    add_frame(cursor, "ledger_entry", posted.entries)
    add_frame(cursor, "ledger_line", posted.lines)
    _add_standing(cursor, posted.standing)
    _merge(cursor, posted.positions, POSITIONS, SET_POSITIONS)


def whole(cursor: CursorWrapper) -> dict[str, pl.DataFrame]:
    """Return all of it: ``entries, lines, standing`` and ``heads``."""
    return {
        "entries": read_frame(cursor, "ledger_entry", ENTRIES),
        "lines": read_frame(cursor, "ledger_line", LINES),
        "standing": read_frame(cursor, "ledger_standing", STANDING, where="standing_amount <> 0"),
        "heads": read_frame(cursor, "signed_head", HEADS, where="chain = %s", parameters=["ledger"]),
    }


def _add_standing(cursor: CursorWrapper, added: pl.DataFrame) -> None:
    """Add to what stands; of a period of which nothing stands yet there is nothing to look up."""
    if added.height >= LOOKED_UP:
        cursor.execute(KNOWN_PERIODS, [added["period_id"].unique().to_list()])
        known = pl.col("period_id").is_in([period for (period,) in cursor.fetchall()])
        new, added = added.filter(~known), added.filter(known)
        add_frame(cursor, "ledger_standing", new.select(STANDING.names))
    if added.height:
        _merge(cursor, added, STANDING, ADD_STANDING)


def _merge(cursor: CursorWrapper, frame: pl.DataFrame, contract: Table, statement: sql.Composable) -> None:
    cursor.execute("DROP TABLE IF EXISTS added")
    types = ", ".join(f"{name} {'bigint' if kind == pl.Int64 else 'text'}" for name, kind in contract.schema.items())
    cursor.execute(f"CREATE TEMP TABLE added ({types}) ON COMMIT DROP")
    add_frame(cursor, "added", frame.select(contract.names))
    cursor.execute(statement)
