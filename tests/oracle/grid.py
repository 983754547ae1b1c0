"""The grid of a matrix: which dimensions it has, what its cells pay a credit, and where the credit stands in each."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from tests.oracle.matrix import Axis
from tests.oracle.model import Credit, Place, Value, Window
from tests.oracle.names import CreditNames
from tests.oracle.rules import Component
from tests.oracle.units import unit_of
from tests.oracle.world import World, number

Stands = Callable[[str, Credit], tuple[str, Window, Fraction | None, Fraction | None]]
# From the shortest window to the longest.
LENGTHS = (
    "transaction",
    "day",
    "week",
    "biweek",
    "semimonth",
    "month",
    "quarter",
    "half",
    "year",
    "plan",
    "ever",
)


class Grid:
    """The matrix of one component."""

    def __init__(self, world: World, component: Component, stands: Stands) -> None:
        self.world, self.component, self.stands, self.rate = world, component, stands, component.rate

    def cells(self) -> Iterator[tuple[tuple[int, ...], str]]:
        """Every cell with its pay as written."""
        yield from _leaves(self.rate["pay"], ())

    def any_pay(self, kinds: dict[str, str]) -> str:
        """A pay that tells the unit: a percent, if there is one; 0 has every unit."""
        pays = [pay for _, pay in self.cells()]
        return next((pay for pay in pays if unit_of(pay, kinds) == "percent"), pays[0])

    def lay(self, place: Place) -> None:
        """Say where a credit stands in every dimension, and with which lines it makes an accumulator."""
        names = CreditNames(self.world, place.credit)
        place.cells = {cell: self._pay(pay, names) for cell, pay in self.cells()}
        measures = {self.component.measure: None}
        axes = []
        for dimension in self.rate["dimensions"]:
            if "measure" in dimension:
                measures[dimension["measure"]] = None
                _, _, before, after = self.stands(dimension["measure"], place.credit)
                axes.append(Axis(tuple(map(number, dimension["from"])), before, after))
            else:
                axes.append(self._fixed(dimension, names))
        place.axes = tuple(axes)
        if len(measures) > 1:
            place.together = self._together(place, list(measures))

    def _pay(self, text: str, names: CreditNames) -> Fraction:
        try:
            return number(text)
        except ValueError:
            return self.world.evaluate(text, names)

    def _fixed(self, dimension: dict, names: CreditNames) -> Axis:
        """A value or a word: the same for all of a credit."""
        if "value" in dimension:
            value = self.world.evaluate(dimension["value"], names)
            return Axis(tuple(map(number, dimension["from"])), value, value, is_measure=False)
        word = _written(self.world.evaluate(dimension["by"], names))
        listed = dimension["in"]
        band = listed.index(word) if word in listed else listed.index("else") if "else" in listed else None
        return Axis(band=band, is_measure=False)

    def _together(self, place: Place, measures: list[str]) -> tuple:
        """All owners, and all windows; where lines are pieces and only rounded together, the longest window."""
        found = [self.stands(name, place.credit)[:2] for name in measures]
        owners = [owner for owner, _ in found]
        windows = [window for _, window in found]
        if self.rate.get("apply") == "marginal" and self.rate.get("pays", "rate") == "rate":
            windows = [max(windows, key=lambda window: LENGTHS.index(window[0]))]
        return (tuple(owners), tuple(windows))


def _leaves(node: object, cell: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    if isinstance(node, list):
        for place, entry in enumerate(node):
            yield from _leaves(entry, (*cell, place))
    else:
        yield cell, node


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
