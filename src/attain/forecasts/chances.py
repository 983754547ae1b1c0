"""How likely an open deal is won in its period, learned from earlier periods, each looked at on the same day of it.

Of the deals that stood in Negotiation 40 days into the last eight quarters and were due in them, 120 of 300 were won in
their quarter: 40 %. Few deals are drawn towards what all stages together show, as if ten more deals had shown it. What
deals that were not yet due, or not yet created, brought in those quarters is what later deals may bring.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from attain.periods import Period
from attain.snapshots import Book, falls_in

_KEY = "opportunity_id"
PRIOR = 10


@dataclass(frozen=True)
class Chances:
    """What earlier periods show.

    Attributes:
        by_stage: the probability that a deal of a stage is won in its period.
        overall: that of any deal.
        later: what other deals brought by the end of each period, in minor units.
        period_count: how many periods were looked at.
    """

    by_stage: dict[str, float]
    overall: float
    later: tuple[int, ...]
    period_count: int

    def of(self, stage: str | None) -> float:
        """Return the probability for a deal of a stage."""
        return self.by_stage.get(stage or "", self.overall)


def learned_chances(book: Book, period: Period, instant: datetime, earlier: Sequence[Period]) -> Chances | None:
    """Learn from earlier periods; None where no deal was due in any of them on that day.

    Args:
        book: the deals.
        period: the period that is asked about.
        instant: the instant in it.
        earlier: periods that have ended by the instant.
    """
    passed = instant - book.opportunities.midnight(period.starts_on)
    seen: list[pl.DataFrame] = []
    later: list[int] = []
    for one in earlier:
        starts_at, ends_at = (book.opportunities.midnight(day) for day in (one.starts_on, one.ends_before))
        if ends_at > instant:
            continue
        is_due = falls_in("close_date", one.starts_on, one.ends_before)
        then = min(starts_at + passed, ends_at)
        due = book.open_at(then).filter(is_due).select(_KEY, "stage")
        ended = book.as_at(ends_at).filter((pl.col("outcome") == "won") & is_due).select(_KEY, "amount")
        seen.append(due.with_columns(is_won=pl.col(_KEY).is_in(ended[_KEY].implode())))
        before = book.as_at(then).filter(pl.col("outcome") == "won").select(_KEY)
        others = ended.join(due, on=_KEY, how="anti").join(before, on=_KEY, how="anti")
        later.append(int(others["amount"].sum()))
    rows = pl.concat(seen) if seen else None
    if rows is None or not rows.height:
        return None
    overall = int(rows["is_won"].sum()) / rows.height
    counted = rows.group_by("stage").agg(won=pl.col("is_won").sum(), deals=pl.len())
    by_stage = {
        str(stage): (won + PRIOR * overall) / (deals + PRIOR) for stage, won, deals in counted.iter_rows() if stage
    }
    return Chances(by_stage, overall, tuple(later), len(seen))
