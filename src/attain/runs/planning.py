"""One plan over the facts: credits, their order, the timeline, the measures, then each component."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

import polars as pl

from attain.expressions import ColumnType, LookupTable
from attain.money import Exact, rounded
from attain.periods import Unit
from attain.plans.derived import with_derived
from attain.plans.model import Component, Effective
from attain.plans.vocabulary import MeasureType, Vocabulary
from attain.rates import Interpolated, Matrix, Pay, StepBonus
from attain.roster.pay_periods import PERIODS_SOURCE
from attain.runs.crediting.credited import Members
from attain.runs.crediting.crediting import credit
from attain.runs.crediting.standing import Standing, tier_day
from attain.runs.earning.component import ComponentRun
from attain.runs.earning.due.advancing import schedule_ends
from attain.runs.earning.due.holding import parts_of_component
from attain.runs.earning.releasing import Parts
from attain.runs.earning.tables import lookup_tables, tier_sets
from attain.runs.earning.tiering import TierReader
from attain.runs.inputs.evaluation import Evaluator
from attain.runs.inputs.facts import Facts, Findings
from attain.runs.inputs.on_plan import with_pay_periods
from attain.runs.inputs.rules import PlanRules
from attain.runs.inputs.timeline import Timeline, laid_out
from attain.runs.measuring.attaining import Attaining
from attain.runs.measuring.carrying import Carrying
from attain.runs.measuring.feeding import Feeding
from attain.runs.measuring.going_on import going_on_problems
from attain.runs.measuring.inheriting import with_room
from attain.runs.measuring.measured import NEVER, Measured
from attain.runs.measuring.ordering import in_periods, ordered
from attain.runs.measuring.targeting import Targets
from attain.runs.windows.reading import Reading
from attain.runs.windows.releases import last_release, last_releases
from attain.targets import TargetTable

COUNT_DIGITS = 6


@dataclass
class PlanRun(PlanRules):
    """A plan on its way through the rooms.

    Attributes:
        facts: what is known.
        target_table: the workspace's target table.
        findings: where problems go.
        predecessor: the plan that it continues, calculated before it.
        range: the days of all plans that continue each other, over which targets are read.
        moved: by pay currency the ``payee`` (code) and ``period_id`` of every settlement in which something moves.
    """

    facts: Facts
    target_table: TargetTable
    findings: Findings
    standing: dict[str, Standing] = field(default_factory=dict[str, Standing])
    measured: dict[str, Measured] = field(default_factory=dict[str, Measured])
    carried: dict[str, Carrying] = field(default_factory=dict[str, Carrying])
    _evaluators: dict[tuple[str, int, int], Evaluator] = field(default_factory=dict[tuple[str, int, int], Evaluator])
    predecessor: "PlanRun | None" = None
    range: Effective | None = None
    moved: dict[str, pl.DataFrame] = field(default_factory=dict[str, pl.DataFrame])

    def __post_init__(self) -> None:
        """Add the pay periods of everybody on the plan, where it credits them."""
        self.facts = with_pay_periods(self)

    def follow(self, predecessor: "PlanRun | None", whole: Effective | None) -> None:
        """Go on with the measures of a plan that was calculated before; ``whole`` are the days of all such plans."""
        self.predecessor, self.range = predecessor, whole

    # names

    @cached_property
    def members(self) -> Members:
        """Which roster rows are on the plan."""
        roster, only = self.facts.roster, self.facts.only
        asked = pl.repeat(value=True, n=roster.rows.height, eager=True)
        if only is not None:
            asked = roster.rows["payee"].is_in(list(only))
        if self.plan.assign is None:
            return Members(asked)
        frame = roster.rows.select("roster_row", dated="starts_on")
        evaluator = self.evaluator_of(Vocabulary({}, ColumnType("money"), self.facts.people, title="the roster"), "")
        frame = evaluator.condition(frame, self.plan.assign.where, evaluator.vocabulary.payee(), "is_member")
        return Members(frame["is_member"] & asked)

    def evaluator_of(self, vocabulary: Vocabulary, source: str, unit: Unit = "month") -> Evaluator:
        """The evaluator of expressions over some names; targets are read over windows of a unit."""
        return Evaluator(
            vocabulary,
            self.facts.transactions.get(source),
            self.facts.roster,
            lambda frame, name: self.targets.column(frame, name, unit),
            self.findings,
            self._period_name,
            lambda frame, name, over: self.targets.column(frame, name, over),  # noqa: PLW0108 - not resolved before
        )

    def _period_name(self, frame: pl.DataFrame, unit: Unit) -> pl.Series:
        windows = self.timeline.windows(unit)
        names = pl.lit(windows.periods["period_id"])
        return frame.select(names.gather(windows.of(tier_day(frame)))).to_series()

    @property
    def target_types(self) -> dict[str, ColumnType]:
        """The plan's targets as names in expressions."""
        return {n: ColumnType("money", self.target_digits(n), 10**15) for n in self.plan.targets}

    def vocabulary(self, rule: str) -> Vocabulary:
        """The names that expressions of a crediting rule may use."""
        source = self.facts.sources[str(self.credit_rules[rule].source)]
        vocabulary = Vocabulary(
            columns=source.columns,
            value=ColumnType("money", self.digits, 10**15),
            roster=self.facts.people,
            targets=self.target_types,
            tables=self.lookups,
            title=f"source '{source.name}'",
            is_of_payee=source.name == PERIODS_SOURCE,
        )
        measures = with_derived(vocabulary, self.measures, self.measure_type)
        own = self.measure_of(rule) if rule in self.components else None
        return replace(vocabulary, measures=measures, own=measures[own] if own else None)

    def measure_type(self, name: str) -> MeasureType:
        """What is known of a measure that credits move; money before it is measured."""
        model, found, is_ratio = self.measures[name], self.measured.get(name), self.measures[name].ratio is not None
        kind, unit = ("money", 10**self.digits) if found is None else (found.type.kind, found.unit)
        return MeasureType(ColumnType(kind, len(str(unit)) - 1), bool(model.against) or is_ratio, is_ratio=is_ratio)

    @cached_property
    def lookups(self) -> Mapping[str, LookupTable]:
        """The plan's tables for ``lookup``."""
        return lookup_tables(self.plan, self.facts, self.findings)

    @cached_property
    def tiers(self) -> TierReader:
        """The plan's tables of tiers."""
        return TierReader(tier_sets(self.plan, self.facts, self.findings), self.findings)

    def evaluator(self, rule: str) -> Evaluator:
        """The evaluator of a crediting rule's expressions; it knows more once the rule and its measures are known."""
        key = (rule, len(self.standing), len(self.measured))
        return self._evaluators.setdefault(key, self._evaluators.get(key) or self._evaluator(rule))

    def _evaluator(self, rule: str) -> Evaluator:
        unit = self.measures[self.measure_of(rule)].per if rule in self.components else "month"
        unit = self.plan.pay_period if unit == "transaction" else unit
        found = self.evaluator_of(self.vocabulary(rule), str(self.credit_rules[rule].source), unit)
        kind = self.standing[rule].credited.units["value"] if rule in self.standing else None
        if kind is None:
            return found
        value = ColumnType("money" if kind.is_money else "count", len(str(kind.per_natural)) - 1, 10**15)
        return replace(found, vocabulary=replace(found.vocabulary, value=value))

    def pays_per_unit(self, component: str) -> bool:
        """Whether a component pays money for each counted thing."""
        rate = self.components[component].rate
        if isinstance(rate, (StepBonus, Interpolated)) or (isinstance(rate, Matrix) and rate.is_payout):
            return False
        kinds = {self._pay_kind(component, pay) for pay in rate.pays()}
        table = getattr(rate, "tiers", None)
        if table is not None and hasattr(table, "table"):
            return not self.tiers.table_of(table).pay_is_percent
        return bool(kinds) and "percent" not in kinds

    def _pay_kind(self, component: str, pay: Pay) -> str:
        first = next(iter(pay.values())) if isinstance(pay, dict) else pay
        return self.evaluator(component).kind_of(first)

    def measure_unit(self, measure: str) -> int:
        """Stored integers per natural unit of a measure."""
        return self.measured[measure].unit

    # stages

    def prepare(self) -> None:
        """Credit, order and measure; afterwards ``standing`` and ``measured`` are complete."""
        credit(self)
        ties = [f"tie_{n}" for n in range(len(self.plan.order))]
        ids = {rule: s.credited.transactions.frame["transaction_id"] for rule, s in self.standing.items()}
        self.standing = ordered(self.standing, ids, ties)
        for rule, made in self.standing.items():
            rows = made.rows if self.predecessor is None else with_room(made.rows)
            self.standing[rule] = made.with_rows(in_periods(self, rows, rule))
        for name in [name for name, model in self.measures.items() if not model.is_derived]:
            self.measured[name] = Feeding(self).measured(name)
        self.findings.add(*going_on_problems(self))

    @cached_property
    def timeline(self) -> Timeline:
        """The plan's days: to its end, or as far as facts are read, and beyond for what is already known to come."""
        known = [*self.known_days, *last_releases(self), *schedule_ends(self)]
        known += [last_release(parts, self.standing[n].rows) for n, parts in self.parts.items() if parts is not None]
        days = [day for day in known if isinstance(day, date)]
        return laid_out(self.plan, self.facts, days, self.findings)

    @property
    def predecessors(self) -> "list[PlanRun]":
        """The plan that it continues, the one which that continues, and so on."""
        return [] if self.predecessor is None else [self.predecessor, *self.predecessor.predecessors]

    @property
    def known_days(self) -> list[object]:
        """The last days on which anything is credited or cancelled, also under the plans that it continues."""
        runs = [self, *self.predecessors]
        return [s.rows[day].max() for run in runs for s in run.standing.values() for day in ("dated", "cancelled_on")]

    @cached_property
    def reading(self) -> Reading:
        """What expressions about a payee in a window read."""
        return Reading(self)

    @cached_property
    def parts(self) -> dict[str, Parts | None]:
        """The released shares of each component's lines."""
        return {name: parts_of_component(self, name) for name in self.components if not self.plan.is_windowed(name)}

    def payee_evaluator(self) -> Evaluator:
        """The evaluator of expressions about a payee on a day."""
        known = Vocabulary({}, ColumnType("money", self.digits), self.facts.people, title="the settlement")
        vocabulary = replace(known, targets=self.target_types, tables=self.lookups)
        return self.evaluator_of(vocabulary, "", self.plan.pay_period)

    def in_minor_units(self, money: Exact) -> pl.Expr:
        """Round money in natural units to the minor unit."""
        scaled = money.times(Fraction(self.pay_unit))
        return rounded(scaled.numerator, scaled.denominator, scaled.bound)

    def keyed(self, rows: pl.DataFrame, measured: Measured, rule: str) -> pl.DataFrame:
        """Add ``owner``, ``window``, ``walk`` and ``move`` of a measure to a rule's rows."""
        return Feeding(self).keyed(rows, measured, rule)

    def step(self, measured: Measured, rule: str) -> pl.Expr:
        """What a row of a rule adds to a measure, in the measure's unit."""
        return Feeding(self).step(measured, rule)

    @cached_property
    def last_taken_back(self) -> int:
        """The last pay period in which a cancellation removes a credit or takes it back; -1 when none does."""
        last = [s.rows.filter(pl.col("gone") < NEVER)["gone"].max() for s in self.standing.values()]
        last += [s.rows.filter("is_back")["period"].max() for s in self.standing.values()]
        last += [measured.last_taken_over for measured in self.measured.values()]
        return max((period for period in last if isinstance(period, int)), default=-1)

    # targets

    @cached_property
    def targets(self) -> Targets:
        """The plan's targets, resolved when first asked for."""
        rows = pl.Series(self.members.is_member.arg_true(), dtype=pl.UInt32)
        vocabulary = Vocabulary({}, ColumnType("money", self.digits), self.facts.people, tables=self.lookups)
        evaluator = self.evaluator_of(vocabulary, "")
        whole = self.plan.model_copy(update={"effective": self.range or self.plan.effective})
        return Targets(
            self.facts, whole, self.target_table, rows, self.target_digits, self.timeline, evaluator, self.findings
        )

    def target_digits(self, name: str) -> int:
        """Decimal digits of a target's integers: the currency's, or six for a goal that counts something."""
        counted = any(str(m.against) == name and self._counts(n) for n, m in self.measures.items())
        return COUNT_DIGITS if counted else self.digits

    def _counts(self, measure: str) -> bool:
        """Whether a measure adds up something other than money."""
        if self.measures[measure].kind == "count":
            return True
        rules = self.feeds[measure]
        units = self.standing[rules[0]].credited.units if rules and rules[0] in self.standing else {}
        found = units.get(self.amount_name(measure, rules[0])) if rules else None
        return found is not None and not found.is_money

    def target_of(self, rows: pl.DataFrame, measured: Measured) -> pl.Series:
        """Return the target of the measure's owner in each row's window, in the measure's unit."""
        return Attaining(self).target_of(rows, measured)

    def incentive(
        self, rows: pl.DataFrame, component: Component, measured: Measured
    ) -> tuple[str | None, pl.DataFrame]:
        """Add the target that ``of`` names, in minor units, read over the measure's window."""
        return Attaining(self).incentive(rows, component, measured)

    @property
    def payee_count(self) -> int:
        """How many payees the roster knows."""
        return max(1, self.facts.roster.count)

    def component_run(self, name: str) -> ComponentRun:
        """Set a component with credits up for calculation."""
        measured = self.measured[self.measure_of(name)]
        return ComponentRun(self, name, self.components[name], self.standing[name], measured, self.evaluator(name))
