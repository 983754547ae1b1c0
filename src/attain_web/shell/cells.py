"""Tables as pages show them: cells in the reader's locale that lead to why, bars beside numbers, sums that sum.

A screen says what its rows are; how they look, and how they leave as CSV, is said here once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpRequest

from attain.money import minor_digits
from attain.statements.figures import exact_text
from attain.statements.sheets.cells import plain_text
from attain_web.shell import numbers

Row = Sequence["Cell"]


@dataclass(frozen=True)
class Cell:
    """What stands in a cell.

    Attributes:
        words: as they are read.
        link: where it comes from; a number that has one is marked as a number that can be opened.
        note: small words under it.
        chip: its tone, icon and words; instead of the words.
        bar: how long, of how much, and the look of a length beside it.
        tone: a class, such as ``muted``, ``b``, ``pos`` or ``mono``.
        plain: a number as a file has it; empty for a text.
        unit: the currency of that number; empty for what is no amount.
    """

    words: str
    link: str = ""
    note: str = ""
    chip: tuple[str, str, str] | None = None
    bar: tuple[Any, Any, str] | None = None
    tone: str = ""
    plain: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether numbers stand in it, and whether it is wide."""

    title: str
    is_number: bool = False
    is_wide: bool = False


@dataclass(frozen=True)
class Table:
    """A card with a table.

    Attributes:
        key: its id in the page, and its name when it leaves as a file.
        title: its heading.
        columns: from left to right; the first names the row.
        rows: from top to bottom.
        subtitle: beside the heading.
        foot: below it: what has to be said about the numbers.
        empty: what to do when there are no rows.
        total: the last row, which the others add up to.
        width: how many of twelve columns.
        drawing: what draws the same; the table then stands behind it.
        drawn_as: what the drawing says to whom it cannot be shown.
    """

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    subtitle: str = ""
    foot: str = ""
    empty: str = "Nothing yet"
    total: Row = ()
    width: int = 12
    drawing: Any = None

    @property
    def lined_up(self) -> list[list[tuple[Column, Cell]]]:
        """Every cell beside its column."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def summed_up(self) -> list[tuple[Column, Cell]]:
        """The total beside its columns."""
        return list(zip(self.columns, self.total, strict=True)) if self.total else []


@dataclass(frozen=True)
class Figure:
    """A number that a page begins with: what it is, how it reads, what to know of it, and where it comes from."""

    title: str
    words: str
    note: str = ""
    link: str = ""


def words(title: str, *more: str) -> list[Column]:
    """Columns of words."""
    return [Column(one) for one in (title, *more)]


def figures(title: str, *more: str) -> list[Column]:
    """Columns of numbers."""
    return [Column(one, is_number=True) for one in (title, *more)]


@dataclass(frozen=True)
class Writer:
    """Writes cells in a reader's locale.

    >>> Writer("en_US", "USD", {}).money(954700).words, Writer("en_US", "USD", {"7": "Ana"}).person("7").words
    ('$9,547.00', 'Ana')
    """

    locale: str
    currency: str
    names: dict[str, str] | Any

    def money(self, minor: int | None, link: str = "", **more: Any) -> Cell:
        """An amount in minor units."""
        return Cell(numbers.money(minor, self.currency, self.locale), link, **self._plain(minor), **more)

    def change(self, minor: int | None, link: str = "", **more: Any) -> Cell:
        """An amount that is added, with its sign."""
        return Cell(numbers.change(minor, self.currency, self.locale), link, **self._plain(minor), **more)

    def whole(self, minor: int | None, **more: Any) -> Cell:
        """An amount to be read at a glance."""
        return Cell(numbers.whole_money(minor, self.currency, self.locale), **self._plain(minor), **more)

    def share(self, value: Fraction | None, link: str = "", **more: Any) -> Cell:
        """A share, rounded down."""
        return Cell(numbers.share(value, self.locale), link, **more)

    def count(self, value: int | None, link: str = "", **more: Any) -> Cell:
        """A count."""
        return Cell(numbers.count(value, self.locale), link, plain="" if value is None else str(value), **more)

    def day(self, value: date | None, **more: Any) -> Cell:
        """A day."""
        return Cell(numbers.day(value, self.locale), plain=value.isoformat() if value else "", **more)

    def instant(self, value: datetime | None, **more: Any) -> Cell:
        """An instant, in UTC."""
        return Cell(numbers.instant(value, self.locale), **more)

    def person(self, payee_id: str, link: str = "", **more: Any) -> Cell:
        """A person by their name."""
        return Cell(self.names.get(payee_id, payee_id) or numbers.NOTHING, link, **more)

    def of_kind(self, value: Fraction, kind: str, **more: Any) -> Cell:
        """A number that is no amount: a count, a percentage or a plain number."""
        written = numbers.percent if kind == "percent" else numbers.number
        return Cell(written(value, self.locale), plain=exact_text(value), **more)

    def _plain(self, minor: int | None) -> dict[str, str]:
        if minor is None:
            return {}
        return {"plain": f"{Decimal(minor).scaleb(-minor_digits(self.currency)):f}", "unit": self.currency}


def writer_of(request: HttpRequest, currency: str, names: Any) -> Writer:
    """Return who writes for a reader."""
    return Writer(numbers.locale_for(request, frozenset({"xlsx"})), currency, names)


def as_rows(table: Table) -> Iterable[list[str]]:
    """Return a table as rows of texts, with its headings and its total; no text is one that a spreadsheet runs.

    A column of one currency names it in its heading; in one of several each amount has its own beside it. What stands
    under a number follows in a column of its own.
    """
    rows = [*table.rows, *([table.total] if table.total else [])]
    units = [{row[at].unit for row in rows if row[at].plain} for at in range(len(table.columns))]
    noted = [at for at, one in enumerate(table.columns) if one.is_number and any(row[at].note for row in rows)]
    heads = [
        f"{one.title} ({next(iter(own))})" if len(own) == 1 and own != {""} else one.title
        for one, own in zip(table.columns, units, strict=True)
    ]
    yield [plain_text(one) for one in (*heads, *(f"{table.columns[at].title}, note" for at in noted))]
    for row in rows:
        cells = [_in_file(cell, with_unit=len(own) > 1) for cell, own in zip(row, units, strict=True)]
        yield [*cells, *(plain_text(row[at].note) for at in noted)]


def _in_file(cell: Cell, *, with_unit: bool) -> str:
    if cell.plain:
        return f"{cell.plain} {cell.unit}".strip() if with_unit else cell.plain
    return plain_text(cell.chip[2] if cell.chip else _told(cell.words))


def _told(words: str) -> str:
    """Return what a file says: nothing where a page says that there is nothing."""
    return "" if words == numbers.NOTHING else words
