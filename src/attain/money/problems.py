"""Diagnostic codes of money."""

from attain.diagnostics import register

TOO_LARGE = register(
    "MONY101", "Amounts beyond exact arithmetic", "a wrapped number would pay somebody a random amount"
)
NO_FX_RATE = register("MONY102", "No exchange rate for a currency and date", "the amount cannot be converted")
BAD_FX_RATE = register("MONY103", "An exchange rate that cannot be one", "amounts would be converted to nonsense")
TWO_FX_RATES = register("MONY104", "Two exchange rates for one day", "either could decide what is paid")
NO_FX_TABLE = register(
    "MONY105", "Money in another currency and no exchange rates", "nothing could be converted into what the plan pays"
)
BAD_PAY_CURRENCY = register("MONY106", "A pay currency that is none", "nobody could say in what the payee is paid")
