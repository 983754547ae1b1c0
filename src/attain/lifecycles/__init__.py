"""Lifecycles: of periods, pay runs, statements, disputes, decisions, plans and what people agree on beside them.

Which step follows, and who may take it.

``attempt(PERIOD, state, history, Attempt("approve", actor, ...))`` says what comes of it; what it refuses it refuses
with a diagnostic each. Pure values; whoever stores things keeps their state and their history.
"""

from attain.lifecycles.agreements import ACCEPTANCE, DELEGATION, ENGINE_CHANGE, LEAVE, VARIANCE
from attain.lifecycles.model import ROLES, Actor, Attempt, Lifecycle, Outcome, Step, Taken, attempt
from attain.lifecycles.things import ADJUSTMENT, DISPUTE, LIFECYCLES, PAY_RUN, PERIOD, PLAN_VERSION, STATEMENT

__all__ = [
    "ACCEPTANCE",
    "ADJUSTMENT",
    "DELEGATION",
    "DISPUTE",
    "ENGINE_CHANGE",
    "LEAVE",
    "LIFECYCLES",
    "PAY_RUN",
    "PERIOD",
    "PLAN_VERSION",
    "ROLES",
    "STATEMENT",
    "VARIANCE",
    "Actor",
    "Attempt",
    "Lifecycle",
    "Outcome",
    "Step",
    "Taken",
    "attempt",
]
