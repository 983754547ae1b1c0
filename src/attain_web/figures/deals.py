"""One deal: its record in every batch, who is credited with it, and what it paid whom."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from attain_web.actions.acting import ENGINE
from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.opened import newest_run, opened_run
from attain_web.store.models import Batch, Fact, Run

MOST_VERSIONS = 20


@dataclass(frozen=True)
class Version:
    """What a batch said about a deal: the columns whose text differs from the batch before, old and new; when."""

    batch: Batch
    place: str
    is_gone: bool
    changed: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Deal:
    """A deal as the newest run knows it.

    Attributes:
        deal_id: its key.
        source: the table that it stands in; empty for one that no table has.
        record: its columns as the newest batch has them.
        place: the file and the line of it.
        versions: of the record, the newest first.
        credited: rows of the credits table: who is credited with it.
        earned: rows of the earnings table: what it paid, in which period.
        run: whose credits they are.
    """

    deal_id: str
    source: str
    record: Mapping[str, str]
    place: str
    versions: tuple[Version, ...]
    credited: pl.DataFrame
    earned: pl.DataFrame
    run: Run

    @property
    def payees(self) -> frozenset[str]:
        """Who is credited with it."""
        return frozenset(self.credited["payee_id"].to_list())


def deal_of(workspace: Path, deal_id: str, sources: frozenset[str]) -> Deal | None:
    """Return a deal; None where no row and no credit is of it, or nothing was calculated.

    Args:
        workspace: where.
        deal_id: its key, as in the file.
        sources: the tables that deals stand in.
    """
    run = newest_run()
    if run is None:
        return None
    tables = stored_tables(workspace, run)
    is_it = pl.col("transaction_id") == deal_id
    found = list(
        Fact.objects.using(ENGINE)
        .filter(table__in=sources, key=deal_id)
        .select_related("batch")
        .order_by("table", "batch_id")
    )
    credited, earned = tables["credits"].filter(is_it), tables["earnings"].filter(is_it)
    if not found and credited.is_empty():
        return None
    newest = found[-1] if found else None
    record = json.loads(newest.cells) if newest is not None and newest.cells else {}
    return Deal(
        deal_id,
        newest.table if newest else "",
        record,
        f"{newest.file}:{newest.line}" if newest else "",
        tuple(reversed(_versions(found)))[:MOST_VERSIONS],
        credited,
        earned,
        run,
    )


def unit_of_credits(workspace: Path, run: Run, plan_id: str, component_id: str) -> tuple[str, int]:
    """Return what credits that are no money count, and how many stored integers make one of it."""
    plan = opened_run(workspace, run).results.runs[plan_id]
    unit = plan.standing[component_id].credited.units["value"]
    return unit.kind, unit.of("pay")


def owners_of(record: Mapping[str, Any], columns: frozenset[str]) -> frozenset[str]:
    """Return the payees that a record names in some of its columns."""
    return frozenset(str(record[name]) for name in columns if record.get(name))


def _versions(facts: list[Fact]) -> list[Version]:
    made: list[Version] = []
    before: dict[str, str] = {}
    for fact in facts:
        now: dict[str, str] = json.loads(fact.cells) if fact.cells else {}
        changed = [(name, before.get(name, ""), now.get(name, "")) for name in sorted({*before, *now})]
        differing = tuple(one for one in changed if one[1] != one[2])
        made.append(Version(fact.batch, f"{fact.file}:{fact.line}", fact.cells is None, differing))
        before = now
    return made
