"""Diagnostic codes of measures."""

from attain.diagnostics import register

UNKNOWN_MEASURE = register("MEAS101", "An unknown measure", "the component would have nothing to be rated by")
UNKNOWN_FEED = register("MEAS102", "A measure fed by an unknown component", "nothing would ever move it")
UNKNOWN_TARGET = register("MEAS103", "An unknown target", "attainment is undefined without a target")
CYCLE = register("MEAS104", "References run in a circle", "nothing could be calculated first")
MIXED_FEEDS = register("MEAS105", "A measure fed with different units", "money and counts do not add up")
TARGET_OF_TRANSACTION = register("MEAS106", "A target for single transactions", "a target holds for a period")
NOT_IN_A_WINDOW = register(
    "MEAS121", "A measure that nobody has in a window", "its owner or its window is known only of a credit"
)
NOT_AT_A_CREDIT = register(
    "MEAS122", "A measure made of measures, read at a credit", "it is known for a payee and a window, not for a deal"
)
DOES_NOT_GO_ON = register(
    "MEAS131", "A measure that cannot go on in the next plan", "its window would restart at 0, or mix two things"
)
PAID_AGAIN = register(
    "MEAS132",
    "A payout for a window that a plan takes over in its middle",
    "what the plan before paid would be paid again",
)
MOVED_TWICE = register(
    "MEAS140", "A deal that moves a measure in two plans", "what it adds would count twice in one window"
)
STARTS_AGAIN = register(
    "MEAS141",
    "A measure that starts again in mid-window",
    "what the plan before measured does not go on under another name",
    "warning",
)
EMPTY_GROUP = register(
    "MEAS160",
    "A rank among nobody",
    "whoever expects a place would be read as having none, and see no reason",
    "warning",
)
