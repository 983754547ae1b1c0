"""What must be equal in an explanation: every step from the credits to the payment."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from attain.statements import Check, ComponentPart, Line, PaymentPart, Unit

ZERO = Fraction(0)


def checks_of(
    payment: PaymentPart,
    components: tuple[ComponentPart, ...],
    *,
    entered: Mapping[tuple[str, str], tuple[Fraction, Fraction]],
    listed: Mapping[tuple[str, str, str, str], Fraction],
    unit: Unit,
) -> tuple[Check, ...]:
    """Compare the explanation with the tables.

    Args:
        payment: the payment.
        components: its components.
        entered: the earnings table's sums by plan and component, in the plan's currency and the payment's.
        listed: the measures table's value by plan, measure, owner and window.
        unit: money in the payment's currency.
    """
    found: list[Check] = []
    for part in components:
        found += _of_component(part, entered.get((part.plan_id, part.component_id), (ZERO, ZERO)), listed, unit)
    return (*found, *_of_payment(payment, components, unit))


def _of_component(
    part: ComponentPart,
    entered: tuple[Fraction, Fraction],
    listed: Mapping[tuple[str, str, str, str], Fraction],
    unit: Unit,
) -> Iterator[Check]:
    title = part.title
    for measure in part.measures:
        value = measure.listed_value
        if not measure.is_sum or value is None:
            continue
        yield Check(
            f"{title}: credits sum to measure, {measure.period_id}",
            sum(measure.credits, measure.taken_over),
            value,
            measure.unit,
        )
        key = (part.plan_id, measure.measure_id, measure.owner_id, measure.period_id)
        if measure.is_final and key in listed:
            yield Check(
                f"{title}: measure as in the measures table, {measure.period_id}", value, listed[key], measure.unit
            )
    rated = [line for line in part.lines if line.is_exact]
    same = sum(_adds_up(line) for line in rated)
    yield Check(f"{title}: slices sum to line", Fraction(same), Fraction(len(rated)), Unit("count"))
    yield Check(f"{title}: lines sum to earned", part.earned, entered[0], Unit("money", part.currency))
    if part.currency != unit.currency:
        yield Check(f"{title}: lines sum to what is paid of them", part.pay_earned, entered[1], unit)
        same = sum(_exchanges_are_entered(line) for line in part.lines)
        told = f"{title}: conversions give what lines are paid"
        yield Check(told, Fraction(same), Fraction(len(part.lines)), Unit("count"))


def _adds_up(line: Line) -> bool:
    """Slices, then each change, then rounding, then what stood before: they give the entry."""
    at = line.rated_amount
    for change in line.changes:
        if change.before != at:
            return False
        at = change.after
    return at == line.exact_amount and line.rounded_amount - line.stood_before == line.earning_amount


def _exchanges_are_entered(line: Line) -> bool:
    """The conversion starts from the line to date, and gives all that is entered when nothing was before."""
    if line.paid is None:
        return False
    steps = line.paid.exchange.steps
    is_connected = all(one.after == other.before for one, other in pairwise(steps))
    to_date = line.stood_before + line.earning_amount
    is_first = line.stood_before == 0
    return is_connected and steps[0].before == to_date and (not is_first or steps[-1].after == line.paid.pay_amount)


def _of_payment(payment: PaymentPart, components: tuple[ComponentPart, ...], unit: Unit) -> Iterator[Check]:
    lines = sum((part.pay_earned for part in components), ZERO)
    yield Check("components sum to earned less taken back", lines, payment["earned"] - payment["clawed_back"], unit)
    kept = sum((line.pay_kept for part in components for line in part.lines), ZERO)
    kept -= sum((one.pay_released for part in components for one in part.released), ZERO)
    yield Check("what lines keep back is held less released", kept, payment["held"] - payment["released"], unit)
    moved = payment["opening_balance"] + payment["earned"] - payment["held"] + payment["released"]
    moved += payment["guarantee_paid"] + payment["draw_paid"] - payment["clawed_back"] - payment["draw_recovered"]
    moved += payment["clawback_deferred"] - payment["clawback_recovered"]
    moved += payment["fx_difference"] + payment["adjusted"] - payment["forfeited"] - payment["paid"]
    yield Check("opening balance and every step give the closing balance", moved, payment["closing_balance"], unit)
    steps = sum((step.adds for step in payment.steps), ZERO)
    yield Check("steps sum to the payment", steps, payment["paid"], unit)
    if payment.draw is not None:
        draw = payment.draw
        added = draw.paid if draw.is_recoverable else ZERO
        left = draw.balance_before + added - draw.recovered - draw.forgiven
        yield Check("the draw and what is paid back give the draw balance", left, draw.balance_after, unit)
