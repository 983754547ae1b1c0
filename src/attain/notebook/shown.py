"""Tables as a notebook shows them: amounts written out, texts escaped, long ones cut with what is left out counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import polars as pl

from attain.money import minor_digits
from attain.questions.amounts import money, table

MOST_ROWS = 40
_STYLE = "text-align:right;font-variant-numeric:tabular-nums"


@dataclass(frozen=True)
class Shown:
    """A frame, and how it is shown.

    Attributes:
        title: what it is about.
        frame: the numbers; amounts in minor units.
        money_columns: the columns with amounts.
        currency: their currency, where no column ``currency`` says it.
    """

    title: str
    frame: pl.DataFrame
    money_columns: tuple[str, ...] = ()
    currency: str = ""
    _most: int = field(default=MOST_ROWS, repr=False)

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_html(self) -> str:
        """Write the table for a notebook."""
        head = "".join(f'<th style="{self._look(name)}">{escape(_words(name))}</th>' for name in self.frame.columns)
        rows = "".join(
            "<tr>"
            + "".join(self._cell(name, text) for name, text in zip(self.frame.columns, row, strict=True))
            + "</tr>"
            for row in self._rows()
        )
        return (
            f"<table><caption>{escape(self.title)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{rows}</tbody></table>{f'<p>{escape(self._rest)}</p>' if self._rest else ''}"
        )

    def __repr__(self) -> str:
        left = sum(not self._is_number(name) for name in self.frame.columns)
        ordered = sorted(self.frame.columns, key=self._is_number)
        at = [self.frame.columns.index(name) for name in ordered]
        rows = [tuple(row[n] for n in at) for row in self._rows()]
        shown = table([_words(name) for name in ordered], rows, text_column_count=left)
        return "\n".join(part for part in (self.title, shown, self._rest) if part)

    def _cell(self, name: str, text: str) -> str:
        return f'<td style="{self._look(name)}">{escape(text)}</td>'

    def _look(self, name: str) -> str:
        return _STYLE if self._is_number(name) else "text-align:left"

    def _is_number(self, name: str) -> bool:
        return name in self.money_columns or self.frame.schema[name].is_numeric()

    def _rows(self) -> Sequence[tuple[str, ...]]:
        names = self.frame.columns
        rows = self.frame.head(self._most).iter_rows(named=True)
        return [tuple(self._text(row, name) for name in names) for row in rows]

    def _text(self, row: Mapping[str, Any], name: str) -> str:
        if name in self.money_columns:
            return money(row[name], minor_digits(str(row.get("currency") or self.currency)))
        return "" if row[name] is None else str(row[name])

    @property
    def _rest(self) -> str:
        left_out = self.frame.height - self._most
        return f"and {left_out:,} more" if left_out > 0 else ""


def _words(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")
