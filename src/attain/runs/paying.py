"""Settles payees: the flows of all plans of one currency and pay period, folded in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.diagnostics import Diagnostic
from attain.documents import Text
from attain.money import proved_sum
from attain.payments import Draw, recovering, settle
from attain.payments.problems import TWO_DRAWS
from attain.runs.checking import limits_together
from attain.runs.earning.modifying import over_window
from attain.runs.exchanging.paying import WRITTEN, PayCurrencies
from attain.runs.exchanging.settling import ADVANCE
from attain.runs.inputs.evaluation import Evaluator
from attain.runs.inputs.facts import Findings
from attain.runs.invariants import money_is_settled
from attain.runs.planning import PlanRun


@dataclass(frozen=True)
class Account:
    """What one plan brings to a settlement: flows and terms by ``payee`` (code) and ``period_id``, in one currency."""

    plan_run: PlanRun
    flows: pl.DataFrame
    terms: pl.DataFrame
    periods: pl.DataFrame
    currency: str


def account(plan_run: PlanRun, flows: pl.DataFrame, currency: str) -> Account:
    """Prepare a plan's flows and terms in one of the currencies that it pays."""
    periods = plan_run.timeline.pay_periods.periods
    named = pl.lit(periods["period_id"])
    flows = flows.with_columns(pl.col("payee").cast(pl.UInt32), period_id=named.gather(pl.col("period"))).drop("period")
    moved = flows.filter(pl.any_horizontal(pl.exclude("payee", "period_id", ADVANCE) != 0))
    plan_run.moved[currency] = moved.select("payee", "period_id")
    return Account(plan_run, flows, terms_in(plan_run, currency), periods, currency)


def terms_in(plan_run: PlanRun, currency: str) -> pl.DataFrame:
    """What a plan says about each settlement in one of the currencies that it pays, once its account is prepared.

    Nobody is settled beyond the plan's last pay period for longer than something of theirs is paid or taken back.
    """
    moved, before = plan_run.moved[currency], plan_run.plan.effective.before
    rows = _payees_and_periods(plan_run, moved)
    if before is not None:
        lasts = rows.join(moved, on=["payee", "period_id"], how="semi").group_by("payee")
        rows = rows.join(lasts.agg(last=pl.col("starts_on").max()), on="payee", how="left", maintain_order="left")
        rows = rows.filter((pl.col("starts_on") < before) | (pl.col("starts_on") <= pl.col("last"))).drop("last")
    return _in_currency(plan_run, _terms(plan_run, rows), currency)


def _in_currency(plan_run: PlanRun, terms: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Convert the amounts of the terms; whoever is paid in another currency on the day has no draw or cap in this."""
    paying = PayCurrencies(plan_run)
    is_paid_so = (paying.of_payees(terms) == currency).alias("is_paid_so")
    terms = terms.with_columns(is_paid_so)
    terms = terms.with_columns(pl.when("is_paid_so").then(name).alias(name) for name in _AMOUNTS)
    terms = terms.with_columns(pl.col("limits_clawbacks") & pl.col("is_paid_so"))
    if currency != paying.own:
        terms = terms.with_columns(pl.col(name).alias(f"{name}{WRITTEN}") for name in _AMOUNTS)
        terms = terms.with_columns(paying.paid_on(pl.col("ends_before")).alias("paid_on"))
        terms = terms.with_columns(paying.converted(terms, name, currency).alias(name) for name in _AMOUNTS)
    return terms.drop("is_paid_so")


def _payees_and_periods(plan_run: PlanRun, moved: pl.DataFrame) -> pl.DataFrame:
    """One row per payee on the plan, or paid by it, and pay period."""
    on_plan = plan_run.facts.roster.rows.filter(plan_run.members.is_member).select(payee="payee_code")
    people = pl.concat([on_plan, moved.select("payee")]).unique().sort("payee")
    return people.join(plan_run.timeline.pay_periods.periods, how="cross")


def _terms(plan_run: PlanRun, rows: pl.DataFrame) -> pl.DataFrame:
    """Add what the plan says about the settlement of each payee and pay period."""
    roster = plan_run.facts.roster
    rows = rows.with_columns(dated=plan_run.timeline.known_before(pl.col("ends_before")).dt.offset_by("-1d"))
    rows = rows.with_columns(roster_row=roster.rows_on(rows["payee"], rows["dated"]))
    effective = plan_run.plan.effective
    inside = pl.col("dated") >= effective.from_
    if effective.before is not None:
        inside &= pl.col("dated") < effective.before
    member = pl.lit(plan_run.members.is_member).gather(pl.col("roster_row")).fill_null(value=False)
    rows = rows.with_columns(is_on_plan=member & inside)
    evaluator = plan_run.payee_evaluator()
    rows = _draw_terms(plan_run, rows, evaluator)
    rows = _clawback_terms(plan_run, rows, evaluator)
    return _payment_terms(plan_run, rows, evaluator)


def _draw_terms(plan_run: PlanRun, rows: pl.DataFrame, evaluator: Evaluator) -> pl.DataFrame:
    draw = plan_run.plan.payment.draw
    nothing = pl.lit(None, pl.Int64)
    if draw is None:
        flags = dict.fromkeys(
            ("tops_up", "recoverable", "same_period", "recovers", "forgives_draw"), pl.lit(value=False)
        )
        ones = {"percent": pl.lit(0, pl.Int64), "percent_whole": pl.lit(1, pl.Int64)}
        rows = rows.with_columns(draw_limit=nothing)
        return rows.with_columns(draw_amount=nothing, keep=nothing, has_draw=pl.lit(value=False), **ones, **flags)
    runs = pl.col("is_on_plan")
    if draw.while_ is not None:
        rows = evaluator.condition(rows, draw.while_, evaluator.vocabulary.payee(), "holds")
        runs = runs & pl.col("holds")
    rows = _money(plan_run, rows, evaluator, draw.draw_amount, name="drawn")
    rows = rows.with_columns(draw_amount=pl.when(runs).then("drawn"), has_draw=pl.lit(value=True), draw_limit=nothing)
    if draw.owes_at_most is not None:
        rows = _money(plan_run, rows.drop("draw_limit"), evaluator, draw.owes_at_most, name="draw_limit")
    rows = _recovery_terms(plan_run, rows, evaluator, draw)
    return rows.with_columns(
        tops_up=pl.lit(draw.tops_up_to is not None),
        recoverable=pl.lit(draw.recoverable),
        same_period=pl.lit(draw.recover.starting == "same_period"),
    )


def _recovery_terms(plan_run: PlanRun, rows: pl.DataFrame, evaluator: Evaluator, draw: Draw) -> pl.DataFrame:
    recover = draw.recover
    recovers = pl.lit(value=True)
    if recover.when is not None:
        rows = evaluator.condition(rows, recover.when, evaluator.vocabulary.payee(), "may_recover")
        recovers = pl.col("may_recover")
    if recover.until is not None:
        recovers = recovers & (pl.col("starts_on") < recover.until)
    forgives = pl.lit(value=False)
    if recover.forgive_after is not None:
        forgives = pl.col("ends_before") > recover.forgive_after
        recovers = recovers & (pl.col("starts_on") < recover.forgive_after)
    rows = rows.with_columns(keep=pl.lit(None, pl.Int64))
    if recover.keep is not None:
        rows = _money(plan_run, rows.drop("keep"), evaluator, recover.keep, name="keep")
    percent = recover.percent.value
    return rows.with_columns(
        recovers=recovers,
        forgives_draw=forgives,
        percent=pl.lit(percent.numerator, pl.Int64),
        percent_whole=pl.lit(percent.denominator, pl.Int64),
    )


def _clawback_terms(plan_run: PlanRun, rows: pl.DataFrame, evaluator: Evaluator) -> pl.DataFrame:
    """How much of what is taken back one payment may give."""
    limit = plan_run.plan.payment.clawbacks
    percent = limit.percent.value if limit is not None else Fraction(0)
    rows = rows.with_columns(
        limits_clawbacks=pl.lit(limit is not None),
        clawback_percent=pl.lit(percent.numerator, pl.Int64),
        clawback_whole=pl.lit(percent.denominator, pl.Int64),
        clawback_keep=pl.lit(0, pl.Int64),
        clawback_most=pl.lit(None, pl.Int64),
    )
    if limit is not None and limit.keep is not None:
        rows = _money(plan_run, rows.drop("clawback_keep"), evaluator, limit.keep, name="clawback_keep")
    if limit is not None and limit.at is not None:
        rows = _money(plan_run, rows.drop("clawback_most"), evaluator, limit.at, name="clawback_most")
    return rows


def _payment_terms(plan_run: PlanRun, rows: pl.DataFrame, evaluator: Evaluator) -> pl.DataFrame:
    payment = plan_run.plan.payment
    rows = rows.with_columns(cap=pl.lit(None, pl.Int64), cap_window=_first_day("starts_on"))
    if payment.cap is not None:
        per = plan_run.plan.pay_period if payment.cap.per == "pay_period" else payment.cap.per
        over = over_window(rows.drop("cap"), evaluator, per)  # the targets of the window that is limited
        rows = _money(plan_run, *over, payment.cap.at, name="cap")
        if payment.cap.per != "pay_period":
            windows = plan_run.timeline.windows(payment.cap.per)
            starts_on = pl.lit(windows.periods["starts_on"]).gather(windows.of("starts_on"))
            rows = rows.with_columns(cap_window=_first_day(starts_on).fill_null(0))
    return rows.with_columns(
        banks=pl.lit(payment.cap is not None and payment.cap.excess == "banked"),
        forgives_negative=pl.lit(payment.carry_negative == "forgiven"),
        has_cap=pl.lit(payment.cap is not None),
    )


def _first_day(day: str | pl.Expr) -> pl.Expr:
    """Number a window of a cap by its first day: the same in every plan, so that one goes on where another ended."""
    return (pl.col(day) if isinstance(day, str) else day).to_physical().cast(pl.Int64)


def _money(plan_run: PlanRun, rows: pl.DataFrame, evaluator: Evaluator, text: Text, *, name: str) -> pl.DataFrame:
    """Add an amount in minor units; one that is null is 0."""
    rows, valued = evaluator.exact(rows, text, evaluator.vocabulary.payee(), "money", name=f"{name}_n")
    rows = rows.with_columns(plan_run.in_minor_units(valued.exact).fill_null(0).alias(name))
    proved_sum(rows[name], f"'{text}' in payment")
    return rows


def settled(accounts: list[Account], findings: Findings) -> pl.DataFrame:
    """Fold the accounts of one currency and pay period into payments.

    Returns:
        ``payee`` (code), ``period_id`` and the amounts of the payments table; rows with nothing in them are left out.
    """
    periods = pl.concat([a.periods for a in accounts]).unique().sort("starts_on").with_row_index("period")
    flows = pl.concat([a.flows for a in accounts])
    flows = flows.group_by("payee", "period_id").agg(pl.all().sum())
    terms = pl.concat([a.terms.select(*_TERM_COLUMNS) for a in accounts])
    terms = _one_plan_each(terms, accounts, findings)
    money_is_settled(flows.filter(pl.any_horizontal(pl.exclude("payee", "period_id", ADVANCE) != 0)), terms)
    numbered = periods.select("period_id", pl.col("period").cast(pl.Int32))
    terms = terms.join(numbered, on="period_id").sort("period", "payee")
    flows = _where_settled(flows.join(numbered, on="period_id").drop("period_id"), terms)
    found = settle(flows, terms, periods.height)
    settled_amounts = [c for c in found.columns if found.schema[c] == pl.Int64 and c not in _NOT_AMOUNTS]
    return found.filter(pl.any_horizontal(pl.col(c) != 0 for c in settled_amounts))


def _where_settled(flows: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """Move what is earned of advances as months go by, where a payee is not settled, to the next payment.

    There is none for who is settled never later: what they were advanced stays as their last payment says it. Money
    has a settlement of its own, whenever it moves.
    """
    asked = terms.select("payee", "period", settled="period").sort("period")
    found = flows.sort("period").join_asof(asked, on="period", by="payee", strategy="forward", check_sortedness=False)
    found = found.filter(pl.col("settled").is_not_null()).drop("period").rename({"settled": "period"})
    return found.group_by("payee", "period").agg(pl.all().sum())


_OF_DRAW = (
    *("draw_amount", "draw_limit", "keep", "percent", "percent_whole", "has_draw"),
    *("tops_up", "recoverable", "same_period", "recovers", "forgives_draw"),
)
_OF_CAP = ("cap", "cap_window", "has_cap", "banks")
_TERM_COLUMNS = (
    *("payee", "period_id", "is_on_plan", "forgives_negative"),
    *_OF_DRAW,
    *_OF_CAP,
    *recovering.TERMS,
)
_AMOUNTS = ("draw_amount", "draw_limit", "keep", "cap", "clawback_keep", "clawback_most")
_NOT_AMOUNTS = {
    *("draw_amount", "draw_limit", "keep", "cap", "cap_window", "percent", "percent_whole", "payee"),
    *recovering.TERMS,
}


def _one_plan_each(terms: pl.DataFrame, accounts: list[Account], findings: Findings) -> pl.DataFrame:
    """Keep one row of terms per payee and period: the draw of the plan that draws, the limits of the plan they are on.

    Who is on none any more on the last day stays under the limits of the plan they were on.
    """
    if len(accounts) == 1:
        return terms
    drawn = (
        terms.filter(pl.col("draw_amount").is_not_null()).group_by("payee", "period_id").len().filter(pl.col("len") > 1)
    )
    if drawn.height:
        first = drawn.sort("payee", "period_id").row(0, named=True)
        roster = accounts[0].plan_run.facts.roster
        plan = next(a.plan_run.plan for a in reversed(accounts) if a.plan_run.plan.payment.draw is not None)
        what = f"{roster.payees[first['payee']]} has draws of two plans in {first['period_id']}"
        fix = "keep one draw, or limit one with 'while'"
        findings.add(Diagnostic.of(TWO_DRAWS, plan.payment.place, what, fix))
    findings.add(*limits_together([(a.plan_run, a.terms) for a in accounts]))
    draws = pl.col("draw_amount").is_not_null().cast(pl.Int8) * 4 + pl.col("has_draw") * 2 + pl.col("is_on_plan")
    own = pl.col("is_on_plan").cast(pl.Int8) * 8
    of_draw = _best(terms, draws, _OF_DRAW)
    of_cap = _best(terms, own + pl.col("has_cap"), _OF_CAP)
    of_limit = _best(terms, own + pl.col("limits_clawbacks"), recovering.TERMS)
    of_rest = _best(terms, own + draws, ("forgives_negative",))
    for other in (of_cap, of_limit, of_rest):
        of_draw = of_draw.join(other, on=["payee", "period_id"], how="left", maintain_order="left")
    return of_draw


def _best(terms: pl.DataFrame, rank: pl.Expr, columns: Iterable[str]) -> pl.DataFrame:
    """Return some of the terms of each payee and period, from the plan with the highest rank."""
    ranked = terms.with_columns(_rank=rank).sort("_rank", descending=True, maintain_order=True)
    kept = ranked.unique(["payee", "period_id"], keep="first", maintain_order=True)
    return kept.select("payee", "period_id", *columns)
