"""How a plan says what is measured: what is added up, whose it is, when it starts again, against which target."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from attain.credits import Credit
from attain.documents import Expression, Model, Name, PositiveQuantity, refused

Window = Literal[
    "transaction", "day", "week", "biweek", "semimonth", "month", "quarter", "half", "year", "plan", "ever"
]
Group = Literal["transaction", "day", "week", "month", "quarter"]


class MeasureRounding(Model):
    """Round a measure before bounds are compared.

    Attributes:
        to: what it is a multiple of.
        mode: which way it is rounded.
    """

    to: PositiveQuantity
    mode: Literal["down", "up", "half_away"] = "down"


def _feed_shape(value: Any) -> str:
    if isinstance(value, dict):
        return "inline"
    return "names" if isinstance(value, list) else "name"


Feed = Annotated[
    Annotated[Name, Tag("name")] | Annotated[tuple[Name, ...], Tag("names")] | Annotated[Credit, Tag("inline")],
    Discriminator(_feed_shape),
]


class Measure(Model):
    """A number that credits move.

    Attributes:
        sum, count, ratio, last: exactly one says what is measured.
        over: the denominator of a ratio.
        credit: whose credits feed it: component names, or an inline credit; the component itself when absent.
        per: the window at which it starts again from 0.
        owner: ``payee``, or an expression such as ``payee.team``; ``all`` is one for everybody.
        against: the target it is a percent of.
        group: what moves together.
        round: rounding before bounds are compared.
    """

    when_missing: ClassVar[Mapping[str, str]] = {
        "per": "say when it starts again from 0: month, quarter, year, transaction"
    }
    sum: Expression | None = None
    count: Literal["transactions"] | None = None
    ratio: Expression | None = None
    over: Expression | None = None
    last: Expression | None = None
    credit: Feed | None = None
    per: Window
    owner: Expression = Field(default_factory=lambda: Expression("payee"))
    against: Name | None = None
    group: Group = "transaction"
    round: MeasureRounding | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [w for w in ("sum", "count", "ratio", "last") if getattr(self, w) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise refused(f"found {found}", "write exactly one of sum, count, ratio, last")
        if (self.ratio is None) != (self.over is None):
            raise refused("'ratio' and 'over' do not stand together", "write the numerator and the denominator")
        if self.ratio is not None and self.against is not None:
            raise refused("a ratio is a percent already", "remove 'against'")
        return self

    @property
    def kind(self) -> str:
        """The word that says what is measured."""
        return next(w for w in ("sum", "count", "ratio", "last") if getattr(self, w) is not None)
