"""The tables of the store."""

from attain_web.store.models.audit import AuditRow
from attain_web.store.models.batches import Batch, Fact
from attain_web.store.models.decisions import Attachment, Decision, Dispute, Leave
from attain_web.store.models.figures import Figures, RunFigures
from attain_web.store.models.ledger import Entry, Line, Position, SignedHead, Standing
from attain_web.store.models.pay_runs import PayLine, PayRun
from attain_web.store.models.people import Delegation, PeriodSpan, RoleGrant, Visible
from attain_web.store.models.runs import Run
from attain_web.store.models.steps import StepTaken
from attain_web.store.models.texts import FreeText, PersonSalt
from attain_web.store.models.tokens import Token
from attain_web.store.models.versions import ConfigVersion, PlanVersion

__all__ = [
    "Attachment",
    "AuditRow",
    "Batch",
    "ConfigVersion",
    "Decision",
    "Delegation",
    "Dispute",
    "Entry",
    "Fact",
    "Figures",
    "FreeText",
    "Leave",
    "Line",
    "PayLine",
    "PayRun",
    "PeriodSpan",
    "PersonSalt",
    "PlanVersion",
    "Position",
    "RoleGrant",
    "Run",
    "RunFigures",
    "SignedHead",
    "Standing",
    "StepTaken",
    "Token",
    "Visible",
]
