"""What the expressions of a plan read on a row, as text with the place of each value."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from attain.diagnostics import Place
from attain.documents import Text
from attain.expressions import ColumnType, Operand
from attain.plans.model import LookupTable
from attain.rates import TierTable
from attain.runs.earning.modifying import names_of
from attain.runs.inputs.evaluation import Evaluator
from attain.runs.planning import PlanRun
from attain.sources.table import SOURCE_FILE
from attain.statements import Figures, Read, plain

_ELSE = "else"


@dataclass(frozen=True)
class Reader:
    """Reads values for one component.

    Attributes:
        plan_run: the plan's run.
        evaluator: of the component's source.
        places: the file and line of each row number of the source.
    """

    plan_run: PlanRun
    evaluator: Evaluator
    figures: Figures

    @cached_property
    def _names(self) -> Mapping[str, object]:
        return self.evaluator.vocabulary.credit().names

    @cached_property
    def _source_lines(self) -> tuple[str, pl.Series]:
        transactions = self.evaluator.transactions
        if transactions is None:
            return "", pl.Series([], dtype=pl.Int64)
        return transactions.source.file, transactions.frame["source_line"]

    @cached_property
    def _files(self) -> pl.Series | None:
        """The file of each row, where a source has rows of several: earnings stand where their deals do."""
        transactions = self.evaluator.transactions
        if transactions is None or SOURCE_FILE not in transactions.frame.columns:
            return None
        return transactions.frame[SOURCE_FILE]

    @cached_property
    def _roster_lines(self) -> pl.Series:
        return self.plan_run.facts.roster.rows["source_line"]

    def source_place(self, row: int, column: str = "") -> Place:
        """Return where a row of the source stands."""
        file, lines = self._source_lines
        file = file if self._files is None else self._files[row]
        return Place(file, (lines[row] or 0) if row < len(lines) else 0, 0, column)

    def reads(self, text: Text, columns: Mapping[str, Any]) -> tuple[Read, ...]:
        """Return what an expression reads on a row; nothing when it is a plain number."""
        found: list[Read] = []
        for name in sorted(names_of(text)):
            operand = self._names.get(name)
            if isinstance(operand, Operand) and operand.column in columns:
                value = self.value(columns[operand.column], operand.type)
                found.append(Read(name, value, self._place(operand.column, columns)))
        return tuple(found)

    def _place(self, column: str, columns: Mapping[str, Any]) -> Place:
        kind, _, rest = column.partition(".")
        if kind in {"payee", "seller"}:
            row = columns.get("roster_row" if kind == "payee" else "seller_row")
            line = 0 if row is None else self._roster_lines[int(row)]
            return Place(self.plan_run.facts.roster.file, line, 0, rest)
        if kind == "t":
            return self.plan_run.plan.targets[rest].place
        return self.source_place(columns["row"], rest)

    def value(self, stored: Any, kind: ColumnType) -> str:
        """Write a stored value."""
        if stored is None:
            return "nothing"
        if not kind.is_number:
            return str(stored)
        number = Fraction(int(stored), 10**kind.scale)
        if kind.kind == "percent":
            return self.figures.percent(number)
        return self.figures.money(number) if kind.kind == "money" else plain(number, 9)

    def number(self, value: Fraction, *, is_share: bool) -> str:
        """Write a bound as a plan would."""
        return self.figures.percent(value) if is_share else plain(value, 9)

    def table_row(self, written: TierTable, columns: Mapping[str, Any], number: int) -> tuple[Read, ...]:
        """Return the row of a tier table that a credit's tier comes from."""
        keys = [columns.get(f"tier_key_{n}") for n in range(len(written.by))]
        name = str(written.table)
        asked = ", ".join("nothing" if key is None else str(key) for key in keys)
        place = self._table_place(name, written, keys, number)
        return (Read(f"{name}: {asked}", f"tier {number + 1}", place),)

    def _table_place(self, name: str, written: TierTable, keys: list[Any], number: int) -> Place:
        table = self.plan_run.plan.tables.get(name)
        if isinstance(table, dict):
            return _nested_place(table, keys, number) or written.place
        source = str(table.source) if isinstance(table, LookupTable) else name
        names = [str(k) for k in table.keys] if isinstance(table, LookupTable) else [str(by) for by in written.by]
        start = str(table.tiers.from_) if isinstance(table, LookupTable) and table.tiers else "from"
        return self._line_of(source, [*names, start], keys, number)

    def _line_of(self, source: str, columns: list[str], keys: list[Any], number: int) -> Place:
        found = self.plan_run.facts.sources[source]
        wanted = [None if key is None else str(key) for key in keys]
        by_key: dict[tuple[bool, ...], list[tuple[int, int]]] = {}
        for *row, bound, line in found.frame.select(*columns, "source_line").iter_rows():
            own = [str(value) for value in row]
            if all(value in {key, _ELSE} for value, key in zip(own, wanted, strict=True)):
                by_key.setdefault(tuple(value == _ELSE for value in own), []).append((bound, line))
        # The key itself goes before 'else', the first key before the second.
        near = sorted(by_key[min(by_key)]) if by_key else []
        return Place(found.file, near[min(number, len(near) - 1)][1] if near else 0)


def _nested_place(table: Any, keys: list[Any], number: int) -> Place | None:
    """Where a tier of a table written in the plan stands."""
    node = table
    for key in keys:
        if str(key) not in node and _ELSE not in node:
            return None
        node = node[str(key) if str(key) in node else _ELSE]
    return getattr(node[min(number, len(node) - 1)], "place", None)
