"""How a plan settles a payee's pay period: draw, recovery, cap, carry."""

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from attain.documents import Day, Expression, Model, Percent, Quantity, YesNo, refused


class Recover(Model):
    """How a recoverable draw is paid back.

    Attributes:
        starting: in the next pay period, or in the same.
        when: a condition on the payee.
        percent: which share of what exceeds keep is taken.
        keep: what recovery leaves; the draw while it runs, then nothing, when absent.
        until: from this day on nothing is recovered.
        forgive_after: from this day on nothing is owed.
    """

    starting: Literal["next_period", "same_period"] = "next_period"
    when: Expression | None = None
    percent: Percent = Field(default_factory=lambda: Quantity.read("100%"))
    keep: Expression | None = None
    until: Day | None = None
    forgive_after: Day | None = None


class Draw(Model):
    """Money on top of earnings (``adds``) or topping them up to an amount (``tops_up_to``).

    Attributes:
        tops_up_to: the amount earnings are raised to.
        adds: the amount on top of earnings.
        per: how often.
        while: a condition on the payee.
        paid_at: when in the pay period it is paid.
        recoverable: whether it is paid back.
        owes_at_most: the most that may be owed of it; the draw is cut to what is left of that.
        recover: how it is paid back.
    """

    when_missing: ClassVar[Mapping[str, str]] = {
        "recoverable": "say whether the payee pays it back: recoverable: true or recoverable: false"
    }
    tops_up_to: Expression | None = None
    adds: Expression | None = None
    per: Literal["pay_period"] = "pay_period"
    while_: Expression | None = Field(default=None, alias="while")
    paid_at: Literal["end", "start"] = "end"
    recoverable: YesNo
    owes_at_most: Expression | None = None
    recover: Recover = Field(default_factory=Recover)

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        if (self.tops_up_to is None) == (self.adds is None):
            found = "neither 'tops_up_to' nor 'adds'" if self.adds is None else "both 'tops_up_to' and 'adds'"
            raise refused(found, "write one of them, with its amount")
        if self.owes_at_most is not None and not self.recoverable:
            raise refused("'owes_at_most' stands beside 'recoverable: false'", "remove it: nothing is owed")
        return self

    @property
    def draw_amount(self) -> Expression:
        """The amount of the draw."""
        chosen = self.tops_up_to if self.tops_up_to is not None else self.adds
        assert chosen is not None
        return chosen


class PaymentCap(Model):
    """Pay no more than ``at`` per pay period (or month to year); the excess is lost, or banked for the next.

    Attributes:
        at: the most that is paid.
        per: in each pay period, or in a longer one.
        excess: whether what is cut off is lost, or kept for the next period.
    """

    at: Expression
    per: Literal["pay_period", "month", "quarter", "half", "year"] = "pay_period"
    excess: Literal["lost", "banked"] = "lost"


class ClawbackLimit(Model):
    """How much of what is taken back one payment may give; what is beyond waits for later payments.

    Attributes:
        percent: which share of what is earned beyond keep.
        keep: what it leaves; nothing when absent.
        at: the most that one payment gives back; no such limit when absent.
    """

    percent: Percent = Field(default_factory=lambda: Quantity.read("100%"))
    keep: Expression | None = None
    at: Expression | None = None


class Payment(Model):
    """The settlement of a pay period.

    Attributes:
        draw: money in advance, or a guarantee.
        clawbacks: a limit to what one payment gives back.
        cap: a limit to what is paid.
        carry_negative: whether a negative payment is carried to the next period.
    """

    draw: Draw | None = None
    clawbacks: ClawbackLimit | None = None
    cap: PaymentCap | None = None
    carry_negative: Literal["forward", "forgiven"] = "forward"
