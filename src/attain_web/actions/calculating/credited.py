"""Whom transactions were credited to by a run: kept while a process lives, and brought up to date payee by payee.

A process that calculates one change ends before it would pay to know it; the second question in its life is answered.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.db.backends.utils import CursorWrapper

from attain_web.store.figures import digests_of, figures_in

_SCHEMA = {"key": pl.UInt64, "person": pl.Int32}


@dataclass(frozen=True)
class _Credited:
    """What is known of one run.

    Attributes:
        digests: of the figures of each payee.
        people: the payees that ``person`` counts in.
        rows: a hash of each transaction, and whose pay was calculated from it. Two of one hash make it more people.
    """

    digests: Mapping[str, str]
    people: tuple[str, ...]
    rows: pl.DataFrame


_KNOWN: dict[Path, _Credited | None] = {}


def credited_before(
    workspace: Path, cursor: CursorWrapper, run_id: str, touched: Mapping[str, Collection[str]]
) -> frozenset[str] | None:
    """Return everybody whose pay a run calculated from some transactions, or a few more; None where it is not known.

    Args:
        workspace: whose.
        cursor: of the engine.
        run_id: the run.
        touched: the transactions, by source.
    """
    if workspace not in _KNOWN:
        _KNOWN[workspace] = None
        return None
    known = _up_to_date(cursor, run_id, _KNOWN[workspace] or _Credited({}, (), pl.DataFrame(schema=_SCHEMA)))
    _KNOWN[workspace] = known
    pairs = [(source, one) for source, ids in touched.items() for one in ids]
    asked = pl.DataFrame(pairs, schema={"source": pl.String, "transaction_id": pl.String}, orient="row")
    found = known.rows.filter(pl.col("key").is_in(asked.select(_key()).to_series().implode()))
    return frozenset(known.people[at] for at in found["person"].unique())


def _up_to_date(cursor: CursorWrapper, run_id: str, known: _Credited) -> _Credited:
    """Read what differs from what is known, and nothing else."""
    digests = digests_of(cursor, run_id)
    changed = {payee for payee, digest in digests.items() if known.digests.get(payee) != digest}
    stale = changed | (known.digests.keys() - digests.keys())
    if not stale:
        return known
    people = (*known.people, *sorted(changed - set(known.people)))
    places = {payee: at for at, payee in enumerate(people)}
    read = figures_in(cursor, run_id, ("readings",), changed)["readings"]
    person = pl.col("payee_id").replace_strict(places, return_dtype=pl.Int32)
    gone = pl.Series([places[payee] for payee in stale if payee in places], dtype=pl.Int32)
    kept = known.rows.filter(~pl.col("person").is_in(gone.implode()))
    return _Credited(digests, people, pl.concat([kept, read.select(_key(), person=person)], rechunk=True))


def _key() -> pl.Expr:
    return pl.concat_str("source", pl.lit("\0"), "transaction_id").hash(seed=0).alias("key")
