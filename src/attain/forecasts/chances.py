"""How likely an open deal is won in its period, and how far all move together, learned from earlier periods.

The probability of a deal is that of ``learning``: its stage's share, moved by its signs. The market is what moves the
odds of all deals of a period together. It shows where periods differ by more than chance: of 40 deals at 30 % each, 12
should be won, give or take 2.9; if 6, 18, 9 and 15 were, the odds moved by about 0.5. Eight periods say little about
that, so the usual 0.5 counts as eight more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from statistics import NormalDist, variance

import polars as pl

from attain.forecasts.learning import Odds, learn
from attain.forecasts.past import SIGNS, Past, past_of
from attain.periods import Period
from attain.snapshots import Book

USUAL_SHOCK = 0.5
_PRIOR_PERIODS = 8
_LEAST_WIDENED = 4


@dataclass(frozen=True)
class Chances:
    """What earlier periods show.

    Attributes:
        odds: how likely a deal is won in its period.
        shock: how far the odds of all deals move together, as a standard deviation of their logarithm.
        later: what other deals brought by the end of each period, in minor units.
        period_count: how many periods were looked at.
    """

    odds: Odds
    shock: float
    later: tuple[int, ...]
    period_count: int


def learned_chances(book: Book, period: Period, instant: datetime, earlier: Sequence[Period]) -> Chances | None:
    """Learn from earlier periods; None where no deal was due in any of them on that day.

    Args:
        book: the deals.
        period: the period that is asked about.
        instant: the instant in it.
        earlier: earlier periods; those that have not ended by the instant are left out.
    """
    past = past_of(book, period, instant, earlier)
    if past is None:
        return None
    odds = learn(past.rows, "is_won", SIGNS)
    return Chances(odds, _shock(past, odds), past.later, len(past.later))


def _shock(past: Past, odds: Odds) -> float:
    """Estimate by how much periods differ beyond chance, drawn towards the usual."""
    rows = past.rows.with_columns(chance=odds.of(past.rows))
    sums = rows.group_by("number").agg(
        missed=(pl.col("is_won").cast(pl.Float64) - pl.col("chance")).sum(),
        spread=(pl.col("chance") * (1 - pl.col("chance"))).sum(),
    )
    found = sums.select("missed", "spread").rows()
    weight, count = sum(spread**2 for _, spread in found), len(found)
    if weight <= 0:
        return USUAL_SHOCK
    prior = _PRIOR_PERIODS * weight / count
    # What was learned fits the periods it was learned from; one that is to come differs from their mean.
    beyond = sum(missed**2 * count / max(1, count - 1) - spread for missed, spread in found)
    return sqrt(max(0.0, beyond + USUAL_SHOCK**2 * prior) / (weight + prior) * (1 + 1 / count))


def widened(seen: Sequence[int]) -> list[int]:
    """Return equally likely amounts of a period to come, from what so few periods brought.

    The next of eight lies outside all of them two times in nine, so each is spread until their variance is that of
    Student's prediction; none becomes negative, and the mean stays. Three periods or fewer, and equal ones, stay as
    they are.

    >>> widened([100, 100, 100, 100]), widened([0, 200])
    ([100, 100, 100, 100], [0, 200])
    >>> found = widened([300, 310, 320, 330, 340, 350, 360, 370])
    >>> len(found), min(found), max(found)
    (40, 270, 400)
    """
    count = len(seen)
    if count < _LEAST_WIDENED or len(set(seen)) == 1:
        return list(seen)
    wanted = (1 + 1 / count) * (count - 1) / (count - 3)
    width = sqrt(variance(seen) * (wanted - (count - 1) / count))
    spread = [max(0.0, worth + width * node) for worth in seen for node in _NODES]
    # What cannot be negative is taken off in proportion, so that the mean stays.
    scale = sum(seen) * len(_NODES) / sum(spread)
    return [round(worth * scale) for worth in spread]


def _nodes(count: int) -> tuple[float, ...]:
    """Return equally likely places of a normal distribution with mean 0 and variance 1."""
    places = [NormalDist().inv_cdf((2 * at + 1) / (2 * count)) for at in range(count)]
    scale = sqrt(sum(place**2 for place in places) / count)
    return tuple(place / scale for place in places)


_NODES = _nodes(5)
