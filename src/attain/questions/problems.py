"""Diagnostic codes of questions."""

from attain.diagnostics import register

NULL_CONDITION = register(
    "RUNS101",
    "Rows in which a condition has no answer",
    "a condition that is NULL does not hold, so these rows are left out; the column may be empty by mistake",
    severity="note",
)
