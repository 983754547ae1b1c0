"""One text identity per row, and a number in its order: ids are integers inside and text again at the exit.

A row with the key columns ``order_id = SO-7`` and ``line = 2`` is the transaction ``SO-7/2``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import polars as pl

from attain.expressions import ColumnType
from attain.roster.marks import plain, scenario_of
from attain.sources import SourceTable
from attain.sources.table import SCENARIO

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Transactions:
    """A source's rows sorted by transaction id.

    Attributes:
        source: the source's table as loaded.
        frame: ``row``, ``transaction_id`` and the source's columns; row numbers equal positions.
        made: what was made of the rows, by name (see ``once``).
    """

    source: SourceTable
    frame: pl.DataFrame
    made: dict[str, Any] = field(default_factory=dict[str, Any], compare=False, repr=False)

    @property
    def columns(self) -> dict[str, ColumnType]:
        """The source's columns and their types."""
        return self.source.columns

    @property
    def plain_ids(self) -> pl.Series:
        """The identity of each row, without the mark of its scenario."""
        ids = self.frame["transaction_id"]
        return plain(ids) if SCENARIO in self.frame.columns else ids

    def once(self, name: str, make: Callable[[], _Made]) -> _Made:
        """Return what a function makes of these rows; it is called once, however many rules ask."""
        if name not in self.made:
            self.made[name] = make()
        return self.made[name]

    def named_by(self, child: SourceTable, rows: pl.DataFrame) -> pl.Series:
        """Return the text by which a child table names each row's transaction: its key columns, joined by /."""
        whole_key = len(child.key) == len(self.source.key)
        names = self.source.key if whole_key and not set(child.key) <= set(self.source.key) else child.key
        return rows.select(_joined([pl.lit(self.frame[n]).gather(pl.col("row")) for n in names])).to_series()

    def scenario_of(self, rows: pl.DataFrame) -> pl.Expr | None:
        """Return the number of each row's scenario (UInt32); None where there is only one."""
        if SCENARIO not in self.frame.columns:
            return None
        return pl.lit(scenario_of(self.frame[SCENARIO]).gather(rows["row"]))

    def gathered(self, rows: pl.DataFrame, column: str) -> pl.Series:
        """Return a column's values for the transactions that ``rows`` names in its column ``row``."""
        return self.frame[column].gather(rows["row"])


def identified(source: SourceTable) -> Transactions:
    """Give every row its identity; a source without a key is identified by file line."""
    identity = _joined([pl.col(k) for k in source.key] or [pl.col("source_line")])
    frame = source.frame.with_columns(transaction_id=identity)
    if not frame["transaction_id"].is_sorted():
        frame = frame.sort("transaction_id", "source_line")  # two keys: a sort by one text takes twice as long
    return Transactions(source, frame.with_row_index("row"))


def child_identity(child: SourceTable) -> pl.Expr:
    """Return the text by which each row of a child table names its parent."""
    return _joined([pl.col(k) for k in child.key])


def _joined(columns: list[pl.Expr]) -> pl.Expr:
    texts = [column.cast(pl.String) for column in columns]
    return texts[0] if len(texts) == 1 else pl.concat_str(texts, separator="/")
