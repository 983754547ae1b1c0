"""The results of windows, and measures made of measures, as rows of the earnings and measures tables."""

from typing import TYPE_CHECKING

import polars as pl

from attain.earnings import EARNINGS, largest
from attain.measures import MEASURES
from attain.money import rounded
from attain.runs.windows.results import WINDOW
from attain.runs.words import Coded, spelled

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

DECIMALS = 6


def window_earnings(run: "PlanRun", name: str, entries: pl.DataFrame) -> Coded:
    """Hand out the earnings of a component: one row per payee, window and pay period, without a transaction.

    Args:
        run: the plan.
        name: the component.
        entries: ``payee``, ``window``, ``cut``, ``dated`` and ``entry`` in minor units.
    """
    paid = [name for name in ("pay_entry", "pay_currency") if name in entries.columns]
    rows = entries.sort("cut", "window", "payee", maintain_order=True).select("payee", "cut", "entry", "dated", *paid)
    nothing, nowhere = pl.lit(None, pl.String), pl.lit(None, pl.Int64)
    ids = {"payee_id": spelled("payee", run.facts.roster.texts)}
    words = {
        "plan_id": pl.lit(str(run.plan.plan)),
        "component_id": pl.lit(name),
        "period_id": spelled("cut", run.timeline.pay_periods.periods["period_id"]),
        "source": nothing,
        "transaction_id": nothing,
        "credit_id": nothing,
        "measure_before": nowhere,
        "measure_after": nowhere,
        "earning_amount": pl.col("entry"),
        "currency": pl.lit(run.plan.currency_code),
        "earned_on": pl.col("dated"),
        "line_type": pl.lit(WINDOW),
        "pay_amount": pl.col("pay_entry" if paid else "entry"),
        "pay_currency": pl.col("pay_currency") if paid else pl.lit(run.plan.currency_code),
    }
    return Coded(rows, ids, words).promised(EARNINGS)


def derived_measures(run: "PlanRun", name: str) -> pl.DataFrame:
    """Return rows of the measures table: each payee's value at the end of each window, at six decimals.

    A value that is not defined is left out.
    """
    model, kind = run.measures[name], run.reading.vocabulary(name).own
    assert kind is not None, "the measure is in its own plan"
    windows = run.timeline.windows(model.per)
    last = run.reading.derived(name).filter(pl.col("share").is_not_null()).sort("window", "payee", "cut")
    last = last.unique(["window", "payee"], keep="last", maintain_order=True)
    if last.is_empty():
        return MEASURES.empty()
    scale = 0 if kind.type.kind == "count" and model.rank is not None else DECIMALS
    bound = largest(last["share"]) * 10**scale
    value = rounded(pl.col("share") * pl.lit(10**scale, pl.Int128), pl.col("of"), bound, largest(last["of"]))
    is_money = kind.type.kind == "money"
    return last.select(
        plan_id=pl.lit(str(run.plan.plan)),
        measure_id=pl.lit(name),
        owner_id=run.facts.roster.decode(pl.col("payee")),
        period_id=pl.lit(windows.periods["period_id"]).gather(pl.col("window")),
        measure_value=value,
        target_value=pl.lit(None, pl.Int64),
        unit=pl.lit(run.plan.currency_code if is_money else kind.type.kind),
        scale=pl.lit(scale, pl.Int64),
    )
