"""Open deals in doubt: their signs, how likely each is won in the period, and how likely it moves out of it.

Both are learned from what became of deals like it in earlier periods. A deal that was put off again and again may be
unlikely to move out once more because it is lost instead.
"""

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.forecasts import learned_slips, with_slip_chances
from attain.metrics.projecting import projected
from attain.periods import Period
from attain.snapshots import average_cycle, judged
from attain_web.figures.pipelines import Pipeline

ADVICE = (
    ("open ", "Decide whether to go on, and on which day"),
    ("in its stage", "Agree on the next step and its day"),
    ("put off", "Have the customer name the day, and why"),
)
SOON = "Check that the day still holds"


@dataclass(frozen=True)
class Slipping:
    """The open deals due in a period, the most doubtful first.

    Attributes:
        deals: the table ``doubtful`` of all of them, with ``owner_id``, ``slip_probability``, which is null
            where nothing was learned, and ``win_probability``.
        cycle_days: the average cycle of won deals.
        period_count: how many earlier periods the probabilities were learned from; 0 for none.
    """

    deals: pl.DataFrame
    cycle_days: Fraction
    period_count: int


def slipping_of(found: Pipeline, period: Period) -> Slipping | None:
    """Return the open deals due in a period with their signs; None where no deal was ever won."""
    return found.once("slipping", period.name, find=lambda: _slipping(found, period))


def advice_on(reason: str | None) -> str:
    """Say what to do about a deal by what is wrong with it.

    >>> advice_on("open 237 days on a cycle of 90, put off 4 times")
    'Decide whether to go on, and on which day; have the customer name the day, and why'
    >>> advice_on(None)
    'Check that the day still holds'
    """
    said = [words for begins, words in ADVICE if begins in (reason or "")]
    return "; ".join([*said[:1], *(words[:1].lower() + words[1:] for words in said[1:])]) or SOON


def _slipping(found: Pipeline, period: Period) -> Slipping | None:
    now = found.deals.today
    cycle = average_cycle(found.book, now)
    if cycle is None:
        return None
    owned = found.book.open_at(now).select("opportunity_id", "owner_id")
    deals = judged(found.book, period, now, cycle_days=cycle)
    deals = deals.join(owned, on="opportunity_id", how="left", maintain_order="left")
    earlier = found.opened.calendar.before(period)
    learned = learned_slips(found.book, period, now, earlier)
    wins = projected(found.asked(period).question, earlier, top=0).chances
    deals = with_slip_chances(found.book, period, now, deals, learned).with_columns(
        win_probability=pl.Series([wins.get(deal) for deal in deals["opportunity_id"].to_list()], dtype=pl.Float64)
    )
    return Slipping(deals, cycle, learned.period_count if learned else 0)
