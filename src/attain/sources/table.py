"""What this room hands on: typed tables, their reconciliation, and the rejected rows.

Numbers are integers at the scale of their column (20565.6206 is 205656206 at scale 4); dates are
days; text is trimmed text. A float never appears.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from attain.diagnostics import Diagnostic
from attain.documents import Node
from attain.expressions.types import ColumnType
from attain.sources.config import WorkspaceConfig
from attain.tables import Column, Table

SOURCE_LINE = "source_line"
SCENARIO = "#scenario"  # no column of a file can have this name
SOURCE_FILE = "source_file"
# Of a row that is kept in a store: the batch with which it became known, and what identifies it there.
KNOWN_WITH = "known_with"
KEPT_KEY = "kept_key"

REJECTS = Table(
    name="rejects",
    grain="one problem of one row of a source; a row with two problems stands twice",
    key=("source", "file", "line", "column", "code"),
    columns=(
        Column("source", pl.String, "name", "the source as named in attain.yaml"),
        Column("file", pl.String, "path", "the file as written in attain.yaml"),
        Column("line", pl.Int64, "line", "line or row in the file, the header being line 1"),
        Column("column", pl.String, "name", "the column, empty when the whole row is meant"),
        Column("value", pl.String, "text", "what was read, cut at 80 characters", nullable=True),
        Column("reason", pl.String, "text", "what is wrong with it"),
        Column("fix", pl.String, "text", "what to do"),
        Column("code", pl.String, "code", "the code of the diagnostic"),
    ),
)

REVIEWS = Table(
    name="reviews",
    grain="a row of a source that somebody should look at, for one reason; it is credited like any other",
    key=("source", "title", "line"),
    columns=(
        Column("source", pl.String, "name", "the source as named in attain.yaml"),
        Column("title", pl.String, "text", "why it is listed, as attain.yaml puts it"),
        Column("file", pl.String, "path", "the file as written in attain.yaml"),
        Column("line", pl.Int64, "line", "line or row in the file, the header being line 1"),
        Column("transaction_id", pl.String, "", "the key columns of the row, joined by /"),
        Column("review_amount", pl.Int64, "money at its scale", "the source's amount", nullable=True),
        Column("scale", pl.Int64, "decimal places", "amount = integer / 10^scale"),
    ),
)


@dataclass(frozen=True)
class SourceTable:
    """Accepted rows of one source.

    Attributes:
        name: the source's name in attain.yaml.
        frame: the declared columns, ``source_line`` (Int64) and ``currency`` if declared; rows in file order. Rows
            that come from several files have theirs in ``source_file`` (String).
        columns: type and scale of each declared column.
        key: columns that identify a row; in a child table those that name the parent's row.
        as_of: the date column that dates a row by default.
        file: the file as written in attain.yaml, or ``given`` for rows written in a plan.
        children: child tables by name.
        people_on: the date column on which people are looked up, where that is not the date of the credit.
    """

    name: str
    frame: pl.DataFrame
    columns: dict[str, ColumnType]
    key: tuple[str, ...] = ()
    as_of: str | None = None
    file: str = "given"
    children: dict[str, "SourceTable"] = field(default_factory=dict)
    people_on: str | None = None

    @property
    def amount_column(self) -> str | None:
        """The source's amount: the column ``amount``, or else its first column of money."""
        money = [name for name, kind in self.columns.items() if kind.kind == "money"]
        return "amount" if "amount" in money else next(iter(money), None)


@dataclass(frozen=True)
class Sums:
    """Sum of a column over all rows, the accepted and the rejected ones, as exact decimal texts.

    A value that is no number counts as nothing; ``read`` is always ``accepted`` plus ``rejected``.
    """

    read: str
    accepted: str
    rejected: str


@dataclass(frozen=True)
class SourceSummary:
    """Completeness of one source: rows and sums in are accepted plus rejected; and what was detected."""

    name: str
    file: str
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    sums: Mapping[str, Sums]
    detected: tuple[str, ...]


@dataclass(frozen=True)
class Loaded:
    """A workspace read whole.

    ``calendar`` is the calendar's part of attain.yaml with its files already read in, as nodes with places.
    """

    config: WorkspaceConfig | None
    sources: dict[str, SourceTable]
    roster: SourceTable | None
    targets: SourceTable | None
    fx: SourceTable | None
    calendar: Node | None
    rejects: pl.DataFrame
    reconciliation: list[SourceSummary]
    diagnostics: list[Diagnostic]

    @property
    def currency(self) -> str:
        """The workspace's currency, empty when attain.yaml could not be read."""
        return self.config.currency if self.config else ""
