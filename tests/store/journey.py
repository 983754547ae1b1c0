"""A quarter in the store, from where it stands to its end: whoever is killed on the way runs it again.

    python -m tests.store.journey WORKSPACE

Prints ``ready`` when it is about to touch the store.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from attain_web.setup import ready

PERIODS = ("2026-01", "2026-02", "2026-03")
LATE = ("2026-01-31", "bo", "100")
PAY_DAY = date(2026, 2, 5)


def go(workspace: Path) -> None:
    """Take every step that is still missing."""
    from attain_web.actions.importing import import_workspace
    from tests.store.small import DEALS, write_deals

    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    finish(workspace, PERIODS[0])
    pay(PERIODS[0])
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


def finish(workspace: Path, period: str) -> None:
    """Take a period from where it is to its close."""
    from attain_web.actions.closing import periods, posting

    steps: dict[str, Callable[[], object]] = {
        "open": lambda: periods.calculate_period(workspace, period, acting_user="dana"),
        "calculated": lambda: periods.review_period(period, acting_user="dana"),
        "in_review": lambda: periods.approve_period(period, acting_user="eve"),
        "approved": lambda: posting.post_period(workspace, period, acting_user="eve"),
        "posted": lambda: posting.close_period(workspace, period, acting_user="carl"),
    }
    while (state := periods.period(period).state) != "closed":
        steps[state]()


def pay(period: str) -> None:
    """Take the pay run of a period from where it is to its acknowledgement; payroll pays what it was asked to."""
    from attain_web.actions.acting import ENGINE
    from attain_web.actions.closing import paying
    from attain_web.store.models import PayRun

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
        steps[state]()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    ready(folder)
    print("ready", flush=True)
    go(folder)
