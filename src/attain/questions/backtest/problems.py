"""Diagnostic codes of backtests: plans tried on periods that are over."""

from attain.diagnostics import register

LEFT_OUT = register(
    "BACK201",
    "Payees who cannot be tried",
    "without a target there is no attainment; their cost under the plan is in no figure of the backtest",
    severity="warning",
)
NOT_TRIED = register(
    "BACK202",
    "A plan that cannot be tried on these periods",
    "the backtest has no answer; the reason is that of the calculation",
)
