"""The plans that a rollover proposes, saved as drafts: all of them, or none. A second time there is nothing to save."""

from pathlib import Path

from attain_web.actions.acting import acting
from attain_web.actions.planning import keep_draft
from attain_web.actions.rollover.proposing import Proposal, Wish, propose_next_year


def roll_over_plans(workspace: Path, wish: Wish, *, acting_user: str) -> Proposal:
    """Save the plans of the next year as drafts, and return what was proposed; targets are left to a sheet.

    Args:
        workspace: whose.
        wish: which year, and how.
        acting_user: who asks for it; they approve none of the plans.

    Raises:
        Refused: as ``propose_next_year``; or somebody else writes plans.
    """
    with acting("roll_over_plans", acting_user=acting_user, subject=wish.year) as act:
        found = propose_next_year(workspace, wish)
        hashes = {one.plan: keep_draft(act, one.plan, one.file, one.text).hash for one in found.plans}
        act.details |= {"plans": hashes, "follows": {one.plan: one.follows for one in found.plans}}
        act.is_empty = not hashes
    return found
