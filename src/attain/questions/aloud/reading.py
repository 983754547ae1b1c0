"""Reads a whole plan aloud: sections of sentences, each key of the plan in one of them.

Numbers stand as the plan has them, with separators; expressions stand as they are written. A key that has no sentence
of its own is read as it stands, so nothing of a plan is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from attain.plans.acceptance import Acceptance
from attain.plans.model import Component, Plan, PlanRounding
from attain.questions.aloud.changing import earned_sentences, modifier_sentences, release_sentences
from attain.questions.aloud.crediting import credit_sentences
from attain.questions.aloud.measuring import measure_sentences, table_sentences, target_sentences
from attain.questions.aloud.rating import rate_sentences
from attain.questions.aloud.settling import payment_sentences
from attain.questions.aloud.taking_back import clawback_sentences, hold_sentences
from attain.questions.aloud.words import listed, others, sentence, spoken

_PLAN = (
    *("plan", "title", "currency", "effective", "continues", "assign", "pay_period", "alongside", "order", "rounding"),
    *("targets", "tables", "measures", "components", "holds", "payment", "clause", "draft", "accept", "examples"),
)
_COMPONENT = (
    "credit",
    "measure",
    "rate",
    "modifiers",
    "release",
    "holds",
    "earned",
    "clawback",
    "statement",
    "clause",
    "accept",
)
_MODES = {"half_away": "a half away from zero", "half_even": "a half to the even", "up": "up", "down": "down"}


@dataclass(frozen=True)
class Section:
    """A part of a reading.

    Attributes:
        title: what it is about: the plan, targets, a component by its name, the payment.
        sentences: in the order in which they are read.
    """

    title: str
    sentences: tuple[str, ...]


def read_aloud(plan: Plan) -> list[Section]:
    """Read a plan aloud, section by section; sections without a sentence are left out."""
    sections = [Section(str(plan.title) or str(plan.plan), tuple(_head(plan)))]
    targets = [said for name, rule in plan.targets.items() for said in target_sentences(name, rule)]
    sections.append(Section("targets", tuple(targets)))
    tables = [said for name, table in plan.tables.items() for said in table_sentences(name, table)]
    sections.append(Section("tables", tuple(tables)))
    for name, measure in plan.measures.items():
        sections.append(Section(f"measure {name}", tuple(measure_sentences(measure))))
    for name, component in plan.components.items():
        sections.append(Section(name, tuple(_component(component))))
    sections.append(Section("holds", tuple(hold_sentences(plan.holds))))
    sections.append(Section("payment", tuple(payment_sentences(plan.payment))))
    titles = [str(example.title) for example in plan.examples]
    sections.append(Section("examples", tuple(sentence(title) for title in titles)))
    return [section for section in sections if section.sentences]


def _head(plan: Plan) -> Iterator[str]:
    yield f"The plan {plan.plan} pays in {plan.currency} {_days(plan)}, settled per {plan.pay_period}."
    if plan.draft:
        yield "It is a draft and not calculated yet."
    if plan.assign is not None:
        yield f"On it is everybody with {spoken(plan.assign.where)}."
        yield from others(plan.assign, "where")
    if plan.continues is not None:
        yield f"The running measures of {plan.continues} go on in it."
    if plan.alongside:
        yield f"It may pay the same deals as {listed([str(name) for name in plan.alongside])}."
    if plan.order:
        yield f"Credits of one date come in the order of {listed([spoken(key) for key in plan.order])}."
    yield from _rounding(plan.rounding)
    if plan.clause is not None:
        yield f"Clause {plan.clause}."
    yield from _accepted(plan.accept)
    yield from others(plan, *_PLAN)
    yield from others(plan.effective, "from", "before")


def _days(plan: Plan) -> str:
    before = plan.effective.before
    return f"from {plan.effective.from_} on" + (f", before {before}" if before is not None else "")


def _rounding(rounding: PlanRounding) -> Iterator[str]:
    if rounding.node:
        alone = ", each line alone" if rounding.method == "per_line" else ""
        yield f"Amounts are rounded to {_unit(rounding)}, {_MODES[rounding.mode]}{alone}."
        yield from others(rounding, "to", "mode", "method")


def _unit(rounding: PlanRounding) -> str:
    return "the minor unit" if isinstance(rounding.to, str) else spoken(rounding.to)


def _component(component: Component) -> Iterator[str]:
    if component.statement is not None:
        yield f"Statements call it {component.statement}."
    yield from credit_sentences(component.credit)
    # A matrix names its measures itself.
    if component.measure is not None or component.rated_by is None:
        yield from measure_sentences(component.measure)
    yield from rate_sentences(component.rate)
    yield from modifier_sentences(component.modifiers)
    yield from release_sentences(component.release)
    yield from hold_sentences(component.holds)
    yield from earned_sentences(component.earned)
    yield from clawback_sentences(component.clawback)
    if component.clause is not None:
        yield f"Clause {component.clause}."
    yield from _accepted(component.accept)
    yield from others(component, *_COMPONENT)


def _accepted(accepted: tuple[Acceptance, ...]) -> Iterator[str]:
    for one in accepted:
        yield sentence(f"{one.finding} is accepted: {one.because}")
