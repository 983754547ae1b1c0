"""Targets of the next year: times a factor, rounded once, and nobody forgotten without a word."""

from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest

from attain.periods import Calendar, CalendarModel, build_calendar
from attain.questions.rolling import Growth, NextRows, Years, next_rows, years_of

PEOPLE = {"ana": "AE", "bo": "AE", "mia": "VP"}
COLUMNS = ("name", "payee", "title", "period", "from", "before", "amount", "change")


def rolled(*rows: str, growth: Growth | None = None) -> NextRows:
    cells = [[cell or None for cell in row.split(",")] for row in rows]
    texts = pl.DataFrame(cells, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
    years = years_of(Calendar(), "2026")
    assert years is not None
    return next_rows(texts, years, growth or Growth(Fraction(21, 20), 2), PEOPLE)


def said(found: NextRows) -> list[str]:
    return [",".join(cell or "" for cell in row) for row in found.rows.rows()]


def test_each_row_a_year_later_times_a_factor() -> None:
    found = rolled(
        "quota,ana,,2026-Q2,,,100000,",
        "quota,,AE,2026,,,33333.33,",
        "quota,bo,,,2026-02-01,2026-07-01,1,",
        "quota,bo,,2025,,,9,",
    )
    assert said(found) == [
        "quota,ana,,2027-Q2,,,105000,",
        "quota,,AE,2027,,,35000,",
        "quota,bo,,,2027-02-01,2027-07-01,1.05,",
    ]
    assert found.left == ()


@pytest.mark.parametrize(
    ("written", "growth", "expected"),
    [
        ("33333.33", Growth(Fraction(1035, 1000), 2), "34500"),
        ("0.1", Growth(Fraction(1, 2), 2), "0.05"),
        ("0.01", Growth(Fraction(1, 2), 2), "0.01"),
        ("101", Growth(Fraction(1, 2), 0), "51"),
        ("123456", Growth(Fraction(11, 10), 2, 100_000), "136000"),
        ("-10", Growth(Fraction(1, 3), 2), "-3.33"),
        ("0", Growth(Fraction(1, 3), 2), "0"),
    ],
)
def test_an_amount_is_exact_and_rounded_once(written: str, growth: Growth, expected: str) -> None:
    assert growth.of(written) == expected


def test_what_is_not_rolled_over_is_said() -> None:
    found = rolled(
        "quota,gone,,2026,,,1,",
        "quota,,SDR,2026,,,1,",
        "quota,ana,,2026-Q1,,,10,relief",
        "quota,ana,,,2026-07-01,2027-07-01,1,",
        "quota,ana,,,2026-07-01,,1,",
        "quota,bo,,,,2026-01-01,1,",
    )
    assert said(found) == []
    assert [(one.name, one.why) for one in found.left] == [
        ("quota of gone in 2026", "gone is gone by 2027-01-01"),
        ("quota of SDR in 2026", "nobody is SDR on 2027-01-01"),
        ("quota of ana in 2026-Q1", "a relief is agreed for once"),
        ("quota of ana in 2026-07-01", "it lies across the ends of 2026"),
        ("quota of ana in 2026-07-01", "it has no end, and holds until another begins"),
    ]


def test_what_the_next_year_has_is_not_made_again() -> None:
    first = rolled("quota,ana,,2026-Q1,,,10,", "quota,bo,,2026-Q1,,,10,")
    again = rolled("quota,ana,,2026-Q1,,,10,", "quota,bo,,2026-Q1,,,10,", *said(first))
    assert said(again) == []
    assert again.known_count == 2
    other = rolled("quota,ana,,2026-Q1,,,10,", "quota,ana,,2027,,,40,")
    assert said(other) == [], "the year is known as a whole"


def test_amounts_of_a_target_have_the_decimals_of_its_plans_currency() -> None:
    texts = pl.DataFrame(
        [["gulf", "ana", "2026", "12345.678"], ["yen", "bo", "2026", "1001"], ["quota", "bo", "2026", "1001"]],
        schema=dict.fromkeys(("name", "payee", "period", "amount"), pl.String),
        orient="row",
    )
    years = years_of(Calendar(), "2026")
    assert years is not None
    factor = Fraction(1, 2)
    own = {"gulf": Growth(factor, 3), "yen": Growth(factor, 0)}
    found = next_rows(texts, years, Growth(factor, 2), PEOPLE, by_target=own)
    assert found.rows["amount"].to_list() == ["6172.839", "501", "500.5"]


def weeks(old: str) -> Years:
    model = CalendarModel.model_validate({"year_starts": "2026-01-01", "weeks": "iso", "pattern": "4-4-5"})
    calendar, _ = build_calendar(model)
    name = calendar.name("year", date.fromisoformat(old))
    years = years_of(calendar, name or "")
    assert years is not None
    return years


@pytest.mark.parametrize("inside", ["2025-06-01", "2026-06-01", "2027-06-01"])
def test_rows_cover_a_year_of_52_or_53_weeks_as_they_covered_the_one_before(inside: str) -> None:
    years = weeks(inside)
    middle = years.old.starts_on + timedelta(weeks=26)
    columns = ("name", "payee", "from", "before", "amount")
    cells = [
        ["quota", "ana", str(years.old.starts_on), str(middle), "1"],
        ["quota", "ana", str(middle), str(years.old.ends_before), "1"],
    ]
    texts = pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String), orient="row")
    rows = next_rows(texts, years, Growth(Fraction(1), 2), PEOPLE).rows
    assert rows["from"].to_list()[0] == str(years.new.starts_on)
    assert rows["from"].to_list()[1] == rows["before"].to_list()[0]
    assert rows["before"].to_list()[1] == str(years.new.ends_before)


def test_the_years_of_the_test_have_52_and_53_weeks() -> None:
    lengths = {(weeks(day).old.ends_before - weeks(day).old.starts_on).days for day in ("2025-06-01", "2026-06-01")}
    assert lengths == {364, 371}


def test_a_row_of_a_week_that_the_next_year_does_not_have_is_said() -> None:
    years = weeks("2026-06-01")
    last = years.old.ends_before - timedelta(weeks=1)
    texts = pl.DataFrame(
        [["quota", "ana", str(last), str(years.old.ends_before), "1"]],
        schema=dict.fromkeys(("name", "payee", "from", "before", "amount"), pl.String),
        orient="row",
    )
    found = next_rows(texts, years, Growth(Fraction(1), 2), PEOPLE)
    assert found.rows.height == 0
    assert [one.why for one in found.left] == [f"{years.new.name} has no such week"]
