"""The projection of a question's period: learned from earlier periods where there is a history, else as declared."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from attain.forecasts import Projection, learned_chances, project
from attain.metrics.asking import Question
from attain.periods import Period

SHOCK = 0.5
TOP = 3


@dataclass(frozen=True)
class Projected:
    """The projection of a period.

    Attributes:
        projection: the distribution of what is won in it in all.
        is_learned: whether probabilities come from earlier periods; else they are those of deals and stages.
        period_count: how many earlier periods they come from.
        largest: the largest open deals due, with what the mean would be without each.
    """

    projection: Projection
    is_learned: bool
    period_count: int
    largest: tuple[tuple[str, int, Projection], ...]


def projected(question: Question, earlier: Sequence[Period]) -> Projected:
    """Project the period of a question.

    Args:
        question: the deals, the period and the instant.
        earlier: earlier periods of the same length, to learn from.
    """
    deals = question.deals.filter(pl.col("is_due"))
    won = int(deals.filter(pl.col("outcome") == "won")["amount"].sum())
    live = deals.filter((pl.col("outcome") == "open") & (pl.col("amount") > 0))
    live = live.sort("amount", "opportunity_id", descending=[True, False])
    told = {"stage", "close_date"} <= question.book.opportunities.told
    learned = learned_chances(question.book, question.period, question.instant, earlier) if told else None
    if learned is not None:
        listed = [(int(row["amount"]), learned.of(row["stage"])) for row in live.iter_rows(named=True)]
        later: tuple[int, ...] = learned.later
    else:
        listed = [(int(row["amount"]), _declared(row)) for row in live.iter_rows(named=True)]
        later = ()
    without = tuple(
        (
            str(live["opportunity_id"][at]),
            listed[at][0],
            project(won, [*listed[:at], *listed[at + 1 :]], later, shock=SHOCK),
        )
        for at in range(min(TOP, len(listed)))
    )
    count = learned.period_count if learned is not None else 0
    return Projected(project(won, listed, later, shock=SHOCK), learned is not None, count, without)


def _declared(row: dict[str, object]) -> float:
    """Return a deal's own probability as its weight shows it, 0 where it has none."""
    worth, weighted = row["amount"], row["weighted"]
    assert isinstance(worth, int)
    return weighted / worth if isinstance(weighted, int) and worth else 0.0
