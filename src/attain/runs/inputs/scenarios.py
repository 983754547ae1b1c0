"""Facts in several scenarios at once: a scenario is part of every key, so that all are one calculation.

Everybody and every row stand once in each scenario. Deal D7 of scenario 2 has another id than D7 of scenario 1
(``attain.roster.marks``), Ana of scenario 2 is another code than Ana of scenario 1, and nothing that one earns is ever
added to the other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from attain.roster.marks import name_of
from attain.runs.inputs.facts import Facts
from attain.sources import SourceTable
from attain.sources.table import SCENARIO
from attain.transactions import identified
from attain.transactions.identity import child_identity


@dataclass(frozen=True)
class Change:
    """What is different about one source in one scenario.

    Attributes:
        without: the ids of transactions that are not there, or replaced by ``rows``.
        rows: rows that are there, in the columns of the source's frame; None for none.
        children: rows of child tables, by name, in the columns of their frames.
    """

    without: tuple[str, ...] = ()
    rows: pl.DataFrame | None = None
    children: Mapping[str, pl.DataFrame] = field(default_factory=dict[str, pl.DataFrame])


Scenario = Mapping[str, Change]  # by source; nothing changed where it is empty


def in_scenarios(facts: Facts, scenarios: Sequence[Scenario], sources: Sequence[str]) -> Facts:
    """Put facts into scenarios.

    Args:
        facts: what is known, in one scenario.
        scenarios: what is different in each.
        sources: the sources whose rows are credited; others are the same in every scenario.
    """
    made = replace(facts, roster=facts.roster.copied(len(scenarios)))
    if len(scenarios) == 1:
        tables = {name: _changed(facts.sources[name], scenarios[0].get(name)) for name in sources}
    else:
        tables = {name: _repeated(facts.sources[name], [each.get(name) for each in scenarios]) for name in sources}
    others = {name: source for name, source in facts.sources.items() if name not in tables}
    made.__dict__["transactions"] = {name: identified(source) for name, source in {**others, **tables}.items()}
    return made


def _changed(source: SourceTable, change: Change | None) -> SourceTable:
    if change is None:
        return source
    children = {name: _changed_child(child, change, name) for name, child in source.children.items()}
    frame = source.frame
    if change.without:
        ids = frame.select(_identity(source)).to_series()
        frame = frame.filter(~ids.is_in(list(change.without)))
    if change.rows is not None:
        frame = pl.concat([frame, change.rows.select(frame.columns)])
    return replace(source, frame=frame, children=children)


def _changed_child(child: SourceTable, change: Change, name: str) -> SourceTable:
    rows = change.children.get(name)
    return child if rows is None else replace(child, frame=pl.concat([child.frame, rows.select(child.frame.columns)]))


def _repeated(source: SourceTable, changes: Sequence[Change | None]) -> SourceTable:
    marks = pl.Series(SCENARIO, [name_of(number) for number in range(len(changes))], dtype=pl.String)
    frame = marks.to_frame().join(source.frame, how="cross", maintain_order="left_right")
    gone = [(marks[n], one) for n, change in enumerate(changes) if change is not None for one in change.without]
    if gone:
        without = pl.DataFrame(gone, schema={SCENARIO: pl.String, "_id": pl.String}, orient="row")
        frame = frame.with_columns(_id=_identity(source))
        frame = frame.join(without, on=[SCENARIO, "_id"], how="anti", maintain_order="left").drop("_id")
    frame = _with_rows(frame, [(n, change.rows) for n, change in enumerate(changes) if change is not None])
    children: dict[str, SourceTable] = {}
    for name, child in source.children.items():
        rows = marks.to_frame().join(child.frame, how="cross", maintain_order="left_right")
        added = [(n, change.children.get(name)) for n, change in enumerate(changes) if change is not None]
        children[name] = replace(child, frame=_with_rows(rows, added), key=(SCENARIO, *child.key))
    return replace(source, frame=frame, key=(SCENARIO, *source.key), children=children)


def _with_rows(frame: pl.DataFrame, added: Sequence[tuple[int, pl.DataFrame | None]]) -> pl.DataFrame:
    given = [(number, rows) for number, rows in added if rows is not None and rows.height]
    if not given:
        return frame
    marks = [name_of(number) for number, rows in given for _ in range(rows.height)]
    new = pl.concat([rows for _, rows in given]).with_columns(pl.Series(SCENARIO, marks, dtype=pl.String))
    return pl.concat([frame, new.select(frame.columns)])


def _identity(source: SourceTable) -> pl.Expr:
    return child_identity(source)
