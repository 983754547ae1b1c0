"""What the names of an expression mean for one credit: columns, people, its measure, other measures, targets."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from tests.oracle.model import Credit, Value
from tests.oracle.world import World

MEASURE_WORDS = {"attainment": "attainment", "measured": "amount"}
Measured = Callable[[str, str], Value]


class CreditNames(Mapping[str, Value]):
    """Reads a name when an expression asks for it.

    Args:
        measured: gives a measure's ``amount``, ``attainment`` or ``target`` as seen by the credit.
        targets: gives the value of a target for the credit's payee.
    """

    def __init__(
        self,
        world: World,
        credit: Credit,
        measured: Measured | None = None,
        targets: Callable[[str], Value] | None = None,
    ) -> None:
        self.world, self.credit, self.measured, self.targets = world, credit, measured, targets

    def __getitem__(self, name: str) -> Value:
        credit = self.credit
        if name in credit.deal.columns:
            return credit.deal.columns[name]
        if name in {"value", "earned_on"}:
            return credit.dated if name == "earned_on" else credit.whole["value"]
        if name in MEASURE_WORDS:
            return self.measured("", MEASURE_WORDS[name])
        if name == "payee.levels_above":
            return None if credit.levels_above is None else Fraction(credit.levels_above)
        who, dot, what = name.partition(".")
        if who in {"payee", "seller"} and dot:
            return self.world.attribute(credit.payee if who == "payee" else credit.seller, what, credit.as_of)
        return self.measured(who, what) if dot else self.targets(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.credit.deal.columns)

    def __len__(self) -> int:
        return len(self.credit.deal.columns)
