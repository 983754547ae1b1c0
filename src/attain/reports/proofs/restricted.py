"""The facts that one payee's pay reads, and nothing more of anybody else.

Their own transactions are kept whole. Everybody else in them is called ``other-1``, ``other-2``, ... and loses what no
plan reads. Where a plan reads what others sold, their transactions are summed by day, and by what plans can tell apart.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal, get_args

import polars as pl

from attain.sources import SOURCE_FILE, SOURCE_LINE, Kept, KeptTables, Loaded, SourceTable, texts_of
from attain.transactions import identified

ALIAS = "other-"
Others = Literal["none", "summed", "each"]
LEVELS: tuple[Others, ...] = get_args(Others)
Tables = dict[str, SourceTable]


@dataclass(frozen=True)
class Asked:
    """Whose facts are wanted.

    Attributes:
        payee_id: whose.
        own: the transactions that are credited to them, by source.
        plans: the texts of the plans; what none of them names of a person is left out.
    """

    payee_id: str
    own: Mapping[str, AbstractSet[str]]
    plans: str


def restricted(loaded: Loaded, asked: Asked, others: Others) -> KeptTables:
    """Return the tables that a payee's pay reads.

    Args:
        loaded: all of them.
        asked: whose.
        others: what is added of what others sold: ``none`` of it, ``summed`` over people of whom plans know the same,
            or ``each`` person's, whether they sold or not.
    """
    roster = loaded.roster
    tables: Tables = {}
    for name, source in loaded.sources.items():
        tables |= _own_rows(name, source, asked.own.get(name, frozenset()))
        if others != "none" and not source.children:
            stand_ins = _stand_ins(roster, asked) if others == "summed" else {}
            tables[name] = _with_summed(tables[name], source, stand_ins)
    if loaded.fx is not None:
        tables["fx"] = loaded.fx
    people = _people(tables.values()) | {asked.payee_id}
    if roster is not None:
        people |= set(roster.frame["payee"]) if others == "each" else set[str]()
        tables["roster"] = _known(roster, people, asked)
    if loaded.targets is not None:
        frame = loaded.targets.frame
        mine = (
            pl.col("payee").is_null() | pl.col("payee").is_in(people)
            if "payee" in frame.columns
            else pl.lit(value=True)
        )
        tables["targets"] = _of(loaded.targets, frame.filter(mine))
    return KeptTables({name: kept_of(table) for name, table in _aliased(tables, asked.payee_id).items()})


def _own_rows(name: str, source: SourceTable, ids: AbstractSet[str]) -> Tables:
    """A source and its children, of these transactions."""
    known = identified(source)
    rows = known.frame.filter(pl.col("transaction_id").is_in(ids)).sort(SOURCE_LINE)
    found = {name: _of(source, rows.drop("row", "transaction_id"))}
    for child_name, child in source.children.items():
        named = known.named_by(child, rows.select("row"))
        parent = pl.concat_str([pl.col(key).cast(pl.String) for key in child.key], separator="/")
        found[f"{name}.{child_name}"] = _of(child, child.frame.filter(parent.is_in(named.to_list())))
    return found


def _with_summed(own: SourceTable, source: SourceTable, stand_ins: Mapping[str, str]) -> SourceTable:
    """Add everybody else's rows, summed by day and whoever stands in for whom they belong to."""
    others = source.frame.join(own.frame, on=SOURCE_LINE, how="anti")
    if others.is_empty() or not source.key:
        return own
    owners = [name for name, kind in source.columns.items() if kind.kind == "payee"]
    others = others.with_columns(pl.col(name).replace(stand_ins) for name in owners)
    sums = [name for name, kind in source.columns.items() if kind.kind == "money"]
    named = [name for name in source.key if source.columns[name].kind == "text"]
    apart = [name for name in others.columns if name not in {*sums, *named, SOURCE_LINE, SOURCE_FILE}]
    first = [pl.col(name).min() for name in (SOURCE_LINE, SOURCE_FILE) if name in others.columns]
    summed = others.group_by(apart, maintain_order=True).agg(pl.col(sums).sum(), *first).with_row_index("number", 1)
    numbered = pl.concat_str(pl.lit("others-"), pl.col("number").cast(pl.String))
    summed = summed.with_columns(numbered.alias(name) for name in named).drop("number")
    return _of(own, pl.concat([own.frame, summed.select(own.frame.columns)], how="vertical_relaxed"))


def _stand_ins(roster: SourceTable | None, asked: Asked) -> dict[str, str]:
    """For everybody else the first person of whom plans know the same."""
    if roster is None:
        return {}
    kept = [name for name in roster.frame.columns if name not in {"payee", SOURCE_LINE, SOURCE_FILE}]
    kept = [name for name in kept if _is_read(name, asked.plans)]
    people = roster.frame.filter(pl.col("payee") != asked.payee_id)
    known = people.group_by("payee", maintain_order=True).agg(said=pl.struct(kept) if kept else pl.lit(1))
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for payee, said in known.iter_rows():
        found[payee] = first.setdefault(repr(said), payee)
    return found


def _known(roster: SourceTable, people: set[str], asked: Asked) -> SourceTable:
    """The rows of some people and of whoever is above them; what no plan reads of others is empty."""
    known, waiting = set(people), set(people)
    while waiting and "manager" in roster.frame.columns:  # whoever was their manager at any time
        mine = roster.frame.filter(pl.col("payee").is_in(waiting))
        waiting = set(mine["manager"].drop_nulls()) - known
        known |= waiting
    rows = roster.frame.filter(pl.col("payee").is_in(known))
    unread = [n for n, kind in roster.columns.items() if kind.kind != "date" and not _is_read(n, asked.plans)]
    is_own = pl.col("payee") == asked.payee_id
    return _of(roster, rows.with_columns(pl.when(is_own).then(pl.col(name)).alias(name) for name in unread))


def _is_read(name: str, plans: str) -> bool:
    return (
        name in {"payee", "title", "manager"} or re.search(rf"\b(payee|seller)\.{re.escape(name)}\b", plans) is not None
    )


def _people(tables: Iterable[SourceTable]) -> set[str]:
    """Everybody whom some tables name."""
    found: set[str] = set()
    for table in tables:
        for name, kind in table.columns.items():
            if kind.kind == "payee" and name in table.frame.columns:
                found |= set(table.frame[name].drop_nulls())
    return found


def _aliased(tables: Tables, payee_id: str) -> Tables:
    others = sorted(_people(tables.values()) - {payee_id})
    names = {payee: f"{ALIAS}{number}" for number, payee in enumerate(others, 1)}
    made: Tables = {}
    for name, table in tables.items():
        columns = [c for c, kind in table.columns.items() if kind.kind == "payee" and c in table.frame.columns]
        made[name] = _of(table, table.frame.with_columns(pl.col(c).replace(names) for c in columns))
    return made


def _of(table: SourceTable, frame: pl.DataFrame) -> SourceTable:
    return replace(table, frame=frame)


def kept_of(table: SourceTable) -> Kept:
    """Return a table as it is kept."""
    files = (
        table.frame[SOURCE_FILE] if SOURCE_FILE in table.frame.columns else pl.Series([table.file] * len(table.frame))
    )
    return Kept(texts_of(table), files.cast(pl.String), table.frame[SOURCE_LINE])
