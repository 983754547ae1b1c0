"""Forecasts for a reader: every submission and adjustment whose owner they may see, beside those of the files."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import polars as pl

from attain.forecasts import ADJUSTMENTS, SUBMISSIONS, VIEWS, period_views, stale, standing_submissions
from attain.metrics import CATALOGUE, Question, Undefined
from attain.periods import Period
from attain_web.actions.access import APPLICATION, seeing
from attain_web.figures.pipelines import Pipeline
from attain_web.figures.selling.said import is_fixed, with_forecasts


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
        opened = with_forecasts(found.opened, APPLICATION, by_the_clock=True)
    own = found.book.is_own
    submissions = _of(opened.submissions, period, SUBMISSIONS.empty()).filter(own)
    submissions = submissions.sort("submitted_at", maintain_order=True)
    adjustments = _of(opened.adjustments, period, ADJUSTMENTS.empty()).filter(own)
    adjustments = adjustments.sort("adjusted_at", maintain_order=True)
    now = _now(found, submissions["submitted_at"].max(), adjustments["adjusted_at"].max())
    views = period_views(found.book, period, now, adjustments)
    return Forecasts(
        VIEWS.checked(views), submissions, standing_submissions(submissions, now), stale(submissions, now), adjustments
    )


def _now(found: Pipeline, *said_at: Any) -> datetime:
    """Return as of when forecasts stand: what was said after the deals were loaded stands as soon as it is said."""
    today = found.deals.today
    return today if is_fixed(found.opened) else max([today, *(at for at in said_at if at is not None)])


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
