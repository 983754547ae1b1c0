"""A plan and what stands around it: what its names lead to, and what is known of them before anything is calculated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from attain.credits import Credit
from attain.documents import Expression, Text
from attain.expressions import ColumnType, Kind, LookupTable, Scope, ValueKind
from attain.measures import Measure
from attain.periods import Calendar
from attain.plans.checks.expressions import Checker
from attain.plans.checks.tables import TierUnits, lookup_tables, tier_units
from attain.plans.derived import with_derived
from attain.plans.model import Component, Plan
from attain.plans.vocabulary import PEOPLE, MeasureType, Vocabulary
from attain.roster.pay_periods import PERIODS_SOURCE
from attain.sources import SourceTable

LARGE = 10**15
# A component without a measure is rated credit by credit.
ALONE = Measure(sum=Expression("value"), per="transaction")
_AMOUNT = Expression("amount")


@dataclass(frozen=True)
class Surroundings:
    """A plan, and the workspace it stands in.

    Attributes:
        plan: the plan.
        sources: the workspace's sources by name.
        roster_columns: types of the roster's columns.
        calendar: how time is cut.
        digits: decimal digits of the plan's currency.
    """

    plan: Plan
    sources: Mapping[str, SourceTable]
    roster_columns: Mapping[str, ColumnType]
    calendar: Calendar
    digits: int

    # what names lead to

    @cached_property
    def rules(self) -> dict[str, Credit]:
        """The crediting rule of each component, and of each measure with its own (``measure NAME``)."""
        found = {name: self.rule_of(name) for name in self.plan.components}
        found |= {f"measure {n}": m.own_credit for n, m in self.measures.items()}
        return {name: rule for name, rule in found.items() if rule is not None}

    def rule_of(self, component: str) -> Credit | None:
        """Follow the references of a component's credit to the rule; None where they lead nowhere or in a circle."""
        seen: set[str] = set()
        while component in self.plan.components and component not in seen:
            seen.add(component)
            credit = self.plan.components[component].credit
            if isinstance(credit, Credit):
                return credit
            component = str(credit)
        return None

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Every measure: the named ones, and each component's own under the component's name."""
        found = dict(self.plan.measures)
        for name, component in self.plan.components.items():
            if component.rated_by is None:
                found[name] = ALONE
            elif isinstance(component.measure, Measure):
                found[name] = component.measure
        return found

    def measure_of(self, component: str) -> tuple[str, Measure | None]:
        """Return the measure that a component is rated by, with its name; None where the name leads nowhere."""
        written = self.plan.components[component].rated_by
        name = component if written is None or isinstance(written, Measure) else str(written)
        if written is not None and not isinstance(written, Measure):
            return name, self.plan.measures.get(name)
        return name, written or ALONE

    def feeds_of(self, name: str) -> tuple[str, ...]:
        """Name the crediting rules that feed a measure; those that exist."""
        credit = self.measures[name].credit
        named: tuple[str, ...]
        if isinstance(credit, Credit):
            named = (f"measure {name}",)
        elif credit is None:
            named = (name,) if name not in self.plan.measures else self.rated_by(name)
        else:
            named = tuple(map(str, credit)) if isinstance(credit, tuple) else (str(credit),)
        return tuple(rule for rule in named if rule in self.rules)

    def rated_by(self, measure: str) -> tuple[str, ...]:
        """Name the components whose rate reads a measure."""
        components = self.plan.components
        return tuple(
            c for c in components if measure in {self.measure_of(c)[0], *map(str, components[c].rate.measures())}
        )

    def source_of(self, rule: str) -> SourceTable | None:
        """Return the source of a crediting rule."""
        return self.sources.get(str(self.rules[rule].source)) if rule in self.rules else None

    def used_sources(self) -> list[SourceTable]:
        """Return the sources whose rows the plan credits, in order of name."""
        names = {str(rule.source) for rule in self.rules.values()}
        return [self.sources[name] for name in sorted(names) if name in self.sources]

    # what is known of them

    @cached_property
    def people(self) -> dict[str, ColumnType]:
        """The attributes of a payee that expressions may read."""
        further = {n: t for n, t in self.roster_columns.items() if n not in {"from", "before"}}
        return {**further, **PEOPLE}

    @cached_property
    def lookups(self) -> dict[str, LookupTable]:
        """The plan's tables for ``lookup``."""
        return lookup_tables(self.plan, self.sources)

    def tiers_of(self, table: str) -> TierUnits | None:
        """What is known of a table of tiers; None where it is none."""
        return tier_units(table, self.plan, self.sources)

    @cached_property
    def targets(self) -> dict[str, ColumnType]:
        """The plan's targets as names in expressions."""
        return dict.fromkeys(self.plan.targets, ColumnType("money", self.digits, LARGE))

    def value_kind(self, rule: str) -> ValueKind | None:
        """What a credit's value is; None where that is not known."""
        found = self.rules.get(rule)
        return self.kind_in_row(rule, found.value or _AMOUNT) if found is not None else None

    def kind_in_row(self, rule: str, text: Text) -> ValueKind | None:
        """What an expression over a rule's rows is; ``value`` where the rows have no such column is the credit's."""
        source = self.source_of(rule)
        if source is None:
            return None
        if str(text).strip() == "value" and "value" not in source.columns:
            written = self.rules[rule].value or _AMOUNT
            return None if str(written).strip() == "value" else self.kind_in_row(rule, written)
        scope = Scope.of_columns(source.columns)
        if source.name == PERIODS_SOURCE:
            scope = Vocabulary(source.columns, ColumnType("money"), self.people, is_of_payee=True).worth()
        kind = Checker(scope).read(text, "numeric").kind
        if kind == "number":
            return "count"
        return kind

    def measure_kind(self, name: str) -> ValueKind | None:
        """What a measure's values are, before they are compared with a target; None where that is not known."""
        measure = self.measures[name]
        if measure.is_derived:
            return self.window_vocabulary().measures[name].type.kind
        if measure.count is not None:
            return "count"
        text = measure.sum or measure.ratio or measure.last or _AMOUNT
        kinds: list[ValueKind | None] = [self.kind_in_row(rule, text) for rule in self.feeds_of(name)]
        return next((kind for kind in kinds if kind is not None), None)

    def measure_type(self, name: str) -> MeasureType:
        """What expressions know of a measure; money where nothing is known, so that one problem is told once."""
        measure = self.measures[name]
        kind = stored_kind(self.measure_kind(name))
        scale = {"money": self.digits, "count": 0}.get(kind, 6)
        is_ratio = measure.ratio is not None
        return MeasureType(ColumnType(kind, scale, LARGE), measure.against is not None or is_ratio, is_ratio=is_ratio)

    # scopes

    def vocabulary(self, rule: str) -> Vocabulary | None:
        """The names that expressions of a component, or of a measure's own credit, may use; None without a source."""
        source = self.source_of(rule)
        if source is None:
            is_windowed = rule in self.plan.components and self.plan.is_windowed(rule)
            return self.window_vocabulary(rule) if is_windowed else None
        own = None
        if rule in self.plan.components:
            name, measure = self.measure_of(rule)
            own = MeasureType(ColumnType("money", self.digits, LARGE), is_share=True)
            own = own if measure is None else self.measure_type(name)
        kind = stored_kind(self.value_kind(rule))
        return Vocabulary(
            columns=source.columns,
            value=ColumnType(kind, self.digits if kind == "money" else 0, LARGE),
            roster=self.people,
            measures=self.window_vocabulary().measures,
            targets=self.targets,
            own=own,
            tables=self.lookups,
            title=f"source '{source.name}'",
            is_of_payee=source.name == PERIODS_SOURCE,
        )

    def window_vocabulary(self, component: str | None = None) -> Vocabulary:
        """The names that expressions about a payee in a window may use."""
        known = Vocabulary(
            {},
            ColumnType("money", self.digits),
            self.people,
            targets=self.targets,
            tables=self.lookups,
            title="the result of a window",
            is_window=True,
        )
        measures = with_derived(known, self.measures, self.measure_type)
        own = measures.get(self.measure_of(component)[0]) if component is not None else None
        return replace(known, measures=measures, own=own)

    @property
    def settlement(self) -> Vocabulary:
        """The names that expressions about a payee on a day may use."""
        return Vocabulary(
            {}, ColumnType("money"), self.people, targets=self.targets, tables=self.lookups, title="the settlement"
        )

    def component(self, name: str) -> Component:
        """Return a component."""
        return self.plan.components[name]


def stored_kind(kind: ValueKind | None) -> Kind:
    """What a value is once it is stored: a ratio is a percent; money where nothing is known.

    >>> stored_kind("ratio"), stored_kind("count"), stored_kind(None)
    ('percent', 'count', 'money')
    """
    match kind:
        case "count" | "decimal" | "percent":
            return kind
        case "ratio":
            return "percent"
        case _:
            return "money"
