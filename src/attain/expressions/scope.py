"""What the names of an expression stand for: columns of a frame, fractions of two columns, and tables to look up.

>>> scope = Scope.of_columns({"amount": ColumnType("money", 2, 90_000), "is_won": ColumnType("bool")})
>>> sorted(scope.names)
['amount', 'is_won']
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

import polars as pl

from attain.expressions.types import ColumnType

Wanted = Literal["boolean", "money", "number", "percent", "count", "date", "text", "payee", "numeric", "any"]


@dataclass(frozen=True)
class Operand:
    """A name that stands for a column of the frame.

    Attributes:
        type: what its values are; ``max_abs`` has to cover the frame the expression will be evaluated on.
        column: the physical column: Int64 at the type's scale, Date, String or Boolean.
    """

    type: ColumnType
    column: str


@dataclass(frozen=True)
class FractionOperand:
    """A name that stands for numerator / denominator, two integer columns (Int64 or Int128) of the frame.

    A null or zero denominator makes the value null. Both numbers are at the same scale: an attainment is measured
    and target in minor units.

    Attributes:
        numerator: its column.
        denominator: its column.
        numerator_max_abs: the largest absolute numerator.
        denominator_max_abs: the largest absolute denominator.
        kind: what the fraction is.
    """

    numerator: str
    denominator: str
    numerator_max_abs: int
    denominator_max_abs: int
    kind: Literal["percent", "decimal", "money", "count"] = "percent"


@dataclass(frozen=True)
class LookupTable:
    """A table that ``lookup`` reads.

    Attributes:
        keys: the types of its key columns, in order.
        value: the type of its value column.
        frame: columns ``key_0``, ``key_1``, .., ``value``; and ``starts_on``, ``ends_before`` (null: open) if dated.
            Keys are unique, or unique at every date. A dated row without a start is not found.
        is_dated: whether rows hold for a range of dates, read at the scope's ``dated_by``.
        default: the stored value of the ``else`` row for keys that are not found; None if there is none.
    """

    keys: tuple[ColumnType, ...]
    value: ColumnType
    frame: pl.DataFrame = field(repr=False, compare=False)
    is_dated: bool = False
    default: int | str | date | bool | None = None


class Calendar(Protocol):
    """Where the periods of a calendar begin and end; ``attain.periods`` has one."""

    def start_of(self, unit: str, day: pl.Expr) -> pl.Expr:
        """First day of the unit that holds each day."""
        ...

    def end_of(self, unit: str, day: pl.Expr) -> pl.Expr:
        """Last day, inclusive, of the unit that holds each day."""
        ...


@dataclass(frozen=True)
class Scope:
    """The names an expression may use at one place of a plan.

    Attributes:
        names: every name and what it stands for.
        tables: every table ``lookup`` may read.
        title: how messages call the place, such as ``source 'opportunities'``.
        dated_by: the Date column of the frame at which dated tables are read.
        calendar: how ``start_of`` and ``end_of`` count; None is the plain calendar with weeks from Monday.
        refused: names that exist but not here, each with what to do instead.
        compiled: what was compiled for it, by expression and the kind wanted.
    """

    names: Mapping[str, Operand | FractionOperand] = field(default_factory=dict[str, Operand | FractionOperand])
    tables: Mapping[str, LookupTable] = field(default_factory=dict[str, LookupTable])
    title: str = "here"
    dated_by: str | None = None
    calendar: Calendar | None = None
    refused: Mapping[str, str] = field(default_factory=dict[str, str])
    compiled: dict[object, object] = field(default_factory=dict[object, object], init=False, compare=False, repr=False)

    @classmethod
    def of_columns(cls, columns: Mapping[str, ColumnType], title: str = "here") -> "Scope":
        """Make a scope in which every column of a frame is known by its own name."""
        return cls({name: Operand(kind, name) for name, kind in columns.items()}, title=title)
