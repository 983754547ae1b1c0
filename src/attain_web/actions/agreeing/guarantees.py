"""What is missing to the guarantee of a leave, drafted as adjustments.

2,000 are guaranteed in each pay period of a leave; 500 were earned in March, so that 1,500 are drafted for March. Every
pay period that the leave touches counts whole.
"""

import polars as pl

from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.agreeing.leaves import GUARANTEE, leave_thing
from attain_web.actions.closing.deciding import Draft, draft_decisions, listed_decisions
from attain_web.actions.closing.figures import calculated_step, figures_of
from attain_web.actions.running import results_of
from attain_web.store.models import Decision, Leave


def draft_top_ups(period_id: str, *, acting_user: str) -> list[Decision]:
    """Draft what is missing to the guarantees of a calculated period; what was drafted before is not again.

    Raises:
        Refused: the period was never calculated, or whoever drafts may not.
    """
    _, run = calculated_step(period_id)
    days = results_of(run, (), ["periods"])["periods"].filter(pl.col("period_id") == period_id)
    if days.is_empty():
        raise Refused(f"no plan has the pay period '{period_id}'", "see them with 'attain periods'")
    inside = {"starts_on__lt": days["ends_before"].max(), "ends_before__gt": days["starts_on"].min()}
    touched = Leave.objects.using(ENGINE).filter(policy=GUARANTEE, **inside).order_by("at")
    waiting = {
        (one.decision.payee_id, one.reason)
        for one in listed_decisions()
        if one.decision.period_id == period_id and one.state == "drafted"
    }
    figures = figures_of(run, period_id)
    drafts: list[Draft] = []
    for leave in touched:
        reason = f"guarantee of {leave.leave_id}"
        missing = leave.guaranteed_amount - figures.get(leave.payee_id, {}).get(leave.currency, 0)
        if missing > 0 and leave_thing(leave.leave_id).state == "approved" and (leave.payee_id, reason) not in waiting:
            drafts.append(Draft("adjustment", leave.payee_id, period_id, leave.currency, missing, reason))
    return draft_decisions(drafts, acting_user=acting_user) if drafts else []
