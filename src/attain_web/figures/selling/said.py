"""What was submitted and adjusted in the store, beside what the files of a pipeline hold.

Where attain.yaml fixes the day that counts as today, what is said counts as of that day and not of the clock. Else the
deals are known as of their last load, and what was said since then counts as of that load: it stands at once.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import polars as pl

from attain.forecasts import ADJUSTMENTS, SUBMISSIONS
from attain.runs.pipeline import OpenedPipeline
from attain_web.actions.acting import ENGINE
from attain_web.actions.selling.loading import newest_batch
from attain_web.actions.texts import texts_of
from attain_web.store.models import ForecastAdjustment, ForecastSubmission
from attain_web.store.once import once


def is_fixed(opened: OpenedPipeline) -> bool:
    """Whether attain.yaml names the day that counts as today."""
    config = opened.loaded.config
    return config is not None and config.today is not None


def last_submission_id() -> str:
    """Return the last submission, so that what was found before it is not taken for what is; empty without one."""
    last = ForecastSubmission.objects.using(ENGINE).order_by("-at", "-submission_id")
    return once("last submission", lambda: last.values_list("submission_id", flat=True).first() or "")


def with_forecasts(opened: OpenedPipeline, using: str = ENGINE, *, by_the_clock: bool = False) -> OpenedPipeline:
    """Return a pipeline with what was submitted and adjusted in the store beside what its files hold.

    Args:
        opened: the pipeline.
        using: the connection; that of the application shows the rows of its viewer alone.
        by_the_clock: with the instants at which it was said, to be read; else none lies after the deals' last load,
            so that it counts in what is asked as of then. A view of an earlier batch has the instants of the clock.
    """
    submitted = list(ForecastSubmission.objects.using(using).order_by("at"))
    adjusted = list(ForecastAdjustment.objects.using(using).order_by("at"))
    if not submitted and not adjusted:
        return opened
    counts_by = is_fixed(opened) or (not by_the_clock and _is_newest(opened))
    today = opened.opportunities.today if opened.opportunities and counts_by else None
    notes = texts_of(one.note for one in (*submitted, *adjusted))
    return replace(
        opened,
        submissions=_joined(opened.submissions, _submissions(opened, submitted, notes, today)),
        adjustments=_joined(opened.adjustments, _adjustments(adjusted, notes, today)),
    )


def _is_newest(opened: OpenedPipeline) -> bool:
    """Whether it is the pipeline as it is now: that of files, or of the last batch."""
    loads, newest = opened.loaded.loads, newest_batch()
    return loads is None or newest is None or loads.batch_no >= newest.batch_no


def _joined(of_files: pl.DataFrame | None, own: pl.DataFrame) -> pl.DataFrame:
    return own if of_files is None else pl.concat([of_files, own])


def _submissions(
    opened: OpenedPipeline, rows: Iterable[ForecastSubmission], notes: dict[str, str], today: datetime | None
) -> pl.DataFrame:
    made = [
        (one.owner_id, one.period_id, period.starts_on, period.ends_before, _at(one.at, today), one.submitted_amount,
         notes[one.note] or None)
        for one in rows
        if (period := opened.calendar.parse(one.period_id)) is not None
    ]  # fmt: skip
    return SUBMISSIONS.checked(pl.DataFrame(made, schema=SUBMISSIONS.schema, orient="row"))


def _adjustments(rows: Iterable[ForecastAdjustment], notes: dict[str, str], today: datetime | None) -> pl.DataFrame:
    made = [
        (one.owner_id, one.period_id, one.category, one.author_id, _at(one.at, today), one.adjusted_amount,
         notes[one.note] or None)
        for one in rows
    ]  # fmt: skip
    return ADJUSTMENTS.checked(pl.DataFrame(made, schema=ADJUSTMENTS.schema, orient="row"))


def _at(at: datetime, today: datetime | None) -> datetime:
    return at if today is None else min(at, today)
