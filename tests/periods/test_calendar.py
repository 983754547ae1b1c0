"""Periods and their names, against the oracle.

Properties:
1. The period that holds a date, and its name, are the oracle's, for every unit, layout and date.
2. The periods of a range tile it: each starts where the one before ends, and holds its own days only.
3. A name means the period it names: `parse(name(date))` holds the date.
4. The lookup of a column agrees with the period of each of its dates.
"""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.periods import CALENDAR_UNITS, Calendar, Found, Unit, YearLayout, is_longer
from tests.oracle.periods import period_of, periods_between

layouts = st.builds(
    YearLayout,
    year_starts=st.one_of(
        st.dates(date(2019, 1, 1), date(2027, 12, 31)),
        st.sampled_from([date(2026, 1, 1), date(2025, 7, 1), date(2024, 2, 29), date(2026, 4, 6), date(2025, 5, 31)]),
    ),
    weeks=st.sampled_from(["iso", "monday", "wednesday", "saturday", "sunday"]),
    pattern=st.sampled_from(["months", "4-4-5", "4-5-4", "5-4-4", "13"]),
    fiscal_year_named_by=st.sampled_from(["start", "end"]),
)
units = st.sampled_from(CALENDAR_UNITS)
# Edges of years, months and leap days are where calendars go wrong.
days = st.one_of(
    st.dates(date(1995, 1, 1), date(2060, 12, 31)),
    st.builds(
        lambda year, month, offset: date(year, month, 1) + timedelta(days=offset),
        st.integers(2015, 2035),
        st.sampled_from([1, 2, 3, 4, 7, 12]),
        st.integers(-4, 4),
    ),
)


def as_oracle(layout: YearLayout) -> dict[str, object]:
    """Write a layout as the oracle's dict."""
    return {
        "year_starts": layout.year_starts,
        "weeks": layout.weeks,
        "pattern": layout.pattern,
        "fiscal_year_named_by": layout.fiscal_year_named_by,
    }


@given(layouts, units, days)
def test_the_period_of_a_date_is_the_oracles(layout: YearLayout, unit: Unit, day: date) -> None:
    assert Calendar(layout).containing(unit, day) == period_of(day, unit, as_oracle(layout))


@given(layouts, st.sampled_from(CALENDAR_UNITS[1:]), days, st.integers(1, 800))
def test_periods_tile_their_range(layout: YearLayout, unit: Unit, first: date, day_count: int) -> None:
    last = first + timedelta(days=day_count)
    periods = Calendar(layout).between(unit, first, last)
    assert periods == periods_between(unit, first, last, as_oracle(layout))
    assert periods[0].starts_on <= first < periods[0].ends_before
    assert periods[-1].starts_on < last <= periods[-1].ends_before
    assert all(a.ends_before == b.starts_on for a, b in pairwise(periods))
    assert len({p.name for p in periods}) == len(periods)


@given(layouts, units, days)
def test_a_name_means_the_period_it_names(layout: YearLayout, unit: Unit, day: date) -> None:
    calendar = Calendar(layout)
    period = calendar.containing(unit, day)
    assert period is not None
    assert calendar.parse(period.name) == Found(unit, period.starts_on, period.ends_before)


@given(layouts, units, st.lists(st.none() | days, max_size=20), days, st.integers(0, 900))
def test_the_lookup_agrees_with_each_date(
    layout: YearLayout, unit: Unit, dates: list[date | None], first: date, day_count: int
) -> None:
    calendar = Calendar(layout)
    index = calendar.assign(unit, first, first + timedelta(days=day_count))
    names = index.periods["period_id"].to_list()
    found = pl.DataFrame({"on": dates}, schema={"on": pl.Date}).select(index.of("on")).to_series()
    assert found.dtype == pl.Int32
    for day, position in zip(dates, found.to_list(), strict=True):
        expected = calendar.name(unit, day) if day else None
        assert (names[position] if position is not None else None) == (expected if expected in names else None)


@pytest.mark.parametrize(
    ("layout", "unit", "name"),
    [
        (YearLayout(), "day", "2026-03-14"),
        (YearLayout(), "week", "2026-W11"),
        (YearLayout(), "biweek", "2026-B06"),
        (YearLayout(), "semimonth", "2026-03-H1"),
        (YearLayout(), "month", "2026-03"),
        (YearLayout(), "quarter", "2026-Q1"),
        (YearLayout(), "half", "2026-H1"),
        (YearLayout(), "year", "2026"),
        (YearLayout(date(2025, 7, 1)), "month", "2026-03"),
        (YearLayout(date(2025, 7, 1)), "quarter", "FY2026-Q3"),
        (YearLayout(date(2025, 7, 1), fiscal_year_named_by="start"), "year", "FY2025"),
        (YearLayout(date(2026, 4, 6)), "month", "FY2026-P12"),
        (YearLayout(pattern="4-4-5"), "month", "FY2026-P03"),
        (YearLayout(pattern="4-4-5"), "week", "FY2026-W11"),
        (YearLayout(pattern="13"), "quarter", "FY2026-Q1"),
        (YearLayout(), "ever", "ever"),
    ],
)
def test_names(layout: YearLayout, unit: Unit, name: str) -> None:
    assert Calendar(layout).name(unit, date(2026, 3, 14)) == name


@pytest.mark.parametrize(
    "name",
    [
        *("", "2026-13", "2026-02-30", "2026-W54", "2026-W00", "2025-W53", "2025-B27", "2026-Q5", "2026-3"),
        *("FY2026", "FY2026-Q1", "FY2026-P03", "0000", "2026-04-01/2026-02-10", "2026-02-10/soon", "a/b/c", "March"),
    ],
)
def test_a_name_that_means_nothing_is_none(name: str) -> None:
    assert Calendar().parse(name) is None


def test_a_range_is_a_name_too() -> None:
    found = Found("plan", date(2026, 2, 10), date(2026, 4, 1))
    assert Calendar().parse("2026-02-10/2026-04-01") == found
    assert Calendar().between(*found)[0].name == "2026-02-10/2026-04-01"
    assert Calendar().parse("ever") == Found("ever", date.min, date.max)


def test_a_numbered_month_beyond_the_year_means_nothing() -> None:
    calendar = Calendar(YearLayout(pattern="13"))
    assert calendar.parse("FY2026-P13") == Found("month", date(2026, 11, 30), date(2027, 1, 4))
    assert calendar.parse("FY2026-P14") is None
    assert calendar.parse("2026-03") is None


def test_a_long_year_of_weeks_gives_its_week_to_the_last_month() -> None:
    calendar = Calendar(YearLayout(pattern="4-4-5"))
    months = calendar.sub_periods(date(2025, 12, 29), date(2027, 1, 4), "month")
    assert [m.day_count // 7 for m in months or []] == [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6]


@pytest.mark.parametrize(
    ("layout", "unit", "sub_unit", "nests"),
    [
        (YearLayout(), "year", "month", True),
        (YearLayout(), "quarter", "week", False),
        (YearLayout(), "month", "semimonth", True),
        (YearLayout(), "year", "biweek", False),
        (YearLayout(), "week", "day", True),
        (YearLayout(date(2025, 7, 1)), "half", "quarter", True),
        (YearLayout(date(2026, 4, 6)), "month", "semimonth", False),
        (YearLayout(pattern="4-4-5"), "quarter", "week", True),
    ],
)
def test_nesting(layout: YearLayout, unit: Unit, sub_unit: Unit, *, nests: bool) -> None:
    assert Calendar(layout).nests(unit, sub_unit) is nests


def test_the_order_of_units() -> None:
    assert is_longer("ever", "plan")
    assert not is_longer("quarter", "quarter")


def test_an_empty_range_has_no_periods() -> None:
    calendar = Calendar()
    assert calendar.between("month", date(2026, 1, 1), date(2026, 1, 1)) == []
    index = calendar.assign("month", date(2026, 1, 1), date(2026, 1, 1))
    dates = pl.DataFrame({"on": [date(2026, 1, 1), None]}, schema={"on": pl.Date})
    assert dates.select(index.of("on")).to_series().to_list() == [None, None]


@pytest.mark.parametrize("unit", CALENDAR_UNITS)
@pytest.mark.parametrize("layout", [YearLayout(), YearLayout(date(2026, 2, 1), "sunday", "4-5-4")])
def test_the_ends_of_time_do_not_break(unit: Unit, layout: YearLayout) -> None:
    """9999-12-31 stands for "open" in many sources; it belongs to no period."""
    calendar = Calendar(layout)
    assert calendar.containing(unit, date.max) is None
    for day in (date.min, date(1, 1, 2), date(9999, 12, 30)):
        period = calendar.containing(unit, day)
        assert period is not None
        assert period.starts_on <= day < period.ends_before
    assert calendar.between(unit, date(9999, 12, 1), date.max)[-1].ends_before == date.max


def test_windows_that_span_all_time_are_searched() -> None:
    index = Calendar().assign("ever", date.min, date.max)
    dates = pl.DataFrame({"on": [date(2026, 1, 1), date.min, date.max, None]})
    assert dates.select(index.of(pl.col("on"))).to_series().to_list() == [0, 0, None, None]


@pytest.mark.parametrize("unit", ["transaction", "plan"])
def test_units_without_periods_are_refused(unit: Unit) -> None:
    with pytest.raises(ValueError, match=f"no periods of unit '{unit}'"):
        Calendar().containing(unit, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("day", "layout", "names"),
    [
        (date(2027, 1, 2), YearLayout(), {"week": "2026-W53", "month": "2027-01"}),
        (date(2026, 3, 14), YearLayout(date(2025, 7, 1)), {"quarter": "FY2026-Q3", "month": "2026-03"}),
        (date(2026, 3, 14), YearLayout(date(2026, 4, 6)), {"month": "FY2026-P12"}),
        (date(2025, 12, 29), YearLayout(pattern="4-4-5"), {"month": "FY2026-P01"}),
        (date(2027, 1, 3), YearLayout(pattern="4-4-5"), {"month": "FY2026-P12"}),
        (date(2026, 3, 8), YearLayout(), {"biweek": "2026-B05"}),
        (date(2026, 3, 9), YearLayout(), {"biweek": "2026-B06"}),
    ],
)
def test_the_cases_of_the_behaviour_page(day: date, layout: YearLayout, names: dict[Unit, str]) -> None:
    assert {unit: Calendar(layout).name(unit, day) for unit in names} == names
