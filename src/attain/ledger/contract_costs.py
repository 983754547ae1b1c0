"""Commissions carried forward with their contracts (ASC 340-40, IFRS 15): capitalised, amortised, reduced, impaired.

What is carried at a day follows from the last event before it: R x (1 - elapsed / left), rounded once, where R was
carried after the event. Whatever a period did not capitalise, reduce or impair it amortised, so a contract always adds
up. 30,000 over 36 months: 10,000 a year. After 12 months 5,000 is clawed back: 20,000 - 5,000 = 15,000 over 24 months.
Source: docs/behaviours/contract_costs.md. Oracle: tests/oracle/contract_costs.py.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from attain.ledger.moves import summed
from attain.ledger.table import KEY
from attain.money import allocate, largest, rounded
from attain.tables import Column, Table

CONTRACT = ("payee_id", "currency", "plan_id", "component_id", "source", "transaction_id")
_CONTRACT = (
    Column("payee_id", pl.String, "", "whose commission it was"),
    Column("currency", pl.String, "ISO 4217", "of the amount"),
    Column("plan_id", pl.String, "", "the plan", nullable=True),
    Column("component_id", pl.String, "", "the component", nullable=True),
    Column("source", pl.String, "", "the source of the contract"),
    Column("transaction_id", pl.String, "", "the contract"),
)

CONTRACT_COSTS = Table(
    name="contract_costs",
    grain="what one contract cost in commission for one payee and component",
    key=CONTRACT,
    columns=(
        *_CONTRACT,
        Column("cost_amount", pl.Int64, "minor units", "the commission, above 0"),
        Column("capitalised_on", pl.Date, "", "when it was earned"),
        Column("starts_on", pl.Date, "", "the first day of its benefit"),
        Column("ends_before", pl.Date, "", "the day after the last"),
        Column("churned_on", pl.Date, "", "the first day on which the contract is gone", nullable=True),
    ),
)

COST_REDUCTIONS = Table(
    name="contract_cost_reductions",
    grain="what was clawed back of one contract cost on one day",
    key=(*CONTRACT, "reduced_on"),
    columns=(
        *_CONTRACT,
        Column("reduced_on", pl.Date, "", "when it was clawed back"),
        Column("reduced_amount", pl.Int64, "minor units", "above 0"),
    ),
)


@dataclass(frozen=True)
class CostPolicy:
    """How contract costs are carried.

    Attributes:
        per: amortised by day, or by month: the month of the first day counts as a whole.
        expenses_one_year: the practical expedient: a benefit of a year or less is not carried at all.
    """

    per: Literal["day", "month"] = "day"
    expenses_one_year: bool = True


def cost_moves(
    costs: pl.DataFrame, reductions: pl.DataFrame, periods: pl.DataFrame, policy: CostPolicy
) -> pl.DataFrame:
    """Find what should stand of contract costs.

    Args:
        costs: CONTRACT_COSTS.
        reductions: COST_REDUCTIONS; more than what is carried reduces it to 0, and the rest stays in expense.
        periods: a PERIODS frame of one unit: the accounting periods that are wanted, in any order.
        policy: how costs are carried.

    Returns:
        MOVES of the flows ``capitalised``, ``amortised``, ``reduced`` and ``impaired``.
    """
    carried = _carried(CONTRACT_COSTS.checked(costs), policy)
    segments, events = _segments(carried, COST_REDUCTIONS.checked(reductions), policy)
    begun = carried.select(*CONTRACT, on="capitalised_on", flow=pl.lit("capitalised"), move_amount="cost_amount")
    dated = pl.concat([begun, events])
    within = dated.join_where(periods, pl.col("on") >= pl.col("starts_on"), pl.col("on") < pl.col("ends_before"))
    moved = within.select(*CONTRACT, "period_id", "flow", "move_amount")
    ends = [_standing_at(segments, periods, side, policy) for side in ("starts_on", "ends_before")]
    sides = pl.concat([ends[0], ends[1].with_columns(carried=0 - pl.col("carried"))])
    change = sides.select(*CONTRACT, "period_id", move_amount="carried")
    sign = pl.when(pl.col("flow") == "capitalised").then(1).otherwise(-1)
    rest = pl.concat([change, moved.select(*CONTRACT, "period_id", move_amount=pl.col("move_amount") * sign)])
    amortised = rest.group_by(*CONTRACT, "period_id").agg(pl.col("move_amount").sum())
    every = pl.concat([moved, amortised.with_columns(flow=pl.lit("amortised")).select(moved.columns)])
    return summed(every.with_columns(line_type=pl.lit(None, pl.String)).select(*KEY, "move_amount"))


def _carried(costs: pl.DataFrame, policy: CostPolicy) -> pl.DataFrame:
    """Leave out what is expensed at once; number the contracts and measure their benefit."""
    starts, ends = pl.col("starts_on"), pl.col("ends_before")
    kept = costs.filter((ends > starts) & (pl.col("cost_amount") > 0))
    if policy.expenses_one_year:
        kept = kept.filter(pl.col("ends_before") > pl.col("starts_on").dt.offset_by("1y"))
    return kept.with_row_index("contract").with_columns(
        whole=pl.max_horizontal(_elapsed(ends, policy), pl.lit(1, pl.Int64))
    )


def _elapsed(day: pl.Expr, policy: CostPolicy) -> pl.Expr:
    """Days, or months begun, from the start of the benefit to a day; before its start none."""
    start = pl.col("starts_on")
    if policy.per == "day":
        passed = (day - start).dt.total_days()
    else:
        months = (day.dt.year() - start.dt.year()) * 12 + day.dt.month().cast(pl.Int32) - start.dt.month()
        passed = months.cast(pl.Int64)
    return pl.max_horizontal(passed, pl.lit(0, pl.Int64))


def _value_at(day: pl.Expr, policy: CostPolicy, *, most: int) -> pl.Expr:
    """What is carried at the start of a day, from ``base`` carried at ``elapsed``."""
    left = pl.max_horizontal(pl.col("whole") - pl.col("elapsed"), pl.lit(1, pl.Int64))
    passed = pl.min_horizontal(_elapsed(day, policy), pl.col("whole")) - pl.col("elapsed")
    passed = pl.max_horizontal(passed, pl.lit(0, pl.Int64))
    longest = 10**6  # days; a benefit of 2,700 years
    used = rounded(pl.col("base").cast(pl.Int128) * passed, left, most * longest, longest)
    return pl.col("base") - used


def _segments(carried: pl.DataFrame, reductions: pl.DataFrame, policy: CostPolicy) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Walk each contract from event to event.

    Returns:
        One row per stretch without events (``contract``, ``from_on``, ``base``, ``elapsed``, ``starts_on``, ``whole``),
        and the events as ``flow``, ``on``, ``move_amount``.
    """
    most = largest(carried["cost_amount"])
    first = carried.select(
        "contract",
        *CONTRACT,
        "starts_on",
        "whole",
        base=pl.col("cost_amount"),
        elapsed=pl.lit(0, pl.Int64),
        from_on=pl.col("capitalised_on"),
    )
    waiting = _events_of(carried, reductions)
    stretches, events = [first], [_as_events(waiting.clear().with_columns(move_amount=pl.lit(0, pl.Int64)))]
    last = first
    for step in range(largest(waiting["step"]) + 1):
        due = waiting.filter(pl.col("step") == step).join(
            last.drop(CONTRACT).rename({"from_on": "since"}), on="contract"
        )
        value = _value_at(pl.col("on"), policy, most=most)
        due = due.with_columns(value=value)
        gone = pl.when(pl.col("flow") == "impaired").then("value").otherwise(pl.min_horizontal("value", "asked"))
        due = due.with_columns(move_amount=gone)
        events.append(_as_events(due))
        passed = pl.min_horizontal(_elapsed(pl.col("on"), policy), pl.col("whole"))
        last = due.with_columns(base=pl.col("value") - pl.col("move_amount"), elapsed=passed, from_on=pl.col("on"))
        last = last.select(first.columns)
        stretches.append(last)
    return pl.concat(stretches), pl.concat(events)


def _events_of(carried: pl.DataFrame, reductions: pl.DataFrame) -> pl.DataFrame:
    """Number the reductions and the end of each contract in order; a reduction comes before the end of the same day."""
    named = carried.select("contract", *CONTRACT, "churned_on", "capitalised_on")
    cut = reductions.join(named, on=CONTRACT, nulls_equal=True).select(
        "contract",
        *CONTRACT,
        on=pl.max_horizontal("reduced_on", "capitalised_on"),
        flow=pl.lit("reduced"),
        asked="reduced_amount",
        place=pl.lit(0),
    )
    cut = cut.group_by("contract", *CONTRACT, "on", "flow", "place").agg(pl.col("asked").sum())
    ended = named.filter(pl.col("churned_on").is_not_null()).select(
        "contract",
        *CONTRACT,
        on=pl.max_horizontal("churned_on", "capitalised_on"),
        flow=pl.lit("impaired"),
        asked=pl.lit(0, pl.Int64),
        place=pl.lit(1),
    )
    every = pl.concat([cut.select(ended.columns), ended]).sort("contract", "on", "place", maintain_order=True)
    return every.with_columns(step=pl.int_range(pl.len()).over("contract"))


def _as_events(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(*CONTRACT, "on", "flow", "move_amount")


def _standing_at(segments: pl.DataFrame, periods: pl.DataFrame, side: str, policy: CostPolicy) -> pl.DataFrame:
    """What is carried at one end of each period: ``carried`` by contract and period, nothing before it is capitalised.

    An event on the first day of a period belongs to the period, so it does not count at its start.
    """
    days = periods.select("period_id", day=side).sort("day")
    contracts = segments.select("contract").unique().join(days, how="cross").sort("day")
    known = segments.with_row_index("number").sort("from_on", "number")
    found = contracts.join_asof(
        known, left_on="day", right_on="from_on", by="contract", allow_exact_matches=False, check_sortedness=False
    )
    found = found.filter(pl.col("base").is_not_null())
    value = _value_at(pl.col("day"), policy, most=largest(segments["base"]))
    return found.select(*CONTRACT, "period_id", carried=value)


def costs_of(earnings: pl.DataFrame, contracts: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read contract costs from earnings.

    Args:
        earnings: EARNINGS of the components that are incremental costs of a contract.
        contracts: ``source``, ``transaction_id``, ``starts_on``, ``ends_before`` and ``churned_on``, one row each.

    Returns:
        CONTRACT_COSTS of what was earned, on the first day of it, and COST_REDUCTIONS of what was taken back.
    """
    known = earnings.join(contracts, on=["source", "transaction_id"])
    is_back = pl.col("earning_amount") < 0
    dates = ("starts_on", "ends_before", "churned_on")
    costs = (
        known.filter(~is_back)
        .group_by(CONTRACT)
        .agg(
            pl.col("earning_amount").sum().alias("cost_amount"),
            pl.col("earned_on").min().alias("capitalised_on"),
            pl.col(dates).first(),
        )
    )
    back = known.filter(is_back).group_by(*CONTRACT, reduced_on="earned_on")
    taken = back.agg(reduced_amount=0 - pl.col("earning_amount").sum())
    return CONTRACT_COSTS.checked(costs.filter(pl.col("cost_amount") > 0)), COST_REDUCTIONS.checked(taken)


def allocated(bonuses: pl.DataFrame, credits_given: pl.DataFrame) -> pl.DataFrame:
    """Share bonuses of a period out to the contracts they were earned with, by credit, to the last minor unit.

    Args:
        bonuses: ``bonus`` (a number of its own), ``bonus_amount`` (Int64 minor units).
        credits_given: ``bonus``, ``source``, ``transaction_id``, ``credit_amount`` (Int64), in the order in which ties
            are broken; credits of 0 or less get nothing.

    Returns:
        ``bonus``, ``source``, ``transaction_id`` and ``cost_amount``; a bonus without credits stays in expense.
    """
    rows = credits_given.filter(pl.col("credit_amount") > 0).join(bonuses, on="bonus", maintain_order="left")
    rows = rows.with_columns(whole=pl.col("credit_amount").sum().over("bonus"))
    cost = allocate(rows, group="bonus", shared="bonus_amount", share="credit_amount", whole="whole")
    return rows.select("bonus", "source", "transaction_id", cost.alias("cost_amount"))
