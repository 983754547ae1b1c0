"""What is to be read from one table: its columns, key and settings, gathered from attain.yaml."""

from dataclasses import dataclass, field, replace
from typing import Literal

from babel.numbers import list_currencies

from attain.expressions.types import Kind
from attain.money.currency import is_currency
from attain.sources.config import (
    ChildConfig,
    ColumnConfig,
    FormatConfig,
    QueryConfig,
    SourceConfig,
    TableConfig,
    WorkspaceConfig,
)

CURRENCY = "currency"


@dataclass(frozen=True)
class ColumnSpec:
    """One column to read.

    Attributes:
        name: as plans call it.
        kind: its type.
        header: its name in the file; the column's own name where it is None.
        also: names in snake_case that it may have in the file instead, first choice first.
        constant: the value of every row, where no column is read.
        is_required: an empty cell refuses the row.
        may_lack: the header need not have it.
        decimal, date, percent: how its values are written, where declared.
        null_as: texts that stand for an empty cell.
        round_to: decimals to round to; None keeps all.
    """

    name: str
    kind: Kind
    header: str | None = None
    constant: str | None = None
    is_required: bool = False
    may_lack: bool = False
    decimal: str | None = None
    date: str | None = None
    percent: str | None = None
    null_as: tuple[str, ...] = ()
    round_to: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSpec:
    """One table to read.

    Attributes:
        name: as attain.yaml calls it; a child is ``orders.splits``.
        file: the file as written there.
        query: the query, if the table is no file.
        columns: the columns to read.
        key: columns that are never empty and identify a row.
        has_unique_key: no two rows may have one key.
        rest_as_text: further columns of the header are read as text.
        currency: the currency of every amount; empty if each row has its own.
        has_currency_column: put the currency into every row.
        form, null_as, on_reject, time_zone, as_of: settings of attain.yaml.
    """

    name: str
    file: str
    columns: tuple[ColumnSpec, ...]
    query: QueryConfig | None = None
    key: tuple[str, ...] = ()
    has_unique_key: bool = False
    rest_as_text: bool = False
    currency: str = ""
    has_currency_column: bool = False
    form: FormatConfig = field(default_factory=FormatConfig)
    null_as: tuple[str, ...] = ()
    on_reject: Literal["stop", "report"] = "stop"
    time_zone: str = "UTC"
    as_of: str | None = None


STANDARD: dict[str, tuple[ColumnSpec, ...]] = {
    "roster": (
        ColumnSpec("payee", "payee", may_lack=True),
        ColumnSpec("from", "date", may_lack=True),
        ColumnSpec("before", "date", may_lack=True),
        ColumnSpec("title", "text", may_lack=True),
        ColumnSpec("manager", "payee", may_lack=True),
        ColumnSpec("team", "text", may_lack=True),
        ColumnSpec("hired", "date", may_lack=True),
        ColumnSpec("left", "date", may_lack=True),
    ),
    "targets": (
        ColumnSpec("name", "text", may_lack=True),
        ColumnSpec("payee", "payee", may_lack=True),
        ColumnSpec("title", "text", may_lack=True),
        ColumnSpec("period", "text", may_lack=True),
        ColumnSpec("from", "date", may_lack=True),
        ColumnSpec("before", "date", may_lack=True),
        ColumnSpec("amount", "money", may_lack=True),
    ),
    "fx": (
        ColumnSpec("date", "date", may_lack=True),
        ColumnSpec("from", "text", is_required=True),
        ColumnSpec("to", "text", is_required=True),
        ColumnSpec("rate", "decimal", is_required=True),
        ColumnSpec("kind", "text", may_lack=True),
        ColumnSpec("before", "date", may_lack=True),
        ColumnSpec("period", "text", may_lack=True),
    ),
    "periods": (
        ColumnSpec("name", "text", is_required=True),
        ColumnSpec("starts", "date", is_required=True),
        ColumnSpec("before", "date", may_lack=True),
    ),
}


def source_spec(name: str, config: SourceConfig, workspace: WorkspaceConfig) -> TableSpec:
    """Gather what attain.yaml says about a source; its key identifies a row."""
    columns = [column_spec(n, c) for n, c in config.columns.items()]
    fixed, header = str(workspace.currency), None
    if config.currency is not None:
        fixed, header = (str(config.currency), None) if is_currency(config.currency) else ("", str(config.currency))
    if header is not None:
        columns.append(ColumnSpec(CURRENCY, "text", header))
    has_own = any(c.name == CURRENCY for c in columns)
    columns = [replace(c, is_required=c.is_required or c.name in {*config.key, CURRENCY}) for c in columns]
    return replace(
        table_spec(name, config, workspace),
        columns=tuple(columns),
        key=tuple(map(str, config.key)),
        has_unique_key=True,
        currency="" if has_own else fixed,
        has_currency_column=config.currency is not None and not has_own,
        as_of=str(config.as_of) if config.as_of else None,
    )


def child_spec(name: str, config: ChildConfig, parent: TableSpec, workspace: WorkspaceConfig) -> TableSpec:
    """Gather what attain.yaml says about child rows; key columns take the type of the parent's key."""
    columns = [column_spec(n, c) for n, c in config.columns.items()]
    declared = {c.name for c in columns}
    kinds: dict[str, Kind] = {c.name: c.kind for c in parent.columns}
    pairs = parent_columns(tuple(map(str, config.key)), parent.key)
    for child_column, parent_column in pairs.items():
        if child_column not in declared:
            columns.append(ColumnSpec(child_column, kinds.get(parent_column, "text")))
    columns = [replace(c, is_required=c.name in config.key) for c in columns]
    return replace(
        table_spec(f"{parent.name}.{name}", config, workspace),
        columns=tuple(columns),
        key=tuple(map(str, config.key)),
        currency=parent.currency,
        as_of=str(config.as_of) if config.as_of else None,
    )


def parent_columns(child_key: tuple[str, ...], parent_key: tuple[str, ...]) -> dict[str, str]:
    """Say which column of the parent each key column of a child names: by name, or else by position.

    >>> parent_columns(("id",), ("id", "line")), parent_columns(("order_id",), ("id",))
    ({'id': 'id'}, {'order_id': 'id'})
    """
    if set(child_key) <= set(parent_key) or len(child_key) != len(parent_key):
        return {name: name for name in child_key}
    return dict(zip(child_key, parent_key, strict=True))


def standard_spec(name: str, config: TableConfig, workspace: WorkspaceConfig) -> TableSpec:
    """Gather a table whose columns have a meaning of their own: roster, targets, fx or periods.

    Standard columns are read if the header has them, declared ones besides. A roster that declares
    nothing keeps every other column as text, so that plans can ask for it.
    """
    declared = {str(n): column_spec(n, c) for n, c in config.columns.items()}
    standard = STANDARD[name]
    columns = [replace(declared.pop(s.name), is_required=s.is_required) if s.name in declared else s for s in standard]
    spec = table_spec(name, config, workspace)
    rest_as_text = name == "roster" and not config.columns
    return replace(spec, columns=(*columns, *declared.values()), rest_as_text=rest_as_text)


_RATE_DAY = ColumnSpec("date", "date", is_required=True)


def wide_rates_spec(config: TableConfig, workspace: WorkspaceConfig) -> TableSpec:
    """Gather rates with one column per currency, as the European Central Bank writes them; N/A is no rate."""
    currencies = (ColumnSpec(c, "decimal", may_lack=True, null_as=("N/A",)) for c in sorted(list_currencies()))
    return replace(table_spec("fx", config, workspace), columns=(_RATE_DAY, *currencies))


def column_spec(name: str, config: ColumnConfig) -> ColumnSpec:
    """Gather what attain.yaml says about one column."""
    return ColumnSpec(
        name=str(name),
        kind=config.type,
        header=None if config.from_ is None else str(config.from_).strip(),
        constant=None if config.value is None else str(config.value),
        decimal=config.decimal,
        date=None if config.date is None else str(config.date),
        percent=config.percent,
        null_as=tuple(map(str, config.null_as)),
        round_to=config.round,
    )


def table_spec(name: str, config: TableConfig, workspace: WorkspaceConfig) -> TableSpec:
    """Gather what attain.yaml says about a table as a whole; its columns are still to be named."""
    return TableSpec(
        name=str(name),
        file=str(config.file or (config.sql.sqlite if config.sql else None) or f"the query of {name}"),
        columns=(),
        query=config.sql,
        currency=str(workspace.currency),
        form=config.format,
        null_as=tuple(map(str, config.null_as)),
        on_reject=config.on_reject,
        time_zone=str(workspace.time_zone),
    )
