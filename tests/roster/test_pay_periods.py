"""periods: a row for each payee and pay period that share a day under the plan.

1. The days of a payee's rows sum to the days on the plan, however the ranges are cut.
2. No row is of more days than its period has, and its last day is one of them.
"""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.periods import Calendar, Unit
from attain.roster.pay_periods import KINDS, pay_periods, periods_source

FIRST, BEFORE = date(2026, 1, 1), date(2027, 1, 1)
DAYS = (BEFORE - FIRST).days


def _rows(spans: list[tuple[str, date, date]], unit: Unit = "month") -> pl.DataFrame:
    frame = pl.DataFrame(
        [("plan", payee, first, until, line) for line, (payee, first, until) in enumerate(spans, 2)],
        schema={"plan": pl.String, "payee": pl.String, "from_on": pl.Date, "until": pl.Date, "source_line": pl.Int64},
        orient="row",
    )
    periods = Calendar().assign(unit, FIRST, BEFORE).periods
    return pay_periods(frame, periods.select("period_id", "starts_on", "ends_before"))


def test_a_row_says_how_much_of_the_period_is_on_the_plan() -> None:
    rows = _rows([("ana", date(2026, 3, 11), date(2026, 4, 20)), ("ana", date(2026, 4, 20), date(2026, 5, 16))])
    assert rows.select("period", "last_day", "period_days", "plan_days", "source_line").rows() == [
        ("2026-03", date(2026, 3, 31), 31, 21, 2),
        ("2026-04", date(2026, 4, 30), 30, 30, 3),
        ("2026-05", date(2026, 5, 15), 31, 15, 3),
    ]


def test_nobody_on_the_plan_is_no_row_and_the_columns_stay() -> None:
    assert periods_source(_rows([])).frame.is_empty()
    assert set(KINDS) <= set(periods_source().frame.columns)


@given(
    cuts=st.lists(st.integers(0, DAYS), min_size=2, max_size=6, unique=True).map(sorted),
    unit=st.sampled_from(["week", "semimonth", "month", "quarter"]),
)
@pytest.mark.filterwarnings("error")
def test_days_on_the_plan_are_all_counted_once(cuts: list[int], unit: Unit) -> None:
    days = [FIRST + timedelta(days=cut) for cut in cuts]
    rows = _rows([("ana", first, until) for first, until in pairwise(days)], unit)
    assert rows["plan_days"].sum() == cuts[-1] - cuts[0]
    assert (rows["plan_days"] <= rows["period_days"]).all()
    assert ((rows["last_day"] >= rows["starts_on"]) & (rows["last_day"] <= rows["ends_on"])).all()
    assert rows["period"].is_unique().all()
