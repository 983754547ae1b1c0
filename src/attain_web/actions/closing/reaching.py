"""Whose figures a posting has to look at: those who differ from what was posted last, and nobody else."""

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.utils import CursorWrapper

from attain.lifecycles import PERIOD
from attain_web.actions.acting import ENGINE
from attain_web.actions.stepping import last_steps
from attain_web.store.models import Decision, Run, StepTaken

# Payees whose figures are not the same in all of some runs.
DIFFERENT = """
SELECT payee_id FROM run_figures WHERE run_id = ANY(%(runs)s) AND payee_id <> ''
GROUP BY payee_id HAVING count(DISTINCT digest) > 1 OR count(*) < cardinality(%(runs)s::text[])
"""


def reached_people(cursor: CursorWrapper, run: Run, scope: Sequence[str], before: datetime) -> frozenset[str] | None:
    """Return everybody for whom posting a run may add something; None when that may be anybody.

    What stands of a period are the figures of the last posting that had it in its scope. That is the last of all for a
    period that was closed by then; for any other it is its own, or one between.

    Args:
        cursor: of the engine.
        run: what is posted.
        scope: the periods whose figures are compared: every closed one, and the one that is posted.
        before: when it is posted: what was posted until then stands.
    """
    steps = StepTaken.objects.using(ENGINE).filter(thing=PERIOD.thing)
    postings = list(steps.filter(action="post", at__lt=before).order_by("at"))
    if not postings:
        return None
    closed = {step.thing_id: step.at for step in last_steps(PERIOD) if step.state == "closed"}
    last = postings[-1]
    since = last.at
    for period_id in scope:
        if closed.get(period_id, last.at) >= last.at:
            own = [step.at for step in postings if step.thing_id == period_id]
            if not own:
                return None
            since = min(since, own[-1])
    runs = {step.run_id for step in postings if step.at >= since and step.run_id} | {run.run_id}
    cursor.execute(DIFFERENT, {"runs": sorted(runs)})
    decided = Decision.objects.using(ENGINE).filter(period_id__in=list(scope)).values_list("payee_id", flat=True)
    return frozenset(payee for (payee,) in cursor.fetchall()) | frozenset(decided)
