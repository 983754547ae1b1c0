"""What is asked about: deals added, changed and taken away, read into rows of their source.

A value is written as a plan's examples write it: numbers with a decimal point, dates as 2026-03-14.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.expressions import ColumnType, Kind
from attain.questions.whatif import problems
from attain.runs import Facts
from attain.runs.inputs.scenarios import Change
from attain.sources import SourceTable, read_rows
from attain.sources.names import nearest
from attain.sources.table import SOURCE_LINE
from attain.transactions.identity import child_identity

GIVEN = "what-if"
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Edit:
    """One deal that is added, changed or taken away.

    Attributes:
        source: the source it is in.
        deal: its key, several columns joined by /; empty for a deal to add that has no name yet.
        values: its columns, as texts; None takes it away.
        children: rows of child tables, such as splits, of a deal to add.
        is_new: it is to be added.
    """

    source: str
    deal: str = ""
    values: Mapping[str, str] | None = None
    children: Mapping[str, Rows] = field(default_factory=dict[str, Rows])
    is_new: bool = False

    @classmethod
    def add(cls, source: str, values: Mapping[str, str], children: Mapping[str, Rows] | None = None) -> "Edit":
        """Add a deal."""
        return cls(source, "", values, children or {}, is_new=True)

    @classmethod
    def change(cls, source: str, deal: str, values: Mapping[str, str]) -> "Edit":
        """Change columns of a deal."""
        return cls(source, deal, values)

    @classmethod
    def remove(cls, source: str, deal: str) -> "Edit":
        """Take a deal away."""
        return cls(source, deal)

    @property
    def is_removal(self) -> bool:
        """Whether the deal is taken away."""
        return self.values is None


@dataclass
class EditReader:
    """Reads edits of facts.

    Attributes:
        facts: what is known; its columns become finer where an edit is.
        payee: who is asked about: the owner of a deal that is added without one.
        found: what cannot be read.
    """

    facts: Facts
    payee: str
    found: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def __post_init__(self) -> None:
        """Keep the facts as they are known: edits may make those that are asked about finer."""
        self._known = self.facts

    def changes(self, scenarios: Sequence[Sequence[Edit]]) -> list[dict[str, Change]]:
        """Read the edits of each scenario into changes by source."""
        made: list[dict[str, Change]] = [{} for _ in scenarios]
        for source in sorted({edit.source for edits in scenarios for edit in edits}):
            if source not in self.facts.sources:
                self._say(problems.UNKNOWN_DEAL, f"there is no source '{source}'", _named(self.facts.sources))
                continue
            numbered = [(n, edit) for n, edits in enumerate(scenarios) for edit in edits if edit.source == source]
            for number, change in self._of_source(source, numbered).items():
                made[number][source] = change
        return made

    def _of_source(self, name: str, edits: Sequence[tuple[int, Edit]]) -> dict[int, Change]:
        """Read the edits of one source, each with the number of its scenario; one that is in several is read once."""
        different = list({id(edit): edit for _, edit in edits}.values())
        typed = dict(zip(map(id, different), self._typed(name, different), strict=True))
        source = self.facts.sources[name]
        at = self._places(name)
        rows: list[dict[str, Any]] = []
        placed: dict[int, int] = {}
        found: dict[int, list[tuple[Edit, int | None]]] = {}
        for number, edit in edits:
            if not edit.is_new and edit.deal not in at:
                self._say(problems.UNKNOWN_DEAL, f"'{name}' has no deal '{edit.deal}'", _near(edit.deal, at))
                continue
            place = None
            if edit.is_new:
                place = len(rows)
                rows.append(self._new_row(source, typed[id(edit)], number, at))
            elif not edit.is_removal:
                place = placed.setdefault(id(edit), len(rows))
                if place == len(rows):
                    rows.append(source.frame.row(at[edit.deal], named=True) | typed[id(edit)])
            found.setdefault(number, []).append((edit, place))
        frame = pl.DataFrame(rows, schema=source.frame.schema)
        changes: dict[int, Change] = {}
        for number, listed in found.items():
            own = [place for _, place in listed if place is not None]
            given = [(edit, None if place is None else rows[place]) for edit, place in listed]
            changes[number] = self._change(source, given, frame[own] if own else None)
        return changes

    def _places(self, name: str) -> dict[str, int]:
        """Return where each deal of a source stands in its frame, found once for all questions."""
        transactions = self._known.transactions[name]
        source = transactions.source
        return transactions.once("places", lambda: _places_of(source))

    def _change(
        self, source: SourceTable, listed: Sequence[tuple[Edit, dict[str, Any] | None]], rows: pl.DataFrame | None
    ) -> Change:
        children: dict[str, pl.DataFrame] = {}
        for name, child in source.children.items():
            given = [
                self._child_row(child, source, row, one)
                for edit, row in listed
                if row
                for one in edit.children.get(name, ())
            ]
            if given:
                children[name] = self._child_frame(child, given)
        return Change(tuple(edit.deal for edit, _ in listed if not edit.is_new), rows, children)

    def _new_row(
        self, source: SourceTable, values: dict[str, Any], number: int, taken: Collection[str]
    ) -> dict[str, Any]:
        row: dict[str, Any] = dict.fromkeys(source.frame.columns)
        row |= values | {SOURCE_LINE: 0}
        for column in source.key:
            if row[column] is None and source.columns[column].is_text:
                row[column] = f"{GIVEN} {number + 1}"
        for column, kind in source.columns.items():
            if row[column] is None and kind.kind == "payee" and column in {"owner", "payee"}:
                row[column] = self.payee
        key = "/".join(str(row[column]) for column in source.key)
        if key in taken:
            fix = "give it a key of its own, or change the deal that is there"
            self._say(problems.TAKEN_KEY, f"'{source.name}' has a deal '{key}' already", fix)
        return row

    # values

    def _typed(self, name: str, edits: Sequence[Edit]) -> list[dict[str, Any]]:
        """Read the values of all edits of a source at once, so that numbers share one scale."""
        source = self.facts.sources[name]
        columns = dict.fromkeys(column for edit in edits for column in edit.values or {})
        for column in [column for column in columns if column not in source.columns]:
            near = nearest(column, source.columns)
            fix = f"did you mean '{near}'?" if near else f"name one of {', '.join(source.columns)}"
            self._say(problems.UNKNOWN_COLUMN, f"'{name}' has no column '{column}'", fix)
            del columns[column]
        if not columns:
            return [{} for _ in edits]
        kinds: dict[str, ColumnType | Kind] = {column: source.columns[column].kind for column in columns}
        texts = [{c: (edit.values or {}).get(c) for c in columns} for edit in edits]
        table, wrong = read_rows(name, kinds, texts, file=GIVEN)
        for problem in wrong:
            self._say(problems.UNREADABLE_VALUE, problem.what, problem.fix)
        if table is None or wrong:
            return [{} for _ in edits]
        for column in columns:
            self._fit(name, column, table.columns[column])
        source = self.facts.sources[name]
        found: list[dict[str, Any]] = []
        for edit, row in zip(edits, table.frame.iter_rows(named=True), strict=True):
            given = edit.values or {}
            found.append({c: _at_scale(row[c], table.columns[c], source.columns[c]) for c in columns if c in given})
        return found

    def _fit(self, name: str, column: str, given: ColumnType) -> None:
        """Make a column of the source as fine and as wide as the values that are given for it."""
        own = self.facts.sources[name].columns[column]
        if own.is_number:
            most = max(
                own.max_abs * 10 ** max(0, given.scale - own.scale),
                given.max_abs * 10 ** max(0, own.scale - given.scale),
            )
            self.facts = fitted(self.facts, name, column, scale=max(own.scale, given.scale), most=most)

    def _child_row(
        self, child: SourceTable, source: SourceTable, row: Mapping[str, Any], given: Mapping[str, str]
    ) -> dict[str, str | None]:
        pairs = (
            dict(zip(child.key, source.key, strict=False))
            if not set(child.key) <= set(source.key)
            else {k: k for k in child.key}
        )
        return {**{own: str(row[above]) for own, above in pairs.items()}, **given}

    def _child_frame(self, child: SourceTable, rows: Sequence[Mapping[str, str | None]]) -> pl.DataFrame:
        kinds: dict[str, ColumnType | Kind] = {column: kind.kind for column, kind in child.columns.items()}
        table, wrong = read_rows(child.name, kinds, rows, file=GIVEN)
        for problem in wrong:
            self._say(problems.UNREADABLE_VALUE, problem.what, problem.fix)
        if table is None or wrong:
            return child.frame.clear()
        return table.frame.select(
            *(_scaled(column, table.columns[column], kind) for column, kind in child.columns.items()),
            pl.lit(0, pl.Int64).alias(SOURCE_LINE),
        ).select(child.frame.columns)

    def _say(self, code: Any, what: str, fix: str) -> None:
        self.found.append(Diagnostic.of(code, Place(GIVEN), what, fix))


def fitted(facts: Facts, name: str, column: str, *, scale: int, most: int) -> Facts:
    """Return facts in which a number column of a source has more decimals and room for larger values."""
    source = facts.sources[name]
    own = source.columns[column]
    if own.scale >= scale and own.max_abs >= most:
        return facts
    finer = 10 ** max(0, scale - own.scale)
    frame = source.frame.with_columns(pl.col(column) * finer) if finer > 1 else source.frame
    wide = ColumnType(own.kind, max(own.scale, scale), max(most, own.max_abs * finer))
    made = replace(source, frame=frame, columns={**source.columns, column: wide})
    return replace(facts, sources={**facts.sources, name: made})


def _places_of(source: SourceTable) -> dict[str, int]:
    ids = source.frame.select(child_identity(source)).to_series()
    return {str(key): n for n, key in enumerate(ids.to_list())}


def _at_scale(value: Any, given: ColumnType, own: ColumnType) -> Any:
    return value * 10 ** (own.scale - given.scale) if own.is_number and value is not None else value


def _scaled(column: str, given: ColumnType, own: ColumnType) -> pl.Expr:
    return (
        pl.col(column) * 10 ** (own.scale - given.scale)
        if own.is_number and own.scale > given.scale
        else pl.col(column)
    )


def _near(asked: str, names: Iterable[Any]) -> str:
    known = [str(name) for name in names]
    near = nearest(asked, known)
    return f"did you mean '{near}'?" if near else f"name a key of the source, such as {', '.join(known[:3])}"


def _named(names: Iterable[str]) -> str:
    return f"name one of {', '.join(sorted(names))}"
