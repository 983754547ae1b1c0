"""The worker: takes jobs from the queue, and gives those of a worker that was killed back to it."""

import asyncio
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from procrastinate.contrib.django import app

from attain_web.actions.acting import ENGINE
from attain_web.beside import follow_parent
from attain_web.jobs.asking import QUEUE
from attain_web.jobs.forgetting import forget_sessions
from attain_web.jobs.working import WITHOUT_DATABASE
from attain_web.outbox.delivering import deliver_due
from attain_web.outbox.mailing import mail_dashboards, mail_letters, mail_notices
from attain_web.outbox.passing import pass_on
from attain_web.outbox.tiers import tell_tiers

LOG = logging.getLogger("attain.worker")
TELLS_EVERY = 2.0
CONNECTS_BY = ("dbname", "user", "password", "host", "port", "options", "connect_timeout")

BEATS_EVERY = float(os.environ.get("ATTAIN_WORKER_BEATS", "") or 5)


def run_worker(*, follows_parent: bool = False) -> None:
    """Work until somebody says stop.

    Args:
        follows_parent: whether it ends when whoever started it does, who holds the other end of its input.
    """
    if follows_parent:
        follow_parent()
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_work())


async def _work() -> None:
    working = app.with_connector(app.connector.get_worker_connector())
    async with working.open_async():
        rescue = asyncio.create_task(_rescue(working))
        telling = asyncio.create_task(_tell())
        watching = asyncio.create_task(_end_with_database())
        try:
            await working.run_worker_async(
                queues=[QUEUE],
                concurrency=1,
                fetch_job_polling_interval=2,
                update_heartbeat_interval=BEATS_EVERY,
                stalled_worker_timeout=BEATS_EVERY * 3,
                shutdown_graceful_timeout=20,
            )
        finally:
            rescue.cancel()
            telling.cancel()
            watching.cancel()


async def _rescue(working: "type[app]") -> None:
    """Put jobs back into the queue whose worker does not beat any more."""
    while True:
        for job in await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=BEATS_EVERY * 3):
            await working.job_manager.retry_job(job)
        await asyncio.sleep(BEATS_EVERY)


async def _end_with_database() -> None:
    """End at once when the database is lost: what was taken from the queue is found there by the next worker."""
    known = connections[ENGINE].get_connection_params()
    with suppress(psycopg.OperationalError):
        names = [name for name in CONNECTS_BY if known.get(name)]
        async with await psycopg.AsyncConnection.connect(autocommit=True, **{n: known[n] for n in names}) as connection:
            await connection.execute("LISTEN attain_worker")  # nobody tells anything; it ends with the connection
            async for _ in connection.notifies():
                pass
    LOG.warning("the database was lost; the worker ends")
    os._exit(WITHOUT_DATABASE)


async def _tell() -> None:
    """Pass on what is new in the audit, to programs and to people, all the time."""
    while True:
        try:
            await asyncio.to_thread(tell_others)
        except (OperationalError, InterfaceError) as lost:
            LOG.warning("the database does not answer, and nobody is told anything until it does: %s", lost)
        await asyncio.sleep(TELLS_EVERY)


def tell_others() -> None:
    """Pass on what is new in the audit, deliver what is due, and send what is to be sent by e-mail.

    What goes wrong with one of them keeps none of the others back; it is tried again with the next turn.

    Raises:
        OperationalError, InterfaceError: the database does not answer.
    """
    try:
        for tell in TOLD:
            try:
                tell()
            except (OperationalError, InterfaceError):
                raise
            except Exception:
                LOG.exception("not everything could be told; it is tried again")
    finally:
        connections.close_all()


def _pass_on_all() -> None:
    while pass_on():
        pass


TOLD: tuple[Callable[[], object], ...] = (  # addresses of others, which may be slow, come after what waits for nobody
    _pass_on_all,
    mail_letters,
    mail_notices,
    deliver_due,
    lambda: mail_dashboards(datetime.now(UTC).date()),
    lambda: tell_tiers(settings.WORKSPACE),
    forget_sessions,
)
