"""Runs: what was calculated with what, two of them compared by cause, and what they read of people and targets."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from attain.questions.diff import State, difference
from attain_web.access.viewer import viewer_of
from attain_web.actions.calculating.inputs import known_at
from attain_web.actions.running import calculate_run
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.refusing import NotSo
from attain_web.api.shapes import Done, Number, Page, Paging, Sent
from attain_web.figures.opened import opened_run
from attain_web.figures.workspace import workspace_now
from attain_web.store.models import Run

router = Router()


class RunRow(Schema):
    """A run: what it knew, and what is earned by it, in minor units by period and currency."""

    run_id: str
    batch_no: int
    engine: str
    as_of: date | None
    made_at: datetime
    by: str
    plans: dict[str, str]
    earned: dict[str, dict[str, int]]


class RunWanted(Sent):
    """What a run knows; everything by default."""

    batch_no: Number | None = None
    as_of: date | None = None
    calculates_all: bool = False


class Compared(Schema):
    """Who gains and who loses between two runs, and by which cause; amounts in minor units."""

    before: str
    after: str
    totals: list[dict[str, Any]]
    payees: list[dict[str, Any]]
    causes: list[str]


class TableRow(Schema):
    """A row of a table as it was loaded, as texts."""

    number: int
    cells: dict[str, str | None]


@reads(router, "/runs", like="admin:runs", gives=Page[RunRow])
def list_runs(request: HttpRequest, paging: Query[Paging]) -> Page[RunRow]:
    """List the runs, the newest first."""
    del request
    rows = [_row(one) for one in Run.objects.all()]
    return paged(rows, paging, lambda one: [-int(one.made_at.timestamp() * 1_000_000), one.run_id])


@reads(router, "/runs/compare", like="admin:compare-runs", gives=Compared)
def compare_runs(request: HttpRequest, before: str, after: str) -> Compared:
    """Compare two runs: who gains and who loses, and by which cause."""
    del request
    found = {one.run_id: one for one in Run.objects.filter(run_id__in=[before, after])}
    if before not in found or after not in found:
        raise Http404("there is no such run")
    made = difference(*(State(opened_run(settings.WORKSPACE, found[one]).opened) for one in (before, after)))
    if not made.is_usable:
        raise NotSo(422, "the runs cannot be compared", "mend what is listed", made.diagnostics)
    return Compared(
        before=before,
        after=after,
        totals=made.totals.to_dicts(),
        payees=made.payees.to_dicts(),
        causes=[str(cause) for cause in made.causes],
    )


@acts(router, "/runs", like="admin:make-run", gives=Done)
def make_run(request: HttpRequest, wanted: RunWanted) -> Done:
    """Calculate the approved plans on what is known; the same inputs are the same run."""
    made = calculate_run(
        settings.WORKSPACE,
        acting_user=viewer_of(request).user,
        batch_no=wanted.batch_no,
        as_of=wanted.as_of,
        calculates_all=wanted.calculates_all,
    )
    if made.run is None:
        errors = [one for one in made.diagnostics if one.severity == "error"]
        raise NotSo(409, "the plans cannot be calculated", "mend what is listed", errors)
    said = "is there" + ("" if made.is_new else "; the same inputs gave it before")
    return Done(said=f"Run {made.run.run_id[:12]} {said}", values={"run_id": made.run.run_id, "is_new": made.is_new})


@reads(router, "/targets", like="admin:targets", gives=Page[TableRow])
def list_targets(request: HttpRequest, paging: Query[Paging]) -> Page[TableRow]:
    """List the targets of the newest batch."""
    del request
    return _rows_of("targets", paging)


@reads(router, "/roster", like="admin:people", gives=Page[TableRow])
def list_roster(request: HttpRequest, paging: Query[Paging]) -> Page[TableRow]:
    """List who held which title under whom, by the newest batch."""
    del request
    return _rows_of("roster", paging)


def _rows_of(table: str, paging: Paging) -> Page[TableRow]:
    now = workspace_now(settings.WORKSPACE)
    found = known_at(now.batch_no).tables.get(table) if now.batch_no else None
    cells = found.texts.rows(named=True) if found else []
    rows = [TableRow(number=number, cells=row) for number, row in enumerate(cells, 1)]
    return paged(rows, paging, lambda one: [one.number])


def _row(one: Run) -> RunRow:
    return RunRow(
        run_id=one.run_id,
        batch_no=one.batch_id,
        engine=one.engine,
        as_of=one.as_of,
        made_at=one.made_at,
        by=one.acting_user,
        plans=one.plans,
        earned=one.earned,
    )
