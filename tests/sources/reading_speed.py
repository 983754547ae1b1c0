"""Measure how long a million deals take to read: ``python -m tests.sources.reading_speed [rows]``.

Prints seconds per file and per column; nothing is asserted, since machines differ.
"""

import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from attain.sources import load
from attain.sources.readings.dates import DateRule, read_dates
from attain.sources.readings.numbers import NumberRule, read_numbers
from tests.sources.making import config_of, write

COLUMNS = "id: text, closed: date, amount: money, won: bool, owner: payee"


def deals(row_count: int) -> pl.DataFrame:
    """Make deals as text."""
    chance = random.Random(1)  # noqa: S311 - made-up deals are no secret
    return pl.DataFrame(
        {
            "id": [f"D{i:08d}" for i in range(row_count)],
            "closed": [f"2026-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}" for _ in range(row_count)],
            "amount": [f"{chance.randint(-(10**5), 10**7)}.{chance.randint(0, 99):02d}" for _ in range(row_count)],
            "won": [chance.choice(("true", "false")) for _ in range(row_count)],
            "owner": [f"AE-{chance.randint(1, 5000)}" for _ in range(row_count)],
            "note": ["a text, with a comma"] * row_count,
        }
    )


def timed(title: str, action: object) -> None:
    """Print how long an action takes."""
    assert callable(action)
    start = time.perf_counter()
    action()
    print(f"{title:<32} {time.perf_counter() - start:6.2f} s")  # noqa: T201 - it is a script


def main(row_count: int) -> None:
    """Measure files, then single columns."""
    frame = deals(row_count)
    typed = frame.with_columns(
        pl.col("closed").str.to_date(), pl.col("amount").cast(pl.Decimal(18, 2)), won=pl.col("won") == "true"
    )
    with TemporaryDirectory() as name:
        folder = write(Path(name), "", {"data/deals.csv": ""})
        for title, path in (
            ("CSV", "data/deals.csv"),
            ("CSV, all quoted", "data/quoted.csv"),
            ("Parquet", "data/deals.pq"),
        ):
            if title == "Parquet":
                typed.write_parquet(folder / path)
            else:
                frame.write_csv(folder / path, quote_style="always" if "quoted" in title else "necessary")
            write(folder, config_of(COLUMNS, file=path), {})
            timed(title, lambda: load(folder))
    amount = frame["amount"]
    timed("amounts, plain", lambda: read_numbers(amount, None, NumberRule("money")))
    signed = "$" + amount.str.replace("-", "", literal=True)
    timed("amounts, with $", lambda: read_numbers(signed, None, NumberRule("money", currency="USD")))
    european = amount.str.replace(".", ",", literal=True)
    timed("amounts, decimal comma", lambda: read_numbers(european, None, NumberRule("money", ",")))
    timed("dates, ISO", lambda: read_dates(frame["closed"], None, DateRule()))
    timed("dates, day first", lambda: read_dates(typed["closed"].dt.strftime("%d.%m.%Y"), None, DateRule("dmy")))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
