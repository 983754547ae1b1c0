"""The benchmark's plans as one hand-written Polars query: ``python bench/by_hand.py FOLDER OUT``.

It reads the same files as Attain and writes the same credits and earnings. What the plans say stands here as code:
shares by largest remainder, running totals per quarter in the order of date and deal, each total rounded half away from
zero once. It knows these plans and these files only; it checks nothing and explains nothing.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

EXECUTIVE, MANAGER, DIRECTOR = "Account Executive", "Sales Manager", "Sales Director"
WHOLE = 10_000  # a share of 100 %
CAP = 750_000
MONTHS = pl.Series([f"2026-{month:02d}" for month in range(1, 13)])


def main(folder: Path, out: Path) -> None:
    """Read the files of a workspace and write credits and earnings."""
    read = {name: pl.scan_parquet(folder / "data" / f"{name}.parquet") for name in ("splits", "roster", "targets")}
    ids = pl.Enum(read["roster"].select(pl.col("payee").unique().sort()).collect().to_series())
    deals = deals_in_order(folder, ids)
    roster = read["roster"].select(
        pl.col("payee", "manager").cast(ids),
        "title",
        starts_on=pl.col("from").fill_null(date.min),
        ends_before=pl.col("before").fill_null(date.max),
    )
    quota = read["targets"].select(
        pl.col("payee").cast(ids), quarter=pl.col("period").str.tail(1).cast(pl.Int8), quota=_integer("amount", 100)
    )
    parts = in_force(shared(deals, read["splits"].with_columns(pl.col("payee").cast(ids))), roster)
    owned = in_force(deals.rename({"owner": "payee"}), roster).with_columns(credit="amount")
    executives = parts.filter(pl.col("title") == EXECUTIVE)
    lines = pl.concat(
        [
            new_business(executives.filter(pl.col("type") == "New Business"), quota),
            long_terms(owned.filter((pl.col("title") == EXECUTIVE) & (pl.col("term_months") >= 24))),
            renewals(executives.filter(pl.col("type") == "Renewal")),
            override(rolled_up(parts, roster)),
        ]
    ).collect()
    out.mkdir(parents=True, exist_ok=True)
    tables = written(lines.lazy())
    pl.collect_all([table.sink_parquet(out / f"{name}.parquet", lazy=True) for name, table in tables.items()])


def deals_in_order(folder: Path, ids: pl.Enum) -> pl.LazyFrame:
    """Every deal in the order of date and id; ``at`` is its place."""
    read = pl.scan_parquet(folder / "data/deals.parquet", row_index_name="line")
    named = read.select(
        "deal_id",
        "close_date",
        pl.col("owner").cast(ids),
        "type",
        "term_months",
        amount=_integer("amount", 100),
        source_line=pl.col("line").cast(pl.Int64) + 2,
        quarter=pl.col("close_date").dt.quarter(),
    )
    return named.sort("close_date", "deal_id").with_row_index("at")


def shared(deals: pl.LazyFrame, splits: pl.LazyFrame) -> pl.LazyFrame:
    """Share each deal's cents out to its payees: largest remainder, ties to the first payee."""
    parts = splits.with_columns(share=_integer("share", WHOLE)).join(deals.drop("owner"), on="deal_id")
    single = parts.filter(pl.col("share") == WHOLE).with_columns(credit="amount")
    split = parts.filter(pl.col("share") != WHOLE).with_columns(product=pl.col("amount").abs() * pl.col("share"))
    split = split.with_columns(part=pl.col("product") // WHOLE, rest=pl.col("product") % WHOLE)
    split = split.sort("at", "rest", "payee", descending=[False, True, False])
    spare = pl.col("amount").abs() - pl.col("part").sum().over("at")
    is_rounded_up = pl.int_range(pl.len()).over("at") < spare
    split = split.with_columns(credit=(pl.col("part") + is_rounded_up) * pl.col("amount").sign())
    return pl.concat([single, split.drop("product", "part", "rest")]).drop("share")


def in_force(rows: pl.LazyFrame, roster: pl.LazyFrame) -> pl.LazyFrame:
    """Add the title and manager that a payee had on the day of the deal."""
    found = rows.join(roster, on="payee")
    return found.filter(pl.col("close_date").is_between("starts_on", "ends_before", closed="left")).drop(
        "starts_on", "ends_before"
    )


def rolled_up(parts: pl.LazyFrame, roster: pl.LazyFrame) -> pl.LazyFrame:
    """Credit managers and their managers with the whole deal, each of them once."""
    first = parts.filter(pl.col("manager").is_not_null()).with_columns(payee="manager", credit="amount")
    first = in_force(first.drop("title", "manager"), roster)
    second = first.filter(pl.col("manager").is_not_null()).with_columns(payee="manager")
    second = in_force(second.drop("title", "manager"), roster)
    return pl.concat([first, second]).unique(["at", "payee"])


def new_business(credits_: pl.LazyFrame, quota: pl.LazyFrame) -> pl.LazyFrame:
    """5 % of new business, 8 % above half of the quota, 12 % above all of it, 15 % above 125 %."""
    rows = walked(credits_, pl.col("credit")).join(quota, on=["payee", "quarter"], how="left")
    goal = pl.col("quota")

    def paid(x: pl.Expr) -> pl.Expr:
        above = [(pl.max_horizontal(4 * x - quarters * goal, 0), more) for quarters, more in ((2, 3), (4, 4), (5, 3))]
        return half_away(20 * x + pl.sum_horizontal(length * more for length, more in above), 400)

    return _component(rows, paid, plan="account_executive", name="new_business", kind="split")


def long_terms(credits_: pl.LazyFrame) -> pl.LazyFrame:
    """25 per deal of two years or more."""
    return _component(
        walked(credits_, pl.lit(1)), lambda x: x * 2500, plan="account_executive", name="long_terms", kind="direct"
    )


def renewals(credits_: pl.LazyFrame) -> pl.LazyFrame:
    """2 % of renewals, at most 7,500 a quarter."""

    def paid(x: pl.Expr) -> pl.Expr:
        return half_away((2 * x).clip(-100 * CAP, 100 * CAP), 100)

    return _component(walked(credits_, pl.col("credit")), paid, plan="account_executive", name="renewals", kind="split")


def override(credits_: pl.LazyFrame) -> pl.LazyFrame:
    """0.5 % for managers and 0.1 % for directors."""
    tenths = pl.when(pl.col("title") == MANAGER).then(5).when(pl.col("title") == DIRECTOR).then(1).otherwise(0)
    rows = walked(credits_, pl.col("credit")).with_columns(tenths=tenths)
    return _component(
        rows, lambda x: half_away(x * pl.col("tenths"), 1000), plan="manager", name="override", kind="rollup"
    )


def walked(rows: pl.LazyFrame, step: pl.Expr) -> pl.LazyFrame:
    """Add the running total per payee and quarter before and after each credit."""
    rows = rows.with_columns(step=step.cast(pl.Int64))
    rows = rows.with_columns(after=pl.col("step").cum_sum().over("payee", "quarter", order_by="at"))
    return rows.with_columns(before=pl.col("after") - pl.col("step"))


def half_away(top: pl.Expr, bottom: int) -> pl.Expr:
    """Divide and round half away from zero, in integers."""
    return (top.abs() * 2 + bottom) // (bottom * 2) * top.sign()


def _component(
    rows: pl.LazyFrame, paid: Callable[[pl.Expr], pl.Expr], *, plan: str, name: str, kind: str
) -> pl.LazyFrame:
    earned = paid(pl.col("after")) - paid(pl.col("before"))
    return rows.select(
        "deal_id",
        "payee",
        "close_date",
        "source_line",
        "credit",
        "before",
        "after",
        earned=earned,
        plan_id=pl.lit(plan),
        component_id=pl.lit(name),
        credit_type=pl.lit(kind),
    )


def written(lines: pl.LazyFrame) -> dict[str, pl.LazyFrame]:
    """Put text ids back and name the columns as Attain's output does."""
    payee, deal = pl.col("payee").cast(pl.String), pl.col("deal_id")
    credit_id = pl.concat_str("plan_id", pl.lit("."), "component_id", pl.lit("/"), deal, pl.lit("/"), payee)
    ids = {"credit_id": credit_id, "transaction_id": deal, "payee_id": payee}
    alike = {"currency": pl.lit("USD"), "source": pl.lit("deals")}
    credits_ = {
        "credited_on": pl.col("close_date"),
        "credit_amount": pl.col("credit"),
        "quota_amount": pl.col("credit"),
        "source_file": pl.lit("data/deals.parquet"),
    }
    earnings = {
        "period_id": pl.lit(MONTHS).gather(pl.col("close_date").dt.month() - 1),
        "measure_before": pl.col("before"),
        "measure_after": pl.col("after"),
        "earning_amount": pl.col("earned"),
        "earned_on": pl.col("close_date"),
        "line_type": pl.lit("credit"),
        "pay_amount": pl.col("earned"),
        "pay_currency": pl.lit("USD"),
    }
    return {
        "credits": lines.select("plan_id", "component_id", "credit_type", "source_line", **ids, **alike, **credits_),
        "earnings": lines.select("plan_id", "component_id", **ids, **alike, **earnings),
    }


def _integer(column: str, unit: int) -> pl.Expr:
    return (pl.col(column) * unit).cast(pl.Int64)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
