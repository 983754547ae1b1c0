"""What commissions cost, and what they were paid for; and what of them is carried forward with its contracts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl

from attain.ledger.contract_costs import CostPolicy, cost_moves, costs_of

GROUPS = {"period": "period_id", "plan": "plan_id", "component": "component_id", "person": "payee_id"}
FLOWS = ("capitalised", "amortised", "reduced", "impaired")


@dataclass(frozen=True)
class CostRow:
    """A group's commissions and the credited sales that they were paid for, in minor units.

    Attributes:
        name: of the group.
        sales: credited directly, each deal once for each person.
        cost: earned.
    """

    name: str
    sales: int
    cost: int

    @property
    def rate(self) -> Fraction | None:
        """The cost as a share of the sales; None without any."""
        return Fraction(self.cost, self.sales) if self.sales else None


@dataclass(frozen=True)
class CarriedRow:
    """A period of what is carried forward, in minor units: it begins with what the one before ended with."""

    period_id: str
    opening: int
    flows: Mapping[str, int]

    @property
    def closing(self) -> int:
        """What is carried at its end."""
        return self.opening + self.flows["capitalised"] - sum(self.flows[name] for name in FLOWS[1:])


def cost_rows(tables: Mapping[str, pl.DataFrame], by: str, periods: Collection[str]) -> list[CostRow]:
    """Return what was earned beside the credited sales, by a group, in some periods.

    Args:
        tables: of a run.
        by: a key of GROUPS.
        periods: which.
    """
    column = GROUPS[by]
    earned = tables["earnings"].filter(pl.col("period_id").is_in(list(periods)))
    credited = tables["credits"].select("credit_id", "credit_type", "credit_amount", "source", "transaction_id")
    deals = earned.join(credited, on="credit_id", how="left").filter(pl.col("credit_type") == "direct")
    once = deals.unique(["source", "transaction_id", "payee_id", column], keep="first")
    sales = dict(once.group_by(column).agg(pl.col("credit_amount").sum()).iter_rows())
    costs = dict(earned.group_by(column).agg(pl.col("earning_amount").sum()).iter_rows())
    names = sorted({*sales, *costs}, key=str)
    return [CostRow(str(name), int(sales.get(name) or 0), int(costs.get(name) or 0)) for name in names]


def carried_forward(
    tables: Mapping[str, pl.DataFrame], components: Collection[str], *, months: int, until: date
) -> tuple[list[CarriedRow], pl.DataFrame]:
    """Carry the commissions of some components forward, each over its contract's benefit.

    Args:
        tables: of a run.
        components: those that are incremental costs of a contract, by the company's policy.
        months: how long the benefit of a contract lasts, from the day of its credit.
        until: the day after the last that is shown.

    Returns:
        The periods in order of time, and the moves: MOVES of each contract.
    """
    earned = tables["earnings"].filter(pl.col("component_id").is_in(list(components)) & pl.col("source").is_not_null())
    contracts = (
        earned.group_by("source", "transaction_id")
        .agg(pl.col("earned_on").min().alias("starts_on"))
        .with_columns(
            ends_before=pl.col("starts_on").dt.offset_by(f"{months}mo"), churned_on=pl.lit(None, dtype=pl.Date)
        )
    )
    costs, reductions = costs_of(earned, contracts)
    periods = tables["periods"].unique().filter(pl.col("starts_on") < until).sort("starts_on")
    moves = cost_moves(costs, reductions, periods, CostPolicy(per="month"))
    sums = moves.group_by("period_id", "flow").agg(pl.col("move_amount").sum())
    known = {(period, flow): int(worth) for period, flow, worth in sums.iter_rows()}
    rows: list[CarriedRow] = []
    for period in periods["period_id"].to_list():
        opening = rows[-1].closing if rows else 0
        rows.append(CarriedRow(period, opening, {flow: known.get((period, flow), 0) for flow in FLOWS}))
    return rows, moves
