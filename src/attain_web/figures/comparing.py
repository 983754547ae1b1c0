"""Two runs compared: who earns more or less, and by which cause; and what a run was made of and gave."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from attain.questions.diff import Difference, State, difference
from attain_web.actions.acting import ENGINE
from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.kept import Kept
from attain_web.figures.opened import opened_run
from attain_web.store.models import Run, StepTaken

MOST_KEPT = 8
_COMPARED: Kept[tuple[str, str, str], Difference] = Kept(MOST_KEPT)
CAUSES: Mapping[str, str] = {
    "engine": "Another version of Attain",
    "exchange rate": "Exchange rates",
    "roster": "The roster: who held which title, manager and plan",
    "target": "Targets",
    "plan": "Plans",
    "order": "The order of deals",
    "data": "Deals: new, changed or gone",
    "adjustment": "Adjustments by hand",
}


@dataclass(frozen=True)
class PeriodSums:
    """What a run gave in a pay period and currency, in minor units."""

    period_id: str
    currency: str
    payee_count: int
    earned: int
    paid: int


def compared(workspace: Path, before: Run, after: Run) -> Difference:
    """Compare two runs, each made again from what it named."""
    key = (str(workspace.resolve()), before.run_id, after.run_id)

    def find() -> Difference:
        return difference(*(State(opened_run(workspace, run).opened) for run in (before, after)))

    return _COMPARED.found(key, find)


def named_cause(cause: str) -> str:
    """Write a cause out; causes that cannot be told apart stand together."""
    return " and ".join(CAUSES.get(one, one) for one in cause.split(" and "))


def run_before(run: Run) -> Run | None:
    """Return the run that was made before another; None for the first."""
    return Run.objects.using(ENGINE).filter(made_at__lt=run.made_at).order_by("-made_at").first()


def sums_of(workspace: Path, run: Run) -> list[PeriodSums]:
    """Return what a run gave, by pay period in order of time and currency."""
    tables = stored_tables(workspace, run)
    starts = tables["periods"].select("period_id", "starts_on").unique()
    sums = (
        tables["payments"]
        .group_by("period_id", "currency")
        .agg(pl.col("payee_id").n_unique().cast(pl.Int64).alias("payee_count"), pl.col("earned", "paid").sum())
    )
    rows = sums.join(starts, on="period_id", how="left").sort("starts_on", "period_id", "currency")
    return [PeriodSums(*row) for row in rows.drop("starts_on").iter_rows()]


def standing_on(run: Run) -> list[str]:
    """Return the periods whose last step has the figures of a run."""
    steps = StepTaken.objects.using(ENGINE).filter(thing="period").order_by("thing_id", "-number").distinct("thing_id")
    return sorted(step.thing_id for step in steps if step.run_id == run.run_id)
