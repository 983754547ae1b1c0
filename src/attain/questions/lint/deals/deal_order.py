"""Deal order: totals that change when the deals of a pay period come in another order.

8 % to a quota of 100,000 and 10 % beyond, a multiplier of 150 % on one of two deals: whichever stands above the line
is multiplied there. Both orders, and a few more, are calculated by the kernel; the finding gives the range it saw.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import polars as pl

from attain.diagnostics import Diagnostic
from attain.documents import Expression, Text
from attain.earnings.model import CapItem, FloorItem, Modifier
from attain.measures import Measure
from attain.money import TooLarge
from attain.plans.model import Component
from attain.questions.lint.context import Context
from attain.questions.lint.problems import DEAL_ORDER
from attain.rates import FlatRate, Interpolated, Matrix, StepBonus, TierTable
from attain.runs.inputs.evaluation import parsed_of
from attain.runs.measuring.reordering import in_other_order
from attain.runs.planning import PlanRun

FINE = 10**6
WORDS = ("multiplier", "kicker", "gate", "cap", "floor")
FIX = "'group: month' on the measure pays every deal of a month at one mean rate, whatever their order"


@dataclass(frozen=True)
class Range:
    """What a payee earned in a pay period in the best and the worst order, in minor units."""

    payee: str
    period: str
    low: int
    high: int


def deal_order(context: Context) -> Iterator[Diagnostic]:
    """Find components whose total depends on the order of deals."""
    if context.run is None or not context.has_rows:
        return
    for name, component in context.components.items():
        if context.plan.is_windowed(name):
            continue
        _, measure = context.around.measure_of(name)
        reason = _reason(context, name, component, measure) if measure is not None else ""
        if reason:
            found = ranges_of(context.run, name)
            if found:
                yield _finding(context, component, reason, found)


def _finding(context: Context, component: Component, reason: str, found: list[Range]) -> Diagnostic:
    unit = 10**context.around.digits
    widest = max(found, key=lambda one: one.high - one.low)
    low, high = (context.money(Fraction(minor, unit)) for minor in (widest.low, widest.high))
    spread = context.money(Fraction(sum(one.high - one.low for one in found), unit))
    what = f"the total depends on deal order: {reason}. {widest.payee}, {widest.period}: {low} to {high}"
    if len(found) > 1:
        what += f"; {spread} in all over {len(found)} payments"
    place = component.rate.place if component.rate.place.file else component.key_place("rate")
    made = Diagnostic.of(DEAL_ORDER, place, what, FIX)
    return replace(made, payees=tuple(sorted({one.payee for one in found})))


def _reason(context: Context, name: str, component: Component, measure: Measure) -> str:
    """Say why the order may matter; empty where it cannot."""
    if measure.per == "transaction" or measure.group != "transaction" or not _is_tiered(component):
        return ""
    rate = component.rate
    if isinstance(getattr(rate, "tiers", None), TierTable) or rate.by is not None:
        return "single deals have rates of their own while tiers accumulate"
    if any(_reads_deals(text) for pay in rate.pays() if isinstance(pay, Text) for text in [pay]):
        return "single deals have rates of their own while tiers accumulate"
    for item in component.modifiers:
        if _picks_deals(item):
            return f"a {_word(item)} picks single deals while tiers accumulate"
    curves = context.curves[name]
    if any(not curve.is_own_base for curve in curves.shown) and not isinstance(rate, StepBonus):
        return "what is paid on is not what moves the measure"
    return ""


def _is_tiered(component: Component) -> bool:
    rate = component.rate
    if isinstance(rate, Matrix):
        return not rate.is_payout or bool(component.modifiers)
    is_payout = isinstance(rate, Interpolated) and not rate.is_percent
    if isinstance(rate, StepBonus) or is_payout:
        return bool(component.modifiers)
    return isinstance(getattr(rate, "tiers", None), TierTable) or len(list(rate.bounds())) > 1


def _picks_deals(item: Modifier) -> bool:
    """Whether a modifier treats one deal of a window otherwise than another."""
    modifier = getattr(item, _word(item), None)
    if modifier is None:
        return False
    if isinstance(item, (CapItem, FloorItem)) and modifier.per == "transaction":
        return True
    texts = [getattr(modifier, key, None) for key in ("when", "by", "add", "at")]
    return any(_reads_deals(text) for text in texts if text is not None) or modifier.seen == "at_credit"


def _word(item: Modifier) -> str:
    return next((word for word in WORDS if hasattr(item, word)), "")


def _reads_deals(text: Text) -> bool:
    parsed, _ = parsed_of(text)
    names = parsed.names if parsed is not None else frozenset[str]()
    return any("." not in name and name not in {"attainment", "measured"} for name in names)


def ranges_of(run: PlanRun, name: str) -> list[Range]:
    """Calculate a component in several orders; return the payments that differ."""
    as_is = _paid(run, name)
    orders = [as_is]
    for ranks in _orders(run, name):
        try:
            orders.append(_paid(in_other_order(run, ranks), name))
        except TooLarge:
            continue
    every = pl.concat(orders).group_by("payee", "cut").agg(low=pl.col("paid").min(), high=pl.col("paid").max())
    every = every.filter(pl.col("low") < pl.col("high")).sort("payee", "cut")
    periods = run.timeline.pay_periods.periods["period_id"].to_list()
    named = every.with_columns(name=run.facts.roster.decode(pl.col("payee")).cast(pl.String))
    return [Range(r["name"], str(periods[r["cut"]]), r["low"], r["high"]) for r in named.iter_rows(named=True)]


def _paid(run: PlanRun, name: str) -> pl.DataFrame:
    """Return ``payee``, ``cut`` (pay period) and ``paid`` in minor units; a payee and period without entries has 0."""
    entries = run.component_run(name).entries()
    found = entries.group_by("payee", "cut").agg(paid=pl.col("entry").sum())
    every = run.standing[name].rows.select("payee", cut="period").unique()
    found = found.with_columns(pl.col(key).cast(every.schema[key]) for key in ("payee", "cut"))
    every = pl.concat([every, found.select("payee", "cut")]).unique()
    joined = every.join(found, on=["payee", "cut"], how="left")
    return joined.with_columns(pl.col("paid").fill_null(0).cast(pl.Int64))


def _orders(run: PlanRun, name: str) -> Iterator[pl.DataFrame]:
    """Yield orders to try: by what a deal is paid per unit it moves, by its size, and backwards; both ways each."""
    flat = run.components[name].model_copy(update={"rate": _flat(run.components[name])})
    entries = replace(run.component_run(name), component=flat).entries()
    rows = run.standing[name].rows.filter(~pl.col("is_back")).select("line", "transaction", "at", "value.quota")
    paid = entries.group_by("line").agg(paid=pl.col("entry").sum())
    rows = (
        rows.join(paid, on="line", how="left")
        .group_by("transaction")
        .agg(pl.col("at").first(), moved=pl.col("value.quota").sum(), paid=pl.col("paid").fill_null(0).sum())
    )
    favour = pl.col("paid").cast(pl.Int128) * FINE // pl.max_horizontal(pl.col("moved").abs(), pl.lit(1))
    rows = rows.with_columns(favour=favour)
    for column in ("favour", "moved", "at"):
        ordinal = rows.select("transaction", rank=pl.col(column).rank("ordinal").cast(pl.Int64))
        yield from (ordinal, ordinal.with_columns(rank=0 - pl.col("rank")))


def _flat(component: Component) -> FlatRate:
    """The rate of the last tier on everything: what modifiers make of it shows which deals they favour."""
    pays = [] if isinstance(component.rate, Interpolated) else list(component.rate.pays())
    whole = Expression("100%")
    return FlatRate.model_construct(
        kind="flat_rate",
        pay=pays[-1] if pays else whole,
        of=component.rate.of,
        by=component.rate.by,
        boundary="reached",
    )
