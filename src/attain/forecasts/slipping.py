"""How likely a deal due in a period moves out of it, learned from earlier periods, and how far that can be trusted.

Of the deals that were due on the same day of earlier periods, looked at once more at the end of each: which had moved
to a later one. The probability is that of ``learning``; the numbers it is made of stay beside it.

The reliability table sorts deals by their probability into ten groups and sets beside the mean of each what happened.
Of 200 deals at 30 % on average, 44 to 77 should slip, 99 times in 100. Judged are the last quarter of the periods,
learned from those before them: what a forecast was made from says nothing about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, lgamma, log, log1p, sqrt

import polars as pl

from attain.forecasts.learning import Odds, learn
from attain.forecasts.past import SIGNS, past_of, signed
from attain.forecasts.table import RELIABILITY
from attain.periods import Period
from attain.snapshots import Book

GROUPS = 10
_OUTSIDE = 0.005
_MOST_EXACT = 5_000
_Z_99 = 2.5758293035489004


@dataclass(frozen=True)
class Slips:
    """What earlier periods show of deals that moved out of them.

    Attributes:
        odds: how likely a deal that is due moves out.
        reliability: the table ``reliability`` of held-out periods; empty where there are fewer than four.
        period_count: how many periods were learned from.
    """

    odds: Odds
    reliability: pl.DataFrame
    period_count: int


def learned_slips(book: Book, period: Period, instant: datetime, earlier: Sequence[Period]) -> Slips | None:
    """Learn from earlier periods; None where no deal was due in any on that day, or close dates have no past."""
    past = past_of(book, period, instant, earlier) if "close_date" in book.opportunities.told else None
    if past is None:
        return None
    odds = learn(past.rows, "is_slipped", SIGNS)
    return Slips(odds, held_out(past.rows, "is_slipped"), len(past.later))


def with_slip_chances(  # noqa: PLR0917 -- what is asked about, of which deals, by what was learned
    book: Book, period: Period, instant: datetime, deals: pl.DataFrame, slips: Slips | None
) -> pl.DataFrame:
    """Add ``slip_probability`` to deals due in a period, keeping their order; empty where nothing was learned."""
    if slips is None:
        return deals.with_columns(slip_probability=pl.lit(None, dtype=pl.Float64))
    seen = signed(book, period, instant, deals.select("opportunity_id", "stage", "close_date"))
    return deals.with_columns(slip_probability=slips.odds.of(seen))


def held_out(rows: pl.DataFrame, happened: str) -> pl.DataFrame:
    """Return the table ``reliability``: learned from the first three quarters of the periods, judged on the last.

    Args:
        rows: rows of the past: ``number`` of the period, ``stage``, the signs, and what happened.
        happened: the column that says whether it happened.
    """
    numbers = sorted(int(number) for number in rows["number"].unique().to_list())
    first = len(numbers) - len(numbers) // 4
    if first == len(numbers):
        return RELIABILITY.empty()
    is_judged = pl.col("number") >= numbers[first]
    before, after = rows.filter(~is_judged), rows.filter(is_judged)
    return reliability(learn(before, happened, SIGNS).of(after), after[happened])


def reliability(chances: pl.Series, happened: pl.Series, groups: int = GROUPS) -> pl.DataFrame:
    """Return the table ``reliability`` of some probabilities and what came of them."""
    rows = pl.DataFrame({"chance": chances, "hit": happened}).sort("chance", maintain_order=True)
    placed = rows.with_columns(group=(pl.int_range(pl.len(), dtype=pl.Int64) * groups // pl.len()) + 1)
    found = placed.group_by("group", maintain_order=True).agg(
        deal_count=pl.len().cast(pl.Int64),
        forecast=pl.col("chance").mean(),
        happened=pl.col("hit").sum().cast(pl.Int64),
    )
    bands = [band(count, share) for count, share in found.select("deal_count", "forecast").iter_rows()]
    found = found.with_columns(
        lowest=pl.Series([low for low, _ in bands], dtype=pl.Int64),
        highest=pl.Series([high for _, high in bands], dtype=pl.Int64),
    )
    return RELIABILITY.checked(found.with_columns(is_inside=pl.col("happened").is_between("lowest", "highest")))


def band(count: int, chance: float) -> tuple[int, int]:
    """Return between which counts a binomial count lies 99 times in 100, at most half of the rest on either side.

    >>> band(200, 0.3), band(10, 0.0)
    ((44, 77), (0, 0))
    """
    if chance <= 0 or chance >= 1:
        return (0, 0) if chance <= 0 else (count, count)
    if count > _MOST_EXACT:
        middle, spread = count * chance, _Z_99 * sqrt(count * chance * (1 - chance))
        return max(0, int(middle - spread)), min(count, int(middle + spread) + 1)
    low, high, passed = 0, count, 0.0
    is_below = True
    for hits in range(count + 1):
        ways = lgamma(count + 1) - lgamma(hits + 1) - lgamma(count - hits + 1)
        passed += exp(ways + hits * log(chance) + (count - hits) * log1p(-chance))
        if is_below and passed > _OUTSIDE:
            low, is_below = hits, False
        if passed >= 1 - _OUTSIDE:
            high = hits
            break
    return low, high
