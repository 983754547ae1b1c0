"""The figures of runs in and out of the store: each payee's rows stand together, and equal rows are kept once."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO

import polars as pl
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from attain.credits import CREDITS
from attain.earnings import EARNINGS
from attain.measures import MEASURES
from attain.payments import PAYMENTS
from attain.periods import PERIODS
from attain.tables import Column, Table

EVERYBODY = ""
READINGS = Table(
    name="readings",
    grain="a transaction that a payee's pay was calculated from",
    key=("payee_id", "source", "transaction_id"),
    columns=(
        Column("payee_id", pl.String, "", "whose pay"),
        Column("source", pl.String, "", "the source of the transaction"),
        Column("transaction_id", pl.String, "", "its key"),
    ),
)
TABLES = {"credits": CREDITS, "measures": MEASURES, "earnings": EARNINGS, "payments": PAYMENTS, "periods": PERIODS}
KEPT = {**TABLES, "readings": READINGS}
NULL = "\\N"  # without quotes, which every text has
_OWNER = {"measures": "owner_id"}
_ADD = """
COPY figures (digest, payee_id, checks, credits, measures, earnings, payments, periods, readings)
FROM STDIN (FORMAT BINARY)
"""
_KNOWN = sql.SQL("""
SELECT r.payee_id, r.digest, f.checks, {tables} FROM run_figures r JOIN figures f USING (digest)
WHERE r.run_id = %(run)s AND (%(people)s::text[] IS NULL OR r.payee_id = ANY(%(people)s))
ORDER BY r.payee_id COLLATE "C"
""")


class Changed(Exception):
    """Figures that are not those that a run found."""


@dataclass(frozen=True)
class Share:
    """One payee's part of the tables of a run.

    Attributes:
        payee_id: whose; empty for what is nobody's alone.
        tables: Arrow by table.
        checks: JSON with the sha256 of what each of them says.
    """

    payee_id: str
    tables: Mapping[str, bytes]
    checks: str

    @property
    def digest(self) -> str:
        """Of all that they say."""
        return _sha256(self.checks)


def shares_of(tables: Mapping[str, pl.DataFrame], people: Collection[str]) -> list[Share]:
    """Part the tables of a run by payee, in order of payee; the rows of each stay in order.

    Args:
        tables: those of ``KEPT`` by name.
        people: everybody in the roster; measures of others, such as teams, are nobody's alone.
    """
    parts = {name: _parted(name, frame, people) for name, frame in tables.items()}
    having = sorted({payee for own in parts.values() for payee in own})
    return [_share(payee, {name: own.get(payee) for name, own in parts.items()}) for payee in having]


def digest_of(digests: Mapping[str, str]) -> str:
    """Return the digest of a whole run from those of its payees."""
    return _sha256("".join(f"{payee}\0{digests[payee]}\n" for payee in sorted(digests)))


def add_shares(cursor: CursorWrapper, run_id: str, shares: Collection[Share], others: Mapping[str, str]) -> None:
    """Keep what a run found.

    Args:
        cursor: of the engine, in the transaction that adds the run.
        run_id: the run.
        shares: what it found.
        others: digests, by payee, of figures that are kept already and are the run's too.
    """
    cursor.execute("SELECT digest FROM figures WHERE digest = ANY(%s)", [[share.digest for share in shares]])
    known = {digest for (digest,) in cursor.fetchall()}
    with cursor.copy(_ADD) as copy:
        copy.set_types(["text", "text", "text", *("bytea" for _ in KEPT)])
        for share in shares:
            if share.digest not in known:
                copy.write_row((share.digest, share.payee_id, share.checks, *(share.tables[name] for name in KEPT)))
    digests = {**others, **{share.payee_id: share.digest for share in shares}}
    with cursor.copy("COPY run_figures (run_id, payee_id, digest) FROM STDIN") as copy:
        for payee, digest in digests.items():
            copy.write_row((run_id, payee, digest))


def spans_in(shares: Collection[Share]) -> list[tuple[str, date, date]]:
    """Return the days of the periods of a run: name, first day, first day after; none where they are not among them."""
    found = [_rows(share.tables["periods"]) for share in shares if share.payee_id == EVERYBODY]
    return [row for rows in found if rows is not None for row in rows.select(*PERIODS.names).iter_rows()]


def digests_of(cursor: CursorWrapper, run_id: str) -> dict[str, str]:
    """Return the digest of each payee's figures in a run."""
    cursor.execute("SELECT payee_id, digest FROM run_figures WHERE run_id = %s", [run_id])
    return dict(cursor.fetchall())


def check_digest(cursor: CursorWrapper, run_id: str, digest: str) -> None:
    """Compare the digests of a run's payees with the run's own.

    Raises:
        Changed: they are not those of the run.
    """
    if digest_of(digests_of(cursor, run_id)) != digest:
        raise Changed("the list of figures")


def figures_in(
    cursor: CursorWrapper,
    run_id: str,
    names: Collection[str],
    people: Collection[str] | None = None,
    *,
    is_checked: bool = True,
) -> dict[str, pl.DataFrame]:
    """Read tables of a run, in order of payee.

    Args:
        cursor: of a role that may read them; what it may not see is not there.
        run_id: the run.
        names: which tables of ``KEPT``.
        people: whose; everybody's by default.
        is_checked: whether each payee's figures are compared with their digest.

    Raises:
        Changed: a payee's figures are not those that the run found.
    """
    known: dict[str, list[pl.DataFrame]] = {name: [KEPT[name].empty()] for name in names}
    columns = sql.SQL(", ").join(sql.Identifier("f", name) for name in names)
    people = None if people is None else sorted(people)
    cursor.execute(_KNOWN.format(tables=columns), {"run": run_id, "people": people})
    for payee, digest, checks, *said in cursor.fetchall():
        tables = {name: _rows(bytes(part)) for name, part in zip(names, said, strict=True)}
        if is_checked and not _agree(tables, checks, digest):
            raise Changed(f"the figures of {payee or 'everybody'}")
        for name, rows in tables.items():
            if rows is not None:
                known[name].append(rows)
    return {name: KEPT[name].checked(pl.concat(frames)) for name, frames in known.items()}


def _parted(name: str, frame: pl.DataFrame, people: Collection[str]) -> dict[str, pl.DataFrame]:
    """A table's rows by payee; what belongs to none of them is everybody's."""
    if name == "periods":
        return {EVERYBODY: frame}
    owner = _OWNER.get(name, "payee_id")
    parts: dict[str, pl.DataFrame] = {}
    if name in _OWNER:
        is_own = pl.col(owner).is_in(list(people))
        others, frame = frame.filter(~is_own), frame.filter(is_own)
        parts = {EVERYBODY: others} if others.height else {}
    found = frame.partition_by(owner, as_dict=True, maintain_order=True)
    return parts | {str(payee): rows for (payee,), rows in found.items()}


def _share(payee: str, frames: Mapping[str, pl.DataFrame | None]) -> Share:
    tables = {name: _arrow(frames[name]) for name in KEPT}
    return Share(payee, tables, json.dumps(_checks(frames), sort_keys=True))


def _arrow(frame: pl.DataFrame | None) -> bytes:
    if frame is None or frame.is_empty():
        return b""
    into = BytesIO()
    frame.rechunk().write_ipc_stream(into, compression="zstd", compat_level=pl.CompatLevel.oldest())
    return into.getvalue()


def _rows(arrow: bytes) -> pl.DataFrame | None:
    return pl.read_ipc_stream(BytesIO(arrow)) if arrow else None


def _checks(frames: Mapping[str, pl.DataFrame | None]) -> dict[str, str]:
    """Hash what rows say and not how they are kept: equal rows have one digest, in every version of a library."""
    found: dict[str, str] = {}
    for name, frame in frames.items():
        if frame is not None and frame.height:
            found[name] = _sha256(frame.write_csv(null_value=NULL, quote_style="non_numeric"))
    return found


def _agree(tables: Mapping[str, pl.DataFrame | None], checks: str, digest: str) -> bool:
    """Whether some tables of a payee are those whose digest is known."""
    expected, found = json.loads(checks), _checks(tables)
    return _sha256(checks) == digest and all(found.get(name) == expected.get(name) for name in tables)


def _sha256(text: str) -> str:
    return sha256(text.encode()).hexdigest()
