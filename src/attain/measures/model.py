"""How a plan says what is measured: what is added up, whose it is, when it starts again, against which target."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from attain.credits import Credit
from attain.documents import Expression, Model, Name, PositiveQuantity, refused

Window = Literal[
    "transaction", "day", "week", "biweek", "semimonth", "month", "quarter", "half", "year", "plan", "ever"
]
Group = Literal["transaction", "day", "week", "month", "quarter"]


KIND_WORDS = ("sum", "count", "ratio", "last", "formula", "rank")
# What only a measure has that credits move.
_OF_CREDITS = ("credit", "owner", "against", "group", "round")
_VALUE = re.compile(r"\bvalue\b")


_AGAINST = "name a target that stands under 'targets:' of the plan: against: quota"


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
    Annotated[Name, Tag("name")]
    | Annotated[tuple[Name, ...], Tag("names"), Field(min_length=1)]
    | Annotated[Credit, Tag("inline")],
    Discriminator(_feed_shape),
]


class Measure(Model):
    """A number that credits move.

    Attributes:
        sum, count, ratio, last, formula, rank: exactly one says what is measured.
        over: the denominator of a ratio.
        among: who is ranked; everybody on the plan when absent.
        ties: the place after equal ones: one place for each of them is left out, or none.
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
    when_unknown: ClassVar[Mapping[str, str]] = {
        "quota": _AGAINST,
        "target": _AGAINST,
        "goal": _AGAINST,
        "period": "say when it starts again from 0: per: quarter",
    }
    sum: Expression | None = None
    count: Literal["transactions"] | None = None
    ratio: Expression | None = None
    over: Expression | None = None
    last: Expression | None = None
    formula: Expression | None = None
    rank: Name | None = None
    among: Expression | None = None
    ties: Literal["min", "dense"] = "min"
    credit: Feed | None = None
    per: Window
    owner: Expression = Field(default_factory=lambda: Expression("payee"))
    against: Name | None = None
    group: Group = "transaction"
    round: MeasureRounding | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [word for word in KIND_WORDS if getattr(self, word) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise refused(f"found {found}", f"write exactly one of {', '.join(KIND_WORDS)}")
        if self.rank is None and self.model_fields_set & {"among", "ties"}:
            raise refused("'among' or 'ties' stands without 'rank'", "write rank: and the measure that is ranked")
        if self.is_derived and self.model_fields_set & set(_OF_CREDITS):
            key = next(word for word in _OF_CREDITS if word in self.model_fields_set)
            raise refused(f"'{key}' stands beside '{given[0]}', and no credit moves it", f"remove '{key}'")
        if self.is_derived and self.per == "transaction":
            raise refused(f"a {given[0]} of single transactions", "write its window, such as per: quarter")
        if (self.ratio is None) != (self.over is None):
            raise refused("'ratio' and 'over' do not stand together", "write the numerator and the denominator")
        if self.ratio is not None and self.against is not None:
            raise refused("a ratio is a percent already", "remove 'against'")
        return self

    @property
    def own_credit(self) -> Credit | None:
        """The inline credit; a row is worth what is measured, or 1 where rows are counted, unless it says its value."""
        if not isinstance(self.credit, Credit):
            return None
        read = [text for text in (self.sum, self.ratio, self.over, self.last) if text is not None]
        if self.credit.value is not None or self.is_derived or any(_VALUE.search(text) for text in read):
            return self.credit
        return self.credit.model_copy(update={"value": read[0] if read else Expression("1")})

    @property
    def kind(self) -> str:
        """The word that says what is measured."""
        return next(word for word in KIND_WORDS if getattr(self, word) is not None)

    @property
    def is_derived(self) -> bool:
        """Whether it is made of other measures; no credit moves it."""
        return self.formula is not None or self.rank is not None
