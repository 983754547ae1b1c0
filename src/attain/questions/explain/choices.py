"""The choices of a plan that are in force, written down or by default: where the field has more than one practice."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from attain.diagnostics import Place
from attain.plans.model import Component, Plan
from attain.questions.explain.settlement import draw_words
from attain.rates import Interpolated, MarginalTiers, Matrix, RankPrize, RateModel, StepBonus, WholeTiers
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
    found = [*_of_plan(plan, is_exchanging=run.facts.fx is not None and bool(run.facts.fx.rows))]
    for name in components:
        found += _of_component(run, name, plan.components[name])
    return tuple(found)


def _of_plan(plan: Plan, *, is_exchanging: bool) -> Iterator[Choice]:
    rounding = plan.rounding
    to = "the minor unit" if isinstance(rounding.to, str) else plain(Fraction(rounding.to.value), 9)
    method = "running totals, so that lines add up" if rounding.method == "cumulative" else "each line alone"
    yield _choice(plan, "rounding", "Rounding", f"to {to}, {_MODES[rounding.mode]}, {method}")
    ties = ", ".join(str(key) for key in plan.order)
    yield _choice(plan, "order", "Order of deals", f"date, {ties}, then id" if ties else "date, then id")
    fx = plan.fx
    if is_exchanging or fx.model_fields_set:
        rate = "the plan rate" if fx.measure == "plan_rate" else "the rate of the booking"
        each = ", rounded at each step" if fx.round == "each_step" else ""
        words = f"measured at {rate}, paid at the rate of the {fx.pay}{each}"
        yield _choice(plan, "fx", "Exchange", words)
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
    title = component_title(name, component)
    for choice in (*_of_its_rate(component), *_of_its_measure(run, name, component), *_of_its_changes(component)):
        yield replace(choice, name=f"{title}: {choice.name}")


def component_title(name: str, component: Component) -> str:
    """What the statement calls a component: its label, or its name in words."""
    return str(component.statement or name.replace("_", " ").capitalize())


def _of_its_rate(component: Component) -> Iterator[Choice]:
    rate, place = component.rate, component.key_place("rate")
    if isinstance(rate, (MarginalTiers, WholeTiers, StepBonus, Interpolated, Matrix)):
        is_reached = rate.boundary == "reached"
        words = "a value that equals a bound has reached it" if is_reached else "a value must exceed a bound"
        yield _of_rate(rate, "boundary", words, place)
    reading = _READINGS.get(rate_kind(rate))
    if isinstance(rate, Matrix):
        words = "everything at the cell reached" if not rate.is_marginal else "each piece of a credit at its own cell"
        words = "what being in the cell is worth in all" if rate.is_payout else words
        yield _of_rate(rate, "paid_as" if rate.is_payout else "apply", words, place)
    if reading:
        yield Choice("reading of the table", reading, place, is_default=False)
    if isinstance(rate, RankPrize):
        yield _of_rate(rate, "ties", _TIES[rate.ties], place)
    if isinstance(rate, Interpolated):
        left = rate.below.text if rate.below else "0"
        right = "stays flat" if rate.beyond == "flat" else "extends the last line"
        yield _of_rate(rate, "beyond", f"{left} before the first point, {right} after the last", place)


def _of_its_measure(run: PlanRun, name: str, component: Component) -> Iterator[Choice]:
    if component.rated_by is None:
        return
    per = run.measures[run.measure_of(name)].per
    words = "each deal on its own" if per == "transaction" else f"starts again from 0 every {per}"
    words = "never starts again" if per in {"ever", "plan"} else words
    yield Choice("window", words, component.key_place("measure"), is_default=False)


def _of_its_changes(component: Component) -> Iterator[Choice]:
    if component.clawback is not None:
        clawback = component.clawback
        back = "the measure goes down" if clawback.attainment == "reversed" else "the measure keeps it"
        is_default = "policy" not in clawback.model_fields_set
        yield Choice("clawback", f"{_POLICIES[clawback.policy]}, {back}", clawback.place, is_default)
    for item in component.modifiers:
        kind = next(word for word in type(item).model_fields)
        modifier = getattr(item, kind)
        at_end = modifier.seen == "period_end"
        words = "read at the end of the pay period, on what is known so far" if at_end else "read at the credit"
        place = modifier.place if modifier.place.file else item.place
        yield Choice(kind, words, place, "seen" not in modifier.model_fields_set)


_READINGS = {
    "marginal_tiers": "each slice at its own tier",
    "whole_tiers": "everything at the tier reached",
    "step_bonus": "the highest step reached, once per window",
    "interpolated": "straight lines between the points",
    "pool": "paid when the window has ended, shared out to the last minor unit by largest remainder",
    "rank_prize": "paid when the window has ended, the largest value first",
    "formula": "what the window is worth so far, less what was paid of it",
}
_TIES = {
    "shared": "equal ones share the prizes of their places",
    "dense": "equal ones win a whole prize each, and the next one has the place after theirs",
    "min": "equal ones win a whole prize each, and as many places are left out",
}


def rate_kind(rate: RateModel) -> str:
    """Return the word a plan uses for a rate."""
    return str(getattr(rate, "kind", ""))


def _of_rate(rate: RateModel, key: str, words: str, place: Place) -> Choice:
    is_default = key not in rate.model_fields_set
    return Choice(key, words, place if is_default else rate.key_place(key), is_default)


def _choice(plan: Plan, key: str, name: str, words: str) -> Choice:
    is_default = key not in plan.model_fields_set
    return Choice(name, words, plan.place if is_default else plan.key_place(key), is_default)
