"""Diagnostic codes of what-if: questions that cannot be answered as they were asked."""

from attain.diagnostics import register

UNKNOWN_DEAL = register(
    "WHAT201",
    "A deal that is not there",
    "the question is about a row of a source, and no row has this key",
)
UNREADABLE_VALUE = register(
    "WHAT202",
    "A value that does not fit its column",
    "the answer would be about another deal than the one that was meant",
)
UNKNOWN_COLUMN = register(
    "WHAT203",
    "A column that the source does not have",
    "the value would be left out, and the answer would be about another deal than the one that was meant",
)
NOT_OPEN = register(
    "WHAT204",
    "A deal that is credited already",
    "its pay is in what was earned; closing it again would count it twice",
    severity="warning",
)
TAKEN_KEY = register(
    "WHAT205",
    "A new deal with the key of another",
    "one of the two would replace the other",
)
OUT_OF_REACH = register(
    "WHAT206",
    "A goal that cannot be reached",
    "no amount of the deals asked about pays so much; the reason says what stops it",
    severity="warning",
)
NO_OPEN_DEALS = register(
    "WHAT207",
    "No open deals",
    "there is nothing to close, so nothing more can be earned by closing",
    severity="warning",
)
NO_POLICY = register(
    "WHAT208",
    "A clawback policy that the plan cannot have",
    "the policies are compared side by side, and this one has no answer",
    severity="note",
)
NO_CLAWBACK = register(
    "WHAT209",
    "Policies compared where nothing is taken back",
    "the plan has no clawback, so every policy pays the same",
    severity="note",
)
