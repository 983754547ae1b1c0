"""everybody: each person whose roster row is in force on the row's date.

Properties:
1. Who is credited on a day are the oracle's.
"""

from datetime import date

import polars as pl
import pytest

from attain.credits import everybody
from attain.credits.everybody import Everybody
from attain.credits.owner import Owner
from tests.credits.receiving import credit, received
from tests.oracle import everybody as oracle

ROSTER = pl.DataFrame(
    [
        ("ben", None, date(2026, 3, 1)),
        ("ben", date(2026, 3, 1), None),
        ("ana", date(2026, 2, 1), None),
        ("dee", date(2026, 2, 1), date(2026, 4, 1)),
    ],
    schema={"payee": pl.String, "from": pl.Date, "before": pl.Date},
    orient="row",
)


def results(*days: date) -> pl.DataFrame:
    """Rows of the company, numbered from 0."""
    return pl.DataFrame({"dated": days}, schema={"dated": pl.Date}).with_row_index("row")


@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)])
def test_who_is_there_on_the_day_is_credited_once(day: date) -> None:
    """1."""
    in_force = [
        row
        for row in ROSTER.iter_rows(named=True)
        if (row["from"] or day) <= day and (row["before"] is None or day < row["before"])
    ]
    found = received(everybody.recipients(results(day), ROSTER), "credit_type")
    assert found == [(0, r.payee, r.credit_type) for r in sorted(oracle.present(in_force), key=lambda r: r.payee)]


def test_each_is_credited_with_the_whole() -> None:
    found = everybody.recipients(results(date(2026, 1, 1), date(2026, 4, 1)), ROSTER)
    assert received(found) == [(0, "ben"), (1, "ana"), (1, "ben")]
    assert found.whole is None


def test_the_rule_is_one_word() -> None:
    assert isinstance(credit("everybody").to, Everybody)
    assert isinstance(credit("everyone").to, Owner)
