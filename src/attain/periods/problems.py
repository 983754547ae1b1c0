"""Diagnostic codes of the calendar and its tables of periods."""

from attain.diagnostics import register

REVERSED = register("PERI101", "A period ends before it starts", "no day would belong to it")
OVERLAP = register("PERI102", "Two periods share days", "a deal on a shared day would count in either of them")
NAME_TAKEN = register("PERI103", "A period's name means something else already", "one name must mean one range of days")
NO_PERIODS = register("PERI104", "A table of periods is empty", "every date would be outside every period")
NO_END = register("PERI105", "A period has no end", "nobody could say which deals still belong to it")
GAP = register("PERI106", "Days between two periods belong to none", "a deal on such a day cannot be counted", "note")
