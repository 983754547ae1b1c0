"""What a metric is: a name, a unit, a definition, a formula over added-up parts, and a worked example that is a test.

A metric never reads a file or a clock: it is given rows, adds up its parts by group, and its formula makes one exact
number of them. A formula whose divisor is 0 gives no number but the reason why; never 0, never infinite.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import polars as pl

RowsName = Literal[
    "deals", "reached", "visits", "leads", "campaigns", "activities", "targets", "forecasts", "survey", "capacity"
]
Kind = Literal["sum", "share", "other"]
Unit = Literal["count", "money", "ratio", "days", "hours", "money_per_day", "times", "score"]
Parts = Mapping[str, Any]


@dataclass(frozen=True)
class Undefined:
    """No number, and why."""

    reason: str


Value = Fraction | Undefined


@dataclass(frozen=True)
class Part:
    """What is added up: over which rows, the expression that does it in each group, and whether it is a list."""

    rows: RowsName
    of: pl.Expr
    is_list: bool = False


@dataclass(frozen=True)
class Example:
    """A worked example: rows with the columns that matter, and the value that follows; None where there is none."""

    rows: Mapping[RowsName, Sequence[Mapping[str, object]]]
    expect: Fraction | None


@dataclass(frozen=True)
class Metric:
    """A metric of the catalogue.

    Attributes:
        name: as commands and columns call it; the name of its file.
        title: as people read it.
        unit: of its value; money is in minor units.
        kind: a sum is its only part, a share its first part by its second; other is everything else.
        definition: one sentence.
        source: where the definition comes from.
        formula: written out, in the names of its parts.
        parts: what is added up.
        value: the formula.
        example: a worked example.
        interval_of: the two parts, hits and tries, of which a 95 % interval can be given.
        always_by: dimensions that it is always grouped by.
        needs: fields whose past it asks about, or other tables; without a history of them it is not defined. ``start``:
            the history must begin no later than the period.
    """

    name: str
    title: str
    unit: Unit
    kind: Kind
    definition: str
    source: str
    formula: str
    parts: Mapping[str, Part]
    value: Callable[[Parts], Value]
    example: Example
    interval_of: tuple[str, str] | None = None
    always_by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[RowsName, ...]:
        """The rows it reads, each once."""
        return tuple(dict.fromkeys(part.rows for part in self.parts.values()))


def ratio(above: int | Fraction, below: int | Fraction, why: str) -> Value:
    """Divide, or say why there is nothing to divide by.

    >>> ratio(1, 4, "nothing was closed"), ratio(1, 0, "nothing was closed")
    (Fraction(1, 4), Undefined(reason='nothing was closed'))
    """
    return Fraction(above) / Fraction(below) if below else Undefined(why)


def whole(value: int | None) -> Value:
    """Return a count or a sum as it is; no rows add up to 0."""
    return Fraction(value or 0)
