"""The tables of the store."""

from attain_web.store.models.audit import AuditRow
from attain_web.store.models.batches import Batch, Fact
from attain_web.store.models.ledger import Entry, Line, Position, SignedHead, Standing
from attain_web.store.models.pay_runs import PayLine, PayRun, PayRunStep
from attain_web.store.models.runs import PeriodStep, Run
from attain_web.store.models.tokens import Token
from attain_web.store.models.versions import ConfigVersion, PlanStep, PlanVersion

__all__ = [
    "AuditRow",
    "Batch",
    "ConfigVersion",
    "Entry",
    "Fact",
    "Line",
    "PayLine",
    "PayRun",
    "PayRunStep",
    "PeriodStep",
    "PlanStep",
    "PlanVersion",
    "Position",
    "Run",
    "SignedHead",
    "Standing",
    "Token",
]
