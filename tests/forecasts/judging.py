"""Judge forecasts of made-up quarters: calibrated on the quarters before, judged on what came after.

    python -m tests.forecasts.judging --quarters 1000 --seed 1

Each quarter is forecast on its 31st day from the eight quarters before it. Three forecasts are compared. *Attain*'s is
a distribution. *Stage default* takes the probability that each stage has by default, deal by deal, and no others. *Same
time last year* takes the share of the open value due that came a year ago, and of deals due the share that was won.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import mean

import polars as pl

from attain.forecasts import Projection, project
from attain.metrics import Question
from attain.metrics.projecting import projected
from attain.periods import Period
from attain.snapshots import Book, falls_in
from tests.forecasts.worlds import quarters, world

DAY = 30
LEARNED = 8
JUDGED = 20
DEALS = 60
SHARES = (0.1, 0.5, 0.9)
NAMES = ("attain", "stage default", "same time last year")


@dataclass(frozen=True)
class Judged:
    """One forecast of one quarter: whether its band held, its pinball loss relative to what came, its Brier score."""

    name: str
    is_covered: bool
    pinball: float
    brier: float


def judge(seed: int, judged_count: int = JUDGED) -> Iterator[Judged]:
    """Judge the quarters of one world."""
    count = LEARNED + judged_count
    book, listed = world(seed, count, DEALS), quarters(count)
    for number in range(LEARNED, count):
        yield from _quarter(book, listed, number)


def _quarter(book: Book, listed: list[Period], number: int) -> Iterator[Judged]:
    period, earlier = listed[number], listed[number - LEARNED : number]
    instant = book.opportunities.midnight(period.starts_on) + timedelta(days=DAY)
    found = projected(Question(book, period, instant), earlier, top=0)
    assert found.is_learned
    due = _due(book, period, instant)
    came = _won(book, period, book.opportunities.midnight(period.ends_before))
    total = int(came["amount"].sum())
    hits = due["opportunity_id"].is_in(came["opportunity_id"].implode()).to_list()
    ours = [found.chances[deal] for deal in due["opportunity_id"].to_list()]
    yield _scored(NAMES[0], found.projection, total, (ours, hits))
    yield _by_stage(book, due, (period, instant), (total, hits))
    yield _last_year(book, due, (listed, number), (total, hits))


def _due(book: Book, period: Period, instant: datetime) -> pl.DataFrame:
    return book.open_at(instant).filter(falls_in("close_date", period.starts_on, period.ends_before))


def _won(book: Book, period: Period, instant: datetime) -> pl.DataFrame:
    inside = falls_in("close_date", period.starts_on, period.ends_before)
    return book.as_at(instant).filter(inside & (pl.col("outcome") == "won"))


def _by_stage(book: Book, due: pl.DataFrame, when: tuple[Period, datetime], came: tuple[int, list[bool]]) -> Judged:
    usual = {stage.name: float(stage.probability or 0) for stage in book.opportunities.stages.stages}
    chances = [usual[stage] for stage in due["stage"].to_list()]
    deals = list(zip(due["amount"].to_list(), chances, strict=True))
    won = int(_won(book, *when)["amount"].sum())
    return _scored(NAMES[1], project(won, deals), came[0], (chances, came[1]))


def _last_year(book: Book, due: pl.DataFrame, where: tuple[list[Period], int], came: tuple[int, list[bool]]) -> Judged:
    """Forecast what came a year ago of every unit that was open and due on the same day, and of every deal."""
    listed, number = where
    then = listed[number - 4]
    at = book.opportunities.midnight(then.starts_on) + timedelta(days=DAY)
    was_due, in_the_end = _due(book, then, at), _won(book, then, book.opportunities.midnight(then.ends_before))
    before = int(_won(book, then, at)["amount"].sum())
    rest = Fraction(int(in_the_end["amount"].sum()) - before, max(1, int(was_due["amount"].sum())))
    now = book.opportunities.midnight(listed[number].starts_on) + timedelta(days=DAY)
    won = int(_won(book, listed[number], now)["amount"].sum())
    forecast = won + round(rest * int(due["amount"].sum()))
    share = was_due["opportunity_id"].is_in(in_the_end["opportunity_id"].implode()).mean()
    chances = [float(share) if isinstance(share, float) else 0.0] * due.height
    return _scored(NAMES[2], Projection(forecast, 1, (1.0,)), came[0], (chances, came[1]))


def _scored(name: str, found: Projection, total: int, deals: tuple[list[float], list[bool]]) -> Judged:
    low, middle, high = (found.quantile(share) for share in SHARES)
    losses = [
        max(share * (total - end), (share - 1) * (total - end))
        for share, end in zip(SHARES, (low, middle, high), strict=True)
    ]
    brier = mean((chance - hit) ** 2 for chance, hit in zip(*deals, strict=True)) if deals[0] else 0.0
    return Judged(name, low <= total <= high, mean(losses), brier)


def table(rows: list[Judged]) -> str:
    """Write the comparison as a table."""
    lines = ["| forecast | quarters | 80 % band holds | pinball loss | Brier score |", "|---|---|---|---|---|"]
    for name in NAMES:
        own = [row for row in rows if row.name == name]
        held = f"{100 * mean(row.is_covered for row in own):.1f} %" if name != NAMES[2] else "has none"
        loss, brier = mean(row.pinball for row in own), mean(row.brier for row in own)
        lines.append(f"| {name} | {len(own):,} | {held} | {loss / 100:,.0f} | {brier:.4f} |")
    return "\n".join(lines)


def promised(rows: list[Judged]) -> bool:
    """Whether the band of the distribution holds 76 to 84 times in 100, and it is better than the others by both."""
    own, *others = ([row for row in rows if row.name == name] for name in NAMES)
    is_better = all(
        mean(row.pinball for row in own) < mean(row.pinball for row in other)
        and mean(row.brier for row in own) < mean(row.brier for row in other)
        for other in others
    )
    return 0.76 <= mean(row.is_covered for row in own) <= 0.84 and is_better


def main(words: list[str]) -> int:
    """Judge as many quarters as asked for; the status is 1 when a promise is not held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quarters", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    rows: list[Judged] = []
    for seed in range(asked.seed, asked.seed + -(-asked.quarters // JUDGED)):
        rows += judge(seed)
    sys.stdout.write(table(rows) + "\n")
    return 0 if promised(rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
