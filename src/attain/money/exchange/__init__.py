"""Exchange: what one currency is worth in another on a day, and amounts converted exactly."""

from attain.money.exchange.converting import FINER, Exchange, Exchanged, coarsest
from attain.money.exchange.differences import Payout, paid_to_date
from attain.money.exchange.model import PlanFx
from attain.money.exchange.rates import PLAN, SPOT, FxKind, FxLeg, FxRate, FxRates, FxRow, Missing
from attain.money.exchange.steps import FxStep, steps_of

__all__ = [
    "FINER",
    "PLAN",
    "SPOT",
    "Exchange",
    "Exchanged",
    "FxKind",
    "FxLeg",
    "FxRate",
    "FxRates",
    "FxRow",
    "FxStep",
    "Missing",
    "Payout",
    "PlanFx",
    "coarsest",
    "paid_to_date",
    "steps_of",
]
