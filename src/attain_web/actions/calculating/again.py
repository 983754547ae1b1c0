"""A run calculated from the one before it: only the payees whom a change of deals can reach.

A change reaches whoever was credited with the changed deals before, and whoever is now. Their other deals are those of
which the run before was calculated, so that neither the deals of others are read nor their pay is calculated. Where
payees are compared or added up, where people, targets or rates changed, or where a change moves a plan's last day,
everybody is calculated; the answer is the same.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
from django.db.backends.utils import CursorWrapper

from attain.diagnostics import Diagnostic
from attain.runs import Opened, Results, open_workspace
from attain.runs.again import (
    Ground,
    calculate_changed,
    calculate_some,
    may_shrink,
    outgrown,
    readings,
    shrunk,
)
from attain.runs.workspace import with_sources
from attain.sources import KeptTables
from attain_web.actions.calculating.credited import credited_before
from attain_web.actions.calculating.inputs import Inputs, columns_at, known_at, pinned
from attain_web.store.facts.changes import changed_keys, rows_of_transactions
from attain_web.store.facts.reading import kept_of
from attain_web.store.figures import EVERYBODY, TABLES, Share, figures_in, shares_of
from attain_web.store.models import Run

MOST_CHANGES = 2_000
LEAST_SHARE = 4  # where changes reach more than one payee in so many, everybody is calculated


@dataclass(frozen=True)
class Again:
    """What was calculated again.

    Attributes:
        people: the payees whom the changes reach.
        shares: their figures; those who have none are left out.
        ground: of the run that is made.
        added, taken: ``period_id, currency, earning_amount`` of what they earn now, and what they earned before.
        diagnostics: what is to be known about it.
    """

    people: frozenset[str]
    shares: list[Share]
    ground: Ground
    added: pl.DataFrame
    taken: pl.DataFrame
    diagnostics: tuple[Diagnostic, ...]


class _Everybody(Exception):
    """Why everybody has to be calculated."""


def calculated_again(workspace: Path, cursor: CursorWrapper, inputs: Inputs, base: Run) -> Again | str:
    """Calculate what changed since a run of the same plans; say why where everybody has to be calculated.

    Args:
        workspace: whose.
        cursor: of the engine.
        inputs: what the run reads.
        base: the last run of the same plans, attain.yaml and day, on an earlier batch.
    """
    ground = Ground.read(base.ground)
    try:
        touched = _touched(cursor, ground, base.batch_id, inputs.batch.batch_no)
        credited = credited_before(workspace, cursor, base.run_id, touched)
        return _Rows(cursor, ground, _read(workspace, inputs, base, ground)).again(base, inputs, (touched, credited))
    except _Everybody as why:
        return str(why)


def shares_in(results: Results) -> list[Share]:
    """Part what a calculation found by payee."""
    roster = next(iter(results.runs.values())).facts.roster
    tables = {name: results.tables[name] for name in TABLES}
    return shares_of({**tables, "readings": readings(results)}, roster.people)


@dataclass(frozen=True)
class _Read:
    """A workspace without the rows of its credited sources, as it was read for a run.

    Attributes:
        pinned_id: of attain.yaml, the plans and the day.
        batch_no: the last batch up to which nothing but credited sources has changed.
        opened: what was read.
        columns: which columns the cells of each table may have.
    """

    pinned_id: tuple[object, ...]
    batch_no: int
    opened: Opened
    columns: Mapping[str, Collection[str]]


_READ: dict[Path, _Read] = {}  # of the last run of each workspace: a process that stays need not read it again


def _read(workspace: Path, inputs: Inputs, base: Run, ground: Ground) -> _Read:
    """Read all but the credited sources, or find what was read for the run before."""
    pinned_id = (inputs.batch.config_id, tuple(plan.hash for plan in inputs.plans), inputs.as_of)
    until, found = inputs.batch.batch_no, _READ.get(workspace)
    if found is None or found.pinned_id != pinned_id or not base.batch_id <= found.batch_no <= until:
        with pinned(workspace, inputs) as folder:
            kept = known_at(until, without=tuple(ground.types))
            found = _Read(pinned_id, until, open_workspace(folder, inputs.as_of, kept), columns_at(until))
    _READ[workspace] = replace(found, batch_no=until)
    return found


def _touched(cursor: CursorWrapper, ground: Ground, since: int, until: int) -> dict[str, set[str]]:
    """Return the transactions that changed, by source."""
    if ground.together:
        raise _Everybody(ground.together)
    keys = changed_keys(cursor, since, until, MOST_CHANGES)
    if keys is None:
        raise _Everybody(f"more than {MOST_CHANGES:,} rows changed")
    touched: dict[str, set[str]] = {name: set() for name in ground.sources}
    for table, own in keys.items():
        source = table.split(".")[0]
        if source not in touched:
            raise _Everybody(f"{source} changed")
        if any("%" in key for key in own):
            raise _Everybody(f"ids of {source} hold signs that join keys")
        touched[source] |= {key.split("#")[0] for key in own}
    return touched


@dataclass(frozen=True)
class _Rows:
    """Calculations of some transactions."""

    cursor: CursorWrapper
    ground: Ground
    read: _Read

    def again(
        self, base: Run, inputs: Inputs, asked: tuple[Mapping[str, Collection[str]], frozenset[str] | None]
    ) -> Again:
        """Calculate the payees whom the changed transactions reach.

        Args:
            base: the run before.
            inputs: what the run reads.
            asked: the changed transactions by source, and whom they were credited to before, if that is known.
        """
        touched, credited = asked
        until = inputs.batch.batch_no
        had = self._had(base, credited or frozenset())
        opened = self.opened(_together(touched, had), until)
        after = calculate_changed(opened, touched)
        before = None
        if credited is None or may_shrink(self.ground, after):
            before = calculate_changed(self.opened(touched, base.batch_id), touched)
        if not after.is_usable or not (before is None or before.is_usable):
            raise _Everybody("the changed rows cannot be calculated alone")
        why = outgrown(self.ground, after) or ("" if before is None else shrunk(self.ground, before, after))
        if why:
            raise _Everybody(why)
        found = [readings(after)["payee_id"], *([] if before is None else [readings(before)["payee_id"]])]
        people = (credited or frozenset()).union(*found)
        if len(people) * LEAST_SHARE > max(LEAST_SHARE, self._payee_count(base)):
            raise _Everybody(f"the changes reach {len(people)} payees")
        if people != credited:
            had = self._had(base, people)
            opened = self.opened(_together(touched, had), until)
        results = calculate_some(opened, self.ground, people)
        if not results.is_usable:
            raise _Everybody("the payees whom the changes reach cannot be calculated alone")
        columns = ("period_id", "currency", "earning_amount")
        return Again(
            people,
            [share for share in shares_in(results) if share.payee_id in people],
            self.ground.grown(after),
            results.tables["earnings"].select(columns),
            had["earnings"].select(columns),
            tuple(results.diagnostics),
        )

    def _had(self, base: Run, people: Collection[str]) -> Mapping[str, pl.DataFrame]:
        """What some payees earned by the run before, and of which transactions they were calculated."""
        return figures_in(self.cursor, base.run_id, ("earnings", "readings"), people)

    def opened(self, ids: Mapping[str, Collection[str]], batch_no: int) -> Opened:
        """Return the workspace with some transactions alone, as known at a batch."""
        kept = {
            table: rows_of_transactions(self.cursor, table, ids[table.split(".")[0]], batch_no)
            for table in self.ground.types
        }
        tables = {table: kept_of(rows, self.read.columns[table]) for table, rows in kept.items()}
        return with_sources(self.read.opened, KeptTables(tables), self.ground.sources)

    def _payee_count(self, base: Run) -> int:
        self.cursor.execute(
            "SELECT count(*) FROM run_figures WHERE run_id = %s AND payee_id <> %s", [base.run_id, EVERYBODY]
        )
        (count,) = self.cursor.fetchone()
        return count


def _together(touched: Mapping[str, Collection[str]], had: Mapping[str, pl.DataFrame]) -> Mapping[str, Collection[str]]:
    """The changed transactions, and those of which some payees were calculated before, by source."""
    ids = {name: set(own) for name, own in touched.items()}
    for source, transaction in had["readings"].select("source", "transaction_id").iter_rows():
        ids[source].add(transaction)
    return ids
