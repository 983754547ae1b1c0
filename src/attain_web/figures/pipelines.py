"""The pipeline of the workspace: read once for each batch of the store, and kept for the next page."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import polars as pl

from attain.metrics import Question
from attain.opportunities import Opportunities
from attain.periods import Period
from attain.reports.dashboard import Asked
from attain.runs.pipeline import OpenedPipeline, open_pipeline
from attain.snapshots import Book
from attain.sources import Loads
from attain_web.actions.selling.loading import newest_batch, open_kept
from attain_web.figures.keeping.kept import Kept

MOST_KEPT, MOST_OPENED = 256, 2
Found = TypeVar("Found")
_OPENED: OrderedDict[tuple[str, str], OpenedPipeline] = OrderedDict()
_ANSWERS = Kept[tuple[object, ...], object](MOST_KEPT)
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Pipeline:
    """Deals that could be read.

    Attributes:
        opened: the pipeline as it was read.
        deals: its deals.
        book: them as known now.
        stamp: what was read: a batch, or files by when they were written.
    """

    opened: OpenedPipeline
    deals: Opportunities
    book: Book
    stamp: str

    @property
    def currency(self) -> str:
        """Of every amount."""
        return self.deals.currency

    @property
    def loads(self) -> Loads | None:
        """The loads of the store that it is known from, up to a batch; None where it stands in files."""
        return self.opened.loaded.loads

    def on(self, day: date) -> datetime:
        """Return the beginning of a day in the workspace's time zone."""
        return self.deals.midnight(day)

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return pl.Series([self.deals.today]).dt.convert_time_zone(self.deals.time_zone).dt.date()[0]

    def period(self, name: str = "") -> Period | None:
        """Return the period of a name, or the quarter of today."""
        if name:
            found = self.opened.calendar.parse(name)
            return None if found is None else Period(name, found.starts_on, found.ends_before)
        return self.opened.calendar.containing("quarter", self.today)

    def asked(self, period: Period) -> Asked:
        """Return the dashboard's question about a period as of now."""
        question = Question(self.book, period, self.deals.today, self.opened.targets, self.opened.submissions)
        return Asked(question, self.opened.calendar)

    def once(self, *key: object, find: Callable[[], Found]) -> Found:
        """Return an answer that was found before, or find it."""
        whole = (str(self.opened.folder), self.stamp, *key)
        found: Found = _ANSWERS.once(whole, find)  # pyright: ignore[reportAssignmentType] - kept under its key
        return found


def pipeline_of(folder: Path, batch_no: int | None = None) -> Pipeline | None:
    """Return the pipeline of a workspace; None where it has none, or it has errors.

    It is that of the store, as known at a batch; where no deals were loaded into it, that of the files.

    Args:
        folder: the workspace.
        batch_no: the batch; the last one by default.
    """
    newest = newest_batch()
    wanted = batch_no or (newest.batch_no if newest else 0)
    key = (str(folder), f"batch {wanted}")
    with _LOCK:
        if key not in _OPENED:
            kept = open_kept(folder, wanted) if wanted else None
            if kept is None:
                return _of_files(folder)
            _keep(key, kept)
        return _readable(key)


def _of_files(folder: Path) -> Pipeline | None:
    """Return the pipeline that stands in the files; the lock is held."""
    files = [folder / "attain.yaml", *folder.glob("data/*")]
    stamp = max((file.stat().st_mtime for file in files if file.is_file()), default=0.0)
    key = (str(folder), f"files {stamp}")
    if key not in _OPENED:
        _keep(key, open_pipeline(folder))
    return _readable(key)


def _keep(key: tuple[str, str], opened: OpenedPipeline) -> None:
    """Keep what was opened, and one other: the view of an earlier batch stands beside that of the last."""
    while len(_OPENED) >= MOST_OPENED:
        _OPENED.popitem(last=False)
    _OPENED[key] = opened


def _readable(key: tuple[str, str]) -> Pipeline | None:
    opened = _OPENED[key]
    if opened.opportunities is None:
        return None
    return Pipeline(opened, opened.opportunities, Book(opened.opportunities), key[1])
