"""Units of bounds: a percent needs something to be a percent of, and an amount a measure that is no percent."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from attain.diagnostics import Diagnostic, Place
from attain.documents import Quantity, place_of
from attain.expressions import ValueKind
from attain.measures import Measure
from attain.plans.checks.expressions import SHARES, Checker, names_in
from attain.plans.checks.references import unknown_target
from attain.plans.checks.surroundings import ALONE, Surroundings
from attain.plans.checks.table_rows import placed
from attain.plans.checks.tables import TierUnits
from attain.rates import Interpolated, RateModel, StepBonus, TierTable
from attain.rates.problems import AMOUNT_BOUND, PERCENT_OF_NOTHING


@dataclass(frozen=True)
class RateUnits:
    """What is known of the units of one component's rate.

    Attributes:
        component: the component.
        around: the plan.
    """

    component: str
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
    def name(self) -> str:
        """The measure it is rated by."""
        return self.around.measure_of(self.component)[0]

    @cached_property
    def measure(self) -> Measure | None:
        """The same as written; None where there is none, or none of that name."""
        found = self.around.measure_of(self.component)[1]
        return None if found is ALONE else found

    @cached_property
    def has_attainment(self) -> bool:
        """Whether the measure is a percent of a target, or a ratio."""
        return self.measure is not None and (
            self.measure.against is not None
            or self.measure.ratio is not None
            or (self.measure.is_derived and self.measured == "percent")
        )

    @cached_property
    def measured(self) -> ValueKind | None:
        """What the measure's values are before they are compared with a target; None where that is not known."""
        name, measure = self.around.measure_of(self.component)
        return self.around.measure_kind(name) if measure is not None else None

    @cached_property
    def table(self) -> TierUnits | None:
        """What the table of tiers holds, if the rate reads one."""
        tiers = getattr(self.rate, "tiers", None)
        return self.around.tiers_of(str(tiers.table)) if isinstance(tiers, TierTable) else None

    @cached_property
    def table_place(self) -> Place:
        """Where the rate names its table of tiers."""
        tiers = getattr(self.rate, "tiers", None)
        return tiers.table.place if isinstance(tiers, TierTable) else self.place

    @cached_property
    def of_target(self) -> bool:
        """Whether ``of`` names a target."""
        return self.rate.of is not None and str(self.rate.of).strip() in self.around.plan.targets

    @property
    def of_text(self) -> str:
        """What a percent multiplies, as written."""
        return str(self.rate.of or "value").strip()

    @cached_property
    def base(self) -> ValueKind | None:
        """What a percent multiplies; None where that is not known, or a target."""
        if self.of_target:
            return None
        if self.rate.of is None or self.of_text == "value":
            return self.around.value_kind(self.component)
        return self.around.kind_in_row(self.component, self.rate.of)

    @property
    def any_target(self) -> str:
        """A target of the plan, for a message."""
        return next(iter(self.around.plan.targets), "TARGET")


def of_problems(units: RateUnits) -> Iterator[Diagnostic]:
    """``of`` is the value, a target, or a number over the row; a target needs a measure that attains it."""
    of = units.rate.of
    if of is None or units.of_text == "value" or units.of_target:
        return
    vocabulary = units.around.vocabulary(units.component)
    named = [name for name in units.around.plan.targets if name in names_in(of)]
    if named and vocabulary is not None and named[0] not in vocabulary.columns:
        what = f"'of: {of}' calculates with the target '{named[0]}', and a rate pays of a target as a whole"
        fix = f"write 'of: {named[0]}', and the part of it as a modifier, such as multiplier: {{by: 60%}}"
        yield Diagnostic.of(PERCENT_OF_NOTHING, place_of(of), what, fix, why="nobody could say what a credit attains")
    elif vocabulary is not None and units.of_text.isidentifier() and units.of_text not in vocabulary.columns:
        known = [*units.around.plan.targets, *vocabulary.columns, "value"]
        yield unknown_target(of, dict.fromkeys(known), "'of' may name")
    else:
        yield from Checker(vocabulary.worth() if vocabulary else None).number(of)


def bound_problems(units: RateUnits) -> Iterator[Diagnostic]:
    """Bounds have the unit of their measure."""
    measure, measured = units.measure, units.measured
    if measure is None or (measured is None and not units.has_attainment):
        return
    is_share = units.has_attainment or measured in SHARES
    for label, bound in _bounds(units.rate):
        if bound.value and bound.is_percent != is_share:
            yield _wrong_bound(f"{label} {bound.text}", units, placed(bound, units.place), is_share=is_share)
    if units.table is not None and units.table.bound_is_percent != is_share:
        yield _wrong_bound("the table's bounds", units, units.table_place, is_share=is_share)
    if measure.round is not None and measure.round.to.is_percent != is_share:
        unit = measure.round.to
        yield _wrong_bound(f"rounding to {unit.text}", units, placed(unit, measure.place), is_share=is_share)


def _bounds(rate: RateModel) -> Iterator[tuple[str, Quantity]]:
    label = "tier bound"
    if isinstance(rate, StepBonus):
        label = "step"
        yield from ((word, bound) for word in ("every", "above") if (bound := getattr(rate, word)) is not None)
    elif isinstance(rate, Interpolated):
        label = "point"
    yield from ((label, bound) for bound in rate.bounds())


def _wrong_bound(bound: str, units: RateUnits, place: Place, *, is_share: bool) -> Diagnostic:
    measure = units.measure
    assert measure is not None
    if not is_share:
        what = f"{bound} is a share of a target, but measure '{units.name}' has no 'against'"
        fix = f"add 'against: {units.any_target}' or write the bound as an amount"
        return Diagnostic.of(PERCENT_OF_NOTHING, place, what, fix)
    percent = f"a percent of '{measure.against}'" if measure.against is not None else "a percent"
    what = f"{bound} is an amount, but measure '{units.name}' is {percent}"
    fix = "write the bound as a percent, such as 100%"
    fix = f"{fix}, or remove 'against'" if measure.against is not None else fix
    return Diagnostic.of(AMOUNT_BOUND, place, what, fix)
