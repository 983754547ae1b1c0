"""Looking at the application as a payee sees it: read only, and nobody does it unseen."""

from attain_web.actions.access import refuse_unless_sees_everybody
from attain_web.actions.acting import Refused, acting
from attain_web.actions.texts import keep_text


def view_as_payee(payee_id: str, *, acting_user: str, reason: str) -> None:
    """Record that somebody looks at a payee's pages as the payee does; nothing else is changed.

    Args:
        payee_id: whose pages.
        acting_user: who looks.
        reason: why.

    Raises:
        Refused: they may not see everybody's pay, or give no reason.
    """
    refuse_unless_sees_everybody(acting_user, "other people's pages")
    if not reason.strip():
        raise Refused("a reason is missing", "say why you look, such as a question of the payee")
    with acting("view_as_payee", acting_user=acting_user, subject=payee_id) as act:
        act.details["note"] = keep_text(act, reason, about=payee_id)
