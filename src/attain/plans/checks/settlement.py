"""What a plan says about people and periods: who is on it, targets, the order of credits, rounding, payment."""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic
from attain.documents import Quantity, place_of
from attain.earnings.source import BUILT_IN
from attain.expressions import ColumnType
from attain.payments import Draw, Payment
from attain.payments.model import ClawbackLimit
from attain.payments.problems import NEGATIVE_DRAW, NO_RECOVERY
from attain.plans.checks.expressions import Checker
from attain.plans.checks.surroundings import Surroundings
from attain.plans.checks.table_rows import placed
from attain.plans.problems import BAD_ROUNDING
from attain.plans.vocabulary import Vocabulary
from attain.targets import check_rule
from attain.targets.problems import NEGATIVE as NEGATIVE_TARGET


def settlement_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Check everything that is said once for the whole plan."""
    plan = around.plan
    if plan.assign is not None:
        roster = Vocabulary({}, ColumnType("money"), around.people, title="the roster")
        yield from Checker(roster.payee()).condition(plan.assign.where)
    yield from _order(around)
    yield from _rounding(around)
    yield from _targets(around)
    yield from _payment(plan.payment, Checker(around.settlement.payee()))


def _order(around: Surroundings) -> Iterator[Diagnostic]:
    """Tie keys are read from the rows of every source the plan credits; those that are made have none."""
    for rule in around.rules:
        if str(around.rules[rule].source) in BUILT_IN:
            continue
        vocabulary = around.vocabulary(rule)
        for text in around.plan.order:
            yield from Checker(vocabulary.row() if vocabulary else None).value(text)


def _rounding(around: Surroundings) -> Iterator[Diagnostic]:
    unit = around.plan.rounding.to
    if isinstance(unit, Quantity) and (unit.is_percent or (unit.value * 10**around.digits).denominator != 1):
        smallest = "0." + "1".zfill(around.digits) if around.digits else "1"
        what = f"amounts are rounded to {unit.text}, and {around.plan.currency_code} has nothing below {smallest}"
        fix = f"write a multiple of {smallest}, or 'minor unit'"
        yield Diagnostic.of(BAD_ROUNDING, placed(unit, around.plan.rounding.place), what, fix)


def _targets(around: Surroundings) -> Iterator[Diagnostic]:
    vocabulary = Vocabulary({}, ColumnType("money"), around.people, tables=around.lookups, title="a target's amount")
    for name, rule in around.plan.targets.items():
        yield from check_rule(name, rule, around.calendar, scale=around.digits)
        text = rule.target_amount
        if text is None:
            continue
        found = Checker(vocabulary.payee()).read(text, "numeric", exact=True)
        yield from found.problems
        if found.constant is not None and found.constant < 0:
            what = f"the target '{name}' is {text}"
            yield Diagnostic.of(NEGATIVE_TARGET, place_of(text), what, "write an amount of 0 or more")


def _payment(payment: Payment, payee: Checker) -> Iterator[Diagnostic]:
    if payment.draw is not None:
        yield from _draw(payment.draw, payee)
    if payment.clawbacks is not None:
        yield from _recovery(payment.clawbacks, payee)
    if payment.cap is not None:
        yield from payee.money(payment.cap.at, NEGATIVE_DRAW)


def _recovery(limit: ClawbackLimit, payee: Checker) -> Iterator[Diagnostic]:
    yield from payee.money(limit.keep, NEGATIVE_DRAW)
    yield from payee.money(limit.at, NEGATIVE_DRAW)
    if not 0 < limit.percent.value <= 1:
        what = f"one payment gives back {limit.percent.text} of what is earned beyond 'keep'"
        place = placed(limit.percent, limit.place)
        yield Diagnostic.of(NO_RECOVERY, place, what, "write a percent above 0% and up to 100%")


def _draw(draw: Draw, payee: Checker) -> Iterator[Diagnostic]:
    yield from payee.money(draw.draw_amount, NEGATIVE_DRAW)
    yield from payee.money(draw.owes_at_most, NEGATIVE_DRAW)
    yield from payee.condition(draw.while_)
    yield from payee.condition(draw.recover.when)
    yield from payee.money(draw.recover.keep, NEGATIVE_DRAW)
    percent = draw.recover.percent
    if not 0 <= percent.value <= 1:
        what = f"recovery takes {percent.text} of what is earned beyond 'keep'"
        place = placed(percent, draw.recover.place)
        yield Diagnostic.of(NEGATIVE_DRAW, place, what, "write a percent from 0% to 100%")
