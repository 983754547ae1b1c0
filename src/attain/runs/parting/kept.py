"""Tables whose parts are kept in files until they are written: no more is held than a stretch of time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

from attain.runs.parting.pieces import Folder, in_order_of_deals
from attain.runs.words import Coded
from attain.tables import Table

_AT_ONCE = 250_000


class OutOfOrderError(Exception):
    """Rows of a part are not in the order of dates, so that parts cannot be put together."""


@dataclass
class KeptTable:
    """A table in codes, in files: every part's rows of each of its frames, cut by dates.

    Attributes:
        table: the contract.
        folder: where the files are.
        dates: where time is cut.
        coded: what puts each frame's codes into words, without rows.
        height: how many rows there are.
    """

    table: Table
    folder: Folder
    dates: Sequence[date]
    coded: list[Coded] = field(default_factory=list[Coded])
    height: int = 0

    def __post_init__(self) -> None:
        """Make room for it."""
        self._room = self.folder.room(self.table.name)

    def put(self, part: int, coded: Sequence[Coded]) -> None:
        """Put the rows of a part away.

        Raises:
            OutOfOrderError: they are not in the order of dates.
        """
        if not self.coded:
            self.coded = [Coded(one.rows.clear(), one.ids, one.words) for one in coded]
        for number, one in enumerate(coded):
            days = one.rows["dated"]
            if days.null_count() or not days.is_sorted():
                raise OutOfOrderError(f"part {part} of {self.table.name}")
            ends = [*(int(days.search_sorted(day)) for day in self.dates), one.rows.height]
            for stretch, (first, end) in enumerate(zip([0, *ends], ends, strict=False)):
                if end > first:
                    one.rows.slice(first, end - first).write_ipc(self._file(number, stretch, part))
            self.height += one.rows.height

    def stream(self) -> pl.LazyFrame:
        """Return the rows in words without holding them, in the contract's order of columns."""

        def made(
            columns: list[str] | None, predicate: pl.Expr | None, row_count: int | None, _: int | None
        ) -> Iterator[pl.DataFrame]:
            left = row_count
            for frame in self._frames():
                found = frame if predicate is None else frame.filter(predicate)
                found = found if columns is None else found.select(columns)
                found = found if left is None else found.head(left)
                left = None if left is None else left - found.height
                yield found

        return register_io_source(made, schema=self.table.schema)

    def _frames(self) -> Iterator[pl.DataFrame]:
        """Yield the rows in words, frame by frame and stretch by stretch."""
        for number, coded in enumerate(self.coded):
            for stretch in range(len(self.dates) + 1):
                files = sorted(self._room.glob(f"{number}-{stretch}-*.arrow"))
                if files:
                    rows = in_order_of_deals(pl.concat([pl.read_ipc(file) for file in files]))
                    for some in rows.iter_slices(_AT_ONCE):
                        yield Coded(some, coded.ids, coded.words).in_words(self.table).collect()

    def _file(self, number: int, stretch: int, part: int) -> Path:
        return self._room / f"{number}-{stretch}-{part:05}.arrow"
