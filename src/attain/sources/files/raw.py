"""What every kind of file becomes before typing: header, cells as written or as the file typed them, lines."""

from dataclasses import dataclass
from typing import Protocol

import polars as pl

from attain.diagnostics import Code


class Unreadable(Exception):
    """The file as a whole cannot be read: a code, what was found, the fix, and the line if one is known."""

    def __init__(self, code: Code, what: str, fix: str, line: int = 0) -> None:
        super().__init__(what)
        self.code = code
        self.what = what
        self.fix = fix
        self.line = line


@dataclass(frozen=True)
class RawColumn:
    """One column before typing. Each row's cell is in at most one of the two; in neither it is empty.

    Attributes:
        written: text as people wrote it, whose notation must be found out.
        native: values the file itself types (a Parquet date), or texts in plain notation (a number out of a database).
    """

    written: pl.Series | None = None
    native: pl.Series | None = None


@dataclass(frozen=True)
class BrokenRow:
    """A row that has no cells because its line cannot be taken apart."""

    line: int
    value: str
    reason: str
    fix: str


@dataclass(frozen=True)
class RawTable:
    """The chosen columns of a file.

    Attributes:
        columns: by position in the header.
        lines: for each row its line in the file (Int64), the header being line 1.
        broken: rows that could not be taken apart.
        detected: sentences on what was found out while reading.
    """

    columns: dict[int, RawColumn]
    lines: pl.Series
    broken: tuple[BrokenRow, ...] = ()
    detected: tuple[str, ...] = ()


class OpenTable(Protocol):
    """A file whose header is known; reading takes only the columns that are wanted."""

    header: list[str]
    detected: list[str]

    def read(self, positions: list[int]) -> RawTable:
        """Read the columns at these positions of the header."""
        ...
