"""Diagnostic codes of plans as a whole."""

from attain.diagnostics import register

UNKNOWN_CURRENCY = register("PLAN101", "An unknown currency", "amounts cannot be rounded to a minor unit")
REVERSED_RANGE = register("PLAN102", "A range that ends before it starts", "the plan is never in force")
NAME_TAKEN = register(
    "PLAN103", "One name for two things", "a bare name is always a column, and the plan would pay on it"
)
UNKNOWN_COMPONENT = register("PLAN104", "An unknown component or plan", "the reference leads nowhere")
DUPLICATE_PLAN = register("PLAN105", "Two plans of one name", "their accumulators would be mixed")
NO_PLANS = register("PLAN106", "A workspace without plans", "there is nothing to calculate")
EXAMPLE_FAILS = register("PLAN107", "A worked example does not hold", "the plan does not do what its author expects")
EXAMPLE_UNREADABLE = register("PLAN108", "A worked example that cannot be read", "it proves nothing")
BAD_TABLE = register("PLAN109", "A table that cannot be read", "the rate or level it stands for is not known")
BAD_ROUNDING = register("PLAN110", "A rounding unit finer than the currency", "no payment could have such an amount")
TOO_LONG = register("PLAN111", "A range of more than a century", "a year is mistyped, and nobody is paid for so long")
EARNS_ON_ITSELF = register("PLAN121", "Earnings that run in a circle", "none of them could be calculated first")
NO_SUCCESSION = register(
    "PLAN122", "A succession with a gap, an overlap or a circle", "a running measure would restart, or count twice"
)
