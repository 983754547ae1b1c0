"""Tables of runs as they are kept, where the rows of one payee or period are found without reading everybody's."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import polars as pl

from attain_web.actions.closing.figures import pay_periods
from attain_web.actions.running import results_of
from attain_web.figures.kept import Kept
from attain_web.store.models import Run

MOST_KEPT, MOST_OF_PAYMENTS, MOST_PAID = 6, 64, 20_000
OWNERS = {"measures": "owner_id"}


class Stored(dict[str, pl.DataFrame]):
    """The tables of a run by name, in order of payee."""

    def of_payee(self, name: str, payee_id: str) -> pl.DataFrame:
        """Return the rows of a table that are a payee's."""
        places = self._places(name)
        if places is None:
            return self[name].filter(pl.col(OWNERS.get(name, "payee_id")) == payee_id)
        return self[name].slice(*places.get(payee_id, (0, 0)))

    def of_period(self, name: str, period_id: str) -> pl.DataFrame:
        """Return the rows of a table that are of a period."""
        return self._periods(name).get(period_id, self[name].clear())

    @cached_property
    def pay_periods(self) -> list[str]:
        """The pay periods, in order of time."""
        return pay_periods(self)

    @cached_property
    def _found(self) -> dict[str, Mapping[str, tuple[int, int]] | None]:
        return {}

    def _places(self, name: str) -> Mapping[str, tuple[int, int]] | None:
        """Where the rows of each payee stand: the first, and how many; None where they do not stand together."""
        if name not in self._found:
            owner = OWNERS.get(name, "payee_id")
            rows = self[name].lazy().select(owner).with_row_index("first").group_by(owner)
            found = rows.agg(pl.col("first").min(), last=pl.col("first").max(), count=pl.len()).collect()
            together = found.filter(pl.col("last") - pl.col("first") + 1 == pl.col("count")).height == found.height
            places = {payee: (first, count) for payee, first, _, count in found.iter_rows()}
            self._found[name] = places if together else None
        return self._found[name]

    @cached_property
    def _parted(self) -> dict[str, dict[str, pl.DataFrame]]:
        return {}

    def _periods(self, name: str) -> Mapping[str, pl.DataFrame]:
        if name not in self._parted:
            parts = self[name].partition_by("period_id", as_dict=True, maintain_order=True)
            self._parted[name] = {str(period_id): rows for (period_id,), rows in parts.items()}
        return self._parted[name]


_STORED: Kept[tuple[str, str], Stored] = Kept(MOST_KEPT)
_PAYMENTS: Kept[tuple[str, str], Stored] = Kept(MOST_OF_PAYMENTS)
_PAID: Kept[tuple[str, str, str], pl.DataFrame] = Kept(MOST_PAID)


def stored_tables(workspace: Path, run: Run) -> Stored:
    """Return the tables of a run as they are kept; checked against their digests the first time."""
    return _STORED.found((str(workspace.resolve()), run.run_id), lambda: Stored(results_of(run)))


def stored_payments(workspace: Path, run: Run) -> Stored:
    """Return the table PAYMENTS of a run, under that name, without what it is made of.

    Closed periods have runs of their own: a page about many of them reads no credits and no earnings.
    """
    key = (str(workspace.resolve()), run.run_id)
    return _STORED.known(key) or _PAYMENTS.found(key, lambda: Stored(results_of(run, names=["payments"])))


def payments_of(workspace: Path, run: Run, payee_id: str) -> pl.DataFrame:
    """Return what a run pays a payee, PAYMENTS, without reading what it found about others.

    Closed periods have runs of their own, so that a page about a year asks many of them.
    """
    known = _STORED.known((str(workspace.resolve()), run.run_id))
    if known is not None:
        return known.of_payee("payments", payee_id)
    return _PAID.found(
        (str(workspace.resolve()), run.run_id, payee_id),
        lambda: results_of(run, [payee_id], ["payments"])["payments"].filter(payee_id=payee_id),
    )
