"""A quarter in the store, from where it stands to its end: whoever is killed on the way runs it again.

    python -m tests.store.journey WORKSPACE

Prints ``ready`` when it is about to touch the store, and the name of each step before it takes it.
"""

import os
import sys
from collections.abc import Callable
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from attain_web.setup import ready

PERIODS = ("2026-01", "2026-02", "2026-03")
LATE = ("2026-01-31", "bo", "100")
PAY_DAY = date(2026, 2, 5)


def go(workspace: Path) -> None:
    """Take every step that is still missing."""
    from attain_web.actions.importing import import_workspace
    from tests.store.small import DEALS, write_deals

    say("import")
    import_workspace(workspace, acting_user="dana")
    say("plans")
    approve_plans(workspace)
    finish(workspace, PERIODS[0])
    pay(PERIODS[0])
    say("import")
    write_deals(workspace, {**DEALS, "D9": LATE})  # a late deal of the month that is closed by now
    import_workspace(workspace, acting_user="dana")
    for period in PERIODS[1:]:
        finish(workspace, period)


def approve_plans(workspace: Path) -> None:
    """Save the plans and take them to where runs read them."""
    from attain_web.actions import planning

    for digest in planning.save_plans(workspace, acting_user="dana").hashes.values():
        state = planning.state_of(planning.version_of(digest))
        if state == "draft":
            planning.move_plan(digest, "submit", acting_user="dana")
        if state in {"draft", "in_review"}:
            planning.move_plan(digest, "approve", acting_user="eve")


def finish(workspace: Path, period: str, *, until: str = "closed") -> None:
    """Take a period from where it is to its close, or to another state on the way."""
    from attain_web.actions.closing import periods, posting

    steps: dict[str, Callable[[], object]] = {
        "open": lambda: periods.calculate_period(workspace, period, acting_user="dana"),
        "calculated": lambda: periods.review_period(period, acting_user="dana"),
        "in_review": lambda: periods.approve_period(period, acting_user="eve"),
        "approved": lambda: posting.post_period(workspace, period, acting_user="eve"),
        "posted": lambda: posting.close_period(workspace, period, acting_user="carl"),
    }
    verbs = {"open": "run", "calculated": "review", "in_review": "approve", "approved": "post", "posted": "close"}
    while (state := periods.period(period).state) not in {"closed", until}:
        say(verbs[state])
        steps[state]()


def pay(period: str) -> None:
    """Take the pay run of a period from where it is to its acknowledgement; payroll pays what it was asked to."""
    from attain_web.actions.acting import ENGINE
    from attain_web.actions.closing import paying
    from attain_web.store.models import PayRun

    say("pay")
    made = PayRun.objects.using(ENGINE).filter(period_id=period).first()
    name = (made or paying.draft_pay_run(period, acting_user="dana")).pay_run_id

    def acknowledge() -> None:
        lines = paying.export_pay_run(name, acting_user="carl")
        paying.acknowledge_pay_run(name, lines, acting_user="carl", paid_on=PAY_DAY)

    steps: dict[str, Callable[[], object]] = {
        "drafted": lambda: paying.approve_pay_run(name, acting_user="eve"),
        "approved": lambda: paying.export_pay_run(name, acting_user="carl"),
        "exported": acknowledge,
    }
    while (state := paying.state_of_pay_run(paying.pay_run_of(name))) != "acknowledged":
        say("pay")
        steps[state]()


def say(step: str) -> None:
    """Say what is done next, for whoever waits to kill it."""
    print(step, flush=True)


def gone_through(workspace: Path, told: Connection) -> None:
    """Go, in a process of its own whose output is read at the other end of a pipe."""
    os.dup2(told.fileno(), sys.stdout.fileno())
    os.dup2(told.fileno(), sys.stderr.fileno())
    ready(workspace)
    say("ready")
    go(workspace)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    ready(folder)
    say("ready")
    go(folder)
