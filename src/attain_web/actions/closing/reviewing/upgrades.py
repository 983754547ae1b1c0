"""After an upgrade: look at what the engine changes in closed periods, and approve or reject it."""

from pathlib import Path

from attain_web.actions.acting import Refused, acting
from attain_web.actions.closing.periods import made_run
from attain_web.actions.closing.posting import pending_engine_change
from attain_web.actions.closing.reviewing.engine_changes import EngineChange
from attain_web.actions.stepping import Wanted
from attain_web.store.models import StepTaken


def change_of_engine(workspace: Path, period_id: str) -> EngineChange:
    """Return what posting a calculated period would change in closed ones because the engine is another.

    Raises:
        Refused: the period was never calculated.
    """
    return pending_engine_change(workspace, period_id)


def judge_engine_change(workspace: Path, period_id: str, action: str, *, acting_user: str, reason: str) -> StepTaken:
    """Approve or reject what the engine changes in closed periods; nobody who calculated or is touched by it approves.

    Args:
        workspace: whose.
        period_id: the period that would be posted.
        action: ``approve`` or ``reject``.
        acting_user: who judges.
        reason: why.

    Raises:
        Refused: the engine changes nothing, the duties are not separate, or there is no reason.
    """
    change = change_of_engine(workspace, period_id)
    if change.differences.is_empty():
        raise Refused("the engine changes nothing in closed periods", "post without it")
    with acting(f"{action}_engine_change", acting_user=acting_user, subject=change.thing.thing_id) as act:
        payees = change.differences["payee_id"].unique().sort().to_list()
        wanted = Wanted(action, acting_user, reason, payees)
        said = {"period": period_id, "digest": change.digest, "differences": change.differences.height}
        return change.thing.take(act, wanted, done=made_run(period_id), details=said)
