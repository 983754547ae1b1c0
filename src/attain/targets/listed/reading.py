"""Reads the workspace's target table: columns name, payee or title, period or from and before, amount."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Protocol

import polars as pl

from attain.diagnostics import Code, Diagnostic, Place, in_order
from attain.expressions.types import ColumnType
from attain.periods import Calendar, Found
from attain.roster import Roster
from attain.targets import problems
from attain.targets.listed.changes import ChangeCells, TargetChange
from attain.targets.listed.rows import TargetRow, TargetTable

_NUMBERS = frozenset({"money", "decimal", "count", "percent"})
_TEXTS = frozenset({"text", "payee"})
_EXPECTED: dict[str, frozenset[str]] = {
    "name": _TEXTS,
    "payee": _TEXTS,
    "title": _TEXTS,
    "period": _TEXTS,
    "from": frozenset({"date"}),
    "before": frozenset({"date"}),
    "amount": _NUMBERS,
    "change": _TEXTS,
    "to": _TEXTS,
    "reason": _TEXTS,
}

_DTYPES = {"from": pl.Date, "before": pl.Date, "amount": pl.Int64}


class TargetSource(Protocol):
    """What the target table needs of a source: rows with line numbers, column types, the file's name."""

    @property
    def frame(self) -> pl.DataFrame:
        """Declared columns and ``source_line``."""
        ...

    @property
    def columns(self) -> Mapping[str, ColumnType]:
        """Types of the declared columns."""
        ...

    @property
    def file(self) -> str:
        """The file as the workspace names it."""
        ...


class _Cells(NamedTuple):
    name: str | None
    payee: str | None
    title: str | None
    period: str | None
    starts_on: date | None
    ends_before: date | None
    stored_amount: int | None
    change: str | None
    to: str | None
    reason: str | None
    line: int

    @property
    def changing(self) -> ChangeCells:
        """What the row changes, if it is no target."""
        return ChangeCells(self.change, self.to, self.reason)


def read_targets(source: TargetSource, calendar: Calendar, roster: Roster) -> tuple[TargetTable, list[Diagnostic]]:
    """Read the target table.

    Args:
        source: one row per target, owner and range; the range is a period's name or ``from`` and
            ``before``, of which either may be empty; without any the amount holds always.
        calendar: says what a period's name means.
        roster: says who there is.

    A row with ``change`` (``relief``, or ``transfer`` and ``to`` whom) and ``reason`` lowers a target instead.

    Returns:
        The usable rows and every problem found.
    """
    found = _column_problems(source)
    if found:
        return TargetTable((), source.file), found
    reader = _RowReader(source.file, source.columns["amount"].scale, calendar, roster, set(roster.rows["title"]))
    rows: list[TargetRow] = []
    changes: list[TargetChange] = []
    for cells in source.frame.select(_columns(source)).iter_rows():
        row, row_problems = reader.read(_Cells(*cells))
        found += row_problems
        if isinstance(row, TargetChange):
            changes.append(row)
        elif row:
            rows.append(row)
    found += _duplicates(rows, source.file)
    return TargetTable(tuple(rows), source.file, tuple(changes)), in_order(found)


def unknown_targets(table: TargetTable, names: Collection[str]) -> list[Diagnostic]:
    """Find rows whose target no plan knows.

    Args:
        table: the target table.
        names: the targets of all plans.
    """
    found: list[Diagnostic] = []
    for row in (*table.rows, *table.changes):
        if row.target not in names:
            known = ", ".join(sorted(names)) or "none"
            place = Place(table.file, row.line, 0, "name")
            fix = f"correct the name (targets are: {known}), or remove the row"
            found.append(Diagnostic.of(problems.UNKNOWN_TARGET, place, f"'{row.target}' is no target", fix))
    return found


def _columns(source: TargetSource) -> list[pl.Expr]:
    chosen = [
        (pl.col(name) if name in source.columns else pl.lit(None)).cast(_DTYPES.get(name, pl.String)).alias(name)
        for name in _EXPECTED
    ]
    return [*chosen, pl.col("source_line").cast(pl.Int64)]


def _column_problems(source: TargetSource) -> list[Diagnostic]:
    place = Place(source.file)
    missing = [name for name in ("name", "amount") if name not in source.columns]
    if "payee" not in source.columns and "title" not in source.columns:
        missing.append("payee")
    found = [
        Diagnostic.of(problems.NO_COLUMN, place, f"there is no column '{name}'", f"name the column that holds '{name}'")
        for name in missing
    ]
    for name, kinds in _EXPECTED.items():
        if name in source.columns and source.columns[name].kind not in kinds:
            what = f"column '{name}' is declared as {source.columns[name].kind}"
            fix = f"declare it as {' or '.join(sorted(kinds))}"
            found.append(Diagnostic.of(problems.NO_COLUMN, place, what, fix))
    return found


@dataclass(frozen=True)
class _RowReader:
    file: str
    scale: int
    calendar: Calendar
    roster: Roster
    titles: set[str | None]
    _meanings: dict[str, Found | None] = field(default_factory=dict[str, Found | None])

    def _meaning(self, name: str) -> Found | None:
        if name not in self._meanings:
            self._meanings[name] = self.calendar.parse(name)
        return self._meanings[name]

    def read(self, cells: _Cells) -> tuple[TargetRow | TargetChange | None, list[Diagnostic]]:
        """Read one row; None when something is wrong with it."""
        found = [*self._owner(cells), *self._stored(cells), *self._change(cells)]
        starts_on, ends_before, range_problems = self._range(cells)
        found += range_problems
        if found or cells.name is None or cells.stored_amount is None:
            return None, found
        row_amount = Fraction(cells.stored_amount, 10**self.scale)
        source = f"{self.file}:{cells.line}"
        if cells.changing.is_change and cells.payee is not None and starts_on and ends_before:
            who, why = (str(cells.change), cells.payee, cells.to), str(cells.reason).strip()
            return TargetChange(cells.name, *who, starts_on, ends_before, row_amount, why, source, cells.line), []
        owner = (cells.payee, cells.title)
        return TargetRow(cells.name, *owner, starts_on, ends_before, row_amount, source, cells.line), []

    def _problem(self, code: Code, cells: _Cells, column: str, texts: tuple[str, str]) -> Diagnostic:
        return Diagnostic.of(code, Place(self.file, cells.line, 0, column), *texts)

    def _owner(self, cells: _Cells) -> Iterator[Diagnostic]:
        if (cells.payee is None) == (cells.title is None):
            what = "the row names neither payee nor title" if cells.payee is None else "the row names payee and title"
            yield self._problem(problems.NO_OWNER, cells, "payee", (what, "name a payee or a title, one of the two"))
        elif cells.payee is not None and cells.payee not in self.roster.codes:
            texts = (f"'{cells.payee}' is not in the roster", "correct the id, or add the payee to the roster")
            yield self._problem(problems.UNKNOWN_OWNER, cells, "payee", texts)
        elif cells.title is not None and cells.title not in self.titles:
            texts = (f"nobody in the roster has the title '{cells.title}'", "correct the title, or the roster")
            yield self._problem(problems.UNKNOWN_OWNER, cells, "title", texts)

    def _stored(self, cells: _Cells) -> Iterator[Diagnostic]:
        if cells.name is None:
            texts = ("the row names no target", "write the target's name, such as bookings")
            yield self._problem(problems.NO_OWNER, cells, "name", texts)
        if cells.stored_amount is None:
            texts = ("the amount is empty", "write the amount, or remove the row")
            yield self._problem(problems.NO_AMOUNT, cells, "amount", texts)
        elif cells.stored_amount < 0:
            what = f"the amount is {Fraction(cells.stored_amount, 10**self.scale)}"
            yield self._problem(problems.NEGATIVE, cells, "amount", (what, "write an amount of 0 or more"))

    def _change(self, cells: _Cells) -> Iterator[Diagnostic]:
        if not cells.changing.is_change:
            return
        row_amount = None if cells.stored_amount is None else Fraction(cells.stored_amount, 10**self.scale)
        asked = cells.changing.problems(cells.payee, cells.title, row_amount, self.roster.codes)
        for code, column, texts in asked:
            yield self._problem(code, cells, column, texts)
        if cells.period is None and (cells.starts_on is None or cells.ends_before is None):
            texts = (f"the {cells.change} has no period", "give the period's name, or 'from' and 'before'")
            yield self._problem(problems.BAD_CHANGE, cells, "period", texts)

    def _range(self, cells: _Cells) -> tuple[date | None, date | None, list[Diagnostic]]:
        starts_on, ends_before = cells.starts_on, cells.ends_before
        if cells.period is not None:
            return self._period(cells, cells.period)
        if starts_on and ends_before and ends_before <= starts_on:
            texts = (f"from {starts_on} before {ends_before} holds no day", "put the later day into 'before'")
            return None, None, [self._problem(problems.BAD_RANGE, cells, "before", texts)]
        return starts_on, ends_before, []

    def _period(self, cells: _Cells, name: str) -> tuple[date | None, date | None, list[Diagnostic]]:
        if cells.starts_on or cells.ends_before:
            texts = (f"the row has the period '{name}' and a date", "give the period's name, or the dates")
            return None, None, [self._problem(problems.BAD_RANGE, cells, "period", texts)]
        meaning = self._meaning(name)
        if meaning is None:
            today_like = self.calendar.layout.year_starts
            known = [self.calendar.name(unit, today_like) for unit in ("month", "quarter", "year")]
            fix = f"write a period such as {', '.join(n for n in known if n)}, or use 'from' and 'before'"
            found = self._problem(problems.UNKNOWN_PERIOD, cells, "period", (f"'{name}' is no period", fix))
            return None, None, [found]
        return meaning.starts_on, meaning.ends_before, []


def _duplicates(rows: list[TargetRow], file: str) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, str | None, str | None, date | None, date | None], TargetRow] = {}
    for row in rows:
        # A standing amount is known by its start: the latest begun is in force.
        end = date.min if row.is_standing else row.ends_before
        first = seen.setdefault((row.target, row.payee, row.title, row.starts_on, end), row)
        if first is not row:
            what = f"'{row.target}' of {row.payee or row.title} for the same days stands on line {first.line}"
            place = Place(file, row.line, 0, "amount")
            yield Diagnostic.of(problems.DUPLICATE, place, what, "keep one of the two rows")
