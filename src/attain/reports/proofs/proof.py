"""A payment as a file that proves itself: what it read, what it came to, and a signature.

Whoever has the file and the public key calculates it again on any machine, without a database, to the same cent. The
file says nothing about other people but what the rules read of them, as little as gives the same cent.
Source: docs/closing.md.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from attain import __version__
from attain.reports.proofs.restricted import LEVELS, Asked, restricted
from attain.runs import Results, calculate_workspace
from attain.sources import Kept, KeptTables, load

FORMAT = "attain-proof/1"


class CannotProve(Exception):
    """There is no proof, or a file is none; the text says why."""


@dataclass(frozen=True)
class Proof:
    """What a proof says; ``read_proof`` has checked its signature.

    Attributes:
        said: all of it but the signature: ``format, engine, payee_id, period_id, as_of, others, texts, tables``,
            ``payments``, the rows of the payments table in minor units, and ``by_hand``, what people decided besides.
    """

    said: Mapping[str, Any]

    def signed(self, key: Ed25519PrivateKey) -> str:
        """Return the file."""
        signature = key.sign(_bytes(self.said)).hex()
        return json.dumps({**self.said, "signature": signature}, indent=1, ensure_ascii=False)


def prove_payment(
    texts: Mapping[str, str],
    tables: KeptTables,
    payee_id: str,
    period_id: str,
    *,
    as_of: date | None = None,
    by_hand: Sequence[Mapping[str, str | int]] = (),
) -> Proof:
    """Make the proof of what a payee is paid for a period, with as little of others as gives the same cent.

    Args:
        texts: attain.yaml, the files of its calendar, and the plans.
        tables: every table that the calculation reads.
        payee_id: whose.
        period_id: of which pay period.
        as_of: nothing dated later is known.
        by_hand: what people decided about this payment; it is signed as it is, because nothing calculates it.

    Raises:
        CannotProve: there is no such payment, or it needs single deals of other people.
    """
    with TemporaryDirectory() as folder:
        _write(Path(folder), texts)
        whole = calculate_workspace(Path(folder), as_of, tables)
        loaded = load(Path(folder), tables)
    if not whole.is_usable:
        raise CannotProve(f"it cannot be calculated: {next(iter(whole.diagnostics)).what}")
    wanted = _payments(whole, payee_id, period_id)
    if not wanted:
        raise CannotProve(f"{payee_id} has no payment in {period_id}")
    mine = whole.tables["credits"].filter(pl.col("payee_id") == payee_id)
    own: dict[str, set[str]] = {}
    for source, transaction_id in mine.select("source", "transaction_id").unique().iter_rows():
        own.setdefault(source, set()).add(transaction_id)
    plans = "\n".join(text for name, text in texts.items() if name.startswith("plans/"))
    for others in LEVELS:
        kept = restricted(loaded, Asked(payee_id, own, plans), others)
        said: dict[str, Any] = {
            "format": FORMAT,
            "engine": __version__,
            "payee_id": payee_id,
            "period_id": period_id,
            "as_of": as_of.isoformat() if as_of else None,
            "others": others,
            "texts": dict(texts),
            "tables": {name: _listed(table) for name, table in sorted(kept.tables.items())},
            "payments": wanted,
            "by_hand": [dict(one) for one in by_hand],
        }
        if recalculated(Proof(said)) == wanted:
            return Proof(said)
    raise CannotProve(
        f"the pay of {payee_id} in {period_id} reads single deals of other people, as a prize by rank does"
    )


def read_proof(text: str, key: Ed25519PublicKey) -> Proof:
    """Read a proof and check its signature.

    Raises:
        CannotProve: it is none, or its signature is not that of this key.
    """
    try:
        said = json.loads(text)
        signature = bytes.fromhex(said.pop("signature"))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise CannotProve("this is no proof: it is not JSON with a signature") from None
    try:
        key.verify(signature, _bytes(said))
    except InvalidSignature:
        raise CannotProve("the signature does not hold: the file was changed, or another key signed it") from None
    if said.get("format") != FORMAT:
        raise CannotProve(f"this is a proof of the format '{said.get('format')}'; this version reads {FORMAT}")
    return Proof(said)


def recalculated(proof: Proof) -> list[dict[str, Any]]:
    """Calculate a proof again: the rows of the payments table, in minor units; none when it cannot be calculated."""
    said = proof.said
    tables = {name: _read(table) for name, table in said["tables"].items()}
    with TemporaryDirectory() as folder:
        _write(Path(folder), said["texts"])
        as_of = date.fromisoformat(said["as_of"]) if said["as_of"] else None
        results = calculate_workspace(Path(folder), as_of, KeptTables(tables))
    return _payments(results, said["payee_id"], said["period_id"])


def _payments(results: Results, payee_id: str, period_id: str) -> list[dict[str, Any]]:
    if not results.is_usable:
        return []
    mine = (pl.col("payee_id") == payee_id) & (pl.col("period_id") == period_id)
    rows = results.tables["payments"].filter(mine)
    return rows.select(pl.col(pl.String, pl.Int64)).sort(pl.col(pl.String)).to_dicts()


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise CannotProve(f"'{name}' lies outside the proof")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _listed(table: Kept) -> dict[str, Any]:
    columns = table.texts.columns
    rows = [list(row) for row in table.texts.iter_rows()]
    return {"columns": columns, "rows": rows, "files": table.files.to_list(), "lines": table.lines.to_list()}


def _read(said: Mapping[str, Any]) -> Kept:
    schema = dict.fromkeys(said["columns"], pl.String)
    texts = pl.DataFrame(said["rows"], schema=schema, orient="row")
    return Kept(texts, pl.Series(said["files"], dtype=pl.String), pl.Series(said["lines"], dtype=pl.Int64))


def _bytes(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
