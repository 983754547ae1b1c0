"""A table's contract: columns, dtypes, units, nullability, key and grain.

A frame that breaks its contract is a programmer's error, so it raises; problems in a
user's data never get this far.
"""

from dataclasses import dataclass

import polars as pl
from polars.datatypes import DataType, DataTypeClass


class ContractError(AssertionError):
    """A frame does not match the contract of its table."""


@dataclass(frozen=True)
class Column:
    """A column: name, Polars dtype, unit in words, meaning, and whether it may be null."""

    name: str
    dtype: DataType | DataTypeClass
    unit: str
    meaning: str
    nullable: bool = False


@dataclass(frozen=True)
class Table:
    """A table: name, what one row is, the key columns (unique together), and the columns in order."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [c.name for c in self.columns]

    @property
    def schema(self) -> pl.Schema:
        """The Polars schema."""
        return pl.Schema({c.name: c.dtype for c in self.columns})

    def empty(self) -> pl.DataFrame:
        """Return a frame of the right columns and no rows."""
        return pl.DataFrame(schema=self.schema)

    def checked(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the contract's columns of ``frame``, in the contract's order.

        Raises:
            ContractError: a column is missing, has another dtype, or holds nulls it may not.
        """
        missing = [n for n in self.names if n not in frame.columns]
        if missing:
            raise ContractError(f"{self.name}: no column {', '.join(missing)}")
        frame = frame.select(self.names)
        for column in self.columns:
            self._check_column(frame, column)
        return frame

    def _check_column(self, frame: pl.DataFrame, column: Column) -> None:
        found = frame.schema[column.name]
        if found != column.dtype:
            raise ContractError(f"{self.name}.{column.name}: {found} where {column.dtype} was promised")
        if not column.nullable and frame[column.name].null_count():
            raise ContractError(f"{self.name}.{column.name}: null where none was promised")
