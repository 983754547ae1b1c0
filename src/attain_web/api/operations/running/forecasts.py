"""What people forecast: read by whoever sees its owner, submitted and adjusted as on the page of forecasts."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from attain.periods import Period
from attain_web.access.selling import in_period, seen_by
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.selling.forecasting import Wanted, adjust_forecast, submit_forecast
from attain_web.actions.typed import minor_of
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo
from attain_web.api.shapes import Done, Minor, Page, Paging, Said, Sent, Word
from attain_web.figures.pipelines import Pipeline, pipeline_of
from attain_web.figures.selling.forecasts import Forecasts, forecasts_of

router = Router()


class ForecastNumber(Schema):
    """One owner's number in one category: what the deals say, what the owner and the manager made of it."""

    owner_id: str
    category: str
    from_deals: Minor
    by_owner: Minor
    by_manager: Minor
    is_adjusted: bool


class SubmittedForecast(Schema):
    """A forecast as somebody submitted it; the last one of each owner stands."""

    owner_id: str
    period: str
    submitted_at: datetime
    worth: Minor
    note: str
    stands: bool


class ForecastWanted(Sent):
    """A forecast to be submitted; the amount as it is typed, in the workspace's currency."""

    owner_id: Word
    period_id: Word
    worth: Word
    note: Said = ""


class AdjustmentWanted(ForecastWanted):
    """A number to be changed; an empty amount takes one's adjustment away."""

    category: Word


@reads(router, "/forecasts", like="leader:forecasts", gives=Page[ForecastNumber])
def list_forecasts(request: HttpRequest, paging: Query[Paging], period: str = "") -> Page[ForecastNumber]:
    """List the numbers of a period, of the owners whom one may see."""
    _, _, said = _asked(request, period)
    rows = [ForecastNumber(**row) for row in said.views.iter_rows(named=True)]
    return paged(rows, paging, lambda one: [one.owner_id, one.category])


@reads(router, "/forecasts/submissions", like="leader:forecasts", gives=Page[SubmittedForecast])
def list_submissions(request: HttpRequest, paging: Query[Paging], period: str = "") -> Page[SubmittedForecast]:
    """List every forecast that was submitted for a period, the oldest first."""
    _, _, said = _asked(request, period)
    last = {row["owner_id"]: number for number, row in enumerate(said.submissions.iter_rows(named=True))}
    rows = [
        SubmittedForecast(
            owner_id=row["owner_id"],
            period=row["period"],
            submitted_at=row["submitted_at"],
            worth=row["forecast"],
            note=row["note"] or "",
            stands=last[row["owner_id"]] == number,
        )
        for number, row in enumerate(said.submissions.iter_rows(named=True))
    ]
    return paged(rows, paging, lambda one: [one.submitted_at.isoformat(), one.owner_id])


@acts(router, "/forecasts/submit", like="leader:submit-forecast", gives=Done)
def submit_a_forecast(request: HttpRequest, wanted: ForecastWanted) -> Done:
    """Submit what will be won in a period: one's own number, or that of somebody whom one may see."""
    worth = _worth(wanted.worth)
    made = submit_forecast(
        settings.WORKSPACE,
        wanted.owner_id,
        wanted.period_id,
        worth,
        wanted.note.strip(),
        acting_user=viewer_of(request).user,
    )
    return Done(said=f"{made.submission_id} is submitted", values={"submission_id": made.submission_id})


@acts(router, "/forecasts/adjust", like="leader:adjust-forecast", gives=Done)
def adjust_a_forecast(request: HttpRequest, wanted: AdjustmentWanted) -> Done:
    """Change a number of a forecast, with a note; no deal is changed by it."""
    worth = _worth(wanted.worth) if wanted.worth.strip() else None
    asked = Wanted(wanted.owner_id, wanted.period_id, wanted.category, worth, wanted.note.strip())
    made = adjust_forecast(settings.WORKSPACE, asked, acting_user=viewer_of(request).user)
    return Done(said=f"{made.adjustment_id} is made", values={"adjustment_id": made.adjustment_id})


def _asked(request: HttpRequest, name: str) -> tuple[Pipeline, Period, Forecasts]:
    whole = pipeline_of(settings.WORKSPACE)
    if whole is None:
        raise Http404("the workspace has no pipeline, or its files have errors")
    period = whole.period(name) or (None if name else whole.period())
    if period is None:
        raise NotSo(422, f"'{name}' is no period of the calendar", "write it like 2026-Q2")
    user = viewer_of(request).user
    found = seen_by(user, whole, in_period(period))
    return found, period, forecasts_of(found, period, user)


def _worth(text: str) -> int:
    whole = pipeline_of(settings.WORKSPACE)
    if whole is None:
        raise Refused("the workspace has no pipeline", "load deals first")
    found = minor_of(text.strip(), whole.currency)
    if found is None:
        raise NotSo(422, f"'{text}' is no amount in {whole.currency}", "write it like 120000 or 1,250.50")
    return found
