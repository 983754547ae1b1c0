"""Diagnostic codes of money."""

from attain.diagnostics import register

TOO_LARGE = register(
    "MONY101", "Amounts beyond exact arithmetic", "a wrapped number would pay somebody a random amount"
)
