"""Rating: every credit of a component is placed in its measure's walk, and its rate kind says what it earns."""

from collections.abc import Callable
from fractions import Fraction
from types import ModuleType

from tests.oracle import flat_rate, interpolated, marginal_tiers, matrix, per_unit, step_bonus, whole_tiers
from tests.oracle.grid import Grid
from tests.oracle.model import Credit, Place, Table, Window
from tests.oracle.names import CreditNames
from tests.oracle.rules import Component, Measure
from tests.oracle.units import unit_of
from tests.oracle.walks import Walks
from tests.oracle.world import World, number

KINDS: dict[str, ModuleType] = {
    "flat_rate": flat_rate,
    "per_unit": per_unit,
    "marginal_tiers": marginal_tiers,
    "whole_tiers": whole_tiers,
    "step_bonus": step_bonus,
    "interpolated": interpolated,
    "matrix": matrix,
}
PERIOD_COLUMNS = ("day", "week", "month", "quarter", "half", "year")
PAYOUTS = ("step_bonus", "interpolated")
Stands = Callable[[str, Credit], tuple[str, Window, Fraction | None, Fraction | None]]
Full = Callable[[Measure, str, Window], Fraction | None]


class Rating:
    """Rates the credits of one component."""

    def __init__(self, world: World, component: Component, measure: Measure, full: Full, stands: Stands) -> None:
        self.world, self.component, self.measure, self.full = world, component, measure, full
        self.rate = dict(component.rate)
        self.kind = self.rate["kind"]
        self.kinds = world.kinds(component.credit["source"])
        self.grid = Grid(world, component, stands)
        self.of = self.rate.get("of", "value")
        if "below" in self.rate:
            self.rate["below"] = number(self.rate["below"])
        self.is_target = self.of in world.plan.get("targets", {})
        self.is_percent = unit_of(self.any_pay(), self.kinds) == "percent"
        is_money_curve = self.kind == "step_bonus" or (self.kind == "interpolated" and not self.is_percent)
        self.is_payout = (
            self.rate.get("pays") == "payout" or is_money_curve or (self.kind == "interpolated" and self.is_target)
        )
        self.rate["is_payout"] = self.is_payout

    # --- the table as written

    def rows(self) -> list[tuple[str, object]]:
        """Bounds and pays as written; a single pay stands at 0, ``every`` stands with its pay."""
        if "tiers" in self.rate:
            return [(tier["from"], tier["pay"]) for tier in self.rate["tiers"]]
        if "steps" in self.rate:
            return [(step["at"], step["pay"]) for step in self.rate["steps"]]
        if "points" in self.rate:
            return [(x, y) for x, y in self.rate["points"]]
        if "dimensions" in self.rate:
            return []
        if "every" in self.rate:
            return [
                (self.rate["every"], self.rate["pay"]),
                *([(self.rate["above"], "0")] if "above" in self.rate else []),
            ]
        return [("0", self.rate["pay"])]

    @property
    def tier_source(self) -> tuple[str, list[str]] | None:
        """The table that holds the tiers, and the keys that find a credit's own."""
        tiers = self.rate.get("tiers")
        if not isinstance(tiers, dict):
            return None
        return tiers["table"], tiers["by"]

    @property
    def is_share_of_target(self) -> bool:
        """Whether the base is the part of a target incentive that a credit attains."""
        return self.is_target and not self.is_payout

    def any_pay(self) -> str:
        """One of the pays, to know its unit."""
        if self.tier_source:
            return self.world.any_pay(self.tier_source[0])
        if self.kind == "matrix":
            return self.grid.any_pay(self.kinds)
        first = self.rows()[0][1]
        while isinstance(first, dict):
            first = next(iter(first.values()))
        return first

    def table(self, credit: Credit) -> Table:
        """The bounds and pays that hold for a credit."""
        if self.tier_source:
            return self.sourced(credit)
        names = CreditNames(self.world, credit)
        key = str(self.world.evaluate(self.rate["by"], names)) if "by" in self.rate else ""
        rows = []
        for bound, pay in self.rows():
            chosen = (pay[key] if key in pay else pay["else"]) if isinstance(pay, dict) else pay
            rows.append((number(bound), self.quantity(chosen, names)))
        return tuple(rows)

    def quantity(self, text: str, names: CreditNames) -> Fraction:
        """A pay: usually a literal, sometimes an expression."""
        try:
            return number(text)
        except ValueError:
            return self.world.evaluate(text, names)

    def sourced(self, credit: Credit) -> Table:
        """The rows of the tier source for a credit's payee, period and columns."""
        table, columns = self.tier_source
        return self.world.tiers(table, {column: self.key(credit, column) for column in columns})

    def key(self, credit: Credit, column: str) -> object:
        """What a credit has in a key column of the tier source: its payee, the name of its period, or a column."""
        if column == "payee":
            return credit.payee
        if column in PERIOD_COLUMNS and column not in credit.deal.columns:
            return self.world.calendar.period_name(column, credit.dated)
        return credit.deal.columns[column]

    # --- the place

    def place(self, credit: Credit, owner: str, walks: Walks) -> Place:
        """Where a credit stands, what it is rated on, and by which table."""
        window = walks.window(credit)
        before, after = walks.walk(owner, window).around(walks.group(credit), walks.place(credit))
        place = Place(credit, owner, window, before, after)
        place.before, place.after = (self.attained(x, owner, window) for x in (before, after))
        place.table = self.table(credit)
        if self.is_payout:
            place.stake = self.target(credit.payee, window) if self.is_percent else Fraction(1)
        place.base = self.base(place)
        if self.kind == "matrix":
            self.grid.lay(place)
        return place

    def attained(self, x: Fraction | None, owner: str, window: tuple) -> Fraction | None:
        """A value of the measure in the unit of its bounds: a share of the target where there is one."""
        share = attainment(self.world, self.measure, x, self.full(self.measure, owner, window))
        return None if share is None else self.measure.rounded(share)

    def target(self, payee: str, window: tuple) -> Fraction:
        """What ``of`` names, for a payee over the measure's window."""
        return self.world.target(self.of, payee, window) or Fraction(0)

    def base(self, place: Place) -> Fraction:
        """What the pay multiplies: the credit's amount, the attainment it adds of a target incentive, or a count."""
        credit = place.credit
        if not self.is_percent and self.kind not in PAYOUTS and not self.is_payout:
            return self.counted(credit)
        if self.is_share_of_target:
            moved = (place.measure_after or Fraction(0)) - (place.measure_before or Fraction(0))
            if self.measure.group != "transaction":
                moved = credit.counted.get(self.measure.expression, Fraction(0))
            full = self.full(self.measure, place.owner, place.window)
            return self.target(credit.payee, place.window) * moved / full if full else Fraction(0)
        return credit.paid["value" if self.is_target else self.of]

    def counted(self, credit: Credit) -> Fraction:
        """How many things a credit is: what its measure counts, else a count that is its value, else one."""
        if self.component.name in self.measure.fed_by and self.measure.expression:
            text = credit_expression(self.world, self.component, self.measure)
            if unit_of(text, self.kinds) == "count":
                return credit.counted[self.measure.expression]
        if unit_of(self.world.value_of(self.component.credit), self.kinds) == "count":
            return credit.paid["value"]
        return Fraction(-1 if credit.is_unwound else 1)

    def pay(self, places: list[Place]) -> dict[Place, Fraction]:
        """The exact amount of every credit, accumulator by accumulator."""
        accumulators: dict[tuple, list[Place]] = {}
        for place in places:
            accumulators.setdefault(place.accumulator, []).append(place)
        return {
            place: amount
            for mine in accumulators.values()
            for place, amount in zip(mine, KINDS[self.kind].pay(self.rate, mine), strict=True)
        }


def credit_expression(world: World, component: Component, measure: Measure) -> str:
    """What a measure counts, written over the columns of the component's source."""
    return world.value_of(component.credit) if measure.expression == "value" else measure.expression


def attainment(world: World, measure: Measure, x: Fraction | None, full: Fraction | None) -> Fraction | None:
    """A measure as a share of its target; a target of 0 gives what the plan says it gives."""
    if x is None or measure.against is None:
        return x
    if full:
        return x / full
    return number(world.plan["targets"][measure.against]["when_zero"])
