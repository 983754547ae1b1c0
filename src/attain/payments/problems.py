"""Diagnostic codes of payments."""

from attain.diagnostics import register

TWO_DRAWS = register("PAYM101", "Two plans draw for the same payee and period", "the payee would be advanced twice")
NEGATIVE_DRAW = register(
    "PAYM102", "A draw, cap, keep or share out of range", "the payee would be paid too little or too much"
)
NO_RECOVERY = register(
    "PAYM150",
    "A limit under which nothing is ever taken back, or more than everything",
    "what is owed would grow for ever, or take more than was earned",
)
ONE_LIMIT = register(
    "PAYM151",
    "A payee on two plans at once, under the limit of one of them",
    "a payment is made once for all plans, so a limit that was meant for one cuts what the other pays",
    severity="warning",
)
