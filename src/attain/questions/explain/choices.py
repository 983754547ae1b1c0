"""The choices of a plan that are in force, written down or by default: where the field has more than one practice."""

from collections.abc import Iterator
from fractions import Fraction

from attain.diagnostics import Place
from attain.documents import Model
from attain.plans.model import Component, Plan
from attain.questions.explain.settlement import draw_words
from attain.rates import Interpolated, MarginalTiers, RateModel, StepBonus, WholeTiers
from attain.runs.planning import PlanRun
from attain.statements import Choice, plain

_MODES = {"half_away": "half away from zero", "half_even": "half to even", "up": "up", "down": "down"}
_POLICIES = {
    "original_rate": "a cancelled deal goes back at its original rate",
    "rerate": "a cancelled deal is taken out and the rest is rated again",
    "unwind": "a cancelled deal walks back down the curve",
    "unearned": "what was released and not yet earned goes back",
}


def choices_of(run: PlanRun, components: tuple[str, ...]) -> tuple[Choice, ...]:
    """Return a plan's choices, those of the named components included."""
    plan = run.plan
    found = [*_of_plan(plan)]
    for name in components:
        found += _of_component(run, name, plan.components[name])
    return tuple(found)


def _of_plan(plan: Plan) -> Iterator[Choice]:
    rounding = plan.rounding
    to = "the minor unit" if isinstance(rounding.to, str) else plain(Fraction(rounding.to.value), 9)
    method = "running totals, so that lines add up" if rounding.method == "cumulative" else "each line alone"
    yield _choice(plan, "rounding", "Rounding", f"to {to}, {_MODES[rounding.mode]}, {method}")
    ties = ", ".join(str(key) for key in plan.order)
    yield _choice(plan, "order", "Order of deals", f"date, {ties}, then id" if ties else "date, then id")
    payment = plan.payment
    place = payment.key_place("draw") if payment.draw is not None else plan.key_place("payment")
    yield Choice("Draw", draw_words(payment.draw) if payment.draw is not None else "none", place, payment.draw is None)
    carry = "carried to the next payment" if payment.carry_negative == "forward" else "written off"
    is_default = "carry_negative" not in payment.model_fields_set
    yield Choice(
        "A negative payment", carry, payment.key_place("carry_negative") if not is_default else plan.place, is_default
    )
    if payment.cap is not None:
        lost = "the excess is lost" if payment.cap.excess == "lost" else "the excess is kept for the next payment"
        words = f"{payment.cap.at} per {payment.cap.per.replace('_', ' ')}, {lost}"
        yield Choice("Limit of a payment", words, payment.key_place("cap"), is_default=False)


def _of_component(run: PlanRun, name: str, component: Component) -> Iterator[Choice]:
    title = str(component.statement or name)
    rate, place = component.rate, component.key_place("rate")
    if isinstance(rate, (MarginalTiers, WholeTiers, StepBonus, Interpolated)):
        reached = (
            "a value that equals a bound has reached it"
            if rate.boundary == "reached"
            else "a value must exceed a bound"
        )
        yield _of_rate(rate, "boundary", (f"{title}: boundary", reached), place)
    reading = _READINGS.get(rate_kind(rate))
    if reading:
        yield Choice(f"{title}: reading of the table", reading, place, is_default=False)
    if isinstance(rate, Interpolated):
        left = rate.below.text if rate.below else "0"
        right = "stays flat" if rate.beyond == "flat" else "extends the last line"
        yield _of_rate(
            rate, "beyond", (f"{title}: ends of the curve", f"{left} before the first point, {right} beyond"), place
        )
    measure = run.measures[run.measure_of(name)]
    if component.measure is not None:
        words = "each deal on its own" if measure.per == "transaction" else f"starts again from 0 every {measure.per}"
        words = "never starts again" if measure.per in {"ever", "plan"} else words
        yield Choice(f"{title}: window", words, component.key_place("measure"), is_default=False)
    if component.clawback is not None:
        clawback = component.clawback
        back = "the measure goes down" if clawback.attainment == "reversed" else "the measure keeps it"
        yield Choice(
            f"{title}: clawback",
            f"{_POLICIES[clawback.policy]}, {back}",
            clawback.place,
            "policy" not in clawback.model_fields_set,
        )
    for item in component.modifiers:
        kind = next(word for word in type(item).model_fields)
        seen = getattr(item, kind).seen
        words = (
            "read at the end of the pay period, on what is known so far"
            if seen == "period_end"
            else "read at the credit"
        )
        modifier: Model = getattr(item, kind)
        yield Choice(
            f"{title}: {kind}",
            words,
            modifier.place if modifier.place.file else item.place,
            "seen" not in modifier.model_fields_set,
        )


_READINGS = {
    "marginal_tiers": "each slice at its own tier",
    "whole_tiers": "everything at the tier reached",
    "step_bonus": "the highest step reached, once per window",
    "interpolated": "straight lines between the points",
}


def rate_kind(rate: RateModel) -> str:
    """Return the word a plan uses for a rate."""
    return str(getattr(rate, "kind", ""))


def _of_rate(rate: RateModel, key: str, said: tuple[str, str], place: Place) -> Choice:
    is_default, (name, words) = key not in rate.model_fields_set, said
    return Choice(name, words, place if is_default else rate.key_place(key), is_default)


def _choice(plan: Plan, key: str, name: str, words: str) -> Choice:
    is_default = key not in plan.model_fields_set
    return Choice(name, words, plan.place if is_default else plan.key_place(key), is_default)
