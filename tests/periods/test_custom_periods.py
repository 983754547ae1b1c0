"""Calendars from the workspace file, with tables of periods of their own."""

from datetime import date

import polars as pl
import pytest

from attain.diagnostics import Diagnostic, Place
from attain.documents import read_yaml, validate
from attain.periods import Calendar, CalendarModel, Found, ListedPeriod, build_calendar


def calendar_of(text: str) -> tuple[Calendar, list[Diagnostic]]:
    """Build the calendar of a `calendar:` section."""
    node, found = read_yaml(text, "attain.yaml")
    assert not found
    assert node is not None
    model, found = validate(CalendarModel, node, "attain.yaml")
    assert model is not None, found
    return build_calendar(model)


def codes(text: str) -> list[str]:
    return [d.code for d in calendar_of(text)[1]]


JANUARY = "{name: A, starts: 2026-01-01, before: 2026-02-01}"

ADVENTURE_WORKS = """\
quarters:
  - {name: FY2012-Q1, starts: 2011-05-31, before: 2011-08-31}
  - {name: FY2012-Q2, starts: 2011-08-31, before: 2011-12-01}
  - {name: FY2012-Q3, starts: 2011-12-01, before: 2012-02-29}
  - {name: FY2012-Q4, starts: 2012-02-29, before: 2012-05-30}
  - {name: FY2013-Q1, starts: 2012-05-30, before: 2012-08-30}
"""


def test_listed_quarters_replace_the_standard_ones() -> None:
    calendar, found = calendar_of(ADVENTURE_WORKS)
    assert not found
    assert calendar.name("quarter", date(2012, 8, 29)) == "FY2013-Q1"
    assert calendar.name("quarter", date(2012, 8, 30)) is None
    assert calendar.name("quarter", date(2011, 5, 30)) is None
    assert calendar.name("month", date(2012, 8, 29)) == "2012-08"
    assert calendar.parse("FY2013-Q1") == Found("quarter", date(2012, 5, 30), date(2012, 8, 30))
    assert calendar.parse("2012-Q1") is None
    assert calendar.parse("2012") == Found("year", date(2012, 1, 1), date(2013, 1, 1))
    assert [p.name for p in calendar.between("quarter", date(2012, 2, 1), date(2012, 5, 30))] == [
        "FY2012-Q3",
        "FY2012-Q4",
    ]


def test_dates_are_placed_among_listed_quarters() -> None:
    calendar, _ = calendar_of(ADVENTURE_WORKS)
    index = calendar.assign("quarter", date(2011, 1, 1), date(2013, 1, 1))
    dates = [date(2011, 5, 30), date(2011, 5, 31), date(2012, 5, 29), date(2012, 5, 30), date(2012, 8, 30)]
    found = pl.DataFrame({"on": dates}).select(index.of("on")).to_series().to_list()
    assert found == [None, 0, 3, 4, None]


def test_months_do_not_nest_in_listed_quarters() -> None:
    calendar, _ = calendar_of(ADVENTURE_WORKS)
    assert not calendar.nests("quarter", "month")
    assert calendar.nests("quarter", "day")
    assert not calendar.nests("year", "quarter")


def test_quarters_nest_in_years_where_the_table_covers_them() -> None:
    text = "quarters: [{name: A, starts: 2026-01-01}, {name: B, starts: 2026-07-01, before: 2027-01-01}]"
    calendar, found = calendar_of(text)
    assert not found
    assert calendar.nests("year", "quarter")
    assert [p.name for p in calendar.sub_periods(date(2026, 1, 1), date(2027, 1, 1), "quarter") or []] == ["A", "B"]


def test_a_period_without_an_end_lasts_until_the_next() -> None:
    text = "weeks: [{name: W2, starts: 2026-01-08, before: 2026-01-12}, {name: W1, starts: 2026-01-01}]"
    calendar, found = calendar_of(text)
    assert not found
    assert calendar.containing("week", date(2026, 1, 7)) == ("W1", date(2026, 1, 1), date(2026, 1, 8))


def test_a_gap_is_noted_and_holds_no_date() -> None:
    text = f"months: [{JANUARY}, {{name: B, starts: 2026-02-03, before: 2026-03-01}}]"
    calendar, found = calendar_of(text)
    assert [(d.code, d.severity) for d in found] == [("PERI106", "note")]
    index = calendar.assign("month", date(2026, 1, 1), date(2026, 3, 1))
    dates = pl.DataFrame({"on": [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 3)]})
    assert dates.select(index.of("on")).to_series().to_list() == [0, None, None, 1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"years: [{JANUARY}, {{name: B, starts: 2026-02-02, before: 2026-02-02}}]", "PERI101"),
        (f"years: [{JANUARY}, {{name: B, starts: 2026-01-31, before: 2026-03-01}}]", "PERI102"),
        (f"years: [{JANUARY}, {{name: A, starts: 2026-02-01, before: 2027-01-01}}]", "PERI103"),
        ("quarters: [{name: '2026', starts: 2026-01-01, before: 2027-01-01}]", "PERI103"),
        (f"halves: [{JANUARY}]\nyears: [{JANUARY}]", "PERI103"),
        ("biweeks: []", "PERI104"),
        ("semimonths: [{name: A, starts: 2026-01-01}]", "PERI105"),
    ],
)
def test_a_broken_table_is_explained(text: str, code: str) -> None:
    found = calendar_of(text)[1]
    assert [d.code for d in found] == [code]
    assert found[0].where.file == "attain.yaml"
    assert found[0].where.line


def test_a_name_may_stand_for_the_unit_it_replaces() -> None:
    assert codes("quarters: [{name: 2026-Q1, starts: 2026-01-05, before: 2026-04-06}]") == []


def test_tables_may_come_from_files() -> None:
    node, _ = read_yaml("quarters: {file: periods.csv}\npattern: 4-4-5\nweeks: sunday", "attain.yaml")
    assert node is not None
    model, found = validate(CalendarModel, node, "attain.yaml")
    assert model is not None, found
    assert {unit: str(named.file) for unit, named in model.files().items()} == {"quarter": "periods.csv"}
    rows = [ListedPeriod("Q", date(2026, 1, 1), date(2026, 4, 1), Place("periods.csv", 2))]
    calendar, found = build_calendar(model, {"quarter": rows})
    assert not found
    assert calendar.name("quarter", date(2026, 3, 31)) == "Q"
    assert calendar.layout.first_weekday == 6


@pytest.mark.parametrize("text", ["weeks: someday", "pattern: 5-5-5", "fiscal_year_named_by: middle", "year_starts: x"])
def test_an_unknown_word_is_refused(text: str) -> None:
    node, _ = read_yaml(text, "attain.yaml")
    assert node is not None
    model, found = validate(CalendarModel, node, "attain.yaml")
    assert model is None
    assert [d.code for d in found] == ["YAML109"]


SPLIT_WEEKS = """\
weeks:
  - {name: 2026-W05a, starts: 2026-01-26, before: 2026-02-01}
  - {name: 2026-W05b, starts: 2026-02-01, before: 2026-02-02}
  - {name: 2026-W06, starts: 2026-02-02, before: 2026-02-09}
"""


def test_weeks_that_are_split_at_the_end_of_a_month_are_a_table() -> None:
    calendar, found = calendar_of(SPLIT_WEEKS)
    assert not found
    assert [calendar.name("week", date(2026, 1, 31)), calendar.name("week", date(2026, 2, 1))] == [
        "2026-W05a",
        "2026-W05b",
    ]
    assert calendar.parse("2026-W05b") == Found("week", date(2026, 2, 1), date(2026, 2, 2))
    index = calendar.assign("week", date(2026, 1, 26), date(2026, 2, 9))
    dates = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2)]
    assert pl.DataFrame({"on": dates}).select(index.of("on")).to_series().to_list() == [0, 1, 2]


LAST_SATURDAY = """\
years:
  - {name: FY2025, starts: 2024-08-25, before: 2025-08-31}
  - {name: FY2026, starts: 2025-08-31, before: 2026-08-30}
quarters:
  - {name: FY2025-Q4, starts: 2025-05-25, before: 2025-08-31}
  - {name: FY2026-Q1, starts: 2025-08-31, before: 2025-11-30}
"""


def test_a_year_that_ends_on_the_last_saturday_of_august_is_a_table() -> None:
    """FY2025 has 53 weeks: from 25 August 2024 to Saturday, 30 August 2025."""
    calendar, found = calendar_of(LAST_SATURDAY)
    assert not found
    assert (date(2025, 8, 31) - date(2024, 8, 25)).days == 53 * 7
    assert [calendar.name("year", date(2025, 8, 30)), calendar.name("year", date(2025, 8, 31))] == ["FY2025", "FY2026"]
    assert calendar.name("quarter", date(2025, 8, 30)) == "FY2025-Q4"
