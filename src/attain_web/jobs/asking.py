"""Jobs are asked for, cancelled and tried again; the queue has a job in the transaction that wrote it down."""

from collections.abc import Mapping

from django.db.models import QuerySet
from procrastinate.contrib.django import app

from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.people import roles_of
from attain_web.jobs.kinds import KINDS, Kind
from attain_web.jobs.models import CANCELLED, WAITS, Job, JobFile

TASK = "attain.work"
QUEUE = "work"
LONGEST = 300
LOOKS_AFTER = frozenset({"admin"})  # whoever sees the jobs of others


def ask_job(kind: str, said: Mapping[str, str], *, acting_user: str, again_of: Job | None = None) -> Job:
    """Ask for a job.

    Raises:
        Refused: there is no such kind, something is not said, or it is for somebody else to ask.
    """
    known = KINDS.get(kind)
    if known is None:
        raise Refused(f"there is no kind of job '{kind}'", f"it is one of {', '.join(KINDS)}")
    refuse_others(known, acting_user)
    wanted = {name: said.get(name, "").strip() for name in known.asks}
    missing = [name for name, text in wanted.items() if not text or len(text) > LONGEST]
    if missing:
        raise Refused(f"'{known.title}' needs {missing[0].replace('_', ' ')}", "say it")
    with acting("ask_job", acting_user=acting_user, subject=kind) as act:
        made = Job(kind=kind, said=wanted, asked_by=acting_user, again_of=again_of)
        made.save(using=ENGINE, force_insert=True)
        app.configure_task(TASK, queue=QUEUE, lock=QUEUE).defer(job_no=made.job_no)
        act.details |= {"job": made.job_no, "said": wanted}
    return made


def refuse_others(kind: Kind, user: str) -> None:
    """Let nobody start a kind of job that is for others.

    Raises:
        Refused: it is.
    """
    if not kind.roles & roles_of(user):
        raise Refused(f"{user} does not start '{kind.title}'", f"ask {' or '.join(sorted(kind.roles))}")


def cancel_job(job_no: int, *, acting_user: str) -> Job:
    """Cancel a job: one that waits is not begun, and one that is under way leaves nothing behind.

    Raises:
        Refused: there is no such job of theirs, or it is over.
    """
    with acting("cancel_job", acting_user=acting_user, subject=str(job_no)) as act:
        found = job_of(job_no, acting_user)
        if found.is_over:
            raise Refused(f"job {job_no} is {found.state}", "nothing is left to cancel")
        mine = Job.objects.using(ENGINE).filter(pk=job_no, state=WAITS)
        if hasattr(found, "progress"):
            mine.update(is_unwanted=True)
        else:
            mine.update(state=CANCELLED, is_unwanted=True, ended_at=act.at)
        found.refresh_from_db(using=ENGINE)
        act.details |= {"job": job_no, "state": found.state}
    return found


def try_again(job_no: int, *, acting_user: str) -> Job:
    """Ask for the same once more, when a job failed or was cancelled.

    Raises:
        Refused: there is no such job of theirs, or it is neither.
    """
    found = job_of(job_no, acting_user)
    if found.state in {WAITS, "done"}:
        raise Refused(f"job {job_no} is {found.state}", "only one that failed or was cancelled is tried again")
    return ask_job(found.kind, found.said, acting_user=acting_user, again_of=found)


def job_of(job_no: int, user: str) -> Job:
    """Find a job that somebody may see: their own, or any for an admin.

    Raises:
        Refused: there is none.
    """
    found = jobs_of(user).filter(pk=job_no).first()
    if found is None:
        raise Refused(f"there is no job {job_no} of yours", "see them under Jobs")
    return found


def jobs_of(user: str) -> "QuerySet[Job]":
    """Return the jobs that somebody may see, the newest first."""
    found = Job.objects.using(ENGINE).select_related("progress").order_by("-job_no")
    return found if roles_of(user) & LOOKS_AFTER else found.filter(asked_by=user)


def file_of(job_no: int, *, acting_user: str) -> JobFile:
    """Return the file that a job made, to whoever asked for it alone.

    Raises:
        Refused: it made none, or somebody else asked for it.
    """
    found = JobFile.objects.using(ENGINE).filter(job_id=job_no, job__asked_by=acting_user).first()
    if found is None:
        raise Refused(f"job {job_no} made no file for you", "whoever asked for it gets it")
    return found
