"""An explanation as text for a terminal: the payment, its components, every line with its products, and the checks.

Deals that only move a measure and earn nothing are listed together.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attain.statements.as_json import place
from attain.statements.figures import Figures
from attain.statements.line import CreditPart, Line, Move
from attain.statements.model import ComponentPart, MeasurePart, Step
from attain.statements.wording import (
    BALANCES,
    credit_words,
    exchange_words,
    hold_words,
    paid_words,
    printable,
    product,
    reads_words,
    rounding_words,
    target_words,
)

if TYPE_CHECKING:
    from attain.statements.explanation import Explanation


def text_of(explanation: "Explanation") -> str:
    """Write an explanation for a terminal."""
    figures = Figures(explanation.currency)
    parts = [_head(explanation), _payment(explanation, figures)]
    parts += [_component(part, figures) for part in explanation.components]
    parts += [_choices(explanation), _checks(explanation, figures)]
    return printable("\n".join("\n".join(part) + "\n" for part in parts))


def _head(e: "Explanation") -> Iterator[str]:
    person, title = e.person, f", {e.person.title}" if e.person.title else ""
    name = person.name if person.name == person.payee_id else f"{person.payee_id} {person.name}"
    yield f"{name}{title}  ({place(person.place)})"
    yield f"{e.period_id}: {e.starts_on} to before {e.ends_before}"
    yield from (f"Plan: {plan.title}  ({place(plan.place)})" for plan in e.plans)
    yield f"Preview: nothing is posted from a workspace. Data {f'as of {e.as_of}' if e.as_of else 'as in the files'}."


def _payment(e: "Explanation", figures: Figures) -> Iterator[str]:
    yield f"Payment {figures.money(e.paid)}"
    yield from (_step(step, figures) for step in e.payment.steps[:-1])
    if len(e.payment.steps) > 2:
        yield f"  {e.payment.steps[-1].arithmetic}"
    for column, words in BALANCES.items():
        if e.payment[column]:
            yield f"  {words} {figures.money(e.payment[column])}"
    if e.payment.draw is not None:
        draw = e.payment.draw
        yield f"  draw: {draw.terms}  ({place(draw.place)})"
        yield f"  draw balance {figures.money(draw.balance_before)} before, {figures.money(draw.balance_after)} after"


def _step(step: Step, figures: Figures) -> str:
    where = f"  ({place(step.place)})" if step.place is not None else ""
    return f"  {step.title:<26} {figures.change(step.adds):>16}  {step.arithmetic}{where}"


def _component(part: ComponentPart, figures: Figures) -> Iterator[str]:
    own = Figures(part.currency or figures.currency)
    paid = "" if own.currency == figures.currency else f" = {figures.money(part.pay_earned)}"
    yield f"{part.title}: {own.money(part.earned)}{paid}  ({place(part.place)})"
    figures = own
    yield f"  {part.rule}  ({place(part.rate_place)})"
    yield from (_measure(measure, figures) for measure in part.measures)
    for line in part.earning_lines:
        yield from _line(line, figures)
    for one in part.released:
        where = f"{place(one.source_place)}; {place(one.place)}"
        yield f"        released now from {one.transaction_id}: {figures.money(one.released_now)}  ({where})"
    if part.silent_lines:
        count = len(part.silent_lines)
        words = "deal counts and earns" if count == 1 else "deals count and earn"
        yield f"        {count} more {words} nothing:"
        yield from (f"        {line.number:>4}  {_named(line)}  ({_where(line)})" for line in part.silent_lines)


def _measure(measure: MeasurePart, figures: Figures) -> str:
    text = f"  measured {figures.number(measure.listed_value, measure.unit)}"
    if measure.target is not None:
        target = measure.target
        text += f" of {figures.number(target.value, measure.unit)} ({figures.share(measure.attainment)})"
        text += f", target '{target.target_id}' {target.written_at}"
        text += f": {target.base} × {target.factors}" if target.factors else ""
        text += "".join(f", {said}" for said in target_words(target, figures))
    if measure.taken_over:
        text += f", {figures.number(measure.taken_over, measure.unit)} of it under plan '{measure.taken_from}'"
    return f"{text}, {measure.period_id}  ({place(measure.place)})"


def _named(line: Line) -> str:
    what = line.transaction_id or "the whole window"
    return f"{what} {line.label}" if line.label else what


def _where(line: Line) -> str:
    return place(line.source_place) or ""


def _line(line: Line, figures: Figures) -> Iterator[str]:
    entered = figures.money(line.earning_amount)
    yield f"  {line.number:>4}  {_named(line):<24} {line.earned_on}  {entered:>14}  {_where(line)}"
    if line.credit is not None:
        words = credit_words(line.credit, figures) + _read(line, figures)
        yield f"        credit {words}  ({_credited_by(line.credit)})"
        yield from (f"          {said}" for part in line.credit.exchanges for said in exchange_words(part))
    if line.move is not None and line.move.after is not None:
        yield f"        measure {_moved(line.move, figures)}"
    for one in line.slices:
        read = reads_words(one.reads)
        yield f"        {one.what}: {product(one, figures)}  ({place(one.place)}{f'; {read}' if read else ''})"
    for change in line.changes:
        moved = f"{figures.money(change.before)} to {figures.money(change.after)}"
        yield f"        {change.what}: {change.factor}, {moved}  ({place(change.place)})"
    if line.note:
        yield f"        {line.note}  ({place(line.note_place)})"
    yield from (f"        {words}" for words in rounding_words(line, figures))
    yield from (f"        {words}" for words in paid_words(line))
    if line.kept and line.paid is None:
        yield f"        paid now {figures.money(line.released_now)}, kept {figures.money(line.kept)}"
    for hold in line.holds:
        yield f"        {hold_words(hold, figures)}  ({place(hold.place)})"


def _read(line: Line, figures: Figures) -> str:
    """What the credit is made of, where that is not one column as it stands."""
    assert line.credit is not None, "the caller has looked"
    whole = figures.number(line.credit.worth, line.credit.unit)
    read = ", ".join(f"{r.name} {r.value}" for r in line.reads)
    is_plain = len(line.reads) == 1 and line.reads[0].value == whole and line.credit.worth == line.credit.pay_amount
    return "" if is_plain or not read else f" of {line.credit.expression}: {read}"


def _credited_by(credit: CreditPart) -> str:
    share = place(credit.share_place)
    return f"{place(credit.place)}; {share}" if share else str(place(credit.place))


def _moved(move: Move, figures: Figures) -> str:
    text = f"{figures.number(move.before, move.unit)} to {figures.number(move.after, move.unit)}"
    if move.whole:
        shares = f"{figures.share(move.share(move.before))} to {figures.share(move.share(move.after))}"
        text += f" of {figures.number(move.whole, move.unit)} ({shares})"
    return text


def _choices(e: "Explanation") -> Iterator[str]:
    yield "Plan choices in force"
    for choice in e.choices:
        said = "default" if choice.is_default else place(choice.place)
        yield f"  {choice.name}: {choice.value}  ({said})"


def _checks(e: "Explanation", figures: Figures) -> Iterator[str]:
    yield "Checks" if e.holds else "Checks: something does not add up"
    for check in e.checks:
        left, right = figures.number(check.left, check.unit), figures.number(check.right, check.unit)
        yield f"  {check.name}: {left} {'=' if check.holds else 'is not'} {right}"
