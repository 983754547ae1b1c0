"""What a plan says about exchange: which rates its measures and its pay are read at, and where is rounded."""

from typing import Literal

from attain.documents import Model


class PlanFx(Model):
    """At which rates amounts in other currencies count and are paid.

    Attributes:
        measure: what counts towards measures and targets, at the fixed plan rate or the rate of the booking.
        pay: what is paid in another currency than the plan's, at the rate of the booking or of the payment.
        round: once, when a line is converted, or after each step from currency to currency.
    """

    measure: Literal["plan_rate", "booking"] = "plan_rate"
    pay: Literal["booking", "payment"] = "booking"
    round: Literal["line", "each_step"] = "line"
