"""Ask the catalogue: any metric, by any dimension, over any period, as of any instant, as known at any batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import polars as pl

from attain.metrics.adding import Measured, measured
from attain.metrics.building.around import activity_rows, campaign_rows, lead_rows
from attain.metrics.building.deals import deal_rows
from attain.metrics.building.forecasted import forecast_rows
from attain.metrics.building.stages import reached_rows, visit_rows
from attain.metrics.building.targeted import target_rows
from attain.metrics.model import Metric, RowsName, Undefined
from attain.periods import Period
from attain.snapshots import Book

_HISTORY = {
    "stage": "a history of stages",
    "close_date": "a history of close dates",
}
_SOURCES = "OpportunityHistory, propertiesWithHistory or dated copies"
_MISSING: Mapping[RowsName, str] = {
    "leads": "needs leads: pipeline.leads names no file",
    "campaigns": "needs campaigns: pipeline.campaigns names no file",
    "activities": "needs activities: pipeline.activities names no file",
    "targets": "needs targets: pipeline.targets names no file",
    "forecasts": "needs forecasts submitted a month before a period ended: pipeline.forecasts names none",
    "survey": "needs a survey of the sellers: there is none",
    "capacity": "needs the sellers' quotas and ramps: there are none",
    "reached": f"needs a history of stages: {_SOURCES}",
    "visits": f"needs a history of stages: {_SOURCES}",
}


@dataclass(frozen=True)
class Question:
    """What is asked about.

    Attributes:
        book: the deals as known at a batch.
        period: the period that deals are due, closed or created in.
        instant: as of when.
        targets: the table ``pipeline_targets``; None where there are none.
        submissions: the table ``forecast_submissions``; None where there are none.
    """

    book: Book
    period: Period
    instant: datetime
    targets: pl.DataFrame | None = None
    submissions: pl.DataFrame | None = None
    _rows: dict[RowsName, pl.DataFrame | None] = field(default_factory=dict[RowsName, pl.DataFrame | None], repr=False)

    @cached_property
    def deals(self) -> pl.DataFrame:
        """The rows of deals."""
        return deal_rows(self.book, self.period, self.instant)

    def answer(self, metric: Metric, by: Sequence[str] = ()) -> list[Measured]:
        """Return the metric's values, one per group; one that is not defined says why."""
        lacking = self._lacking(metric)
        if lacking:
            group: dict[str, str | None] = dict.fromkeys((*by, *metric.always_by))
            return [Measured(metric, group, Undefined(lacking), None, {})]
        rows: dict[RowsName, pl.DataFrame] = {
            kind: frame for kind in metric.rows if (frame := self._made(kind, by)) is not None
        }
        found = measured(metric, rows, by, _MISSING)
        return found or [Measured(metric, {}, Undefined("there are no rows of the period"), None, {})]

    def answers(self, metrics: Iterable[Metric], by: Sequence[str] = ()) -> list[Measured]:
        """Return the values of several metrics, in their order."""
        return [one for metric in metrics for one in self.answer(metric, by)]

    def _lacking(self, metric: Metric) -> str:
        """Say what a metric needs and the workspace does not have, empty where nothing is lacking."""
        own = self.book.opportunities
        if "leads" in metric.needs and own.leads is None:
            return _MISSING["leads"]
        if "created_at" in metric.needs and own.deals["created_at"].null_count() == own.deals.height:
            return "needs the days of creation of deals: export CreatedDate too"
        untold = [_HISTORY[name] for name in metric.needs if name in _HISTORY and name not in own.told]
        if untold:
            return f"needs {' and '.join(untold)}: {_SOURCES}"
        since = own.told_since
        if "start" in metric.needs and since is not None and since > own.midnight(self.period.starts_on):
            return f"needs the deals as they were at the start of the period: they are known from {since:%Y-%m-%d} on"
        return ""

    def _made(self, kind: RowsName, by: Sequence[str]) -> pl.DataFrame | None:
        if kind == "targets":
            return target_rows(self.targets, self.book, self.period, by)
        if kind not in self._rows:
            self._rows[kind] = self._build(kind)
        return self._rows[kind]

    def _build(self, kind: RowsName) -> pl.DataFrame | None:
        match kind:
            case "deals":
                return self.deals
            case "reached":
                return reached_rows(self.book, self.deals, self.instant)
            case "visits":
                return visit_rows(self.book, self.period, self.instant)
            case "leads":
                return lead_rows(self.book, self.period, self.instant)
            case "campaigns":
                return campaign_rows(self.book, self.deals)
            case "activities":
                return activity_rows(self.book, self.period, self.instant, self.deals)
            case "forecasts":
                return forecast_rows(self.submissions, self.book, self.period, self.instant)
            case _:
                return None
