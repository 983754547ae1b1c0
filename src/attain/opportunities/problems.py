"""Diagnostic codes of deals and their history (OPPO)."""

from attain.diagnostics import register

NO_PIPELINE = register("OPPO101", "The workspace has no deals to read", "nobody could say what the pipeline holds")
UNKNOWN_STAGE = register(
    "OPPO102", "A stage that the map does not know", "its deals would be neither open, nor won, nor lost"
)
NO_STATUS = register("OPPO103", "A status that says neither open, won nor lost", "the deal would be counted wrongly")
NO_DAY = register("OPPO104", "A snapshot without a day", "nobody knows when its deals stood like this")
NO_STAGE = register("OPPO105", "The deals have no stage", "nobody can tell open deals from won and lost ones")

CLOSES_EARLY = register(
    "OPPO201", "A deal closes before it was created", "its cycle would have a negative length", "warning"
)
OUT_OF_ORDER = register(
    "OPPO202", "A change before the deal was created", "its days would be counted from the wrong one", "warning"
)
GAP = register(
    "OPPO203", "A gap in the history", "something changed on a day that the history does not know", "warning"
)
TWO_AT_ONCE = register(
    "OPPO204", "Two versions at the same instant", "only one of them can count, and the later line does", "warning"
)
NO_OWNER = register("OPPO205", "A deal without an owner", "it belongs to nobody's target or team", "warning")
NO_VALUE = register("OPPO206", "A deal without an amount", "it counts as a deal and adds nothing to a sum", "warning")
NEGATIVE = register("OPPO207", "A deal with a negative amount", "it takes from the sums it is in", "warning")
OTHER_CURRENCY = register(
    "OPPO208", "A deal in another currency", "its amount is left out: it cannot be added to the others", "warning"
)
LINES_DIFFER = register(
    "OPPO209", "A deal whose lines add up to something else", "the sum of the lines counts", "warning"
)
CLOSED_LATER = register(
    "OPPO210",
    "A closed deal whose close date is still to come",
    "it counts as closed on the day of the export",
    "warning",
)
NOT_CREATED = register(
    "OPPO211", "A deal without a day of creation", "its age and its cycle are not defined", "warning"
)
NO_SUCH_DEAL = register("OPPO212", "A row of a deal that nobody knows", "it would be counted without a deal", "warning")

STAGES_READ = register(
    "OPPO301", "Stages are read by their names", "declare them to give each a probability and an order", "note"
)
NO_HISTORY = register("OPPO302", "No history of changes", "how the pipeline stood on a past day is not known", "note")
