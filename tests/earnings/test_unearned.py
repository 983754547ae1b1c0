"""unearned: how much of a line is earned by the day it is cancelled.

Properties:
1. The months earned are the oracle's, around every anniversary of the start, on months of every length.
"""

from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.documents import Expression
from attain.earnings import Earned
from attain.earnings.clawbacks.unearned import month_count, months_earned
from tests.oracle.earned import share_earned
from tests.oracle.periods import months_later


def rule(over: str = "12 months", partial: str = "counts") -> Earned:
    """A rule that says over how long a line is earned."""
    return Earned.model_validate({"over": over, "partial": partial})


def earned(starts_on: date | None, *days: date, partial: str = "counts", months: int = 12) -> list[int]:
    """The months earned by each day."""
    frame = pl.DataFrame({"day": days}).with_columns(start=pl.lit(starts_on, pl.Date))
    made = frame.select(
        months_earned(pl.col("start"), pl.col("day"), rule(f"{months} months", partial), months).alias("m")
    )
    assert made["m"].dtype == pl.Int64
    return made["m"].to_list()


@pytest.mark.parametrize(
    ("over", "months"),
    [
        ("12 months", 12),
        (" 1 Month ", 1),
        ("600  MONTHS", 600),
        *dict.fromkeys(
            ("1 year", "0 months", "months", "-3 months", "12.5 months", "12 months later", "10000 months", "")
        ).items(),
    ],
)
def test_over_how_many_months(over: str, months: int | None) -> None:
    assert month_count(Earned.model_construct(over=Expression(over))) == months


def test_a_month_that_has_begun_counts_unless_the_plan_says_otherwise() -> None:
    days = [
        date(2026, 1, 9),
        date(2026, 1, 10),
        date(2026, 1, 11),
        date(2026, 2, 10),
        date(2026, 2, 11),
        date(2026, 4, 15),
    ]
    assert earned(date(2026, 1, 10), *days) == [0, 0, 1, 1, 2, 4]
    assert earned(date(2026, 1, 10), *days, partial="does_not") == [0, 0, 0, 1, 1, 3]


def test_never_more_than_everything() -> None:
    assert earned(date(2026, 1, 10), date(2027, 1, 10), date(2030, 1, 1)) == [12, 12]
    assert earned(date(2026, 1, 10), date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11), months=2) == [2, 2, 2]


def test_nothing_is_earned_of_what_has_not_begun() -> None:
    assert earned(date(2026, 1, 10), date(2025, 1, 10)) == [0]
    assert earned(None, date(2026, 1, 10)) == [0]
    assert earned(None, date(2026, 1, 10), partial="does_not") == [0]


def test_months_that_are_too_short_end_on_their_last_day() -> None:
    days = [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert earned(date(2026, 1, 31), *days, partial="does_not") == [0, 1, 1, 2, 2]
    assert earned(date(2026, 1, 31), *days) == [1, 1, 2, 2, 3]


starts = st.one_of(
    st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.sampled_from([date(2024, 2, 29), date(2026, 1, 31)])
)
aims = st.lists(st.tuples(st.integers(-2, 15), st.integers(-2, 2)), min_size=1, max_size=12)


@settings(max_examples=50)
@given(starts, aims, st.sampled_from(["counts", "does_not"]))
def test_the_months_are_the_oracles(starts_on: date, offsets: list[tuple[int, int]], partial: str) -> None:
    """Property 1."""
    days = [months_later(starts_on, months) + timedelta(days=days) for months, days in offsets]
    written = {"over": "12 months", "partial": partial}
    expected = [share_earned(written, starts_on=starts_on, day=day) for day in days]
    assert [Fraction(n, 12) for n in earned(starts_on, *days, partial=partial)] == expected
