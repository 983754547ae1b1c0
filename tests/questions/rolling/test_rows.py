"""Targets of the next year: times a factor, rounded once, and nobody forgotten without a word."""

from fractions import Fraction

import polars as pl
import pytest

from attain.periods import Calendar
from attain.questions.rolling import Growth, NextRows, next_rows, years_of

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
