"""Conversions behind a line: of its deal into the plan's currency, and of the line into the one it is paid in."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from attain.money import minor_digits
from attain.money.exchange import FINER, PLAN, SPOT, Exchange, FxKind, Missing
from attain.questions.explain.exchanging import exchange_part
from attain.questions.explain.lines.walks import Key
from attain.runs.crediting.credited import Credited
from attain.runs.crediting.currencies import CURRENCY
from attain.runs.earning.releasing import Parts, moves
from attain.runs.exchanging.paying import PAY_CURRENCY, PayCurrencies
from attain.runs.exchanging.settling import BACK, PAID, TURNED, differences_by_line
from attain.runs.planning import PlanRun
from attain.statements import ExchangePart, Figures, PaidPart, exchange_words

Columns = Mapping[str, Any]
_HOW = {BACK: "going back at the rates at which it was paid", TURNED: "all to date at the rate of this payment"}


class RatedAtPayment(NamedTuple):
    """What some lines are paid on a day: how, how many, and how much, in minor units of the two currencies."""

    day: date
    how: str
    row_count: int
    cash: int
    booked: int
    paid: int


class Exchanges:
    """The conversions of one component."""

    def __init__(
        self, run: PlanRun, name: str, entries: pl.DataFrame, parts: Parts | None, *, source: Credited | None = None
    ) -> None:
        """Prepare conversions.

        Args:
            run: the plan.
            name: the component.
            entries: its entries, as calculated.
            parts: the released shares of its lines.
            source: its credits; None where it has none.
        """
        self.run = run
        self.parts = parts
        self.credited = source
        self.paying = PayCurrencies(run)
        self.entries = self.paying.entries(entries, name)

    @property
    def exchange(self) -> Exchange:
        """How the plan converts."""
        return self.paying.exchange

    def _part(self, what: str, asked: Missing, worth: Fraction, decimals: int) -> ExchangePart | None:
        return exchange_part(self.exchange, what, asked, worth, decimals=decimals)

    # deals

    @cached_property
    def _currencies(self) -> pl.Series | None:
        """The currency of every row of the source, where rows say their own."""
        if self.credited is None or CURRENCY not in self.credited.transactions.source.columns:
            return None
        return self.credited.transactions.frame[CURRENCY]

    def of_credit(self, row: Columns) -> tuple[ExchangePart, ...]:
        """How a deal's value became the plan's currency: for pay, and for what counts towards measures."""
        unit = self.credited.units["value"] if self.credited is not None else None
        if unit is None or not unit.deal_per_natural or row["is_back"]:
            return ()
        worth = Fraction(row["value.deal"], unit.deal_per_natural)
        counted: FxKind = PLAN if self.run.plan.fx.measure == "plan_rate" else SPOT
        return tuple(self._of_deal(self.currency_of_deal(int(row["row"])), worth, row["dated"], counted))

    def currency_of_deal(self, row: int) -> str:
        """The currency that a row of the source is in."""
        return self.run.facts.currency if self._currencies is None else self._currencies[row]

    def _of_deal(self, sold: str, worth: Fraction, day: date, counted: FxKind) -> Iterator[ExchangePart]:
        own, digits = self.run.plan.currency_code, self.run.digits
        wanted: list[tuple[str, FxKind, int]] = [("for pay", SPOT, digits + FINER), ("towards quota", counted, digits)]
        for what, kind, decimals in wanted:
            part = self._part(what, Missing(sold, own, day, kind), worth, decimals)
            if part is not None:
                yield part

    # pay

    @cached_property
    def _paid(self) -> dict[Key, tuple[str, date, int, int]]:
        """Pay currency, day of the rate, amount to date and entry of every entry that is paid in another currency."""
        if self.paying.is_plain:
            return {}
        foreign = self.entries.filter(pl.col(PAY_CURRENCY) != self.paying.own)
        columns = foreign.select("line", "line_type", "cut", PAY_CURRENCY, "booked_on", "pay_amount", "pay_entry")
        return {(row[0], row[1], row[2]): (row[3], row[4], row[5], row[6]) for row in columns.iter_rows()}

    @cached_property
    def _kept(self) -> dict[Key, int]:
        """What every line keeps back per pay period, in minor units of its pay currency."""
        if self.parts is None or self.paying.is_plain:
            return {}
        booked = self.entries.with_columns(entry="pay_entry", amount="pay_amount")
        found = moves(booked, self.parts, self.run.timeline).select(
            "line", "line_type", "period", kept=pl.col("earning") - pl.col("cash")
        )
        return {(row[0], row[1], row[2]): row[3] for row in found.iter_rows() if row[3]}

    def currency_of(self, entry: Columns) -> str:
        """The currency that an entry is paid in."""
        found = self._paid.get((entry["line"], entry["line_type"], entry["cut"]))
        return self.paying.own if found is None else found[0]

    @cached_property
    def _currency_of_line(self) -> dict[tuple[int, str], str]:
        return {(key[0], key[1]): found[0] for key, found in self._paid.items()}

    def currency_of_line(self, line: int, line_type: str) -> str:
        """The currency that a line is paid in."""
        return self._currency_of_line.get((line, line_type), self.paying.own)

    def lines_in(self, currency: str) -> frozenset[int] | None:
        """The lines that are paid in a currency; None when all are paid in the plan's."""
        if self.paying.is_plain:
            return None
        return frozenset(self.entries.filter(pl.col(PAY_CURRENCY) == currency)["line"].to_list())

    def kept(self, line: int, line_type: str, cut: int) -> Fraction:
        """What a line keeps back in a pay period, in its pay currency (released from what was kept: negative)."""
        unit = 10 ** minor_digits(self.currency_of_line(line, line_type))
        return Fraction(self._kept.get((line, line_type, cut), 0), unit)

    def paid(self, entry: Columns) -> PaidPart | None:
        """What an entry is in the currency its payee is paid in; None where that is the plan's."""
        key = (entry["line"], entry["line_type"], entry["cut"])
        found = self._paid.get(key)
        if found is None:
            return None
        currency, day, _, entered = found
        digits = minor_digits(currency)
        asked = Missing(self.paying.own, currency, day, SPOT)
        part = self._part("paid", asked, Fraction(entry["amount"], self.run.pay_unit), digits)
        assert part is not None, "a line that was converted has a rate"
        return PaidPart(currency, part, Fraction(entered, 10**digits), self.kept(*key))

    # the rate of the payment

    @cached_property
    def _differences(self) -> dict[tuple[int, int, str], list[RatedAtPayment]]:
        """What lines are paid in the plan's currency, at the rate of the booking and at that of the payment."""
        found: dict[tuple[int, int, str], list[RatedAtPayment]] = {}
        if self.run.plan.fx.pay != "payment" or self.paying.is_plain:
            return found
        for currency in self.entries[PAY_CURRENCY].unique().sort().to_list():
            if currency == self.paying.own:
                continue
            mine = self.entries.filter(pl.col(PAY_CURRENCY) == currency)
            lines = differences_by_line(mine, self.parts, self.paying, currency)
            key = ["payee", "period", "day", "how"]
            sums = lines.group_by(key, maintain_order=True).agg(pl.len(), pl.col("cash", "booked", "paid").sum())
            for payee, period, day, how, *sums_paid in sums.sort(key).iter_rows():
                one = RatedAtPayment(day, how, *sums_paid)
                found.setdefault((payee, period, currency), []).append(one)
        return found

    def differences(self, payee: int, cut: int, currency: str) -> Iterator[str]:
        """Say what is paid of the component at the rate of the payment, and what it was at that of the booking."""
        own, other = Figures(self.paying.own), Figures(currency)
        unit = 10**other.digits
        for one in self._differences.get((payee, cut, currency), []):
            booked, paid = Fraction(one.booked, unit), Fraction(one.paid, unit)
            if booked != paid:
                cash = Fraction(one.cash, self.run.pay_unit)
                told = f"{own.money(cash)} is {other.money(paid)}, {_HOW.get(one.how, '')}"
                if one.how == PAID:
                    told = "; ".join(self._at_payment(one, cash, paid, currency))
                yield f"{told}; at the rate of the booking {other.money(booked)}: {other.change(paid - booked)}"

    def _at_payment(self, one: RatedAtPayment, cash: Fraction, paid: Fraction, currency: str) -> Iterator[str]:
        """The conversion of what lines are paid together; each of them is rounded."""
        asked = Missing(self.paying.own, currency, one.day, SPOT)
        part = self._part("paid", asked, cash, minor_digits(currency))
        assert part is not None, "a payment that was converted has a rate"
        yield from exchange_words(part)
        if part.steps[-1].after != paid:
            yield f"{one.row_count} lines, each rounded, are {Figures(currency).money(paid)}"
