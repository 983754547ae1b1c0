"""Statements: a payment, explained down to the deal and the line of the plan, as text, JSON and pages."""

from attain.statements.exchange import ExchangePart, ExchangeStep, PaidPart
from attain.statements.explanation import Explanation
from attain.statements.figures import MINUS, NOTHING, Figures, exact_text, plain
from attain.statements.line import Change, CreditPart, HoldPart, Line, Move, Part, ReleasePart, Slice
from attain.statements.model import (
    Check,
    Choice,
    ComponentPart,
    DrawPart,
    Excerpt,
    MeasurePart,
    PaymentPart,
    Person,
    PlanPart,
    SourcePart,
    Step,
    TargetChangePart,
    TargetPart,
)
from attain.statements.units import Read, Unit
from attain.statements.wording import exchange_words, printable

__all__ = [
    "MINUS",
    "NOTHING",
    "Change",
    "Check",
    "Choice",
    "ComponentPart",
    "CreditPart",
    "DrawPart",
    "Excerpt",
    "ExchangePart",
    "ExchangeStep",
    "Explanation",
    "Figures",
    "HoldPart",
    "Line",
    "MeasurePart",
    "Move",
    "PaidPart",
    "Part",
    "PaymentPart",
    "Person",
    "PlanPart",
    "Read",
    "ReleasePart",
    "Slice",
    "SourcePart",
    "Step",
    "TargetChangePart",
    "TargetPart",
    "Unit",
    "exact_text",
    "exchange_words",
    "plain",
    "printable",
]
