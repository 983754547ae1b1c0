"""Lifecycles: of periods, pay runs, statements, disputes, decisions and plans. Which step follows, and who may take it.

``attempt(PERIOD, state, history, Attempt("approve", actor, ...))`` says what comes of it; what it refuses it refuses
with a diagnostic each. Pure values; whoever stores things keeps their state and their history.
"""

from attain.lifecycles.model import ROLES, Actor, Attempt, Lifecycle, Outcome, Step, Taken, attempt
from attain.lifecycles.things import ADJUSTMENT, DISPUTE, LIFECYCLES, PAY_RUN, PERIOD, PLAN_VERSION, STATEMENT

__all__ = [
    "ADJUSTMENT",
    "DISPUTE",
    "LIFECYCLES",
    "PAY_RUN",
    "PERIOD",
    "PLAN_VERSION",
    "ROLES",
    "STATEMENT",
    "Actor",
    "Attempt",
    "Lifecycle",
    "Outcome",
    "Step",
    "Taken",
    "attempt",
]
