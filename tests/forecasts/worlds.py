"""Made-up companies: the whole lives of their deals over some years, drawn from a seed.

A deal has a quality that nobody sees. It makes winning more likely and the way to it shorter; deals without it stand
still, are put off again and again, and are lost in the end. Companies differ: in one a quarter of the deals are won, in
another nearly half. Every quarter has a market that moves the odds of all deals decided in it. People set close dates
too early, some on the last day of a quarter, and put them off when they come.
"""

from datetime import UTC, date, datetime, timedelta
from math import exp
from random import Random

import polars as pl

from attain.opportunities import CHANGES, FIELDS
from attain.periods import Calendar, Period
from attain.snapshots import Book
from tests.snapshots.making import book_of

STAGES = ("Prospecting", "Investigation", "Proposal Made", "Negotiation")
FIRST = date(2018, 1, 1)
OWNERS = ("ana", "ben", "cyd")

State = tuple[datetime, str, str, date, int]


def quarters(count: int) -> list[Period]:
    """Return the quarters of a world, first to last."""
    last = FIRST + timedelta(days=92 * count)
    return Calendar().between("quarter", FIRST, last)[:count]


def world(seed: int, quarter_count: int, deals_per_quarter: int) -> Book:
    """Draw the deals of a company and the market of every quarter."""
    dice = Random(seed)  # noqa: S311 - a test draws cases
    level, shock = dice.gauss(-1.2, 0.4), dice.uniform(0.1, 0.7)
    market = [level + dice.gauss(0, shock) for _ in range(quarter_count + 12)]
    rows: list[tuple[str, int, State, str]] = []
    day_count = 91 * quarter_count
    for number in range(deals_per_quarter * quarter_count):
        began = FIRST + timedelta(days=dice.randrange(day_count))
        owner = dice.choice(OWNERS)
        rows += [(f"D{number:06d}", at, state, owner) for at, state in enumerate(_life(dice, began, market))]
    return book_of(_changes(rows), today=datetime(2100, 1, 1, tzinfo=UTC), stages=STAGES)


def _life(dice: Random, began: date, market: list[float]) -> list[State]:
    """Draw the states of one deal, first to last."""
    quality = dice.gauss(0, 1)
    length = max(10, int(dice.lognormvariate(4.3 - 0.25 * quality, 0.45)))
    ends = began + timedelta(days=length)
    state_of_market = market[(ends - FIRST).days // 91]
    is_won = dice.random() < 1 / (1 + exp(-(1.1 * quality + state_of_market)))
    worth = int(dice.lognormvariate(14.5, 0.8))
    reached = STAGES if is_won else STAGES[: dice.choices([1, 2, 3, 4], [2, 3, 3, 2])[0]]
    moments = sorted(dice.random() ** (1 if is_won else 1.3) for _ in reached[1:])
    stage_days = [began + timedelta(days=int(share * length * 0.9)) for share in moments]
    due = _due(dice, began + timedelta(days=max(7, int(length * dice.uniform(0.45, 1.15)))))
    states: list[State] = [(_at(began), reached[0], "open", due, worth)]
    stage, upcoming, today = reached[0], list(zip(stage_days, reached[1:], strict=True)), began
    while upcoming or due < ends:
        at_stage = upcoming[0][0] if upcoming else date.max
        # A close date is put off a little before it comes, or on the day.
        at_due = due - timedelta(days=dice.randrange(6)) if due < ends else date.max
        today = max(today, min(at_stage, at_due))
        if at_stage <= at_due:
            stage = upcoming.pop(0)[1]
            if stage == "Negotiation":
                worth = int(worth * dice.uniform(0.85, 1.1))
        else:
            due = _due(dice, max(due, today) + timedelta(days=dice.randrange(10, 60)))
        states.append((_at(today) + timedelta(minutes=len(states)), stage, "open", due, worth))
    outcome = "won" if is_won else "lost"
    closed = datetime.combine(ends, datetime.min.time(), UTC) + timedelta(hours=18)
    return [*states, (closed, f"Closed {outcome.title()}", outcome, ends, worth)]


def _due(dice: Random, day: date) -> date:
    """Park some deals on the last day of the quarter."""
    if dice.random() > 0.12:
        return day
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return (first + timedelta(days=93)).replace(day=1) - timedelta(days=1)


def _at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=9)


def _changes(rows: list[tuple[str, int, State, str]]) -> pl.DataFrame:
    """Make the table of changes, every row the whole state."""
    flat = [(deal, number, *state, owner) for deal, number, state, owner in rows]
    names = ["opportunity_id", "source_line", "changed_at", "stage", "outcome", "close_date", "amount", "owner_id"]
    frame = pl.DataFrame(flat, schema=names, orient="row", infer_schema_length=1)
    said = {"stage", "outcome", "close_date", "amount", "owner_id"}
    return CHANGES.checked(
        frame.with_columns(
            changed_at=pl.col("changed_at").cast(CHANGES.schema["changed_at"]),
            known_at=pl.lit(1, dtype=pl.Int64),
            basis=pl.lit("history"),
            file=pl.lit("world"),
            **{f: pl.lit(None, dtype=CHANGES.schema[f]) for f in FIELDS if f not in said},
            **{f"says_{f}": pl.lit(f in said) for f in FIELDS},
        )
    )
