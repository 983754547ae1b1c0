"""Diagnostic codes of comparisons between two states."""

from attain.diagnostics import register

NOT_CALCULATED = register(
    "DIFF201",
    "A state that cannot be calculated",
    "there is nothing to compare: one of the two sides has errors",
)
TOGETHER = register(
    "DIFF202",
    "Causes that cannot be told apart",
    "one of them alone gives rules that do not fit the facts, so their part is given for all of them together",
    severity="note",
)
