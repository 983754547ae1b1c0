"""What another version of the engine changes in closed periods: shown, and approved by another before it is posted.

A run names the engine that made it. Where the last posted run was made by another, what cannot be told by new facts or
plans is the engine's. Those differences of closed periods are one list, known by its hash: who approved that list
approved no other.
"""

from dataclasses import dataclass
from hashlib import sha256

import polars as pl

from attain.ledger import DIFFERENCES
from attain.lifecycles import ENGINE_CHANGE
from attain_web.actions.stepping import Thing
from attain_web.store.models import Run

CAUSE = "engine"


@dataclass(frozen=True)
class EngineChange:
    """What another engine changes in closed periods.

    Attributes:
        before, after: the versions.
        differences: DIFFERENCES of closed periods that are the engine's; empty where it changes none.
    """

    before: str
    after: str
    differences: pl.DataFrame

    @property
    def digest(self) -> str:
        """The hash of the list."""
        rows = self.differences.sort(DIFFERENCES.key, nulls_last=True)
        return sha256(rows.write_csv(null_value="~", quote_style="non_numeric").encode()).hexdigest()

    @property
    def thing(self) -> Thing:
        """The list as a thing that is approved or rejected."""
        return Thing(ENGINE_CHANGE, f"{self.before}-{self.after}-{self.digest[:16]}")


def engine_change(last: Run | None, run: Run, differences: pl.DataFrame, open_period: str) -> EngineChange:
    """Return what the engine of a run changes in closed periods.

    Args:
        last: the run that was posted last; None before the first.
        run: the run that is to be posted.
        differences: DIFFERENCES, all that posting it would add.
        open_period: the period that is posted.
    """
    is_theirs = (pl.col("cause") == CAUSE) & (pl.col("period_id") != open_period)
    return EngineChange(last.engine if last is not None else run.engine, run.engine, differences.filter(is_theirs))


def unapproved_change(change: EngineChange) -> list[tuple[str, str]]:
    """The check that somebody approved what the engine changes in closed periods."""
    if change.differences.is_empty() or change.thing.state == "approved":
        return []
    periods = ", ".join(change.differences["period_id"].unique().sort())
    count = change.differences.height
    what = f"engine {change.after} changes {count} amounts of {periods} after engine {change.before}"
    return [("engine_differences_approved", f"{what}; see them with 'attain engine show'")]
