"""Diagnostic codes of shadow runs: exports of another tool that cannot be compared, or not whole."""

from attain.diagnostics import register

UNKNOWN_PAYEES = register(
    "SHAD201",
    "Payees of an export whom the roster does not have",
    "their lines are compared with nothing, and count as extra",
    severity="warning",
)
NO_AMOUNTS = register(
    "SHAD202",
    "An export without a single line to compare",
    "nothing was compared, which is not the same as nothing differs",
)
