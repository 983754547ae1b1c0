"""What a plan says, read once: its components, credit rules, measures and what feeds them."""

from dataclasses import dataclass
from functools import cached_property

from attain.credits import Credit
from attain.documents import Expression, Text
from attain.measures import Measure
from attain.money import Rounding, minor_digits
from attain.plans.model import Component, Plan
from attain.rates import RateModel

ALONE = Measure.model_construct(
    sum=Expression("value"),
    count=None,
    ratio=None,
    over=None,
    last=None,
    credit=None,
    per="transaction",
    owner=Expression("payee"),
    against=None,
    group="transaction",
    round=None,
)


@dataclass
class PlanRules:
    """A plan with every name resolved and every default filled in.

    Attributes:
        plan: the plan.
    """

    plan: Plan

    @cached_property
    def digits(self) -> int:
        """Decimal digits of the plan's currency."""
        return minor_digits(self.plan.currency_code)

    @property
    def pay_unit(self) -> int:
        """Minor units per natural unit of money."""
        return int("1" + "0" * self.digits)

    @cached_property
    def rounding(self) -> Rounding:
        """How the plan rounds."""
        written = self.plan.rounding
        unit = 1 if isinstance(written.to, str) else max(1, int(written.to.value * self.pay_unit))
        return Rounding(unit, written.mode, per_line=written.method == "per_line")

    @cached_property
    def components(self) -> dict[str, Component]:
        """The plan's components by name."""
        return dict(self.plan.components)

    @cached_property
    def credited(self) -> tuple[str, ...]:
        """The components with credits, in the order of the plan; the others pay for a window alone."""
        return tuple(name for name, component in self.components.items() if component.credit is not None)

    @cached_property
    def credit_rules(self) -> dict[str, Credit]:
        """The crediting rule of each component, and of each measure that has one of its own (``measure NAME``)."""
        rules = {name: self._rule_of(name) for name in self.credited}
        own = {f"measure {n}": m.own_credit for n, m in self.plan.measures.items()}
        return rules | {name: rule for name, rule in own.items() if rule is not None}

    def _rule_of(self, name: str) -> Credit:
        credit = self.components[name].credit
        return credit if isinstance(credit, Credit) else self._rule_of(str(credit))

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Every measure: the named ones, and each component's own under the component's name."""
        found = dict(self.plan.measures)
        for name, component in self.components.items():
            if component.rated_by is None:
                found[name] = ALONE
            elif isinstance(component.measure, Measure):
                found[name] = component.measure
        return found

    def measure_of(self, component: str) -> str:
        """Name the measure that a component is rated by."""
        written = self.components[component].rated_by
        return component if written is None or isinstance(written, Measure) else str(written)

    def measures_of(self, component: str) -> tuple[str, ...]:
        """Name every measure that a component's rate reads, the one it is rated by first."""
        named = map(str, self.components[component].rate.measures())
        return tuple(dict.fromkeys((self.measure_of(component), *named)))

    @cached_property
    def feeds(self) -> dict[str, tuple[str, ...]]:
        """The crediting rules that feed each measure, in the order of the plan."""
        return {name: self._feeds_of(name, measure) for name, measure in self.measures.items()}

    def _feeds_of(self, name: str, measure: Measure) -> tuple[str, ...]:
        if isinstance(measure.credit, Credit):
            return (f"measure {name}",) if name in self.plan.measures else (name,)
        if measure.credit is None:
            rated = tuple(c for c in self.credited if name in self.measures_of(c))
            return (name,) if name in self.credited and name not in self.plan.measures else rated
        return tuple(map(str, measure.credit)) if isinstance(measure.credit, tuple) else (str(measure.credit),)

    def amounts_wanted(self, rule: str) -> dict[str, Text]:
        """The expressions besides ``value`` that must be shared out for a rule: measures it feeds, and ``of``."""
        wanted: dict[str, Text] = {}
        for name, measure in self.measures.items():
            if rule not in self.feeds[name]:
                continue
            for key, text in (("", measure.sum or measure.ratio or measure.last), ("_over", measure.over)):
                if text is not None and str(text).strip() != "value":
                    wanted[f"m_{name}{key}"] = text
        component = self.components.get(rule)
        if component is not None and self._of_expression(component.rate) is not None:
            wanted["of"] = self._of_expression(component.rate) or Text("")
        return wanted

    def _of_expression(self, rate: RateModel) -> Text | None:
        """The pay base when it is neither the value nor a target."""
        of = rate.of
        return None if of is None or str(of).strip() == "value" or self.names_target(of) else of

    def names_target(self, of: Text | None) -> bool:
        """Whether ``of`` is the name of a target."""
        return of is not None and str(of).strip() in self.plan.targets

    def amount_name(self, measure: str, rule: str) -> str:
        """The shared-out amount that a rule feeds a measure with."""
        del rule
        text = self.measures[measure].sum or self.measures[measure].ratio or self.measures[measure].last
        return "value" if text is None or str(text).strip() == "value" else f"m_{measure}"
