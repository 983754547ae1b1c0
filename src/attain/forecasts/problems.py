"""Diagnostic codes of forecasts (FCST)."""

from attain.diagnostics import register

NO_PERIOD = register("FCST101", "A forecast for a period that does not exist", "nothing could be compared with it")
NO_CATEGORY = register("FCST102", "An unknown category of forecasts", "its amount would be in no roll-up")
NO_NOTE = register("FCST103", "An adjustment without a note", "nobody could say why the number was changed", "warning")
