"""Diagnostic codes of earnings: modifiers, release, clawback."""

from attain.diagnostics import register

RELEASE_SHARES = register(
    "EARN101", "Release shares do not add up to 100 %", "money would never be paid, or paid twice"
)
NEVER_UNEARNED = register(
    "EARN102", "A clawback of what is unearned where everything is earned at once", "it would never take anything back"
)
NO_ATTAINMENT = register("EARN103", "Attainment of a measure without a target", "the condition could never be read")
NEGATIVE_LIMIT = register("EARN104", "A cap, floor, factor or share below zero", "it would turn earnings into debts")
NOT_A_SPAN = register("EARN105", "Earned over something that is no number of months", "the parts could not be counted")
NO_FACTOR = register("EARN106", "A modifier without a value", "nobody could say what the line is changed to")
NO_NEXT_WINDOW = register(
    "EARN121", "A banked cap whose window does not come again", "what is cut off would never be paid"
)
NO_SHARE_RERATED = register(
    "EARN150",
    "A share of what goes back where everything is calculated again",
    "the share would be ignored, and everything would go back",
)
BAD_DECAY = register(
    "EARN151", "A decay that does not run from one age to the next", "two shares would go back at one age, or none"
)
BEYOND_DEAL = register(
    "EARN152",
    "Receipts beyond the deal",
    "no more than all of the deal can be released; a receipt that is too large is a slip, or another deal's money",
    "warning",
)
NO_SHARE_OF_DEAL = register(
    "EARN153", "A receipt that releases no share", "the money it stands for would be held without a word", "warning"
)
LIMIT_STARTS_AGAIN = register(
    "EARN140",
    "A cap or floor that starts again in mid-window",
    "what the plan before used of it is not counted, so that more is paid than its window allows",
    "warning",
)
