"""calculate(facts, plans): earnings and payments, and every table on the way. No clock, no database, no network.

Same facts and plans, same tables, whatever the order of rows and the number of threads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from attain.credits import CREDITS
from attain.diagnostics import Diagnostic, has_errors, in_order
from attain.earnings import EARNINGS, largest
from attain.measures import MEASURES
from attain.money import TooLarge, proved_sum, rounded
from attain.money.problems import TOO_LARGE
from attain.payments import PAYMENTS
from attain.periods import PERIODS
from attain.plans.model import Plan
from attain.runs.checking import crossing_plans
from attain.runs.earning.releasing import flows
from attain.runs.inputs.facts import Facts, Findings
from attain.runs.invariants import payments_tie
from attain.runs.measuring.measured import Measured
from attain.runs.paying import Account, account, settled
from attain.runs.planning import PlanRun
from attain.targets import TargetTable

TABLES = {t.name: t for t in (CREDITS, MEASURES, EARNINGS, PAYMENTS, PERIODS)}


@dataclass(frozen=True)
class Results:
    """What a calculation found.

    Attributes:
        tables: ``credits, measures, earnings, payments, periods`` by name; empty when there are errors.
        diagnostics: every problem, in order of place.
        runs: the plans as they were run, for questions about a number.
    """

    tables: dict[str, pl.DataFrame]
    diagnostics: list[Diagnostic]
    runs: dict[str, PlanRun] = field(default_factory=dict[str, PlanRun])

    @property
    def is_usable(self) -> bool:
        """Whether there are no errors."""
        return not has_errors(self.diagnostics)


def calculate(facts: Facts, plans: Sequence[Plan], targets: TargetTable) -> Results:
    """Calculate plans.

    Args:
        facts: what is known.
        plans: the plans, in any order.
        targets: the workspace's target table.
    """
    findings = Findings()
    runs = {
        str(plan.plan): PlanRun(plan, facts, targets, findings) for plan in sorted(plans, key=lambda p: str(p.plan))
    }
    made: list[dict[str, pl.DataFrame]] = []
    accounts: list[Account] = []
    for run in runs.values():
        try:
            run.prepare()
            if has_errors(findings.found):
                continue
            tables, money = _of_plan(run)
            made.append(tables)
            accounts.append(account(run, money))
        except TooLarge as error:
            findings.add(_too_large(run, str(error)))
        except pl.exceptions.InvalidOperationError as error:
            findings.add(_overflowed(run, error))
    findings.add(*crossing_plans(runs))
    if has_errors(findings.found):
        return Results({}, in_order(findings.found), runs)
    payments = _payments(accounts, facts, findings)
    if has_errors(findings.found):
        return Results({}, in_order(findings.found), runs)
    joined = {name: pl.concat([m[name] for m in made]) for name in ("credits", "measures", "earnings")}
    joined |= {"payments": payments, "periods": _periods(runs)}
    payments_tie(joined["earnings"], payments)
    return Results({n: TABLES[n].checked(f) for n, f in joined.items()}, in_order(findings.found), runs)


def _of_plan(run: PlanRun) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    earnings = [EARNINGS.empty()]
    money: list[pl.DataFrame] = []
    for name in run.components:
        entries = run.component_run(name).entries()
        proved_sum(entries["entry"], f"what '{name}' earns")
        earnings.append(_earnings(run, name, entries))
        money.append(flows(entries, run.parts[name], run.timeline))
    credited = [_credits(run, name) for name in run.components]
    measured = [MEASURES.empty(), *(_measures(run, found) for found in run.measured.values())]
    tables = {"credits": pl.concat(credited), "measures": pl.concat(measured), "earnings": pl.concat(earnings)}
    return tables, pl.concat(money).group_by("payee", "period").agg(pl.all().sum())


def _too_large(run: PlanRun, what: str) -> Diagnostic:
    fix = "check the sources and the plan for amounts that are far too large"
    return Diagnostic.of(TOO_LARGE, run.plan.place, what, fix)


def _overflowed(run: PlanRun, error: pl.exceptions.InvalidOperationError) -> Diagnostic:
    """Say what an exact 128-bit amount means that is too large for a 64-bit column; Polars refuses, it never wraps.

    A bound that rules this out beforehand would also refuse plans whose amounts are far below it.

    Raises:
        InvalidOperationError: it is about something else.
    """
    if "from `i128` to `i64` failed" not in str(error):
        raise error
    return _too_large(run, f"an amount of '{run.plan.plan}' is larger than 64 bits hold")


def _credits(run: PlanRun, name: str) -> pl.DataFrame:
    """The credits of a component; amounts are differences of rounded running totals per payee and measure window."""
    standing = run.standing[name]
    measured = run.measured[run.measure_of(name)]
    rows = run.keyed(standing.rows.filter(~pl.col("is_back")), measured, name)
    unit = standing.credited.units["value"]
    minor = run.pay_unit if unit.is_money else unit.per_natural
    rows = rows.with_columns(
        _rounded_running(rows, f"value.{side}", unit.per_natural // minor if unit.is_money else 1, measured).alias(side)
        for side in ("pay", "quota")
    )
    source = standing.credited.transactions
    plan_id, decoded = str(run.plan.plan), run.facts.roster.decode(pl.col("payee"))
    rows = rows.with_columns(transaction_id=source.gathered(rows, "transaction_id"), payee_id=decoded)
    prefix = pl.lit(f"{plan_id}.{name}/")
    return rows.select(
        credit_id=pl.concat_str(prefix, "transaction_id", pl.lit("/"), "payee_id"),
        plan_id=pl.lit(plan_id),
        component_id=pl.lit(name),
        transaction_id="transaction_id",
        payee_id="payee_id",
        credit_type="credit_type",
        credited_on="dated",
        credit_amount="pay",
        quota_amount="quota",
        currency=pl.lit(run.plan.currency_code if unit.is_money else None, pl.String),
        source=pl.lit(source.source.name),
        source_file=pl.lit(source.source.file),
        source_line=pl.lit(source.frame["source_line"]).gather(pl.col("row")),
    )


def _rounded_running(rows: pl.DataFrame, column: str, finer: int, measured: Measured) -> pl.Expr:
    if finer == 1:
        return pl.col(column)
    bound = largest(rows[column]) * max(rows.height, 1)
    group = ["payee", "walk"] if measured.model.per != "transaction" else ["payee", "at"]
    running = pl.col(column).cum_sum().over(group)
    return rounded(running, finer, bound) - rounded(running - pl.col(column), finer, bound)


def _earnings(run: PlanRun, name: str, entries: pl.DataFrame) -> pl.DataFrame:
    source = run.standing[name].credited.transactions
    measured = run.measured[run.measure_of(name)]
    minor = measured.unit // run.pay_unit if measured.type.kind == "money" else 1
    plan_id = str(run.plan.plan)
    periods = pl.lit(run.timeline.pay_periods.periods["period_id"])
    is_window = pl.col("line_type") == "floor"
    transaction = pl.when(~is_window).then(pl.lit(source.frame["transaction_id"]).gather(pl.col("row")))
    rows = entries.with_columns(transaction_id=transaction, payee_id=run.facts.roster.decode(pl.col("payee")))
    is_change = (pl.col("line_type") == "credit") & ~pl.col("is_first")
    prefix = pl.lit(f"{plan_id}.{name}/")
    rows = (
        rows.sort("cut", "at_order", "line_type", "line", maintain_order=True) if "at_order" in rows.columns else rows
    )
    ratio = measured.kind == "ratio"
    return rows.select(
        payee_id="payee_id",
        plan_id=pl.lit(plan_id),
        component_id=pl.lit(name),
        period_id=periods.gather(pl.col("cut")),
        source=pl.when(~is_window).then(pl.lit(source.source.name)),
        transaction_id="transaction_id",
        credit_id=pl.concat_str(prefix, "transaction_id", pl.lit("/"), "payee_id"),
        measure_before=_measure_column("x0", is_window, minor, ratio=ratio),
        measure_after=_measure_column("x1", is_window, minor, ratio=ratio),
        earning_amount="entry",
        currency=pl.lit(run.plan.currency_code),
        earned_on="dated",
        line_type=pl.when(is_change).then(pl.lit("true_up")).otherwise("line_type"),
    )


def _measure_column(side: str, is_window: pl.Expr, finer: int, *, ratio: bool) -> pl.Expr:
    if ratio:
        return pl.when(~is_window).then(pl.col(side)).cast(pl.Int64)
    value = rounded(pl.col(side), finer, 2**62) if finer > 1 else pl.col(side).cast(pl.Int64)
    return pl.when(~is_window).then(value)


def _measures(run: PlanRun, measured: Measured) -> pl.DataFrame:
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


def _payments(accounts: list[Account], facts: Facts, findings: Findings) -> pl.DataFrame:
    groups: dict[tuple[str, str], list[Account]] = {}
    for one in accounts:
        plan = one.plan_run.plan
        groups.setdefault((plan.currency_code, plan.pay_period), []).append(one)
    frames = [PAYMENTS.empty()]
    for (currency, _), members in sorted(groups.items()):
        found = settled(members, findings)
        named = found.with_columns(
            payee_id=facts.roster.decode(pl.col("payee")), pay_run=pl.lit("regular"), currency=pl.lit(currency)
        )
        frames.append(named.select(PAYMENTS.names))
    return pl.concat(frames)


def _periods(runs: dict[str, PlanRun]) -> pl.DataFrame:
    """Every pay period and every window of a measure, in order of time."""
    frames = [PERIODS.empty()]
    for run in runs.values():
        frames.append(run.timeline.pay_periods.periods)
        frames += [
            run.timeline.windows(m.model.per).periods for m in run.measured.values() if m.model.per != "transaction"
        ]
    return pl.concat(frames).unique().sort("starts_on", "ends_before", "period_id")
