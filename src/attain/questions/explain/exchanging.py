"""Conversions in an explanation: the listed rates that were used, step by step, and the row each stands in."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attain.diagnostics import Place
from attain.money import minor_digits
from attain.money.exchange import SPOT, Exchange, Missing, steps_of
from attain.runs.exchanging.paying import WRITTEN, PayCurrencies
from attain.statements import ExchangePart, ExchangeStep


def exchange_part(
    exchange: Exchange, what: str, asked: Missing, worth: Fraction, *, decimals: int
) -> ExchangePart | None:
    """Explain one conversion; None where nothing is converted.

    Args:
        exchange: how the plan converts.
        what: what is converted, in words.
        asked: the pair, day and kind of the rate.
        worth: the amount in whole units of the currency sold.
        decimals: to how many the result is rounded.
    """
    rate = exchange.rate(asked)
    if rate is None or not rate.legs:
        return None
    rounds = exchange.rounds_each_step
    steps = tuple(
        ExchangeStep(
            step.leg.sold,
            step.leg.bought,
            step.leg.value,
            step.before,
            step.after,
            Place(exchange.rates.file, step.leg.row.line),
            step.leg.is_inverse,
        )
        for step in steps_of(worth, rate, decimals, rounds_each_step=rounds)
    )
    return ExchangePart(what, asked.kind, asked.day, steps)


def terms_exchanged(paying: PayCurrencies, row: Mapping[str, Any], currency: str) -> dict[str, ExchangePart]:
    """Explain how the amounts of a settlement became the pay currency, by name.

    Args:
        paying: in which currency everybody is paid.
        row: the terms of a payee and pay period, with what the plan says in its own currency.
        currency: the pay currency.
    """
    found: dict[str, ExchangePart] = {}
    for name in ("draw_amount", "draw_limit", "keep", "cap", "clawback_keep", "clawback_most"):
        written = row.get(f"{name}{WRITTEN}")
        if written is None:
            continue
        asked = Missing(paying.own, currency, row["paid_on"], SPOT)
        worth = Fraction(written, paying.plan_run.pay_unit)
        part = exchange_part(paying.exchange, "from the plan", asked, worth, decimals=minor_digits(currency))
        if part is not None:
            found[name] = part
    return found
