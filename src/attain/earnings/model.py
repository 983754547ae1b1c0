"""How a plan changes, releases and takes back what a rate pays: modifiers, release, earned, clawback."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, cast

from pydantic import Discriminator, Field, Tag, model_validator

from attain.documents import Expression, Model, Name, Percent, Quantity, Text, WholeNumber, YesNo
from attain.earnings.clawbacks.decay import Decay
from attain.measures.model import Window

Seen = Literal["period_end", "at_credit"]
# What a component that has a modifier for a key of its own is told.
AMONG_MODIFIERS = {
    word: f"write it in the list of modifiers, such as modifiers: [{{{word}: {{{such}}}}}]"
    for word, such in {
        "gate": "when: attainment >= 50%",
        "multiplier": "by: 150%, when: term_months >= 24",
        "kicker": "add: 2%, when: type = 'New'",
        "cap": "at: 5000, per: month",
        "floor": "at: 150",
    }.items()
}


class Gate(Model):
    """Pay only when a condition holds; ``else`` is what is paid otherwise, as a share of the line.

    Attributes:
        when: the condition.
        else: the share of the line that is paid when it does not hold.
        seen: when the condition is read: at the end of the pay period, or after the credit.
    """

    when: Expression
    else_: Percent = Field(default_factory=lambda: Quantity.read("0%"), alias="else")
    seen: Seen = "period_end"

    @classmethod
    def json_form(cls, schema: dict[str, Any]) -> dict[str, Any]:
        """A condition may stand alone."""
        return {"anyOf": [{"type": ["string", "boolean"]}, schema], "description": schema["description"]}

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"when": value} if isinstance(value, str) else value


class Multiplier(Model):
    """Multiply the line by a factor when a condition holds.

    Attributes:
        by: the factor.
        when: the condition; always when absent.
        seen: when the condition is read: at the end of the pay period, or after the credit.
    """

    by: Expression
    when: Expression | None = None
    seen: Seen = "period_end"


class Kicker(Model):
    """Add an extra rate on the base (a percent) or an amount per credit (money).

    Attributes:
        add: a percent of the base, or an amount for each credit.
        when: the condition; always when absent.
        seen: when the condition is read: at the end of the pay period, or after the credit.
    """

    add: Expression
    when: Expression | None = None
    seen: Seen = "period_end"


class Cap(Model):
    """Pay no more than ``at``, per transaction or per window; the excess is lost, or banked for the next window.

    Attributes:
        at: the most that is paid.
        per: for each transaction, or for all of a window.
        when: which lines it is about; all when absent.
        excess: what becomes of what is cut off: it is lost, or paid in the next windows that have room.
        seen: when the condition is read: at the end of the pay period, or after the credit.
    """

    at: Expression
    per: Window = "transaction"
    when: Expression | None = None
    excess: Literal["lost", "banked"] = "lost"
    seen: Seen = "period_end"


class Floor(Model):
    """Pay no less than ``at``, per transaction or per window.

    Attributes:
        at: the least that is paid.
        per: for each transaction, or for all of a window.
        when: which lines it is about; all when absent.
        seen: when the condition is read: at the end of the pay period, or after the credit.
    """

    at: Expression
    per: Window = "transaction"
    when: Expression | None = None
    seen: Seen = "period_end"


class GateItem(Model):
    """The modifier ``gate``."""

    gate: Gate


class MultiplierItem(Model):
    """The modifier ``multiplier``."""

    multiplier: Multiplier


class KickerItem(Model):
    """The modifier ``kicker``."""

    kicker: Kicker


class CapItem(Model):
    """The modifier ``cap``."""

    cap: Cap


class FloorItem(Model):
    """The modifier ``floor``."""

    floor: Floor


def _modifier_kind(value: Any) -> str:
    words: list[str] = list(cast("dict[str, object]", value)) if isinstance(value, dict) else []
    known = [word for word in words if word in {"gate", "multiplier", "kicker", "cap", "floor"}]
    return next(iter(known or words), "gate")


Modifier = Annotated[
    Annotated[GateItem, Tag("gate")]
    | Annotated[MultiplierItem, Tag("multiplier")]
    | Annotated[KickerItem, Tag("kicker")]
    | Annotated[CapItem, Tag("cap")]
    | Annotated[FloorItem, Tag("floor")],
    Discriminator(_modifier_kind),
]


class Release(Model):
    """A share of the earned money and the event that pays it; ``times`` parts, one ``every`` period.

    Attributes:
        share: the share of the line.
        when: the date that pays it; not yet while it is empty.
        times: in how many equal parts.
        every: what lies between two parts.
        advance: it is paid before it is earned.
    """

    share: Percent
    when: Expression
    times: WholeNumber = Field(default=1, ge=1, le=600)
    every: Literal["week", "month", "quarter", "year"] = "month"
    advance: YesNo = False


class ReleaseByChild(Model):
    """A share for each row of a child table, such as a receipt, on the row's date.

    Attributes:
        per: the child table, such as receipts.
        share: the share of each row, such as receipt.amount / amount.
        when: the row's date; the child table's as_of when absent.
    """

    per: Name
    share: Expression
    when: Expression | None = None


def _release_shape(value: Any) -> str:
    return "child" if isinstance(value, dict) else "list"


Releases = Annotated[
    Annotated[tuple[Release, ...], Tag("list")] | Annotated[ReleaseByChild, Tag("child")], Discriminator(_release_shape)
]


class Earned(Model):
    """When the money is earned, if not at once: in equal parts over whole months.

    Attributes:
        over: over how long, such as 12 months.
        from: the first day; the date of the credit when absent.
        until: the day on which earning stops.
        partial: whether a month that has begun counts.
    """

    over: Expression
    from_: Expression | None = Field(default=None, alias="from")
    until: Expression | None = None
    partial: Literal["counts", "does_not"] = "counts"


class Hold(Model):
    """Money that is earned and not paid until a day, with the reason.

    Attributes:
        when: which lines are held.
        until: the day that ends it; held on while it is empty, and for good when absent.
        reason: why, for the statement; or the text column of the row that says so.
    """

    when_missing: ClassVar[Mapping[str, str]] = {"reason": "say why, for the statement, such as reason: in dispute"}
    when: Expression
    until: Expression | None = None
    reason: Text


class Clawback(Model):
    """When earned money goes back, and by which policy.

    Attributes:
        when: which credits go back.
        dated: the date on which they do.
        policy: what goes back: what was paid for the line, or what is too much without it.
        attainment: whether the measure goes back too.
        share: which share goes back.
        decay: how much of that share goes back by the age of the deal, and until which age.
        reason: why, for the statement; or the text column of the row that says so.
    """

    when_missing: ClassVar[Mapping[str, str]] = {
        "dated": "name the date on which the money goes back, such as dated: cancelled_on"
    }
    when_unknown: ClassVar[Mapping[str, str]] = {
        "within": "say it in the condition, such as when: cancelled_on < closed_on + 90 days"
    }
    when: Expression
    dated: Expression
    policy: Literal["original_rate", "rerate", "unwind", "unearned"] = "original_rate"
    attainment: Literal["reversed", "kept"] = "reversed"
    share: Expression = Field(default_factory=lambda: Expression("100%"))
    decay: Decay | None = None
    reason: Text | None = None
