"""A plan over the same facts in another order of deals: for asking whether a total depends on it.

Deals change places only inside their pay period, so what is known when stays as it is; what is taken back stays behind
what is given.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from attain.runs.inputs.facts import Findings
from attain.runs.measuring.feeding import Feeding

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun


def in_other_order(run: "PlanRun", ranks: pl.DataFrame) -> "PlanRun":
    """Return a prepared plan whose deals come in the order of their ranks.

    Args:
        run: a prepared plan.
        ranks: ``transaction`` and ``rank``, one row for each; transactions without a rank come last.
    """
    events = pl.concat([s.rows.select("at", "period", "is_back", "transaction") for s in run.standing.values()])
    events = events.unique().join(ranks, on="transaction", how="left")
    events = events.sort("period", "is_back", "rank", "at", nulls_last=True, maintain_order=True)
    places = events.select("at", _place=pl.int_range(pl.len(), dtype=pl.Int64))
    standing = {
        rule: made.with_rows(
            made.rows.join(places, on="at", how="left")
            .with_columns(at=pl.col("_place"))
            .drop("_place")
            .sort("at", "line", maintain_order=True)
        )
        for rule, made in run.standing.items()
    }
    other = replace(run, findings=Findings(), standing=standing, measured={})
    for name in run.measured:  # what is worked out of other measures is not fed
        other.measured[name] = Feeding(other).measured(name)
    return other
