"""Jobs: asked for, looked at, cancelled, tried again, and the file that one made."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.api.declaring import KINDS as KINDS_GIVEN
from attain_web.api.declaring import acts, reads
from attain_web.api.paging import paged
from attain_web.api.shapes import Number, Page, Paging, Said, Sent, Word
from attain_web.jobs.asking import ask_job, cancel_job, file_of, job_of, jobs_of, try_again
from attain_web.jobs.models import Job
from attain_web.jobs.pages import said_of

router = Router()
SCREEN = "jobs:jobs"


class JobRow(Schema):
    """A job, and how far it is."""

    job_no: int
    kind: str
    said: dict[str, str]
    by: str
    asked_at: datetime
    again_of: int | None
    state: str
    words: str
    share: int
    result: dict[str, Any]
    ended_at: datetime | None


class JobWanted(Sent):
    """What is asked for."""

    kind: Word
    said: dict[Word, Said] = {}


@reads(router, "/jobs", like=SCREEN, gives=Page[JobRow])
def list_jobs(request: HttpRequest, paging: Query[Paging]) -> Page[JobRow]:
    """List one's own jobs, the newest first; an admin's list holds everybody's."""
    rows = [_row(one) for one in jobs_of(viewer_of(request).user)]
    return paged(rows, paging, lambda one: [-one.job_no])


@reads(router, "/jobs/{job_no}", like=SCREEN, gives=JobRow)
def one_job(request: HttpRequest, job_no: Number) -> JobRow:
    """Say how far a job is, and what came of it."""
    try:
        return _row(job_of(job_no, viewer_of(request).user))
    except Refused as refused:
        raise Http404(refused.what) from None


@acts(router, "/jobs", like="jobs:ask", gives=JobRow)
def ask_for_job(request: HttpRequest, wanted: JobWanted) -> JobRow:
    """Ask for a job."""
    return _row(ask_job(wanted.kind, wanted.said, acting_user=viewer_of(request).user))


@acts(router, "/jobs/{job_no}/cancel", like="jobs:act", gives=JobRow)
def cancel_one_job(request: HttpRequest, job_no: Number) -> JobRow:
    """Cancel a job; one that is under way leaves nothing behind."""
    return _row(cancel_job(job_no, acting_user=viewer_of(request).user))


@acts(router, "/jobs/{job_no}/again", like="jobs:act", gives=JobRow)
def try_job_again(request: HttpRequest, job_no: Number) -> JobRow:
    """Ask for the same once more, when a job failed or was cancelled."""
    return _row(try_again(job_no, acting_user=viewer_of(request).user))


@reads(
    router,
    "/jobs/{job_no}/file",
    like="jobs:download",
    gives=str,
    openapi_extra={KINDS_GIVEN: ["application/octet-stream"]},
)
def file_of_job(request: HttpRequest, job_no: Number) -> HttpResponse:
    """Give the file that a job made, to whoever asked for it."""
    try:
        found = file_of(job_no, acting_user=viewer_of(request).user)
    except Refused as refused:
        raise Http404(refused.what) from None
    return HttpResponse(bytes(found.content), content_type="application/octet-stream")


def _row(one: Job) -> JobRow:
    progress = getattr(one, "progress", None)
    return JobRow(
        job_no=one.job_no,
        kind=one.kind,
        said=one.said,
        by=one.asked_by,
        asked_at=one.asked_at,
        again_of=one.again_of_id,
        state=said_of(one),
        words=progress.words if progress else "",
        share=progress.share if progress else 0,
        result=one.result,
        ended_at=one.ended_at,
    )
