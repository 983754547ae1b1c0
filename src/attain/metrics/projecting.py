"""The projection of a question's period: learned from earlier periods where there is a history, else as declared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from attain.forecasts import USUAL_SHOCK, Projection, learned_chances, project, signed, widened
from attain.metrics.asking import Question
from attain.periods import Period

TOP = 3


@dataclass(frozen=True)
class Projected:
    """The projection of a period.

    Attributes:
        projection: the distribution of what is won in it in all.
        is_learned: whether probabilities come from earlier periods; else they are those of deals and stages.
        period_count: how many earlier periods they come from.
        largest: the largest open deals due, with what the mean would be without each.
        chances: the probability of each open deal due.
    """

    projection: Projection
    is_learned: bool
    period_count: int
    largest: tuple[tuple[str, int, Projection], ...]
    chances: Mapping[str, float]


def projected(question: Question, earlier: Sequence[Period], *, top: int = TOP) -> Projected:
    """Project the period of a question.

    Args:
        question: the deals, the period and the instant.
        earlier: earlier periods of the same length, to learn from.
        top: how many of the largest deals are left out in turn.
    """
    deals = question.deals.filter(pl.col("is_due"))
    won = int(deals.filter(pl.col("outcome") == "won")["amount"].sum())
    live = deals.filter((pl.col("outcome") == "open") & (pl.col("amount") > 0))
    live = live.sort("amount", "opportunity_id", descending=[True, False])
    told = {"stage", "close_date"} <= question.book.opportunities.told
    learned = learned_chances(question.book, question.period, question.instant, earlier) if told else None
    if learned is not None:
        known = live.select("opportunity_id", "stage", "close_date")
        chances = learned.odds.of(signed(question.book, question.period, question.instant, known))
        listed = list(zip(live["amount"].to_list(), chances.to_list(), strict=True))
        later, shock = widened(learned.later), learned.shock
    else:
        listed = [(int(row["amount"]), _declared(row)) for row in live.iter_rows(named=True)]
        later, shock = (), USUAL_SHOCK
    without = tuple(
        (
            str(live["opportunity_id"][at]),
            listed[at][0],
            project(won, [*listed[:at], *listed[at + 1 :]], later, shock=shock),
        )
        for at in range(min(top, len(listed)))
    )
    count = learned.period_count if learned is not None else 0
    by_deal = dict(zip(live["opportunity_id"].to_list(), (chance for _, chance in listed), strict=True))
    return Projected(project(won, listed, later, shock=shock), learned is not None, count, without, by_deal)


def _declared(row: dict[str, object]) -> float:
    """Return a deal's own probability as its weight shows it, 0 where it has none."""
    worth, weighted = row["amount"], row["weighted"]
    assert isinstance(worth, int)
    return weighted / worth if isinstance(weighted, int) and worth else 0.0
