"""Diagnostic codes of expressions: EXPR1 the text, EXPR2 names, units and types, EXPR3 size."""

from attain.diagnostics import register

UNREADABLE = register("EXPR101", "The text is not an expression", "nothing can be calculated from it")
DOUBLE_QUOTES = register(
    "EXPR102", "Double quotes around a text", "double quotes name a column in SQL, so no row would be equal to the text"
)
NOT_ALLOWED = register(
    "EXPR103", "Not part of the expression language", "an expression reads one row and calculates; it does nothing else"
)
UNKNOWN_FUNCTION = register("EXPR104", "An unknown function", "nobody could say what it pays")
TOO_LARGE = register("EXPR105", "The expression is too large", "an expression nobody can read cannot be approved")
MODULO = register("EXPR106", "A percent sign between two values", "it reads as a percent and as a remainder")
BAD_PERIOD = register("EXPR107", "A number of days where none can stand", "the unit would be lost")
BAD_DAY = register("EXPR108", "Not a date of the calendar", "no row would match it")
BAD_ARGUMENTS = register("EXPR109", "A function with the wrong arguments", "the result would not be what its name says")
NULL_OPERAND = register("EXPR110", "null used as a value", "whatever is compared with null is neither true nor false")

UNKNOWN_NAME = register("EXPR201", "An unknown name", "a misspelt column pays nobody, or everybody")
UNKNOWN_TABLE = register("EXPR202", "A lookup that cannot be read", "the rate or level it stands for is not known")
MIXED_UNITS = register("EXPR203", "Units that do not go together", "the number would be right and mean something else")
WRONG_TYPE = register("EXPR204", "Values of types that do not go together", "the result has no meaning")
NOT_WANTED = register("EXPR205", "The expression gives another kind of value than is needed here", "it cannot be used")
ZERO_DIVISOR = register("EXPR206", "Division by zero", "no row would have a value")

OUT_OF_BOUNDS = register(
    "EXPR301", "Numbers too large to calculate exactly", "an exact result is not certain, and a wrong one would be paid"
)
