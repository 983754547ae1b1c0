"""The pipeline: open deals on any day, what moved them, which may slip, the forecast, and every metric."""

from datetime import date, timedelta
from typing import Any

import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from attain.metrics import CATALOGUE, Question, Undefined
from attain.metrics.exporting import listed
from attain.metrics.projecting import projected
from attain.metrics.rows import OF_DEALS
from attain.metrics.showing import number
from attain.periods import Period
from attain.snapshots import Scope, bridge, totals
from attain_web.access.selling import in_period, seen_by
from attain_web.access.viewer import viewer_of
from attain_web.actions.people import Days, on_day
from attain_web.api.declaring import reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo
from attain_web.api.shapes import Minor, Page, Paging
from attain_web.figures.pipelines import Pipeline, pipeline_of
from attain_web.figures.selling.slipping import slipping_of

router = Router()
GROUPS = ("stage", "person", "team", "territory")
DIMENSIONS = ("owner_id", "stage", "created_month", *OF_DEALS)
FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)


class OpenGroup(Schema):
    """What was open of a group."""

    group: str
    count: int
    worth: Minor


class OpenOn(Schema):
    """What was open on a day, as everything stood then."""

    on: date
    currency: str
    groups: list[OpenGroup]


class Moves(Schema):
    """What moved the open pipeline, exact to the cent."""

    since: date
    until: date
    currency: str
    rows: list["Move"]


class Move(Schema):
    """A reason, how many deals, and by how much; start and end are whole."""

    reason: str
    count: int
    change: Minor


class DoubtfulDeal(Schema):
    """An open deal that may slip, with the signals that say so."""

    deal: str
    signal_count: int
    is_doubtful: bool
    values: dict[str, Any]


class ForecastSaid(Schema):
    """What a quarter will bring, as a distribution in minor units."""

    period: str
    currency: str
    mean: Minor
    quantiles: dict[str, int]
    target: int | None
    chance_of_target: float | None
    is_learned: bool
    learned_from: int


class MetricSaid(Schema):
    """A metric of the catalogue."""

    name: str
    title: str
    unit: str
    kind: str
    definition: str
    formula: str


class MetricValue(Schema):
    """A metric's value for one group; what is not defined says why."""

    metric: str
    unit: str
    by: dict[str, str | None]
    value: Any = None
    undefined: str | None = None


@reads(router, "/pipeline", like="leader:pipeline", gives=OpenOn)
def open_pipeline(request: HttpRequest, on: date | None = None, by: str = "stage") -> OpenOn:
    """Say what was open on a day, with the stage, amount, owner and close date of then."""
    whole = _pipeline()
    day = _known(on or whole.today)
    found = seen_by(viewer_of(request).user, whole, on_day(day))
    if by not in GROUPS:
        raise NotSo(422, f"'{by}' is no group", f"it is one of {', '.join(GROUPS)}")
    instant = found.deals.today if day == found.today else found.on(day)
    rows = totals(found.book.open_at(instant), [by])
    groups = [OpenGroup(group=name or "", count=count, worth=int(worth)) for name, count, worth in rows.iter_rows()]
    return OpenOn(on=day, currency=found.currency, groups=groups)


@reads(router, "/pipeline/bridge", like="leader:bridge", gives=Moves)
def pipeline_bridge(request: HttpRequest, since: date | None = None, until: date | None = None) -> Moves:
    """Say what moved the open pipeline between two days."""
    whole = _pipeline()
    first, last = _known(since or whole.today - timedelta(days=42)), _known(until or whole.today)
    if first > last:
        raise NotSo(422, "the first day comes after the second", "choose an earlier first day")
    found = seen_by(viewer_of(request).user, whole, Days(first, last + timedelta(days=1)))
    end = found.deals.today if last == found.today else found.on(last)
    table = found.once("bridge", first, end, find=lambda: bridge(found.book, Scope(), found.on(first), end))
    rows = [Move(reason=reason, count=count, change=int(change)) for reason, count, change in table.iter_rows()]
    return Moves(since=first, until=last, currency=found.currency, rows=rows)


@reads(router, "/pipeline/doubtful", like="leader:doubtful", gives=Page[DoubtfulDeal])
def doubtful_deals(request: HttpRequest, paging: Query[Paging], period: str = "") -> Page[DoubtfulDeal]:
    """List open deals of a quarter that may slip."""
    found, chosen = _in_period(request, period)
    said = slipping_of(found, chosen)
    if said is None:
        return Page(items=[])
    rows = [
        DoubtfulDeal(
            deal=str(row["opportunity_id"]),
            signal_count=row["signal_count"],
            is_doubtful=row["is_doubtful"],
            values=row,
        )
        for row in said.deals.filter(pl.col("signal_count") > 0).to_dicts()
    ]
    return paged(rows, paging, lambda one: [-one.signal_count, one.deal])


@reads(router, "/forecast", like="leader:forecast", gives=ForecastSaid)
def forecast(request: HttpRequest, period: str = "") -> ForecastSaid:
    """Say what a quarter will bring, learned from earlier quarters, beside its target."""
    found, chosen = _in_period(request, period)
    question = found.asked(chosen).question
    made = found.once(
        "api-forecast", chosen.name, find=lambda: projected(question, found.opened.calendar.before(chosen))
    )
    (quota,) = question.answer(CATALOGUE["quota_attainment"])
    target = None if isinstance(quota.value, Undefined) else int(quota.parts["target"])
    return ForecastSaid(
        period=chosen.name,
        currency=found.currency,
        mean=round(made.projection.mean),
        quantiles={f"p{share}": made.projection.quantile(share / 100) for share in (10, 25, 50, 75, 90)},
        target=target,
        chance_of_target=None if target is None else made.projection.at_least(target),
        is_learned=made.is_learned,
        learned_from=made.period_count,
    )


@reads(router, "/metrics", like="leader:dashboard", gives=Page[MetricSaid])
def list_metrics(request: HttpRequest, paging: Query[Paging]) -> Page[MetricSaid]:
    """List the catalogue of metrics."""
    del request
    names = list(MetricSaid.model_fields)
    rows = [MetricSaid(**{name: str(one[name]) for name in names}) for one in listed(CATALOGUE.values())]
    return paged(rows, paging, lambda one: [one.name])


@reads(router, "/metrics/{name}", like="leader:dashboard", gives=list[MetricValue])
def one_metric(request: HttpRequest, name: str, period: str = "", by: str = "") -> list[MetricValue]:
    """Say what a metric is over a period, by a dimension where one is named."""
    if name not in CATALOGUE:
        raise Http404(f"there is no metric '{name}'")
    if by and by not in DIMENSIONS:
        raise NotSo(422, f"'{by}' is no dimension", f"it is one of {', '.join(DIMENSIONS)}")
    found, chosen = _in_period(request, period)
    asked = found.asked(chosen).question
    question = Question(found.book, asked.period, asked.instant, asked.targets, asked.submissions)
    return [
        MetricValue(
            metric=name,
            unit=one.metric.unit,
            by=dict(one.group),
            value=number(one),
            undefined=one.value.reason if isinstance(one.value, Undefined) else None,
        )
        for one in question.answer(CATALOGUE[name], [by] if by else [])
    ]


def _pipeline() -> Pipeline:
    found = pipeline_of(settings.WORKSPACE)
    if found is None:
        raise Http404("the workspace has no pipeline, or its files have errors")
    return found


def _in_period(request: HttpRequest, name: str) -> tuple[Pipeline, Period]:
    """Return what the caller sees of a period of the pipeline, and the period."""
    whole = _pipeline()
    chosen = _period(whole, name)
    return seen_by(viewer_of(request).user, whole, in_period(chosen)), chosen


def _period(found: Pipeline, name: str) -> Period:
    chosen = found.period(name) or (None if name else found.period())
    if chosen is None:
        raise NotSo(422, f"'{name}' is no period of the calendar", "write it like 2026-Q2")
    return chosen


def _known(day: date) -> date:
    """Return a day that a calendar holds."""
    if not FIRST <= day <= LAST:
        raise NotSo(422, f"{day} is no day of this calendar", f"choose one from {FIRST} to {LAST}")
    return day
