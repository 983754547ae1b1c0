"""Measures the pipeline: ``python bench/pipeline.py``. A million opportunities with eight million versions.

As-at by month and stage over 24 months beside a Polars query written by hand; every metric of the catalogue by person
for a quarter; the most memory that was held; and how all of it grows from a tenth of the deals.
"""

import argparse
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from statistics import median

import polars as pl

from attain.metrics import CATALOGUE, Question
from attain.opportunities import CHANGES, FIELDS, OPPORTUNITIES, VERSIONS, Opportunities, StageMap
from attain.opportunities.table import PEOPLE
from attain.periods import Period
from attain.snapshots import Book

STAGES = ("Prospecting", "Investigation", "Proposal Made", "Negotiation")
VERSIONS_EACH, PEOPLE_COUNT = 8, 200
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
QUARTER = Period("2025-Q4", date(2025, 10, 1), date(2026, 1, 1))
TODAY = datetime(2026, 1, 1, tzinfo=UTC)


def made_versions(count: int) -> pl.DataFrame:
    """Make the versions of deals: each begins on a day of two years and changes every few days, to its end."""
    numbers = pl.int_range(count * VERSIONS_EACH, dtype=pl.Int64, eager=True)
    deal, version = numbers // VERSIONS_EACH, numbers % VERSIONS_EACH

    def mixed(salt: int, most: int) -> pl.Series:
        return ((deal * 2_654_435_761 + salt * 40_503) // 1_024) % most

    frame = pl.DataFrame({"deal": deal, "version": version + 1, "began": mixed(1, 700), "pace": mixed(2, 20) + 4})
    frame = frame.with_columns(
        won=pl.Series(mixed(3, 3) == 0), still=pl.Series(mixed(4, 5) == 0), worth=mixed(5, 9_000_000)
    )
    day = pl.col("began") + (pl.col("version") - 1) * pl.col("pace")
    is_last = (pl.col("version") == VERSIONS_EACH) & ~pl.col("still")
    at = pl.lit(FIRST, dtype=pl.Datetime("us", "UTC")) + pl.duration(days=day)
    stage = pl.Series(STAGES).gather(((version * 4) // VERSIONS_EACH).cast(pl.UInt32))
    ended = pl.when("won").then(pl.lit("won")).otherwise(pl.lit("lost"))
    ended_in = pl.when("won").then(pl.lit("Closed Won")).otherwise(pl.lit("Closed Lost"))
    frame = frame.with_columns(changed_at=at, open_stage=stage).with_columns(
        stage=pl.when(is_last).then(ended_in).otherwise("open_stage"),
        outcome=pl.when(is_last).then(ended).otherwise(pl.lit("open")),
        close_date=(pl.col("changed_at") + pl.duration(days=pl.when(is_last).then(0).otherwise(20))).dt.date(),
    )
    next_at = pl.col("changed_at").shift(-1)
    return VERSIONS.checked(
        frame.select(
            pl.format("D{}", pl.col("deal").cast(pl.String).str.zfill(8)).alias("opportunity_id"),
            "version",
            "changed_at",
            pl.when(pl.col("version") < VERSIONS_EACH).then(next_at).alias("ends_at"),
            pl.lit(1, dtype=pl.Int64).alias("known_at"),
            "stage",
            "outcome",
            "close_date",
            (pl.col("worth") + pl.col("version") * 100).alias("amount"),
            pl.format("P{}", (pl.col("deal") % PEOPLE_COUNT).cast(pl.String).str.zfill(3)).alias("owner_id"),
            pl.lit(None, dtype=pl.String).alias("forecast_category"),
            pl.lit(None, dtype=pl.Int64).alias("probability"),
            pl.lit(False).alias("is_deleted"),
        ).with_columns(pl.col("ends_at").cast(VERSIONS.schema["ends_at"]))
    )


def made_book(count: int) -> Book:
    """Make the book of so many deals."""
    versions = made_versions(count)
    created = versions.filter(pl.col("version") == 1).select("opportunity_id", created_at="changed_at")
    empty = {c.name: pl.lit(None, dtype=c.dtype) for c in OPPORTUNITIES.columns if c.name not in created.columns}
    people = pl.DataFrame({"owner_id": [f"P{at:03d}" for at in range(PEOPLE_COUNT)]})
    people = people.with_columns(name=pl.col("owner_id"), manager=pl.lit(None, dtype=pl.String), team=pl.lit("West"))
    own = Opportunities(
        deals=OPPORTUNITIES.checked(created.with_columns(**empty)),
        changes=CHANGES.empty(),
        people=PEOPLE.checked(people),
        leads=None,
        campaigns=None,
        activities=None,
        contact_roles=None,
        stages=StageMap.of({}, [*STAGES, "Closed Won", "Closed Lost"]),
        told=frozenset(FIELDS),
        today=TODAY,
        currency="USD",
        digits=2,
        time_zone="UTC",
        diagnostics=[],
    )
    own.__dict__["_last"] = versions
    return Book(own)


def by_hand(versions: pl.DataFrame, instants: list[datetime]) -> pl.DataFrame:
    """The open pipeline by month and stage, as somebody who knows Polars would write it."""
    lazy = versions.lazy().filter(pl.col("outcome") == "open", ~pl.col("is_deleted"))
    parts = [
        lazy.filter(pl.col("changed_at") <= at, pl.col("ends_at").is_null() | (pl.col("ends_at") > at))
        .group_by("stage")
        .agg(deal_count=pl.len().cast(pl.Int64), open_value=pl.col("amount").sum())
        .with_columns(instant=pl.lit(at, dtype=pl.Datetime("us", "UTC")))
        for at in instants
    ]
    found = pl.concat(pl.collect_all(parts)).sort("instant", "stage")
    return found.select("instant", "stage", "deal_count", "open_value")


def timed(what: object, times: int = 5) -> tuple[float, float]:
    """Return the medians of wall and processor seconds."""
    assert callable(what)
    walls: list[float] = []
    cpus: list[float] = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        what()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return median(walls), median(cpus)


def measure(count: int) -> None:
    """Measure a number of deals and print it."""
    book = made_book(count)
    instants = book.month_starts(TODAY - timedelta(days=1), 24)
    assert book.trend(instants, ["stage"]).equals(by_hand(book.versions, instants))
    ours, hand = timed(lambda: book.trend(instants, ["stage"])), timed(lambda: by_hand(book.versions, instants))
    metrics = timed(lambda: Question(book, QUARTER, TODAY).answers(CATALOGUE.values(), ["person"]), 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_048_576
    print(f"{count:,} deals, {book.versions.height:,} versions")
    rows = {"as-at, 24 months by stage": ours, "the same by hand": hand, "every metric by person": metrics}
    for title, (wall, cpu) in rows.items():
        print(f"  {title:28} {wall:8.2f} s   processor {cpu:8.2f} s")
    print(f"  most memory {peak:.2f} GiB")


def main() -> int:
    """Measure a tenth and the whole, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deals", type=int, default=1_000_000)
    parser.add_argument("--only", action="store_true", help="measure this number in this process")
    asked = parser.parse_args()
    if asked.only:
        measure(asked.deals)
        return 0
    for count in (asked.deals // 10, asked.deals):
        subprocess.run([sys.executable, __file__, "--deals", str(count), "--only"], check=True)  # noqa: S603 -- itself
    return 0


if __name__ == "__main__":
    sys.exit(main())
