"""Payments: one settlement per payee and pay period, with draws, recovery, caps and what is carried."""

from attain.payments import recovering
from attain.payments.fold import settle
from attain.payments.model import ClawbackLimit, Draw, Payment
from attain.payments.table import PAYMENTS, identity_breaks

__all__ = ["PAYMENTS", "ClawbackLimit", "Draw", "Payment", "identity_breaks", "recovering", "settle"]
