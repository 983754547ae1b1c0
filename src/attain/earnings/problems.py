"""Diagnostic codes of earnings: modifiers, release, clawback."""

from attain.diagnostics import register

RELEASE_SHARES = register("EARN101", "Release shares do not add up to 100 %", "money would never be paid, or paid twice")
NO_CLAWBACK_DATE = register("EARN102", "A clawback without a date", "the reversal belongs to no period")
ORDER_MATTERS = register("EARN103", "A modifier needs a measure that the component does not have",
                         "the condition could never be read")
NEGATIVE_LIMIT = register("EARN104", "A cap or floor below zero", "it would turn earnings into debts")
