"""A job is done once: what it does and that it is done stand in one transaction, whatever is killed meanwhile."""

import logging
import os
from datetime import UTC, datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, transaction
from procrastinate.contrib.django import app

from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.entering.standing import may_act
from attain_web.jobs.asking import QUEUE, TASK, refuse_others
from attain_web.jobs.kinds import KINDS, Made, Work
from attain_web.jobs.models import CANCELLED, DONE, FAILED, WAITS, Job, JobFile
from attain_web.store.telling import tell_progress

LOG = logging.getLogger("attain.jobs")
APPLICATION = "default"  # progress is written beside the job's own transaction
LOCK = 4_711_001
MOST_TRIES = 5
WITHOUT_DATABASE = 75  # how a worker ends that lost its database: whoever keeps it starts another
BEGUN = """
INSERT INTO job_progress (job_id, begun_at, try_count, words, share) VALUES (%s, now(), 1, '', 0)
ON CONFLICT (job_id) DO UPDATE SET begun_at = now(), try_count = job_progress.try_count + 1, words = '', share = 0
RETURNING try_count
"""


class Unwanted(Exception):
    """Somebody cancelled the job."""


@app.task(name=TASK, queue=QUEUE)
def work(job_no: int) -> None:
    """Do a job; what goes wrong is kept with it, and the queue has nothing to try again.

    Without a database nothing can be kept: the worker ends, and the next one finds the job as it was.
    """
    try:
        do_job(job_no)
    except (OperationalError, InterfaceError):
        LOG.warning("the database was lost while job %s was under way; the worker ends", job_no)
        os._exit(WITHOUT_DATABASE)
    finally:
        connections.close_all()


def do_job(job_no: int) -> str:
    """Do a job unless it is over, and return its state; a worker that takes one twice does it once.

    Args:
        job_no: which.
    """
    try:
        with transaction.atomic(using=ENGINE), connections[ENGINE].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, job_no % 2**31])
            found = Job.objects.using(ENGINE).get(pk=job_no)
            if found.is_over:
                return found.state
            _begin(found)
            _refuse_whoever_lost_it(found)
            made = KINDS[found.kind].do(Work(settings.WORKSPACE, found.asked_by, found.said, _Says(job_no)))
            _end(job_no, DONE, {"said": made.said, "values": dict(made.values)}, made)
    except Unwanted:
        _end(job_no, CANCELLED, {"said": "Cancelled while it was under way; nothing of it is left"})
    except Refused as refused:
        _end(job_no, FAILED, {"said": refused.what, "fix": refused.fix})
    except (OperationalError, InterfaceError):
        raise  # nothing of it is kept, nor can be
    except Exception:
        LOG.exception("job %s failed", job_no)
        _end(job_no, FAILED, {"said": "something went wrong that nobody foresaw", "fix": "see the log of the worker"})
    return Job.objects.using(ENGINE).get(pk=job_no).state


class _Says:
    """Tells how far a job is."""

    def __init__(self, job_no: int) -> None:
        self.job_no = job_no

    def __call__(self, words: str, share: int) -> None:
        """Say it to whoever looks; end a job that nobody wants any more."""
        with connections[APPLICATION].cursor() as cursor:
            cursor.execute("SELECT is_unwanted FROM job WHERE job_no = %s", [self.job_no])
            if cursor.fetchone()[0]:
                raise Unwanted
            said = [words, share, self.job_no]
            cursor.execute("UPDATE job_progress SET words = %s, share = %s WHERE job_id = %s", said)
            tell_progress(cursor, self.job_no)


def _refuse_whoever_lost_it(found: Job) -> None:
    """Do nothing for somebody who has lost the role since they asked, or whose account is closed.

    Raises:
        Refused: they have, or it is.
    """
    refuse_others(KINDS[found.kind], found.asked_by)
    if not may_act(found.asked_by):
        raise Refused(f"{found.asked_by} may not act any more", "let somebody else ask for it")


def _begin(found: Job) -> None:
    if found.is_unwanted:
        raise Unwanted
    with connections[APPLICATION].cursor() as cursor:
        cursor.execute(BEGUN, [found.job_no])
        (tries,) = cursor.fetchone()
    if tries > MOST_TRIES:
        raise Refused(f"its worker was ended {MOST_TRIES} times", "look why, and try it again")


def _end(job_no: int, state: str, result: dict[str, object], made: Made | None = None) -> None:
    """Write down that a job is over, in the transaction of what it did where it did something."""
    now = datetime.now(UTC)
    with transaction.atomic(using=ENGINE), connections[ENGINE].cursor() as cursor:
        mine = Job.objects.using(ENGINE).filter(pk=job_no, state=WAITS)
        wanted = mine.filter(is_unwanted=False) if state == DONE else mine
        if not wanted.update(state=state, result=result, ended_at=now) and state == DONE:
            raise Unwanted
        if made is not None and made.file is not None:
            name, kind, content = made.file
            JobFile(job_id=job_no, name=name, kind=kind, content=content).save(using=ENGINE, force_insert=True)
        tell_progress(cursor, job_no)
