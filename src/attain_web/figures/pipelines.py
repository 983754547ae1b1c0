"""The pipeline of the workspace: read once for each batch of the store, and kept for the next page."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
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
from attain_web.actions.persons import last_erasure
from attain_web.actions.selling.loading import newest_batch, open_kept
from attain_web.figures.kept import Kept
from attain_web.figures.selling.said import with_forecasts
from attain_web.store.once import once

MOST_KEPT, MOST_OPENED = 256, 2  # the view of an earlier batch stands beside that of the last
Found = TypeVar("Found")
_OPENED: Kept[tuple[str, str], OpenedPipeline | None] = Kept(MOST_OPENED)
_ANSWERS: Kept[tuple[Hashable, ...], object] = Kept(MOST_KEPT)


@dataclass(frozen=True)
class Pipeline:
    """Deals that could be read.

    Attributes:
        opened: the pipeline as it was read.
        deals: its deals.
        book: them as known now; of everybody, or of some owners.
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
    def owners(self) -> frozenset[str] | None:
        """Whose deals it holds; None for everybody's."""
        return self.book.owners

    @property
    def deal_count(self) -> int:
        """How many deals it holds, open or closed, as they stand now."""
        return self.once("deal-count", find=lambda: self.book.as_at(self.deals.today).height)

    def of(self, owners: frozenset[str]) -> "Pipeline":
        """Return what some owners have of it: their deals, leads, activities, targets and forecasts alone."""
        return replace(self, book=replace(self.book, owners=owners))

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
        question = Question(self.book, period, self.deals.today, self.opened.targets, self.submissions)
        return Asked(question, self.opened.calendar)

    @property
    def submissions(self) -> pl.DataFrame | None:
        """Every forecast that was submitted, in its files and in the store; a question keeps those of its owners."""
        return once(("submissions", self.opened.folder, self.stamp), lambda: with_forecasts(self.opened).submissions)

    def once(self, *key: Hashable, find: Callable[[], Found]) -> Found:
        """Return an answer about these owners that was found before, or find it.

        What forecasts that were submitted are part of is kept under ``last_submission_id`` too.
        """
        found: Found = _ANSWERS.found((str(self.opened.folder), self.stamp, self.owners, *key), find)  # pyright: ignore[reportAssignmentType] - kept under its key
        return found


def pipeline_of(folder: Path, batch_no: int | None = None) -> Pipeline | None:
    """Return the whole pipeline of a workspace; None where it has none, or it has errors.

    It is that of the store, as known at a batch; where no deals were loaded into it, that of the files. What one reader
    may see of it says ``attain_web.access.selling``.

    Args:
        folder: the workspace.
        batch_no: the batch; the last one by default.
    """
    newest = newest_batch()
    wanted = batch_no or (newest.batch_no if newest else 0)
    stamp = f"batch {wanted}, erasure {last_erasure()}"
    opened = _OPENED.found((str(folder), stamp), lambda: open_kept(folder, wanted)) if wanted else None
    if opened is None:
        stamp = f"files {_written_at(folder)}"
        opened = _OPENED.found((str(folder), stamp), lambda: open_pipeline(folder))
    if opened is None or opened.opportunities is None:
        return None
    return Pipeline(opened, opened.opportunities, Book(opened.opportunities), stamp)


def _written_at(folder: Path) -> float:
    """Say when the files of a pipeline were written last."""
    files = [folder / "attain.yaml", *folder.glob("data/*")]
    return max((file.stat().st_mtime for file in files if file.is_file()), default=0.0)
