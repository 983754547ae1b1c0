"""A payment explained: what a statement shows, walked back to source lines and to lines of the plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from attain.statements.as_json import Json, json_of
from attain.statements.as_text import text_of
from attain.statements.line import Line
from attain.statements.model import (
    Check,
    Choice,
    ComponentPart,
    PaymentPart,
    Person,
    PlanPart,
    SourcePart,
    TargetPart,
)


@dataclass(frozen=True)
class Explanation:
    """The payment of one payee and pay period in one currency, walked back to source lines and plan lines."""

    workspace: str
    person: Person
    period_id: str
    starts_on: date
    ends_before: date
    currency: str
    payment: PaymentPart
    plans: tuple[PlanPart, ...]
    components: tuple[ComponentPart, ...]
    targets: tuple[TargetPart, ...]
    choices: tuple[Choice, ...]
    checks: tuple[Check, ...]
    trend: tuple[tuple[str, Fraction], ...] = ()
    sources: tuple[SourcePart, ...] = ()
    as_of: date | None = None

    @property
    def lines(self) -> Iterator[Line]:
        """Every line, component after component."""
        for component in self.components:
            yield from component.lines

    @property
    def paid(self) -> Fraction:
        """What leaves."""
        return self.payment["paid"]

    @property
    def holds(self) -> bool:
        """Whether every check holds."""
        return all(check.holds for check in self.checks)

    def to_json(self) -> dict[str, Json]:
        """Return it as a JSON object: numbers as exact decimal texts, places as ``file:line``."""
        return json_of(self)

    def to_text(self) -> str:
        """Write it for a terminal."""
        return text_of(self)
