"""Arithmetic in words, the same on every surface."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from attain.money import round_fraction
from attain.statements.as_json import place
from attain.statements.exchange import ExchangePart
from attain.statements.figures import Figures, exact_text, plain
from attain.statements.line import CreditPart, HoldPart, Line, Slice
from attain.statements.model import TargetPart
from attain.statements.units import Read

# What moves a cursor, turns the reading direction or is no character of XML has no place in a name.
_UNSEEN = [*range(10), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_REPLACED = dict.fromkeys([*_UNSEEN, *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd")


BALANCES = {
    "clawback_balance": "still to be taken back from later payments:",
    "held_balance": "earned and held in all:",
    "advance_balance": "paid in advance and not yet earned, in all:",
}


def printable(text: str) -> str:
    r"""Replace the characters of a text that could make a terminal or a page show something else.

    >>> printable("Eve\x1b[2J")
    'Eve�[2J'
    """
    return text.translate(_REPLACED)


def product(one: Slice, figures: Figures) -> str:
    """Write the product of a slice: ``$5,000.00 × 4% = $200.00``."""
    if one.length is None or one.rate is None:
        return figures.money(one.pays)
    return f"{length_words(one, figures)} × {rate_words(one, figures)} = {figures.money(one.pays)}"


def length_words(one: Slice, figures: Figures) -> str:
    """Write what a rate multiplies."""
    if one.length is None:
        return ""
    return figures.money(one.length) if one.unit.is_money else plain(one.length, 6)


def rate_words(one: Slice, figures: Figures) -> str:
    """Write a rate: a percent, or money for each unit."""
    if one.rate is None:
        return ""
    return figures.percent(one.rate) if one.rate_is_percent else figures.money(one.rate)


def credit_words(credit: CreditPart, figures: Figures) -> str:
    """Write a credit: its type, its amount, and its share of the transaction where that is not all of it."""
    text = f"{figures.number(credit.pay_amount, credit.unit)}, {credit.credit_type}"
    if credit.worth and credit.pay_amount != credit.worth:
        text += f", {figures.percent(credit.pay_amount / credit.worth)} of {figures.number(credit.worth, credit.unit)}"
    if credit.quota_amount != credit.pay_amount:
        text += f", {figures.number(credit.quota_amount, credit.unit)} towards quota"
    return text


def exchange_words(part: ExchangePart) -> Iterator[str]:
    """Write a conversion: ``for pay: £100.00 × 1.22 = $122.00, spot rate of 5 Mar 2026, data/fx.csv:2``."""
    for step in part.steps:
        sold, bought = Figures(step.sold), Figures(step.bought)
        by = f"÷ {exact_text(1 / step.rate)}" if step.is_inverse else f"× {exact_text(step.rate)}"
        told = f"{sold.money(step.before)} {by} = {bought.money(step.after)}"
        yield f"{part.what}: {told}, {part.kind} rate of {bought.day(part.day)}, {place(step.place)}"


def paid_words(line: Line) -> Iterator[str]:
    """Say what a line is in the currency that its payee is paid in."""
    if line.paid is None:
        return
    yield from exchange_words(line.paid.exchange)
    figures = Figures(line.paid.currency)
    if line.stood_before:
        yield f"{figures.money(line.paid.pay_amount)} of it is entered now"
    if line.paid.kept:
        yield f"paid now {figures.money(line.paid.pay_amount - line.paid.kept)}, kept {figures.money(line.paid.kept)}"


def reads_words(reads: Iterable[Read]) -> str:
    """Write what an expression read: ``payee.commission 1.5%, data/roster.csv:5``."""
    return "; ".join(f"{read.name} {read.value}, {place(read.place)}" for read in reads)


def rounding_words(line: Line, figures: Figures) -> Iterator[str]:
    """Say how a line was rounded and what of it was entered before; nothing where there is nothing to say."""
    if not line.is_exact:
        return
    minor = 10**figures.digits
    before, after = line.running_before, line.running_before + line.exact_amount
    if Fraction(round_fraction(line.exact_amount * minor), minor) != line.rounded_amount:
        running = f"running total {figures.money(before)} + {figures.money(line.exact_amount)} = {figures.money(after)}"
        yield f"{running}; rounded totals differ by {figures.money(line.rounded_amount)}"
    elif line.exact_amount != line.rounded_amount:
        yield f"{figures.money(line.exact_amount)} rounds to {figures.money(line.rounded_amount)}"
    if line.stood_before:
        stood = f"{figures.money(line.rounded_amount)} to date, less {figures.money(line.stood_before)} entered before"
        yield f"{stood} = {figures.money(line.earning_amount)}"


def target_words(target: TargetPart, figures: Figures) -> Iterator[str]:
    """Say what of a target was carried, and what lowered or raised it: ``lowered by $20.00, relief: on leave``."""
    if target.carried:
        yield f"{figures.number(target.carried, target.unit)} of it carried from the window before"
    for one in target.changes:
        way = "lowered" if one.adds < 0 else "raised"
        who = f" {'to' if one.adds < 0 else 'from'} {one.other}" if one.other else ""
        by = figures.number(abs(one.adds), target.unit)
        yield f"{way} by {by}, {one.kind}{who}: {printable(one.reason)} ({one.written_at})"


def hold_words(hold: HoldPart, figures: Figures) -> str:
    """Say why a line is held, and until when: ``held until 3 May 2026: in dispute``."""
    until = f"until {figures.day(hold.until)}" if hold.until is not None else "until further notice"
    return f"held {until}: {hold.reason}"
