"""Books of random and of written deals."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import polars as pl

from attain.opportunities import CHANGES, FIELDS, OPPORTUNITIES, Opportunities, StageMap
from attain.opportunities.table import PEOPLE
from attain.snapshots import Book

START = datetime(2026, 1, 1, tzinfo=UTC)
STAGES = ("Prospecting", "Proposal Made", "Negotiation")
PEOPLE_ROWS = [("ana", "Ana", "Mia", "West"), ("ben", "Ben", "Mia", "West"), ("cyd", "Cyd", "Max", "East")]


def instant(text: str) -> datetime:
    """Read a day, or a day and a time, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def book_of(
    changes: pl.DataFrame,
    deals: pl.DataFrame | None = None,
    today: datetime | None = None,
    *,
    stages: Sequence[str] = STAGES,
) -> Book:
    """Make the book of some changes."""
    if deals is None:
        deals = changes.group_by("opportunity_id").agg(created_at=pl.col("changed_at").min()).sort("opportunity_id")
    empty = {c.name: pl.lit(None, dtype=c.dtype) for c in OPPORTUNITIES.columns if c.name not in deals.columns}
    people = pl.DataFrame(PEOPLE_ROWS, schema=["owner_id", "name", "manager", "team"], orient="row")
    made = Opportunities(
        deals=OPPORTUNITIES.checked(deals.with_columns(**empty)),
        changes=changes,
        people=PEOPLE.checked(people),
        leads=None,
        campaigns=None,
        activities=None,
        contact_roles=None,
        stages=StageMap.of({}, [*stages, "Closed Won", "Closed Lost"]),
        told=frozenset(FIELDS),
        today=today or START + timedelta(days=200),
        currency="USD",
        digits=2,
        time_zone="UTC",
        diagnostics=[],
    )
    return Book(made)


def told(*rows: tuple[str, str, dict[str, object]]) -> pl.DataFrame:
    """Write changes: deal, instant, and what is said of it."""
    made: list[dict[str, object]] = []
    for line, (deal, at, said) in enumerate(rows):
        start = {"opportunity_id": deal, "changed_at": instant(at), "known_at": 1, "basis": "history", "file": "f"}
        known = {field: said.get(field) for field in FIELDS}
        made.append({**start, "source_line": line, **known, **{f"says_{f}": f in said for f in FIELDS}})
    return CHANGES.checked(pl.DataFrame(made, schema=CHANGES.schema))


def random_changes(dice: Random, deal_count: int) -> pl.DataFrame:
    """Lives of deals: they are created, move, are repriced, handed over, won, lost, reopened, deleted and restored."""
    rows: list[tuple[str, str, dict[str, object]]] = []
    for number in range(deal_count):
        at = START + timedelta(hours=dice.randrange(24 * 60))
        said: dict[str, object] = {
            "stage": STAGES[0],
            "outcome": "open",
            "close_date": date(2026, 1, 1) + timedelta(days=dice.randrange(300)),
            "amount": dice.choice([None, dice.randrange(-5_000, 1_000_000)]),
            "owner_id": dice.choice(["ana", "ben", "cyd", None]),
            "is_deleted": False,
        }
        for _ in range(dice.randrange(1, 9)):
            rows.append((f"D{number:03d}", at.isoformat(), said))
            at += timedelta(hours=dice.randrange(1, 24 * 30))
            said = dice.choice(
                [
                    {"amount": dice.choice([None, dice.randrange(-5_000, 1_000_000)])},
                    {"close_date": date(2026, 1, 1) + timedelta(days=dice.randrange(300))},
                    {"owner_id": dice.choice(["ana", "ben", "cyd", None])},
                    {"stage": dice.choice(STAGES), "outcome": "open"},
                    {"stage": "Closed Won", "outcome": "won"},
                    {"stage": "Closed Lost", "outcome": "lost", "amount": dice.randrange(1_000_000)},
                    {"is_deleted": dice.random() < 0.5},
                ]
            )
    return told(*((deal, at.replace("+00:00", ""), said) for deal, at, said in rows))
