"""Diagnostic codes of simulations."""

from attain.diagnostics import register

NO_HISTORY = register(
    "SIMU201",
    "Nothing to draw from",
    "sales are drawn from past periods, and there are none in the range asked for",
)
NOT_DRAWN = register(
    "SIMU202",
    "A source whose rows cannot be drawn",
    "a drawn row needs a key of its own, and rows of child tables must find it",
)
NOT_SIMULATED = register(
    "SIMU203",
    "A plan that cannot be calculated on drawn sales",
    "the simulation has no answer; the reason is that of the calculation",
)
