"""Units of a rate: a percent bound needs something to be a percent of, and a pay something it can be paid for."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from attain.diagnostics import Code, Diagnostic, Place
from attain.documents import Quantity, Text, instead_of, place_of
from attain.expressions import Scope, ValueKind
from attain.measures import Measure
from attain.plans.checks.expressions import SHARES, Checker, Read, names_in
from attain.plans.checks.references import unknown_target
from attain.plans.checks.surroundings import Surroundings
from attain.plans.checks.table_rows import placed
from attain.plans.checks.tables import TierUnits
from attain.rates import FlatRate, Interpolated, PerUnit, RateModel, StepBonus, TierTable
from attain.rates.problems import AMOUNT_BOUND, MONEY_PER_MONEY, PERCENT_OF_COUNT, PERCENT_OF_NOTHING

_NOTHING = Scope()


def unit_problems(component: str, around: Surroundings) -> Iterator[Diagnostic]:
    """Check the units of a component's bounds and pays."""
    name, measure = around.measure_of(component)
    units = RateUnits(component, name, measure, around)
    yield from units.of_problems()
    yield from units.bound_problems()
    yield from units.pay_problems()


@dataclass(frozen=True)
class RateUnits:
    """The units of one component's rate.

    Attributes:
        component: the component.
        name: the measure it is rated by.
        measure: the same; None where there is no such measure.
        around: the plan.
    """

    component: str
    name: str
    measure: Measure | None
    around: Surroundings

    @cached_property
    def rate(self) -> RateModel:
        """The rate as written."""
        return self.around.plan.components[self.component].rate

    @cached_property
    def place(self) -> Place:
        """Where the rate stands."""
        component = self.around.plan.components[self.component]
        return self.rate.place if self.rate.place.file else component.value_place("rate")

    @cached_property
    def measured(self) -> ValueKind | None:
        """What the measure's values are."""
        return self.around.measure_kind(self.name) if self.measure is not None else None

    @cached_property
    def table(self) -> TierUnits | None:
        """What the table of tiers holds, if the rate reads one."""
        tiers = getattr(self.rate, "tiers", None)
        return self.around.tiers_of(str(tiers.table)) if isinstance(tiers, TierTable) else None

    @cached_property
    def of_target(self) -> bool:
        """Whether ``of`` names a target."""
        return self.rate.of is not None and str(self.rate.of).strip() in self.around.plan.targets

    @cached_property
    def base(self) -> ValueKind | None:
        """What a percent multiplies; None where that is not known, or where it is a target."""
        if self.of_target:
            return None
        value = self.around.value_kind(self.component)
        if self.rate.of is None or str(self.rate.of).strip() == "value":
            return value
        return self.around.kind_in_row(self.component, self.rate.of)

    # what a percent is of

    def of_problems(self) -> Iterator[Diagnostic]:
        """``of`` is the value, a target, or a number over the row."""
        of = self.rate.of
        if of is None or str(of).strip() == "value" or self.of_target:
            return
        vocabulary = self.around.vocabulary(self.component)
        if vocabulary is not None and names_in(of) == {str(of).strip()} and str(of).strip() not in vocabulary.columns:
            known = [*self.around.plan.targets, *vocabulary.columns, "value"]
            if "." not in of:
                found = unknown_target(of, dict.fromkeys(known)) 
                yield found
                return
        yield from Checker(vocabulary.row() if vocabulary else None).number(of)
