"""A quarter in the store, from where it stands to its end: whoever is killed on the way runs it again.

    python -m tests.store.journey WORKSPACE

Prints ``ready`` when it is about to touch the store.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from attain_web.setup import ready

PERIODS = ("2026-01", "2026-02", "2026-03")
LATE = ("2026-01-31", "bo", "100")


def go(workspace: Path) -> None:
    """Take every step that is still missing."""
    from attain_web.actions.importing import import_workspace
    from tests.store.small import DEALS, write_deals

    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    finish(workspace, PERIODS[0])
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
        "in_review": lambda: periods.approve_period(workspace, period, acting_user="eve"),
        "approved": lambda: posting.post_period(workspace, period, acting_user="eve"),
        "posted": lambda: posting.close_period(workspace, period, acting_user="carl"),
    }
    while (state := periods.period(period).state) != "closed":
        steps[state]()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    ready(folder)
    print("ready", flush=True)
    go(folder)
