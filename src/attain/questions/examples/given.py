"""What an example gives, as facts: payees, rows per source, targets, tables.

Columns that are left out take a default: who is credited is the only payee, the date is the plan's first day, the key
is the row's number, anything else is empty. Without payees there is one, who is on the plan.
Oracle: tests/oracle/worked_examples.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from attain.credits import Credit
from attain.credits.first_of import FirstOf
from attain.credits.manager_of import ManagerOf
from attain.credits.owner import Owner
from attain.credits.shares import Shares
from attain.diagnostics import Diagnostic
from attain.documents import YamlMap
from attain.documents.nodes import place_of
from attain.earnings.source import EARNINGS_SOURCE, KINDS
from attain.expressions import ColumnType, Kind
from attain.money.currency import is_currency
from attain.periods import Calendar
from attain.plans.model import Example, Plan
from attain.questions.examples.rates import rates_of
from attain.questions.examples.rows import Row, read_rows, unknown_name, unreadable
from attain.questions.examples.targets import targets_of, with_changes
from attain.roster.roster import Roster, build
from attain.runs.inputs.facts import Facts
from attain.sources import SourceTable, WorkspaceConfig
from attain.sources import read_rows as read_table
from attain.sources.config import ChildConfig, SourceConfig
from attain.sources.specs import CURRENCY, STANDARD, parent_columns
from attain.targets import TargetTable

ONLY_PAYEE = "the_payee"
_RESERVED = ("targets", "target_changes", "payees", "tables", "fx")


@dataclass(frozen=True)
class Setting:
    """What all examples of a plan stand on.

    Attributes:
        plan: the plan.
        config: attain.yaml, which declares the columns of every source.
        calendar: how time is cut.
        roster_columns: the types of the roster's further attributes.
    """

    plan: Plan
    config: WorkspaceConfig
    calendar: Calendar
    roster_columns: Mapping[str, ColumnType] = field(default_factory=dict[str, ColumnType])


@dataclass(frozen=True)
class Given:
    """The facts of an example, the plan to calculate (with the tables it gives), and its targets."""

    facts: Facts
    plan: Plan
    targets: TargetTable


def read_given(setting: Setting, example: Example) -> tuple[Given, list[Diagnostic]]:
    """Read what an example gives."""
    return _Reader(setting, example).read()


class _Reader:
    def __init__(self, setting: Setting, example: Example) -> None:
        self.setting = setting
        self.given: Mapping[str, Any] = example.given
        self.place = example.key_place("given")
        self.found: list[Diagnostic] = []
        self.only: str | None = None

    def read(self) -> tuple[Given, list[Diagnostic]]:
        plan, config = self.setting.plan, self.setting.config
        self._check_names(config)
        roster, types = self._roster()
        sources = {str(name): self._source(str(name), source) for name, source in config.sources.items()}
        if EARNINGS_SOURCE in self.given:
            sources[EARNINGS_SOURCE] = self._earnings()
        standard = {column.name for column in STANDARD["roster"]}
        further = {name: kind for name, kind in types.items() if name not in standard}
        rates, problems = rates_of(self.given.get("fx"), config.fx, self.setting.calendar, self.place.file)
        facts = Facts(self.setting.calendar, str(config.currency), sources, roster, further, fx=rates)
        owners = {text for row in roster.rows.select("payee", "team", "title", *further).iter_rows() for text in row}
        names = {str(text) for text in owners if isinstance(text, str)}
        targets, in_targets = targets_of(self.given.get("targets"), plan, self.setting.calendar, names)
        targets, in_changes = with_changes(targets, self.given.get("target_changes"), self.setting.calendar, roster)
        self.found += [*problems, *in_targets, *in_changes]
        changed: dict[str, Any] = {"tables": self._tables(plan)}
        if "payees" not in self.given:
            changed["assign"] = None
        return Given(facts, plan.model_copy(update=changed), targets), self.found

    def _check_names(self, config: WorkspaceConfig) -> None:
        known = [*config.sources, EARNINGS_SOURCE, *_RESERVED]
        for name, node in self.given.items():
            if name not in known:
                place = place_of(node) if place_of(node).file else self.place
                self.found.append(unknown_name(place, str(name), known, "source of the workspace"))

    # people

    def _roster(self) -> tuple[Roster, Mapping[str, ColumnType]]:
        """Build the roster of the example's payees; ``only`` is set when there is one."""
        node = self.given.get("payees")
        kinds = self._roster_kinds()
        if node is None:
            rows: list[Row] = [Row({"payee": ONLY_PAYEE}, self.place)]
        else:
            rows, problems = read_rows(node, _AnyName(kinds), ())
            self.found += problems
        for row in rows:
            for name, text in row.values.items():
                if text is not None and name not in kinds:
                    kinds[name] = _guessed(text)
        self.found += [_without_payee(row) for row in rows if not row.values.get("payee")]
        people = {row.values.get("payee") for row in rows} - {None}
        self.only = next(iter(people)) if len(people) == 1 else None
        table = self._table("payees", kinds, rows)
        roster, problems = build(table)
        # What attain.yaml says of a column stands on no line of the plan.
        self.found += [p if p.where.line else replace(p, where=self.place) for p in problems]
        return roster, table.columns

    def _roster_kinds(self) -> dict[str, Kind]:
        kinds: dict[str, Kind] = {column.name: column.kind for column in STANDARD["roster"]}
        kinds |= {name: kind.kind for name, kind in self.setting.roster_columns.items()}
        roster = self.setting.config.roster
        if roster is not None:
            kinds.update({str(name): column.type for name, column in roster.columns.items()})
        return kinds

    # sources

    def _source(self, name: str, config: SourceConfig) -> SourceTable:
        kinds: dict[str, Kind] = {str(column): written.type for column, written in config.columns.items()}
        if config.currency is not None:
            kinds[CURRENCY] = "text"
        rows, problems = read_rows(self.given.get(name), kinds, [str(child) for child in config.children])
        self.found += problems
        shared = self._shared_defaults(name, config)
        filled = [_filled(row, {**shared, **self._key_defaults(config, n, len(rows))}) for n, row in enumerate(rows, 1)]
        as_of = str(config.as_of) if config.as_of else None
        table = self._table(name, kinds, filled, tuple(map(str, config.key)), as_of=as_of)
        children = {str(child): self._child(str(child), its, config, filled) for child, its in config.children.items()}
        return replace(table, children=children)

    def _earnings(self) -> SourceTable:
        """Read lines of plans that the example does not calculate; they stand beside those of its own components."""
        rows, problems = read_rows(self.given[EARNINGS_SOURCE], KINDS, ())
        self.found += problems
        plan = self.setting.plan
        shared = {"payee": self.only, "earned_on": str(plan.effective.from_), "currency": plan.currency_code}
        filled = [_filled(row, {**shared, "id": str(n).zfill(len(str(len(rows))))}) for n, row in enumerate(rows, 1)]
        return self._table(EARNINGS_SOURCE, KINDS, filled, ("id",), as_of="earned_on")

    def _shared_defaults(self, name: str, config: SourceConfig) -> dict[str, str | None]:
        """Return the defaults that all rows of a source share: fixed values, the only payee, the first day."""
        columns = config.columns.items()
        defaults: dict[str, str | None] = {str(c): str(w.value) for c, w in columns if w.value is not None}
        credited = _credited_columns(self.setting.plan, name)
        defaults |= {str(c): self.only for c, w in columns if w.type == "payee" and c in credited}
        if config.as_of:
            defaults[str(config.as_of)] = str(self.setting.plan.effective.from_)
        if config.currency is not None or CURRENCY in config.columns:
            own = config.currency if config.currency is not None and is_currency(config.currency) else None
            defaults[CURRENCY] = str(own or self.setting.plan.currency_code)
        return defaults

    def _key_defaults(self, config: SourceConfig, number: int, row_count: int) -> dict[str, str]:
        """Return the default key of a row: its number."""
        kinds = {key: config.columns[key].type if key in config.columns else "text" for key in config.key}
        first_day = self.setting.plan.effective.from_
        found = {str(key): _key_text(kind, number, row_count, first_day) for key, kind in kinds.items()}
        return {key: text for key, text in found.items() if text is not None and key != str(config.as_of)}

    def _child(self, name: str, config: ChildConfig, parent: SourceConfig, rows: list[Row]) -> SourceTable:
        """Gather the child rows nested in a source's rows; each takes the key of the row it stands in."""
        pairs = parent_columns(tuple(map(str, config.key)), tuple(map(str, parent.key)))
        kinds: dict[str, Kind] = {str(column): written.type for column, written in config.columns.items()}
        kinds_above: dict[str, Kind] = {str(column): written.type for column, written in parent.columns.items()}
        for column, above in pairs.items():
            kinds.setdefault(column, kinds_above.get(above, "text"))
        gathered: list[Row] = []
        for row in rows:
            nested, problems = read_rows(row.children.get(name), kinds, ())
            self.found += problems
            keys = {column: row.values.get(above) for column, above in pairs.items()}
            gathered += [Row({**keys, **one.values}, one.place) for one in nested]
        as_of = str(config.as_of) if config.as_of else None
        return replace(self._table(name, kinds, gathered, as_of=as_of), key=tuple(pairs))

    def _table(
        self,
        name: str,
        kinds: Mapping[str, Kind],
        rows: list[Row],
        key: tuple[str, ...] = (),
        *,
        as_of: str | None = None,
    ) -> SourceTable:
        """Type rows; without a key a row is known by its line, so its number stands for it."""
        file = self.place.file
        lines = [row.place.line for row in rows] if key or name == "payees" else []
        columns: dict[str, ColumnType | Kind] = dict(kinds)
        values = [row.values for row in rows]
        table, problems = read_table(name, columns, values, key=key, as_of=as_of, file=file, lines=lines)
        self.found += problems
        if table is None:
            table, _ = read_table(name, columns, [], key=key, as_of=as_of, file=file)
        assert table is not None, "a table without rows can be read"
        return table

    # tables

    def _tables(self, plan: Plan) -> dict[str, Any]:
        node = self.given.get("tables")
        if node is None:
            return plan.tables
        if not isinstance(node, YamlMap):
            fix = "write the tables by name, as in the plan"
            self.found.append(unreadable(node, "'tables' is no mapping", fix))
            return plan.tables
        for name in node:
            if name not in plan.tables:
                place = node.key_places.get(name, node.place)
                self.found.append(unknown_name(place, str(name), plan.tables, "table of the plan"))
        return {**plan.tables, **{str(name): table for name, table in node.items() if name in plan.tables}}


def _filled(row: Row, defaults: Mapping[str, str | None]) -> Row:
    return Row({**defaults, **row.values}, row.place, row.children)


class _AnyName(dict[str, Kind]):
    """Columns of which any other may be added: a roster may have any attribute."""

    def __contains__(self, name: object) -> bool:
        return True


def _without_payee(row: Row) -> Diagnostic:
    return unreadable(row.place, "a payee without a name", "add 'payee: ana', or the name you like")


def _key_text(kind: str, number: int, row_count: int, first_day: date) -> str | None:
    """Return the default of a key column: the row's number, as wide as the last, so that text order is row order.

    >>> _key_text("text", 3, 12, date(2026, 1, 1)), _key_text("date", 3, 12, date(2026, 1, 1))
    ('03', '2026-01-01')
    """
    if kind == "text":
        return str(number).zfill(len(str(row_count)))
    if kind == "date":
        return str(first_day)
    return str(number) if kind in {"count", "decimal"} else None


def _credited_columns(plan: Plan, source: str) -> set[str]:
    """Name the columns of a source that a crediting rule of the plan credits from."""
    rules = [c.credit for c in plan.components.values()] + [m.credit for m in plan.measures.values()]
    columns = {"owner"}
    for rule in rules:
        if not isinstance(rule, Credit) or str(rule.source) != source:
            continue
        if isinstance(rule.to, Owner):
            columns.add(str(rule.to.column))
        elif isinstance(rule.to, ManagerOf):
            columns.add(str(rule.to.manager_of))
        elif isinstance(rule.to, FirstOf):
            columns |= {str(one.to) for one in rule.to.first_of}
        elif isinstance(rule.to, Shares):
            columns |= set(rule.to.shares)
    return columns


def _guessed(text: str) -> Kind:
    """Guess the type of an attribute that no roster declares.

    >>> [_guessed(text) for text in ("7.5%", "2026-01-31", "4000", "north", "true")]
    ['percent', 'date', 'money', 'text', 'bool']
    """
    if text.endswith("%"):
        return "percent"
    if text in {"true", "false"}:
        return "bool"
    if text.removeprefix("-").replace(".", "", 1).isdigit():
        return "money"
    try:
        date.fromisoformat(text)
    except ValueError:
        return "text"
    return "date"
