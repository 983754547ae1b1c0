"""A component's entries as money of the pay currencies: flows, and what the rate of the payment makes of them.

Earned, held, released and taken back are worth what they are at the rate of the booking. Where the plan pays at the
rate of the payment, the difference stands beside them: 122.00 USD earned, 3.00 of difference, 125.00 paid.
"""

from itertools import pairwise

import polars as pl

from attain.money.exchange import SPOT, Payout, paid_to_date
from attain.runs.earning.due.advancing import advances
from attain.runs.earning.releasing import KEY, Parts, flows, moves
from attain.runs.exchanging.paying import PAY_CURRENCY, PayCurrencies

DIFFERENCE = "fx_difference"
ADVANCE = "advance"
PAID, BACK, TURNED = "paid", "back", "turned"


def flows_by_currency(entries: pl.DataFrame, parts: Parts | None, paying: PayCurrencies, name: str) -> pl.DataFrame:
    """Turn a component's entries into money of each pay currency.

    Args:
        entries: with ``pay_currency``, ``pay_amount`` and ``pay_entry``.
        parts: the released shares of its lines.
        paying: in which currency everybody is paid.
        name: the component.

    Returns:
        ``payee``, ``period``, ``pay_currency`` and Int64 ``earned, clawed_back, held, released, fx_difference`` and
        ``advance``.
    """
    if paying.is_plain:
        return _plain(entries, parts, paying, name)
    made: list[pl.DataFrame] = []
    for currency in entries[PAY_CURRENCY].unique().sort().to_list():
        mine = entries.filter(pl.col(PAY_CURRENCY) == currency)
        found = _flows(_in_pay_currency(mine), parts, paying, name)
        if currency != paying.own and paying.plan_run.plan.fx.pay == "payment":
            columns = found.columns
            found = pl.concat([found, _differences(mine, parts, paying, currency).select(columns)])
        made.append(found.with_columns(pl.lit(currency).alias(PAY_CURRENCY)))
    return pl.concat(made) if made else _plain(entries, parts, paying, name)


def _plain(entries: pl.DataFrame, parts: Parts | None, paying: PayCurrencies, name: str) -> pl.DataFrame:
    """Flows where everybody is paid in the plan's currency."""
    return _flows(entries, parts, paying, name).with_columns(pl.lit(paying.own).alias(PAY_CURRENCY))


def _flows(entries: pl.DataFrame, parts: Parts | None, paying: PayCurrencies, name: str) -> pl.DataFrame:
    """Flows in one currency, and by how much advances grow."""
    run = paying.plan_run
    nothing = pl.lit(0, pl.Int64)
    found = flows(entries, parts, run.timeline).with_columns(nothing.alias(DIFFERENCE), nothing.alias(ADVANCE))
    if run.components[name].earned is None or run.plan.is_windowed(name):
        return found
    ahead = advances(run, name, entries, parts)
    others = [nothing.alias(column) for column in found.columns if column not in ahead.columns]
    alike = [pl.col(column).cast(found.schema[column]) for column in ("payee", "period")]
    return pl.concat([found, ahead.with_columns(*alike, *others).select(found.columns)])


def by_currency(money: pl.DataFrame, paying: PayCurrencies) -> dict[str, pl.DataFrame]:
    """Add up flows per payee and pay period, for each currency in which anybody on the plan is paid."""
    found: dict[str, pl.DataFrame] = {}
    for currency in paying.all_of(money[PAY_CURRENCY]):
        mine = money.filter(pl.col(PAY_CURRENCY) == currency).drop(PAY_CURRENCY)
        found[currency] = mine.group_by("payee", "period").agg(pl.all().sum())
    return found


def _in_pay_currency(entries: pl.DataFrame) -> pl.DataFrame:
    return entries.with_columns(entry="pay_entry", amount="pay_amount")


def _differences(entries: pl.DataFrame, parts: Parts | None, paying: PayCurrencies, currency: str) -> pl.DataFrame:
    """What payments at their own rate are more than at the rate of the booking, per payee and pay period."""
    by_line = differences_by_line(entries, parts, paying, currency)
    nothing = {name: pl.lit(0, pl.Int64) for name in ("earned", "clawed_back", "held", "released", ADVANCE)}
    return by_line.group_by("payee", "period").agg(pl.col(DIFFERENCE).sum()).with_columns(**nothing)


def differences_by_line(
    entries: pl.DataFrame, parts: Parts | None, paying: PayCurrencies, currency: str
) -> pl.DataFrame:
    """Find the difference of every line and pay period; a line and what takes it back are one.

    Returns:
        ``line``, ``line_type``, ``payee``, ``period`` and ``fx_difference``; and what it is made of: ``day`` (of the
        payment), ``how`` (paid, back or turned into its opposite), ``cash`` (minor units of the plan's currency),
        ``booked`` (the same at the rate of the booking) and ``paid`` (at the rate of the payment), both in minor units
        of the pay currency.
    """
    timeline = paying.plan_run.timeline
    own, booked = moves(entries, parts, timeline), moves(_in_pay_currency(entries), parts, timeline)
    key = [*KEY, "payee", "period"]
    both = own.select(*key, "cash").join(booked.select(*key, booked="cash"), on=key, how="full", coalesce=True)
    origins = entries.select(*KEY, "origin").unique() if "origin" in entries.columns else None
    if origins is not None:
        both = both.join(origins, on=list(KEY), how="left")
        line_type = pl.when(pl.col("origin").is_not_null()).then(pl.lit("credit")).otherwise("line_type")
        both = both.with_columns(line=pl.coalesce("origin", "line"), line_type=line_type)
    both = both.with_columns(line_type=pl.col("line_type").replace("reversal", "credit"))
    grouped = both.group_by(key).agg(pl.col("cash", "booked").fill_null(0).sum()).sort(key)
    grouped = grouped.with_columns(to_date=pl.col("cash").cum_sum().over(KEY))
    ends = pl.lit(timeline.pay_periods.periods["ends_before"]).gather(pl.col("period"))
    grouped = grouped.with_columns(day=paying.paid_on(ends), how=_how())
    days = grouped.with_columns(sold=pl.lit(paying.own), bought=pl.lit(currency))
    worths: dict[str, pl.Series] = {}
    for name, how in (("cash", PAID), ("to_date", TURNED)):
        asked = days.select("sold", "bought", "day", worth=pl.when(pl.col("how") == how).then(name))
        found = paying.exchange.minor(asked, SPOT, digits=paying.plan_run.digits)
        paying.report(found.missing, f"payments in {currency}")
        worths[name] = found.worth.fill_null(0)
    paid = _paid(grouped.with_columns(worth=worths["cash"], worth_to_date=worths["to_date"]))
    grouped = grouped.with_columns(paid=paid)
    return grouped.with_columns((pl.col("paid") - pl.col("booked")).alias(DIFFERENCE)).drop("to_date")


def _how() -> pl.Expr:
    """More is paid of a line, some of it goes back, or all to date is the opposite of what was paid before."""
    before = pl.col("to_date") - pl.col("cash")
    turns = before.sign() * pl.col("to_date").sign() < 0
    grows = pl.col("to_date").abs() > before.abs()
    return pl.when(turns).then(pl.lit(TURNED)).when(grows).then(pl.lit(PAID)).otherwise(pl.lit(BACK))


def _paid(grouped: pl.DataFrame) -> pl.Series:
    """What every period pays of each line, in the order of the rows: line by line, period after period."""
    found: list[int] = []
    for _, rows in grouped.group_by(*KEY, maintain_order=True):
        payouts = [Payout(*row) for row in rows.select("to_date", "worth", "worth_to_date").iter_rows()]
        totals = [0, *paid_to_date(payouts)]
        found += [after - before for before, after in pairwise(totals)]
    return pl.Series(found, dtype=pl.Int64)
