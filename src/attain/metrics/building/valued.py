"""What each step of a forecast adds: from the same time last year to the sellers, their managers and the model.

Of periods that have ended, each looked at a month before its end: what every step said, and what came. A step adds what
it takes from the error (WMAPE) of the step before it, over the periods for which both said something.

Of 100 and 200 that came, last year's 80 and 260 are off by 80 / 300 = 26.7 %; the sellers' 90 and 210 by 20 / 300 =
6.7 %, and add 20 points. What a step makes worse it adds with a minus.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

import polars as pl

from attain.forecasts import cumulative, period_views, roll_up, standing_submissions
from attain.metrics.arithmetic.formulas import weighted_absolute_error
from attain.metrics.asking import Question
from attain.metrics.building.forecasted import LEAD_DAYS
from attain.metrics.model import Undefined
from attain.metrics.projecting import projected
from attain.periods import Calendar, Period
from attain.snapshots import Book, falls_in

STEPS = ("same time last year", "sellers", "managers", "model")
_YEAR_DAYS, _AROUND = 365, 20


@dataclass(frozen=True)
class Step:
    """A step of the forecast, over periods that have ended.

    Attributes:
        name: one of ``STEPS``.
        period_count: for how many it said something.
        error: its WMAPE over these; None where it never did, or nothing came.
        added: by how much its error is below that of the step before, over the periods that both know; None without
            any such step or period.
    """

    name: str
    period_count: int
    error: Fraction | None
    added: Fraction | None


def value_added(
    question: Question, calendar: Calendar, adjustments: pl.DataFrame | None, *, lead_days: int = LEAD_DAYS
) -> list[Step]:
    """Return what each step adds, over the periods before that of a question.

    Args:
        question: the deals, the period and the instant, and what was submitted.
        calendar: the workspace's periods.
        adjustments: the table ``forecast_adjustments``; None where there are none.
        lead_days: how long before the end of each period it is looked at.
    """
    own = question.book.opportunities
    said: dict[str, dict[str, int]] = {name: {} for name in STEPS}
    came: dict[str, int] = {}
    for period in calendar.before(question.period):
        ends_at = own.midnight(period.ends_before)
        at = ends_at - timedelta(days=lead_days)
        if ends_at > question.instant or (own.told_since is not None and at < own.told_since):
            continue
        came[period.name] = _won(question.book, period, question.instant)
        for name, worth in _said(question, period, at, (calendar, adjustments)).items():
            said[name][period.name] = worth
    return steps_of(came, said)


def steps_of(came: Mapping[str, int], said: Mapping[str, Mapping[str, int]]) -> list[Step]:
    """Judge steps by what came of each period.

    >>> came, said = {"a": 100, "b": 200}, {"same time last year": {"a": 80, "b": 260}, "sellers": {"a": 90, "b": 210}}
    >>> [(step.name, str(step.error), str(step.added)) for step in steps_of(came, said)]
    [('same time last year', '4/15', 'None'), ('sellers', '1/15', '1/5')]
    """
    found: list[Step] = []
    before: Mapping[str, int] | None = None
    for name, own in said.items():
        added = None
        both = [period for period in own if before is not None and period in before]
        if before is not None and both:
            worse, better = _error(came, before, both), _error(came, own, both)
            added = None if worse is None or better is None else worse - better
        found.append(Step(name, len(own), _error(came, own, list(own)), added))
        before = own or before
    return found


def _error(came: Mapping[str, int], said: Mapping[str, int], periods: Sequence[str]) -> Fraction | None:
    error = weighted_absolute_error([(came[period], said[period]) for period in periods])
    return None if isinstance(error, Undefined) else Fraction(error)


def _said(
    question: Question, period: Period, at: datetime, more: tuple[Calendar, pl.DataFrame | None]
) -> dict[str, int]:
    calendar, adjustments = more
    book, found = question.book, dict[str, int]()
    earlier = calendar.before(period)
    a_year_ago = next((one for one in earlier if _is_year_before(one, period)), None)
    if a_year_ago is not None:
        found["same time last year"] = _won(book, a_year_ago, at)
    if question.submissions is not None:
        mine = standing_submissions(question.submissions.filter(pl.col("period") == period.name), at)
        if mine.height:
            found["sellers"] = int(mine["forecast"].sum())
    if adjustments is not None:
        made = (pl.col("period") == period.name) & (pl.col("adjusted_at") <= at)
        if adjustments.filter(made & (pl.col("author_id") != pl.col("owner_id"))).height:
            found["managers"] = roll_up(period_views(book, period, at, adjustments), cumulative)["commit"][2]
    found["model"] = round(projected(Question(book, period, at), earlier, top=0).projection.mean)
    return found


def _is_year_before(one: Period, period: Period) -> bool:
    return abs((period.starts_on - one.starts_on).days - _YEAR_DAYS) <= _AROUND


def _won(book: Book, period: Period, instant: datetime) -> int:
    due = falls_in("close_date", period.starts_on, period.ends_before)
    return int(book.as_at(instant).filter((pl.col("outcome") == "won") & due)["amount"].sum())
