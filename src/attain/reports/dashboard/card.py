"""A card of the dashboard: a chart and its table, or what it would need to be drawn."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Card:
    """A card.

    Attributes:
        key: its place in the page's links.
        chart: the drawing, as SVG; empty for a card that is a table.
        columns, rows: the table; columns after the first ``text_columns`` are numbers.
        missing: which column or history it would need; empty when it could be made.
        legend: texture classes and what they mean.
        width: of twelve columns.
        foot: what has to be known to read it.
    """

    key: str
    title: str
    subtitle: str = ""
    chart: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    missing: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    width: int = 6
    foot: str = ""
    text_columns: int = 1


@dataclass(frozen=True)
class Figure:
    """One of the numbers at the top: what it is, its value, and what stands below it."""

    title: str
    value: str
    note: str = ""
