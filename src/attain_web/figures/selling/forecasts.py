"""Forecasts for a reader: every submission and adjustment whose owner they may see, beside those of the files.

Where attain.yaml fixes the day that counts as today, what is submitted counts as of that day and not of the clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

import polars as pl

from attain.forecasts import ADJUSTMENTS, SUBMISSIONS, VIEWS, period_views, stale, standing_submissions
from attain.metrics import CATALOGUE, Question, Undefined
from attain.periods import Period
from attain.runs.pipeline import OpenedPipeline
from attain_web.actions.access import APPLICATION, seeing
from attain_web.actions.acting import ENGINE
from attain_web.actions.texts import texts_of
from attain_web.figures.pipelines import Pipeline
from attain_web.store.models import ForecastAdjustment, ForecastSubmission


@dataclass(frozen=True)
class Forecasts:
    """What is forecast of a period, as one reader sees it.

    Attributes:
        views: the table ``forecast_views``: each owner's numbers by category, from the deals, by owner, by manager.
        submissions: the table ``forecast_submissions``: all of the period, in order of time.
        standing: of these the last one of each owner.
        stale: the standing ones that are older than a week, with ``age_days``.
        adjustments: the table ``forecast_adjustments``: all of the period, in order of time.
    """

    views: pl.DataFrame
    submissions: pl.DataFrame
    standing: pl.DataFrame
    stale: pl.DataFrame
    adjustments: pl.DataFrame


@dataclass(frozen=True)
class PastForecast:
    """A period that has ended: what stood as submitted thirty days before its end, and what was won, in minor units.

    Attributes:
        accuracy: one less the error as a share of what was won; None where nothing was.
    """

    period: Period
    submitted: int
    won: int
    accuracy: Fraction | None


def forecasts_of(found: Pipeline, period: Period, user: str) -> Forecasts:
    """Return what is forecast of a period, of the owners in a pipeline whom a user may see."""
    with seeing(user):
        opened = with_forecasts(found.opened, APPLICATION)
    now = found.deals.today
    own = found.book.is_own
    submissions = _of(opened.submissions, period, SUBMISSIONS.empty()).filter(own)
    submissions = submissions.sort("submitted_at", maintain_order=True)
    adjustments = _of(opened.adjustments, period, ADJUSTMENTS.empty()).filter(own)
    adjustments = adjustments.sort("adjusted_at", maintain_order=True)
    views = period_views(found.book, period, now, adjustments)
    return Forecasts(
        VIEWS.checked(views), submissions, standing_submissions(submissions, now), stale(submissions, now), adjustments
    )


def accuracy_of(found: Pipeline, period: Period, user: str, count: int) -> list[PastForecast]:
    """Return how good the forecasts of the periods before one were, the latest first, of whom a user may see."""
    with seeing(user):
        submissions = with_forecasts(found.opened, APPLICATION).submissions
    if submissions is None:
        return []
    made: list[PastForecast] = []
    for one in reversed(found.opened.calendar.before(period)[-count:]):
        question = Question(found.book, one, found.deals.today, None, submissions)
        (said,) = question.answer(CATALOGUE["forecast_accuracy"])
        if said.parts:
            value = None if isinstance(said.value, Undefined) else said.value
            made.append(PastForecast(one, int(said.parts["forecast"]), int(said.parts["actual"]), value))
    return made


def _of(frame: pl.DataFrame | None, period: Period, empty: pl.DataFrame) -> pl.DataFrame:
    return empty if frame is None else frame.filter(pl.col("period") == period.name)


def with_forecasts(opened: OpenedPipeline, using: str = ENGINE) -> OpenedPipeline:
    """Return a pipeline with what was submitted and adjusted in the store beside what its files hold.

    Args:
        opened: the pipeline.
        using: the connection; that of the application shows the rows of its viewer alone.
    """
    config = opened.loaded.config
    today = opened.opportunities.today if opened.opportunities and config and config.today else None
    submitted = list(ForecastSubmission.objects.using(using).order_by("at"))
    adjusted = list(ForecastAdjustment.objects.using(using).order_by("at"))
    if not submitted and not adjusted:
        return opened
    notes = texts_of(one.note for one in (*submitted, *adjusted))
    return replace(
        opened,
        submissions=_joined(opened.submissions, _submissions(opened, submitted, notes, today)),
        adjustments=_joined(opened.adjustments, _adjustments(adjusted, notes, today)),
    )


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
