"""One random case: a plan, the facts around it, and the edges its amounts are aimed at."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from tests.oracle.periods import DAY
from tests.oracle.windows import Calendar
from tests.parity.dice import Dice


@dataclass
class Case:
    """A plan over a small workspace.

    Attributes:
        plan: the plan as plain Python; every scalar is text.
        facts: calendar, currency, sources, roster and targets, as the oracle takes them.
        used: the kinds and features that it uses.
        before: the plans that the plan continues, the first of all first.
    """

    seed: int
    plan: dict
    facts: dict
    used: list[str] = field(default_factory=list)
    before: tuple[dict, ...] = ()

    @property
    def plans(self) -> tuple[dict, ...]:
        """All plans, in the order in which they follow each other."""
        return (*self.before, self.plan)


@dataclass
class Draft:
    """What the parts of a case know of each other while it is made.

    Attributes:
        months: in how many months deals are made.
        edges: amounts at which something happens: bounds, targets, caps.
        targets: the plan's targets so far.
        measures: the plan's shared measures so far.
        grids: the measures that matrices name.
        tables: the plan's tables so far.
        units: the windows of the measures, to aim amounts at their totals.
        foreign: currencies of deals and pay besides the plan's.
        may_share: whether measures may be shared; then every credit has the deal's own date.
    """

    dice: Dice
    calendar: dict
    currency: str
    digits: int
    starts_on: date
    ends_before: date
    months: int
    edges: list[int] = field(default_factory=list)
    targets: dict = field(default_factory=dict)
    target_rows: list[dict] = field(default_factory=list)
    measures: dict = field(default_factory=dict)
    tables: dict = field(default_factory=dict)
    levels: list[dict] = field(default_factory=list)
    grids: dict = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)
    may_share: bool = True
    units: list[str] = field(default_factory=list)
    roster: list[dict] = field(default_factory=list)

    @cached_property
    def dates(self) -> Calendar:
        """The calendar with the plan's range."""
        return Calendar(self.calendar, self.starts_on, self.ends_before)

    @property
    def last_deal_on(self) -> date:
        """The last day on which a deal may be made."""
        return self.dates.periods("month", self.starts_on, self.ends_before - DAY)[self.months - 1].ends_before - DAY

    @property
    def payees(self) -> list[str]:
        """Every payee, managers included."""
        return list(dict.fromkeys(row["payee"] for row in self.roster))

    def money(self, amount: str) -> str:
        """An amount in the plan's currency: no finer than its minor unit."""
        return str(Decimal(amount).quantize(Decimal(1).scaleb(-min(self.digits, 2))))

    def aim(self, *amounts: int) -> None:
        """Note amounts that deals should lead up to."""
        self.edges += [amount for amount in amounts if amount > 0]
