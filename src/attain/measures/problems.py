"""Diagnostic codes of measures."""

from attain.diagnostics import register

UNKNOWN_MEASURE = register("MEAS101", "An unknown measure", "the component would have nothing to be rated by")
UNKNOWN_FEED = register("MEAS102", "A measure fed by an unknown component", "nothing would ever move it")
UNKNOWN_TARGET = register("MEAS103", "An unknown target", "attainment is undefined without a target")
CYCLE = register("MEAS104", "References run in a circle", "nothing could be calculated first")
NOT_COUNTABLE = register("MEAS105", "A measure of something that is no number", "text cannot be added up")
NEGATIVE_TARGET = register("MEAS106", "A target below zero", "attainment of it means nothing")
