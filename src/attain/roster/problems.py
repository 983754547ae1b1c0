"""Diagnostic codes of the roster."""

from attain.diagnostics import register

NO_COLUMN = register("ROST101", "The roster lacks a column it needs", "nobody could be told from anybody else")
WRONG_TYPE = register("ROST102", "A roster column has the wrong type", "its values could not be read as what they are")
NO_PAYEE = register("ROST103", "A roster row names no payee", "its title and manager would belong to nobody")
REVERSED = register("ROST104", "A roster row ends before it starts", "it would be in force on no day")
OVERLAP = register("ROST105", "Two roster rows of one payee share days", "either title could decide what is paid")
NO_MANAGER = register("ROST106", "A manager is not in the roster", "what rolls up to them would be paid to nobody")
CYCLE = register("ROST107", "The managers form a circle", "what rolls up would never stop")
LEFT_EARLY = register("ROST108", "Somebody left before being hired", "no day of employment would count")
