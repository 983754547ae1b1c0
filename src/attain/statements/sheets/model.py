"""The sheets of a statement: titled tables of exact numbers, dates and texts, before anybody writes them down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from attain.statements.explanation import Explanation
from attain.statements.figures import Figures
from attain.statements.units import ZERO

Cell = str | Fraction | date | None
Kind = Literal["text", "place", "money", "change", "date"]


@dataclass(frozen=True)
class Column:
    """A column: its title, what it holds, and how much room it wants on paper beside the others.

    ``money`` is in the sheet's currency, ``change`` is money that is added and shows its sign, ``place`` is a file and
    line.
    """

    title: str
    kind: Kind = "text"
    room: int = 1

    @property
    def is_money(self) -> bool:
        """Whether it holds amounts, which stand to the right."""
        return self.kind in {"money", "change"}


@dataclass(frozen=True)
class Sheet:
    """A table of a statement.

    Attributes:
        title: what it is about.
        columns: in order.
        rows: a cell per column; None where there is nothing.
        currency: of its amounts.
        total: the row that adds up, if there is one.
        note: a sentence above it.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    currency: str
    total: tuple[Cell, ...] | None = None
    note: str = ""


@dataclass(frozen=True)
class SoFar:
    """What a payee was paid in a year, up to and with the pay period of a statement. Amounts in whole units.

    Attributes:
        year: the name of the year that the period ends in.
        periods: of each pay period: its name, earned (less what was taken back), drawn (less what was recovered), paid.
        components: of each component: its title, earned in the statement's period, earned in the year.
    """

    year: str
    periods: tuple[tuple[str, Fraction, Fraction, Fraction], ...]
    components: tuple[tuple[str, Fraction, Fraction], ...]

    @property
    def paid(self) -> Fraction:
        """What was paid in the year so far."""
        return sum((row[3] for row in self.periods), ZERO)


class Decided(NamedTuple):
    """What somebody decided about a payment by hand: what it is called, why, and what it adds in whole units."""

    name: str
    why: str
    adds: Fraction


@dataclass(frozen=True)
class StatementState:
    """What a store knows of a statement besides what was calculated.

    Attributes:
        state: what has become of it, such as "Approved on 3 Feb 2026".
        decided: what was decided about its payment.
        by_period: what was decided in all about each pay period of the year, in whole units.
    """

    state: str
    decided: tuple[Decided, ...] = ()
    by_period: Mapping[str, Fraction] = field(default_factory=dict[str, Fraction])

    @property
    def adds(self) -> Fraction:
        """What the decisions add to the payment."""
        return sum((one.adds for one in self.decided), ZERO)


@dataclass(frozen=True)
class Statement:
    """A statement as sheets.

    Attributes:
        explanation: the payment that it explains.
        heading: name and value of what stands at its top, as texts.
        sheets: its tables, those without rows left out.
    """

    explanation: Explanation
    heading: tuple[tuple[str, str], ...]
    sheets: tuple[Sheet, ...]

    @property
    def title(self) -> str:
        """Whose and of which period it is."""
        return f"Statement of {self.explanation.person.name}, {self.explanation.period_id}"


def shown(cell: Cell, column: Column, figures: Figures) -> str:
    """Write a cell for people.

    >>> shown(Fraction(-5, 2), Column("Earned", "money"), Figures("USD"))
    '−$2.50'
    """
    if cell is None:
        return ""
    if isinstance(cell, date):
        return figures.day(cell)
    if isinstance(cell, str):
        return cell
    return figures.change(cell) if column.kind == "change" else figures.money(cell)
