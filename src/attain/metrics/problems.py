"""Diagnostic codes of targets and metrics (METR)."""

from attain.diagnostics import register

NO_PERIOD = register(
    "METR101", "A target for a period that does not exist", "nobody could say which deals count towards it"
)
LOOP = register("METR102", "A hierarchy of targets that loops", "no target could be added up from those below it")
NO_PARENT = register("METR103", "A target below one that is not there", "it would be added to nothing", "warning")
NOT_THE_SUM = register(
    "METR104", "A target that is not the sum of those below it", "reaching all of them would not reach it", "warning"
)
NO_LEVEL = register("METR105", "A target of an unknown level", "nobody could say whose deals count towards it")
TWO_TARGETS = register("METR106", "Two targets for one owner and period", "only one of them can be reached")
