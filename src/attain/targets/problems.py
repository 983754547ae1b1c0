"""Diagnostic codes of targets."""

from attain.diagnostics import register

SEASON_SUM = register("TARG101", "A season does not sum to 100 %", "the parts would not add up to the target")
SEASON_PARTS = register(
    "TARG102", "A target cannot be cut into these windows", "nobody could say which part counts when"
)
BAD_RAMP = register("TARG103", "A ramp step is no percent of 0 or more", "a newcomer's target would make no sense")
BAD_ROUNDING = register("TARG104", "A target cannot be rounded to this unit", "the communicated target would differ")
NO_MONTHS = register("TARG105", "Whole months do not fill the period", "a share of whole months cannot be counted")

MISSING = register("TARG111", "A payee with credits has no target", "attainment cannot be told without a target")
ZERO = register("TARG112", "A target is 0", "attainment of nothing is undefined")
NEGATIVE = register("TARG113", "A target is negative", "selling more would lower the attainment")
NOT_HIRED = register("TARG114", "A ramp needs a hire date", "the month of tenure is unknown")

NO_COLUMN = register("TARG121", "The target table lacks a column or has one of another type", "its rows cannot be read")
NO_OWNER = register("TARG122", "A target row names no single owner", "the target could belong to anybody or to two")
UNKNOWN_OWNER = register("TARG123", "A target row names nobody in the roster", "the target would reach nobody")
UNKNOWN_PERIOD = register("TARG124", "A target row names no period of the calendar", "its days are unknown")
BAD_RANGE = register("TARG125", "A target row has no clear range", "its days are unknown")
NO_AMOUNT = register("TARG126", "A target row has no amount", "an empty cell is not a target of 0")
DUPLICATE = register("TARG127", "Two target rows say the same thing differently", "either could decide what is paid")
UNREAD = register(
    "TARG128", "A target row fits no window that is read", "it would be ignored, and another target would pay"
)
NO_REASON = register(
    "TARG140", "A relief or transfer without a reason", "nobody could say later why the target was lowered"
)
BAD_CHANGE = register(
    "TARG141", "A relief or transfer that does not say who or how much", "a part of a target would be lost or doubled"
)
ACROSS = register(
    "TARG142", "A relief or transfer that lies across windows", "nobody could say how much of it counts in which"
)
NOT_HAD = register(
    "TARG143", "A relief or transfer of a target that somebody does not have", "a part of the target would be lost"
)
BELOW_ZERO = register(
    "TARG144", "A relief or transfer of more than the target", "selling more would lower the attainment"
)
UNKNOWN_TARGET = register("TARG129", "A target row names a target of no plan", "it would be ignored", "warning")
