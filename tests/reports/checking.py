"""Recompute the tables of the dashboard in SQL, on the demos, and count the differences.

    python -m tests.reports.checking

The statements under ``sql`` read the files of a demo and share nothing with the package. Every cell is compared in the
units of its last digit, rounded half away from zero: 43.8 % as 438. What is learned from earlier periods is learned
once more in SQL (``recomputing``): the probabilities, the distribution of the period, and the reliability of slips.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import duckdb
import polars as pl

from attain.forecasts import learned_slips
from attain.metrics import Question
from attain.reports.dashboard.asked import Asked
from attain.reports.dashboard.card import Card
from attain.reports.dashboard.page import cards_of
from attain.runs.pipeline import open_pipeline
from attain.snapshots import Book
from tests.reports.recomputing import blocks, judge, learn, project, run
from tests.tidy.tree import ROOT

DEMOS = ("adventure_works_live", "regional_sales")
HERE = Path(__file__).parent
NUMBER = re.compile(r"^[−+-]?\D?[\d,]+(\.\d+)?( %|%|×)?$")
INTERVAL = re.compile(r"^([\d.]+)–([\d.]+) %$")

Cell = str | int | list[int] | None


@dataclass(frozen=True)
class Compared:
    """A table compared: how many cells, and which differ."""

    demo: str
    card: str
    cell_count: int
    differences: list[str]


def asked_of(demo: str) -> Asked:
    """Ask for the dashboard of a demo, as its command does."""
    opened = open_pipeline(ROOT / "demo" / demo)
    deals = opened.opportunities
    assert deals is not None
    day = pl.Series([deals.today]).dt.convert_time_zone(deals.time_zone).dt.date()[0]
    period = opened.calendar.containing("quarter", day)
    assert period is not None
    question = Question(Book(deals), period, deals.today, opened.targets, opened.submissions)
    return Asked(question, opened.calendar)


def compare(demo: str) -> list[Compared]:
    """Compare every table of a demo's dashboard that SQL can say."""
    asked = asked_of(demo)
    cards = {card.key: card for card in cards_of(asked)}
    is_live = demo == DEMOS[0]
    filling = _filling(asked, cards["won"], ROOT / "demo" / demo / "data")
    connection = _filled(filling, is_live=is_live)
    statements = {**blocks("cards", "card"), **(blocks("cards_of_history", "card") if is_live else {})}
    drawn = {key for key, card in cards.items() if not card.missing}
    assert drawn == set(statements), drawn ^ set(statements)
    found = [_compared(demo, cards[key], connection, statements[key].format(**filling)) for key in statements]
    return [*found, _reliability(demo, asked, connection)] if is_live else found


def _filled(filling: dict[str, str], *, is_live: bool) -> duckdb.DuckDBPyConnection:
    """Read the files of a demo into tables, learn from earlier periods where there are any, and project the period."""
    connection = duckdb.connect(config={"threads": 2})
    for name in ("live", "shared", "stays", "moments") if is_live else ("regional", "shared"):
        run(connection, (HERE / "sql" / f"{name}.sql").read_text("utf-8"), **filling)
    if is_live:
        learn(connection, "winning", "is_won")
        learn(connection, "slipping", "is_slipped")
    project(connection, is_learned=is_live)
    return connection


def _reliability(demo: str, asked: Asked, connection: duckdb.DuckDBPyConnection) -> Compared:
    """Compare how far slip probabilities held in the periods that were held out."""
    slips = learned_slips(asked.book, asked.period, asked.instant, asked.calendar.before(asked.period))
    assert slips is not None
    columns = ("group", "deal_count", "forecast", "happened", "lowest", "highest")
    rows = slips.reliability.with_columns(pl.col("forecast") * 1_000).select(columns).rows()
    card = Card("reliability", "", columns=columns, rows=tuple(tuple(str(_whole(c)) for c in row) for row in rows))
    return _differences(demo, card, [[_value(value) for value in row] for row in judge(connection, "is_slipped")])


def _filling(asked: Asked, won: Card, folder: Path) -> dict[str, str]:
    """Say what statements are filled with: the files, the period, the instant, and the columns of stages and teams."""

    def columns(name: str, values: Sequence[str]) -> str:
        return ", ".join(f"coalesce(sum(worth) filter ({name} = '{value}'), 0)" for value in values)

    instant = f"{asked.instant:%Y-%m-%d %H:%M:%S}"
    return {
        "folder": str(folder),
        "starts": str(asked.period.starts_on),
        "before": str(asked.period.ends_before),
        "at": instant,
        "at_day": instant[:10],
        "stages": columns("stage", asked.stages) + ", coalesce(sum(worth), 0)",
        "teams": columns("team", won.columns[1:-1]),
    }


def _compared(demo: str, card: Card, connection: duckdb.DuckDBPyConnection, statement: str) -> Compared:
    return _differences(demo, card, [_row(row, card) for row in connection.execute(statement).fetchall()])


def _differences(demo: str, card: Card, found: list[list[Cell]]) -> Compared:
    differences = [f"{len(card.rows)} rows and {len(found)}"] if len(card.rows) != len(found) else []
    differences += [
        f"row {number}, {card.columns[at] or 'column ' + str(at)}: {ours!r} and {theirs!r}"
        for number, (one, other) in enumerate(zip(card.rows, found, strict=False), 1)
        for at, (ours, theirs) in enumerate(zip(one, other, strict=True))
        if (ours if isinstance(theirs, str) else _cell(ours)) != theirs
    ]
    return Compared(demo, card.key, sum(map(len, card.rows)), differences)


def _row(row: tuple[object, ...], card: Card) -> list[Cell]:
    row = row[1:] if card.key == "bridge" else row
    return [_value(value) for value in row]


def _value(value: object) -> Cell:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return _whole(value)


def _whole(value: object) -> int:
    return int(Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP))


def _cell(text: str) -> Cell:
    """Read a cell as SQL would give it."""
    if text in {"", "–"} or text.startswith("No "):
        return None
    interval = INTERVAL.match(text)
    if interval:
        return [int(end.replace(".", "")) for end in interval.groups()]
    if NUMBER.match(text):
        digits = re.sub(r"\D", "", text)
        return -int(digits) if text[0] in "−-" else int(digits)
    return text


def main() -> int:
    """Compare and print; the status is 1 when anything differs."""
    found = [one for demo in DEMOS for one in compare(demo)]
    for one in found:
        sys.stdout.write(f"{one.demo:22}{one.card:12}{one.cell_count:6,} cells  differences: {len(one.differences)}\n")
        for difference in one.differences[:10]:
            sys.stdout.write(f"    {difference}\n")
    count = sum(len(one.differences) for one in found)
    cells = sum(one.cell_count for one in found)
    sys.stdout.write(f"{len(found)} tables, {cells:,} cells, differences: {count}\n")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
