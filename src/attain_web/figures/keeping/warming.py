"""What pages ask for first is found before anybody asks: the newest run with the period of today, deals and books."""

import gc
import logging
import threading
from datetime import timedelta
from pathlib import Path

from django.db import connections

from attain_web.figures.keeping.booked import rolled_and_accounts
from attain_web.figures.opened import newest_run, opened_run
from attain_web.figures.payees import pay_periods_known, period_on
from attain_web.figures.pipelines import pipeline_of
from attain_web.figures.workspace import workspace_now

LOG = logging.getLogger("attain.figures")


def warm_beside(workspace: Path) -> threading.Thread:
    """Begin to find it, beside whatever else is done; what cannot be found is found out when somebody asks."""
    made = threading.Thread(target=_warm, args=(workspace,), daemon=True)
    made.start()
    return made


def _warm(workspace: Path) -> None:
    try:
        run, now = newest_run(), workspace_now(workspace)
        period = period_on(pay_periods_known(workspace), now.today) if run else None
        if run is not None and period is not None and now.won is not None:
            last = period.ends_before - timedelta(days=1)
            opened_run(workspace, run, max(last, run.as_of or last))
            opened_run(workspace, run)
        pipeline_of(workspace)
        rolled_and_accounts()
    except Exception:
        LOG.exception("not everything could be found beforehand")
    else:
        gc.collect()
        gc.freeze()  # what is kept for long is not gone through again and again
    finally:
        connections.close_all()
