"""Deals that were saved after a run was made: questions about open deals are asked of them as they are now.

What was earned stays what the run says until the next one; what a deal would pay is asked of the newest facts. Where
more changed than deals, or very many did, the questions wait for the next run too.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
from django.db import connections

from attain.credits.owner import Owner
from attain.diagnostics import has_errors
from attain.plans import Plan
from attain.questions.whatif import Edit
from attain.questions.whatif.edits import EditReader
from attain.runs import Facts
from attain.runs.inputs.scenarios import Change, in_scenarios
from attain.sources import SourceTable
from attain_web.actions.acting import ENGINE
from attain_web.figures.kept import Kept
from attain_web.figures.opened import opened_run
from attain_web.store.facts.changes import differing_keys, rows_of_transactions
from attain_web.store.models import Batch, Run
from attain_web.store.once import once

MOST_CHANGES, MOST_KEPT = 500, 3


@dataclass(frozen=True)
class Since:
    """The facts of a run, with the deals as they are now.

    Attributes:
        facts: all of them.
        deals: which deals are other than the run knew them, by id.
        people: everybody whom these deals name or named.
    """

    facts: Facts
    deals: frozenset[str]
    people: frozenset[str]

    def concerns(self, payee: str, plans: Collection[Plan]) -> bool:
        """Whether a payee's answers may be others than those of the run; by their name, where that alone credits."""
        rules = [c.credit for plan in plans for c in plan.components.values()]
        rules += [m.credit for plan in plans for m in plan.measures.values()]
        by_name = all(isinstance(getattr(rule, "to", None), Owner) for rule in rules if not isinstance(rule, str))
        return payee in self.people or not by_name


_SINCE: Kept[tuple[str, str, date, int], Since | None] = Kept(MOST_KEPT)


def newest_batch_no() -> int:
    """Return the number of the last batch; 0 without one."""
    last = Batch.objects.using(ENGINE).order_by("-batch_no").values_list("batch_no", flat=True)
    return once("newest batch", lambda: last.first() or 0)


def since_run(workspace: Path, run: Run, until: date, source: str) -> Since | None:
    """Return the deals as they are now; None where nothing but what the run knows can be asked.

    Args:
        workspace: where the run is.
        run: which.
        until: the day until which facts count.
        source: of the deals.
    """
    newest = newest_batch_no()
    if newest <= run.batch_id:
        return None
    return _SINCE.found((str(workspace), run.run_id, until, newest), lambda: _found(workspace, run, until, source))


def _found(workspace: Path, run: Run, until: date, source: str) -> Since | None:
    facts, newest = opened_run(workspace, run, until).opened.facts, newest_batch_no()
    if facts is None or source not in facts.sources:
        return None
    with connections[ENGINE].cursor() as cursor:
        keys = differing_keys(cursor, run.batch_id, newest, MOST_CHANGES)
        if keys is None or set(keys) != {source} or any(set(key) & set("#%/") for key in keys[source]):
            return None
        rows = rows_of_transactions(cursor, source, keys[source], newest)
    known = facts.transactions[source].frame["transaction_id"]
    edits = _edits(facts.sources[source], keys[source], rows, frozenset(known.filter(known.is_in(keys[source]))))
    reader = EditReader(facts, "")
    changes = reader.changes([edits])
    if has_errors(reader.found):
        return None
    before, after = facts.sources[source], _spliced(reader.facts, source, changes[0], until)
    ids = frozenset(keys[source])
    named = _named(before, ids) | _named(after, ids)
    return Since(replace(reader.facts.with_source(after), remembered=None), ids, named)


def _edits(table: SourceTable, keys: Collection[str], rows: pl.DataFrame, known: Collection[str]) -> list[Edit]:
    """Say what is other than a run knew it, deal by deal."""
    said: dict[str, Mapping[str, str]] = {
        key: json.loads(cells) for key, cells in rows.select("key", "cells").iter_rows()
    }
    edits: list[Edit] = []
    for key in keys:
        if key in said:
            values = {column: said[key].get(column) for column in table.columns}
            given = {column: text for column, text in values.items() if text is not None or key in known}
            made = Edit.change(table.name, key, given) if key in known else Edit.add(table.name, given)
            edits.append(made)
        elif key in known:
            edits.append(Edit.remove(table.name, key))
    return edits


def _spliced(facts: Facts, source: str, change: Mapping[str, Change], until: date) -> SourceTable:
    table = in_scenarios(facts, [change], [source]).transactions[source].source
    people = [name for name, kind in table.columns.items() if kind.kind == "payee"]
    frame = table.frame.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in people)
    if table.as_of:
        frame = frame.filter(pl.col(table.as_of).is_null() | (pl.col(table.as_of) <= until))
    return replace(table, frame=frame)


def _named(table: SourceTable, ids: Collection[str]) -> frozenset[str]:
    people = [name for name, kind in table.columns.items() if kind.kind == "payee"]
    rows = (
        table.frame.filter(pl.col(table.key[0]).cast(pl.String).is_in(list(ids)))
        if len(table.key) == 1
        else table.frame
    )
    return frozenset(name for column in people for name in rows[column].drop_nulls().to_list())
