"""Tables in codes, put into words at the exit: millions of ids are written out only where somebody reads them.

A row of earnings names its transaction and payee by number. ``Tables`` holds such rows and hands them out as the
contract promises: as a frame for whoever asks, and as a stream for the files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from attain.tables import ContractError, Table


@dataclass(frozen=True)
class Coded:
    """Rows in codes, and the expressions that put them into words, row by row.

    Attributes:
        rows: the codes.
        ids: the columns with ids, from the codes.
        words: the other columns of the table, from codes and ids.
    """

    rows: pl.DataFrame
    ids: Mapping[str, pl.Expr]
    words: Mapping[str, pl.Expr]

    def in_words(self, table: Table) -> pl.LazyFrame:
        """Return the rows as their table's columns."""
        return self.rows.lazy().with_columns(**self.ids).with_columns(**self.words).select(table.names)

    def promised(self, table: Table, lacking: frozenset[str] = frozenset()) -> "Coded":
        """Check that the rows keep their table's contract once they are in words.

        Args:
            table: the contract.
            lacking: the codes that may be null, because what they stand for may.

        Raises:
            ContractError: a column has another type, or a code is null that may not be.
        """
        found = self.in_words(table).collect_schema()
        if found != table.schema:
            raise ContractError(f"{table.name}: {found} where {table.schema} was promised")
        for name in self.rows.columns:
            if name not in lacking and self.rows[name].null_count():
                raise ContractError(f"{table.name}: null in the codes '{name}' where none was promised")
        return self


def spelled(code: str, texts: pl.Series) -> pl.Expr:
    """Put a column of positions in ``texts`` into words; null where the position is null.

    >>> pl.DataFrame({"payee": [1, 0, None]}).select(spelled("payee", pl.Series(["Ana", "Bo"]))).to_series().to_list()
    ['Bo', 'Ana', None]
    """
    return pl.col(code).map_batches(texts.gather, return_dtype=pl.String, is_elementwise=True)


class Streamed(Protocol):
    """A table that is put into words piece by piece."""

    def stream(self) -> pl.LazyFrame:
        """Return the rows in words without holding them, in the contract's order of columns."""
        ...

    @property
    def height(self) -> int:
        """How many rows there are."""
        ...


@dataclass(frozen=True)
class CodedTable:
    """A table whose rows are in codes: its contract, and its parts in the order of rows."""

    table: Table
    parts: list[Coded]

    def stream(self) -> pl.LazyFrame:
        """Return the rows in words without holding them, in the contract's order of columns."""
        return pl.concat([self.table.empty().lazy(), *(part.in_words(self.table) for part in self.parts)])

    @property
    def height(self) -> int:
        """How many rows there are."""
        return sum(part.rows.height for part in self.parts)


@dataclass(frozen=True)
class Tables(Mapping[str, pl.DataFrame]):
    """Tables by name, in words; one in codes is put into words when it is first asked for.

    Attributes:
        made: the tables.
    """

    made: Mapping[str, pl.DataFrame | Streamed] = field(default_factory=dict[str, pl.DataFrame | Streamed])
    _read: dict[str, pl.DataFrame] = field(default_factory=dict[str, pl.DataFrame], compare=False, repr=False)

    def __getitem__(self, name: str) -> pl.DataFrame:
        """Return a table in words."""
        if name not in self._read:
            found = self.made[name]
            self._read[name] = found if isinstance(found, pl.DataFrame) else found.stream().collect()
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        """Say whether there is a table of this name."""
        return name in self.made

    def __iter__(self) -> Iterator[str]:
        """Yield the names, in order."""
        return iter(self.made)

    def __len__(self) -> int:
        """Count the tables."""
        return len(self.made)

    def stream(self, name: str) -> pl.LazyFrame:
        """Return a table in words without holding it."""
        found = self._read.get(name, self.made[name])
        return found.lazy() if isinstance(found, pl.DataFrame) else found.stream()

    def parts(self, name: str) -> list[Coded]:
        """Return the parts of a table in codes; none of one that was made in words."""
        found = self.made[name]
        return found.parts if isinstance(found, CodedTable) else []

    def row_count(self, name: str) -> int:
        """Count a table's rows without putting them into words."""
        return self.made[name].height

    def with_tables(self, further: Mapping[str, pl.DataFrame]) -> "Tables":
        """Return these tables and further ones."""
        return Tables({**self.made, **further}, self._read)
