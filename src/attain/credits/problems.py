"""Diagnostic codes of credits."""

from attain.diagnostics import register

NO_SOURCE = register("CRED101", "An unknown source", "there is nothing to credit")
NO_DATE = register(
    "CRED102", "Rows without the date of their credit", "they are not credited until the date is known", severity="note"
)
NO_VALUE = register("CRED103", "A credit without a value", "nothing is not the same as 0; somebody would be paid short")
NOT_IN_ROSTER = register("CRED104", "A payee who is not in the roster", "nobody can say which plan pays this person")
SHARES = register("CRED105", "Shares do not add up to 100 %", "somebody would be paid too little or too much")
NO_SPLIT_TABLE = register(
    "CRED106", "A child table that is not there or lacks a column", "there are no shares to split by"
)
PAID_TWICE = register("CRED107", "Two plans pay the same deal to the same payee", "the deal would be paid twice")
NOT_A_PAYEE_COLUMN = register("CRED108", "Not a column that names payees", "nobody can be credited from it")
NOBODY = register("CRED110", "A rule that credits no row", "the component would pay nobody", severity="warning")
OUTSIDE_PERIODS = register("CRED111", "A date outside every period", "no period would pay it")
NO_DATE_COLUMN = register("CRED112", "A credit without a date", "it belongs to no period")
NO_KEY = register(
    "CRED113", "Credited rows that nothing tells apart", "an export with a row twice would pay the deal twice"
)
READS_NOTHING = register(
    "CRED121", "An override that reads no component", "it would pay nothing, and nobody would be told"
)
