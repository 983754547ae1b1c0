"""Answers and curves: what a question came to, as frames by name, shown as tables and drawings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

import polars as pl

from attain.diagnostics import Diagnostic, render_text
from attain.notebook.shown import Shown
from attain.questions.curves.as_svg import as_svg
from attain.questions.curves.picture import Picture


@dataclass(frozen=True, repr=False)
class Answer:
    """An answer of one or more tables.

    Attributes:
        tables: by name, in the order in which they are shown.
        diagnostics: what could not be answered, and why.
        found: the whole answer, as ``attain.questions`` gives it.
    """

    tables: Mapping[str, Shown]
    diagnostics: tuple[Diagnostic, ...]
    found: object

    def __getitem__(self, name: str) -> pl.DataFrame:
        """Return the frame of a table; amounts are in minor units."""
        if name not in self.tables:
            raise KeyError(f"there is no table '{name}'; there are {', '.join(self.tables)}")
        return self.tables[name].frame

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the tables."""
        return iter(self.tables)

    def _repr_html_(self) -> str:
        said = f"<pre>{escape(render_text(list(self.diagnostics)))}</pre>" if self.diagnostics else ""
        return said + "".join(shown.to_html() for shown in self.tables.values())

    def __repr__(self) -> str:
        parts = [render_text(list(self.diagnostics))] if self.diagnostics else []
        return "\n\n".join([*parts, *(repr(shown) for shown in self.tables.values())])


@dataclass(frozen=True, repr=False)
class Curve:
    """The payout curves of a component."""

    pictures: tuple[Picture, ...]
    missing: str = ""

    @property
    def frame(self) -> pl.DataFrame:
        """The points: ``curve, measure, pay``; exact numbers as texts, two points of one measure are a jump."""
        rows = [(one.title, str(x), str(y)) for one in self.pictures for x, y in one.points]
        return pl.DataFrame(rows, schema={"curve": pl.String, "measure": pl.String, "pay": pl.String}, orient="row")

    def _repr_html_(self) -> str:
        return f"<div>{as_svg(self.pictures)}</div>" if self.pictures else f"<p>no curve: {escape(self.missing)}</p>"

    def __repr__(self) -> str:
        titles = ", ".join(picture.title for picture in self.pictures)
        return f"curve of {titles}" if titles else f"no curve: {self.missing}"
