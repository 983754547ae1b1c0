"""What a plan's run hands out: credits, earnings and measures, credits and earnings in codes until somebody reads them.

``credits`` and ``earnings`` have a row per deal, payee and component; their texts are spelled out in ``words``.
"""

from typing import TYPE_CHECKING

import polars as pl

from attain.credits import CREDITS
from attain.credits.table import CREDIT_TYPES
from attain.earnings import EARNINGS, largest
from attain.measures import MEASURES
from attain.money import rounded
from attain.runs.measuring.measured import Measured
from attain.runs.words import Coded, spelled
from attain.sources.table import SOURCE_FILE

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

_LINE_TYPES = pl.Enum(["credit", "floor", "reversal", "true_up"])
_CREDIT_TYPES = pl.Enum(CREDIT_TYPES)
_OF_A_TRANSACTION = frozenset({"row", "measure_before", "measure_after"})  # a line of a whole window has none of them


def credits_of(run: "PlanRun", name: str) -> Coded:
    """Hand out the credits of a component.

    Amounts are differences of rounded running totals per payee and measure window.
    """
    standing = run.standing[name]
    measured = run.measured[run.measure_of(name)]
    unit = standing.credited.units["value"]
    finer = {side: unit.finer(side, run.digits) for side in ("pay", "quota")}
    rows = standing.rows.filter(~pl.col("is_back"))
    if max(finer.values()) > 1:
        rows = run.keyed(rows, measured, name)
    rows = rows.select(
        "row",
        "payee",
        "dated",
        pl.col("credit_type").cast(_CREDIT_TYPES),
        **{side: _rounded_running(rows, f"value.{side}", each, measured) for side, each in finer.items()},
    )
    source = standing.credited.transactions
    files = source.frame.get_column(SOURCE_FILE, default=None)
    words = {
        **_names(run, name),
        "credit_type": pl.col("credit_type").cast(pl.String),
        "credited_on": pl.col("dated"),
        "credit_amount": pl.col("pay"),
        "quota_amount": pl.col("quota"),
        "currency": pl.lit(run.plan.currency_code if unit.is_money else None, pl.String),
        "source": pl.lit(source.source.name),
        "source_file": pl.lit(source.source.file) if files is None else spelled("row", files),
        "source_line": pl.col("source_line"),
    }
    rows = rows.with_columns(source_line=source.frame["source_line"].gather(rows["row"]))
    return Coded(rows, _ids(run, source.frame["transaction_id"]), words).promised(CREDITS)


def _ids(run: "PlanRun", transaction_ids: pl.Series) -> dict[str, pl.Expr]:
    """The ids of a row, from its ``row`` and ``payee``; without a row there is no transaction."""
    return {"transaction_id": spelled("row", transaction_ids), "payee_id": spelled("payee", run.facts.roster.texts)}


def _names(run: "PlanRun", name: str) -> dict[str, pl.Expr]:
    """What says whose and which credit a row is; without a transaction there is no credit."""
    plan_id = str(run.plan.plan)
    return {
        "credit_id": pl.concat_str(pl.lit(f"{plan_id}.{name}/"), "transaction_id", pl.lit("/"), "payee_id"),
        "plan_id": pl.lit(plan_id),
        "component_id": pl.lit(name),
    }


def _rounded_running(rows: pl.DataFrame, column: str, finer: int, measured: Measured) -> pl.Expr:
    if finer == 1:
        return pl.col(column)
    bound = largest(rows[column]) * max(rows.height, 1)
    group = ["payee", "walk"] if measured.model.per != "transaction" else ["payee", "at"]
    running = pl.col(column).cum_sum().over(group)
    return rounded(running, finer, bound) - rounded(running - pl.col(column), finer, bound)


def earnings_of(run: "PlanRun", name: str, entries: pl.DataFrame) -> Coded:
    """Hand out the earnings of a component.

    Args:
        run: its plan.
        name: the component.
        entries: what each of its lines adds in each pay period.
    """
    source = run.standing[name].credited.transactions
    measured = run.measured[run.measure_of(name)]
    minor = measured.unit // run.pay_unit if measured.type.kind == "money" else 1
    is_window = pl.col("line_type") == "floor"
    is_change = (pl.col("line_type") == "credit") & ~pl.col("is_first")
    ratio = measured.kind == "ratio"
    is_plain = "pay_entry" not in entries.columns
    rows = entries.select(
        "payee",
        "cut",
        "entry",
        "dated",
        *([] if is_plain else ["pay_entry", "pay_currency"]),
        row=pl.when(~is_window).then("row"),
        line_type=pl.when(is_change).then(pl.lit("true_up")).otherwise("line_type").cast(_LINE_TYPES),
        measure_before=_measure_column("x0", is_window, minor, ratio=ratio),
        measure_after=_measure_column("x1", is_window, minor, ratio=ratio),
    )
    words = {
        **_names(run, name),
        "period_id": spelled("cut", run.timeline.pay_periods.periods["period_id"]),
        "source": pl.when(pl.col("row").is_not_null()).then(pl.lit(source.source.name)),
        "measure_before": pl.col("measure_before"),
        "measure_after": pl.col("measure_after"),
        "earning_amount": pl.col("entry"),
        "currency": pl.lit(run.plan.currency_code),
        "earned_on": pl.col("dated"),
        "line_type": pl.col("line_type").cast(pl.String),
        "pay_amount": pl.col("entry" if is_plain else "pay_entry"),
        "pay_currency": pl.lit(run.plan.currency_code) if is_plain else pl.col("pay_currency"),
    }
    coded = Coded(rows, _ids(run, source.frame["transaction_id"]), words)
    return coded.promised(EARNINGS, lacking=_OF_A_TRANSACTION)


def earned_by_period(run: "PlanRun", parts: list[Coded]) -> pl.DataFrame:
    """Add up what earnings in codes come to: ``payee_id``, ``period_id``, ``pay_currency`` and ``pay_amount``."""
    own = pl.lit(run.plan.currency_code)
    rows = [
        part.rows.select("payee", "cut", pay_entry="entry", pay_currency=own)
        if "pay_entry" not in part.rows.columns
        else part.rows.select("payee", "cut", "pay_entry", "pay_currency")
        for part in parts
    ]
    count = run.timeline.period_count
    key = pl.col("payee").cast(pl.Int64) * count + pl.col("cut")
    by = [key.alias("key"), pl.col("pay_currency")]
    sums = pl.concat([frame.group_by(by).agg(pl.col("pay_entry").sum()) for frame in rows])
    sums = sums.group_by("key", "pay_currency").agg(pay_amount=pl.col("pay_entry").sum())
    return sums.select(
        "pay_amount",
        "pay_currency",
        payee_id=run.facts.roster.decode(pl.col("key") // count),
        period_id=pl.lit(run.timeline.pay_periods.periods["period_id"]).gather(pl.col("key") % count),
    )


def _measure_column(side: str, is_window: pl.Expr, finer: int, *, ratio: bool) -> pl.Expr:
    if ratio:
        return pl.when(~is_window).then(pl.col(side)).cast(pl.Int64)
    value = rounded(pl.col(side), finer, 2**62) if finer > 1 else pl.col(side).cast(pl.Int64)
    return pl.when(~is_window).then(value)


def measures_of(run: "PlanRun", measured: Measured) -> pl.DataFrame:
    """Every measure as it stands at the end; measures of single transactions are not listed."""
    if measured.model.per == "transaction" or measured.feed.is_empty():
        return MEASURES.empty()
    walks = measured.feed.group_by("walk", maintain_order=True).agg(pl.col("owner", "window", "dated").first())
    last = pl.lit(run.timeline.period_count - 1, pl.Int32)
    walks = measured.at_end(walks.sort("owner", "window").with_columns(cut=last), "own")
    walks = walks.with_columns(payee=pl.col("owner").cast(pl.UInt32), x0=pl.lit(0), x1=pl.lit(0))
    target = pl.lit(None, pl.Int64)
    if measured.model.against is not None:
        walks = walks.with_columns(run.target_of(walks, measured).alias("target"))
        target = pl.col("target")
    is_money = measured.type.kind == "money"
    finer = measured.unit // run.pay_unit if is_money else 1
    value = pl.col("m.own.x")
    scale = len(str(measured.unit // finer)) - 1
    if measured.kind == "ratio":
        value, scale = rounded(value.cast(pl.Int128) * 10**6, pl.col("m.own.of"), 2**100, 2**62), 6
    elif finer > 1:
        value, target = rounded(value, finer, 2**62), rounded(target, finer, 2**62)
    owner = run.facts.roster.decode(pl.col("payee"))
    if str(measured.model.owner) != "payee":
        owner = pl.lit(measured.owners).gather(pl.col("owner"))
    windows = run.timeline.windows(measured.model.per)
    kind = "percent" if measured.kind == "ratio" else measured.type.kind
    return walks.select(
        plan_id=pl.lit(str(run.plan.plan)),
        measure_id=pl.lit(measured.name),
        owner_id=owner,
        period_id=pl.lit(windows.periods["period_id"]).gather(pl.col("window")),
        measure_value=value.cast(pl.Int64),
        target_value=target.cast(pl.Int64),
        unit=pl.lit(run.plan.currency_code if is_money else kind),
        scale=pl.lit(scale, pl.Int64),
    ).filter(pl.col("measure_value").is_not_null())
