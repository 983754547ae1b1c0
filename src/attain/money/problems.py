"""Diagnostic codes of money."""

from attain.diagnostics import register

TOO_LARGE = register("MONY101", "Amounts beyond exact arithmetic", "a wrapped number would pay somebody a random amount")
NO_CURRENCY = register("MONY102", "Not a currency", "amounts cannot be rounded without knowing their minor unit")
