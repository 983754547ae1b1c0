"""What a plan says about the settlement of a payee and pay period: draw, recovery, limits, in the pay currency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import polars as pl

from attain.payments import Draw, Payment
from attain.questions.explain.exchanging import terms_exchanged
from attain.runs.exchanging.paying import PayCurrencies
from attain.runs.paying import terms_in
from attain.runs.planning import PlanRun
from attain.statements import ExchangePart, Unit, exchange_words

ZERO = Fraction(0)


@dataclass(frozen=True)
class Terms:
    """What a plan says about the settlement of one payee and pay period, in whole units.

    Attributes:
        plan_run: the plan; of several the one that draws.
        is_on_plan: whether the payee is on the plan on the last day of the pay period.
        limited_by: the plans whose ``cap``, ``clawbacks`` and ``carry_negative`` hold, where it is another one.
        draw_amount: the draw in force; None when none is.
        draw_limit: the most that may be owed of it; None without one.
        keep: recovery leaves the payee at least this; percent: the most it takes of what is beyond.
        recovers: whether recovery may happen now.
        cap: the limit of the payment; None when there is none.
        given_back: the most it gives back of what is taken back: a share, what it leaves, an amount; None without one.
        exchanged: how ``draw_amount``, ``keep`` and ``cap`` became the pay currency, where it is not the plan's.
    """

    plan_run: PlanRun
    is_on_plan: bool
    draw_amount: Fraction | None
    draw_limit: Fraction | None
    keep: Fraction
    percent: Fraction
    recovers: bool
    same_period: bool
    cap: Fraction | None
    given_back: tuple[Fraction, Fraction, Fraction | None] | None = None
    exchanged: Mapping[str, ExchangePart] = field(default_factory=dict[str, ExchangePart])
    limited_by: Mapping[str, PlanRun] = field(default_factory=dict[str, PlanRun])

    def exchange_of(self, name: str) -> str:
        """Say how one of these amounts was converted; nothing where it was not."""
        part = self.exchanged.get(name)
        return "".join(f"; {words}" for words in exchange_words(part)) if part is not None else ""

    @property
    def payment(self) -> Payment:
        """The plan's settlement as written."""
        return self.plan_run.plan.payment

    def payment_of(self, key: str) -> Payment:
        """The settlement that a key of the payment stands in, as written."""
        return self.limited_by.get(key, self.plan_run).plan.payment

    @property
    def draw_rank(self) -> int:
        """How much of a draw there is: one in force, one that was."""
        return (self.draw_amount is not None) * 4 + (self.draw is not None) * 2 + self.is_on_plan

    @property
    def draw(self) -> Draw | None:
        """The plan's draw as written."""
        return self.payment.draw


def together(found: Sequence[Terms]) -> Terms | None:
    """Put the terms of several plans together: the draw of the one that draws, the limits of the one they are on."""
    if len(found) < 2:
        return found[0] if found else None
    draws = max(found, key=lambda one: one.draw_rank)
    caps = max(found, key=lambda one: one.is_on_plan * 8 + (one.payment.cap is not None))
    limits = max(found, key=lambda one: one.is_on_plan * 8 + (one.payment.clawbacks is not None))
    rest = max(found, key=lambda one: one.is_on_plan * 8 + one.draw_rank)
    own = {name: part for name, part in draws.exchanged.items() if name in {"draw_amount", "draw_limit", "keep"}}
    own |= {name: part for name, part in caps.exchanged.items() if name == "cap"}
    own |= {name: part for name, part in limits.exchanged.items() if name.startswith("clawback")}
    limited = {"cap": caps.plan_run, "clawbacks": limits.plan_run, "carry_negative": rest.plan_run}
    return replace(draws, cap=caps.cap, given_back=limits.given_back, exchanged=own, limited_by=limited)


def terms_of(plan_run: PlanRun, currency: str, payees: Sequence[int] | None = None) -> dict[tuple[int, str], Terms]:
    """Return a plan's terms in a currency, by payee (code) and pay period; of some payees or of all."""
    frame = terms_in(plan_run, currency)
    if payees is not None:
        frame = frame.filter(pl.col("payee").is_in(payees))
    paying = PayCurrencies(plan_run)
    return {(row["payee"], row["period_id"]): _terms(paying, row, currency) for row in frame.iter_rows(named=True)}


def _terms(paying: PayCurrencies, row: Mapping[str, Any], currency: str) -> Terms:
    unit = Unit("money", currency).minor_units
    drawn = None if row["draw_amount"] is None else Fraction(row["draw_amount"], unit)
    return Terms(
        plan_run=paying.plan_run,
        is_on_plan=bool(row["is_on_plan"]),
        draw_amount=drawn,
        draw_limit=None if row["draw_limit"] is None else Fraction(row["draw_limit"], unit),
        keep=Fraction(row["keep"], unit) if row["keep"] is not None else drawn or ZERO,
        percent=Fraction(row["percent"], row["percent_whole"]),
        recovers=bool(row["recovers"] and row["recoverable"]),
        same_period=bool(row["same_period"]),
        cap=None if row["cap"] is None else Fraction(row["cap"], unit),
        given_back=_given_back(row, unit),
        exchanged=terms_exchanged(paying, row, currency),
    )


def _given_back(row: Mapping[str, Any], unit: int) -> tuple[Fraction, Fraction, Fraction | None] | None:
    if not row["limits_clawbacks"]:
        return None
    most = None if row["clawback_most"] is None else Fraction(row["clawback_most"], unit)
    share = Fraction(row["clawback_percent"], row["clawback_whole"])
    return share, Fraction(row["clawback_keep"], unit), most
