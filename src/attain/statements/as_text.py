"""An explanation as text for a terminal: the payment, its components, every line with its products, and the checks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attain.diagnostics import Place
from attain.statements.as_json import place
from attain.statements.figures import Figures, plain
from attain.statements.line import Line, Slice
from attain.statements.model import ComponentPart, MeasurePart, Step

if TYPE_CHECKING:
    from attain.statements.explanation import Explanation


def text_of(explanation: "Explanation") -> str:
    """Write an explanation for a terminal."""
    figures = Figures(explanation.currency)
    return "\n".join([*_head(explanation, figures), *_body(explanation, figures), *_tail(explanation, figures)]) + "\n"


def _head(e: "Explanation", figures: Figures) -> Iterator[str]:
    person, title = e.person, f", {e.person.title}" if e.person.title else ""
    name = person.name if person.name == person.payee_id else f"{person.payee_id} {person.name}"
    yield f"{name}{title}  ({place(person.place)})"
    yield f"{e.period_id}: {e.starts_on} to before {e.ends_before}"
    yield from (f"Plan: {plan.title}  ({place(plan.place)})" for plan in e.plans)
    yield f"Preview: nothing is posted from a workspace. Data {f'as of {e.as_of}' if e.as_of else 'as in the files'}."
    yield ""
    yield f"Payment {figures.money(e.paid)}"
    yield from (_step(step, figures) for step in e.payment.steps[:-1])
    yield f"  {e.payment.steps[-1].arithmetic}"
    if e.payment.draw is not None:
        draw = e.payment.draw
        yield f"  draw: {draw.terms}  ({place(draw.place)})"
        yield f"  draw balance {figures.money(draw.balance_before)} before, {figures.money(draw.balance_after)} after"


def _step(step: Step, figures: Figures) -> str:
    where = f"  ({place(step.place)})" if step.place is not None else ""
    return f"  {step.title:<26} {figures.change(step.adds):>16}  {step.arithmetic}{where}"


def _body(e: "Explanation", figures: Figures) -> Iterator[str]:
    for part in e.components:
        yield ""
        yield f"{part.title}: {figures.money(part.earned)}  ({place(part.place)})"
        yield f"  {part.rule}  ({place(part.rate_place)})"
        yield from (_measure(measure, figures) for measure in part.measures)
        yield from _lines(part, figures)


def _measure(measure: MeasurePart, figures: Figures) -> str:
    text = f"  measured {figures.number(measure.listed_value, measure.unit)}"
    if measure.target is not None:
        whole = figures.number(measure.target.value, measure.unit)
        text += f" of {whole} ({figures.share(measure.attainment)}), target '{measure.target.target_id}' {measure.target.written_at}"
        text += f": {measure.target.base} × {measure.target.factors}" if measure.target.factors else ""
    return f"{text}, {measure.period_id}  ({place(measure.place)})"


def _lines(part: ComponentPart, figures: Figures) -> Iterator[str]:
    for line in part.lines:
        yield from _line(line, figures)
    for one in part.released:
        where = f"{place(one.source_place)}, {place(one.place)}"
        yield f"     released now from {one.transaction_id}: {figures.money(one.released_now)}  ({where})"


def _line(line: Line, figures: Figures) -> Iterator[str]:
    what = line.transaction_id or "the whole window"
    named = f"{what} {line.label}" if line.label else what
    yield f"  {line.number:>4}  {named:<24} {line.earned_on}  {figures.money(line.earning_amount):>14}  {_from(line.source_place)}"
    if line.credit is not None:
        credit = line.credit
        read = ", ".join(f"{r.name} {r.value}" for r in line.reads)
        amount = figures.number(credit.pay_amount, credit.unit)
        yield f"        credit {credit.credit_type} {amount} ({read or credit.expression})  ({place(credit.place)})"
    if line.move is not None and line.move.after is not None:
        yield f"        measure {_moved(line, figures)}"
    yield from (f"        {_slice(one, figures)}  ({place(one.place)})" for one in line.slices)
    for change in line.changes:
        moved = f"{figures.money(change.before)} to {figures.money(change.after)}"
        yield f"        {change.what}: {change.factor}, {moved}  ({place(change.place)})"
    if line.note:
        yield f"        {line.note}  ({place(line.note_place)})"
    if line.is_exact and (line.exact_amount != line.rounded_amount or line.stood_before):
        yield f"        {_rounding(line, figures)}"
    if line.kept:
        yield f"        paid now {figures.money(line.released_now)}, kept {figures.money(line.kept)}"


def _from(where: Place) -> str:
    return place(where) or ""


def _moved(line: Line, figures: Figures) -> str:
    move = line.move
    assert move is not None, "the caller has looked"
    text = f"{figures.number(move.before, move.unit)} to {figures.number(move.after, move.unit)}"
    if move.whole:
        shares = f"{figures.share(move.share(move.before))} to {figures.share(move.share(move.after))}"
        text += f" of {figures.number(move.whole, move.unit)} ({shares})"
    return text


def _slice(one: Slice, figures: Figures) -> str:
    return f"{one.what}: {product(one, figures)}"


def product(one: Slice, figures: Figures) -> str:
    """Write the product of a slice: ``$5,000.00 × 4% = $200.00``."""
    if one.length is None or one.rate is None:
        return figures.money(one.pays)
    length = figures.money(one.length) if one.unit.is_money else plain(one.length, 6)
    rate = figures.percent(one.rate) if one.rate_is_percent else figures.money(one.rate)
    return f"{length} × {rate} = {figures.money(one.pays)}"


def _rounding(line: Line, figures: Figures) -> str:
    text = f"{figures.money(line.exact_amount)} rounds to {figures.money(line.rounded_amount)}"
    if line.stood_before:
        text += f", less {figures.money(line.stood_before)} entered before = {figures.money(line.earning_amount)}"
    return text


def _tail(e: "Explanation", figures: Figures) -> Iterator[str]:
    yield ""
    yield "Plan choices in force"
    for choice in e.choices:
        said = "default" if choice.is_default else place(choice.place)
        yield f"  {choice.name}: {choice.value}  ({said})"
    yield ""
    yield "Checks" if e.holds else "Checks: something does not add up"
    for check in e.checks:
        sign = "=" if check.holds else "is not"
        yield f"  {check.name}: {figures.number(check.left, check.unit)} {sign} {figures.number(check.right, check.unit)}"
