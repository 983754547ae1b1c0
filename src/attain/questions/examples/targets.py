"""Targets as an example gives them: final for every period, for one period, or for one payee.

``{quota: 100000}`` holds for everybody and every window, ``{quota: {2026-Q1: 100000}}`` for one window, and
``{quota: {ana: 100000, bo: {2026-Q1: 50000}}}`` names the owner. Nothing is applied to such an amount but the reliefs
and transfers of ``target_changes``, rows as in the target table.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from pydantic_core import PydanticCustomError

from attain.diagnostics import Diagnostic, Place
from attain.documents import Quantity, Text, YamlMap
from attain.documents.nodes import place_of
from attain.expressions import ColumnType, Kind
from attain.periods import Calendar
from attain.plans.model import Plan
from attain.questions.examples.rows import read_rows, unknown_name, unreadable
from attain.roster import Roster
from attain.sources import read_rows as read_table
from attain.targets import TargetRow, TargetTable, read_targets

_CHANGE_COLUMNS: dict[str, Kind] = {
    "name": "text",
    "change": "text",
    "payee": "payee",
    "to": "payee",
    "period": "text",
    "from": "date",
    "before": "date",
    "amount": "decimal",
    "reason": "text",
}
_FIX = "write an amount, {2026-Q1: amount}, or {payee: amount}"


def targets_of(
    node: object, plan: Plan, calendar: Calendar, owners: Collection[str]
) -> tuple[TargetTable, list[Diagnostic]]:
    """Read the targets of an example.

    Args:
        node: what stands under ``targets``; None for none.
        plan: the plan, which knows the targets.
        calendar: says what a period's name means.
        owners: who may own a target: payees, and the values of their attributes, such as teams.
    """
    if node is None:
        return TargetTable(()), []
    if not isinstance(node, YamlMap):
        return TargetTable(()), [unreadable(node, "'targets' is no mapping", "write the targets by name")]
    reader = _Reader(calendar, set(owners))
    for name, given in node.items():
        if name not in plan.targets:
            place = node.key_places.get(name, node.place)
            reader.found.append(unknown_name(place, str(name), plan.targets, "target of the plan"))
            continue
        reader.rows += reader.read(str(name), given, None)
    return TargetTable(tuple(reader.rows), place_of(node).file), reader.found


def with_changes(
    table: TargetTable, node: object, calendar: Calendar, roster: Roster
) -> tuple[TargetTable, list[Diagnostic]]:
    """Add the reliefs and transfers of an example: rows as in the target table; the only payee is whose they are."""
    rows, found = read_rows(node, _CHANGE_COLUMNS, ())
    if not rows:
        return table, found
    people = sorted(set(roster.rows["payee"]))
    for row in rows:
        if len(people) == 1:
            row.values.setdefault("payee", people[0])
        if row.values.get("change") is None:
            what = "a row of 'target_changes' without 'change'"
            found.append(unreadable(row.place, what, "write change: relief, or change: transfer and to: PAYEE"))
    file, lines = place_of(node).file, [row.place.line for row in rows]
    columns: dict[str, ColumnType | Kind] = dict(_CHANGE_COLUMNS)
    values = [row.values for row in rows]
    source, problems = read_table("target_changes", columns, values, file=file, lines=lines)
    if source is None:
        return table, [*found, *problems]
    read, more = read_targets(source, calendar, roster)
    return replace(table, changes=read.changes), [*found, *problems, *more]


class _Reader:
    def __init__(self, calendar: Calendar, owners: set[str]) -> None:
        self.calendar = calendar
        self.owners = owners
        self.rows: list[TargetRow] = []
        self.found: list[Diagnostic] = []

    def read(self, target: str, node: object, owner: str | None) -> Iterator[TargetRow]:
        """Read the amount of a target, or its amounts by owner and period."""
        if isinstance(node, Text):
            yield from self._row(target, node, owner, None)
            return
        if not isinstance(node, YamlMap):
            self.found.append(unreadable(node, f"'{target}' is given as a list", _FIX))
            return
        for key, given in node.items():
            place = node.key_places.get(key, node.place)
            if owner is None and key in self.owners:
                yield from self.read(target, given, str(key))
            elif self.calendar.parse(key) is None:
                self.found.append(unreadable(place, f"'{key}' is neither a period nor a payee of the example", _FIX))
            elif not isinstance(given, Text):
                self.found.append(unreadable(given, f"'{target}' of '{key}' is no amount", _FIX))
            else:
                yield from self._row(target, given, owner, str(key))

    def _row(self, target: str, written: Text, owner: str | None, period: str | None) -> Iterator[TargetRow]:
        try:
            value = Quantity.read(written).value
        except PydanticCustomError as error:
            self.found.append(unreadable(written, f"{target}: {error.message()}", _FIX))
            return
        meaning = self.calendar.parse(period) if period else None
        yield TargetRow(
            target=target,
            payee=owner,
            title=None,
            starts_on=meaning.starts_on if meaning else None,
            ends_before=meaning.ends_before if meaning else None,
            row_amount=value,
            source=_shown(written.place),
            line=written.place.line,
            is_for_every_window=period is None,
        )


def _shown(place: Place) -> str:
    return f"{place.file}:{place.line}"
