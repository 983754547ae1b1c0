"""The worker: takes jobs from the queue, and gives those of a worker that was killed back to it."""

import asyncio
import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime

from django.conf import settings
from django.db import connections
from procrastinate.contrib.django import app

from attain_web.jobs.asking import QUEUE
from attain_web.outbox.delivering import deliver_due
from attain_web.outbox.mailing import mail_dashboards, mail_letters, mail_notices
from attain_web.outbox.passing import pass_on
from attain_web.outbox.tiers import tell_tiers

LOG = logging.getLogger("attain.worker")
TELLS_EVERY = 2.0

BEATS_EVERY = float(os.environ.get("ATTAIN_WORKER_BEATS", "") or 5)


def run_worker(*, follows_parent: bool = False) -> None:
    """Work until somebody says stop.

    Args:
        follows_parent: whether it ends when whoever started it does, who holds the other end of its input.
    """
    if follows_parent:
        threading.Thread(target=_follow, daemon=True).start()
    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(_work())


async def _work() -> None:
    working = app.with_connector(app.connector.get_worker_connector())
    async with working.open_async():
        rescue = asyncio.create_task(_rescue(working))
        telling = asyncio.create_task(_tell())
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


async def _rescue(working: "type[app]") -> None:
    """Put jobs back into the queue whose worker does not beat any more."""
    while True:
        for job in await working.job_manager.get_stalled_jobs(seconds_since_heartbeat=BEATS_EVERY * 3):
            await working.job_manager.retry_job(job)
        await asyncio.sleep(BEATS_EVERY)


async def _tell() -> None:
    """Pass on what is new in the audit, to programs and to people, all the time."""
    while True:
        try:
            await asyncio.to_thread(tell_others)
        except Exception:
            LOG.exception("nobody could be told what happened; it is tried again")
        await asyncio.sleep(TELLS_EVERY)


def tell_others() -> None:
    """Pass on what is new in the audit, deliver what is due, and send what is to be sent by e-mail."""
    try:
        while pass_on():
            pass
        deliver_due()
        mail_letters()
        mail_notices()
        mail_dashboards(datetime.now(UTC).date())
        tell_tiers(settings.WORKSPACE)
    finally:
        connections.close_all()


def _follow() -> None:
    with suppress(OSError):
        while os.read(sys.stdin.fileno(), 1):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
