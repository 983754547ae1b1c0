"""Problems that show only when targets meet payees, windows and credits; carrying; amounts per roster row."""

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.periods import Calendar, YearLayout
from attain.roster import build
from attain.targets import PlanScope, TargetRow, TargetTable, carry_shortfall, check_needed, resolve
from tests.oracle.carried import carried
from tests.roster.tables import Cell, roster_source
from tests.targets.cases import YEAR_2026, request_of, resolved

F = Fraction
ANA: dict[str, Cell] = {"payee": "Ana", "hired": date(2026, 1, 1), "title": "AE"}


def said(
    rule: dict[str, Any], *units: Any, rows: list[dict[str, Any]] | None = None, **roster: Cell
) -> list[tuple[str, str]]:
    calendar = roster.pop("calendar", None)
    assert calendar is None or isinstance(calendar, Calendar)
    _, found = resolved(request_of(rule, *units), [ANA | roster], rows=rows or [], calendar=calendar)
    return [(d.code, d.what) for d in found]


def test_a_ramp_needs_a_hire_date() -> None:
    rule = {"amount": 100, "per": "month", "ramp": [F(1, 2)]}
    frame, found = resolved(request_of(rule, "month"), [ANA | {"hired": None}])
    assert frame.is_empty()
    assert [(d.code, d.where.line, d.what) for d in found] == [
        ("TARG114", 2, "Ana has no hire date, and 'bookings' has a ramp")
    ]


@pytest.mark.parametrize(
    ("rule", "unit", "reason"),
    [
        ({"per": "quarter"}, "month", "it is read per month, its amount is per quarter, and it has no season"),
        (
            {"per": "year", "season": [F(1, 4)] * 4},
            "month",
            "it is read per month, and the parts of its season are longer or do not nest",
        ),
        ({"per": "week"}, "month", "it is read per month, and a month is not made of whole periods of its own week"),
        ({"per": "month"}, "transaction", "it is read per transaction, and a transaction has no target of its own"),
    ],
)
def test_windows_that_cannot_be_read(rule: dict[str, Any], unit: str, reason: str) -> None:
    assert said({"amount": 100, **rule}, unit) == [("TARG102", f"'bookings' cannot be read: {reason}")]


def test_a_season_that_fits_no_period_of_the_plan() -> None:
    rule = {"amount": 100, "per": "year", "season": [F(1, 13)] * 13}
    what = "the season of 'bookings' has 13 parts, which do not fit 2026"
    assert said(rule, "year") == [("TARG102", what)]


def test_whole_months_that_fill_no_period_of_the_plan() -> None:
    rule = {"amount": 100, "per": "week", "prorate": "whole_months"}
    what = "'bookings' is prorated by whole months, and 2026-W01 is not made of whole months"
    assert said(rule, "week") == [("TARG105", what)]


@pytest.mark.parametrize("owner", [{"payee": "Ana"}, {"title": "AE"}])
def test_a_row_that_fits_no_window(owner: dict[str, str]) -> None:
    year = {**owner, "from": date(2026, 1, 1), "before": date(2027, 1, 1), "amount": 400}
    _, found = resolved(request_of({"amount": 100, "per": "quarter"}, "quarter"), [ANA], rows=[year])
    name = next(iter(owner.values()))
    assert [(d.code, d.where.file, d.where.line, d.what) for d in found] == [
        ("TARG128", "data/targets.csv", 2, f"'bookings' of {name} from 2026-01-01 before 2027-01-01 fits no window")
    ]
    assert "rows that fill one, or no end (then it is an amount per quarter)" in found[0].fix


@pytest.mark.parametrize(
    ("days", "month"),
    [({"from": date(2026, 3, 13)}, 1), ({"before": date(2026, 2, 10)}, 3)],
    ids=["before the hire", "after the leave"],
)
def test_a_row_for_days_when_nobody_is_there_is_not_reported(days: dict[str, date], month: int) -> None:
    """A sheet with a row for every month names those in which a seller is not there yet, or not any more."""
    row = {"payee": "Ana", "from": date(2026, month, 1), "before": date(2026, month + 1, 1), "amount": 100}
    assert said({"per": "month", "amount": 100}, "quarter", rows=[row], **days) == []


def test_a_row_used_over_any_window_is_not_reported() -> None:
    months = [
        {"payee": "Ana", "from": date(2026, m, 1), "before": date(2026, m + 1, 1), "amount": 100} for m in range(1, 12)
    ]
    assert said({"per": "month", "amount": 100}, "quarter", "month", rows=months) == []


def test_a_title_row_behind_a_persons_is_not_reported() -> None:
    rows = [
        {"title": "AE", "from": date(2026, 1, 5), "before": date(2026, 3, 1), "amount": 1},
        {"payee": "Ana", "amount": 2},
    ]
    assert said({"per": "quarter"}, "quarter", rows=rows) == []


@pytest.mark.parametrize(("amount", "code"), [(-5, "TARG113"), (F(10) ** 17, "MONY101")])
def test_amounts_beyond_sense(amount: Fraction, code: str) -> None:
    assert {c for c, _ in said({"amount": amount, "per": "year"}, "year")} == {code}


def test_an_example_gives_the_value_of_every_window() -> None:
    roster, _ = build(roster_source([ANA]))
    scope = PlanScope(roster, roster.rows["roster_row"], *YEAR_2026)
    row = TargetRow("bookings", "Ana", None, None, None, F(70), "the example", is_for_every_window=True)
    request = request_of({"per": "year", "amount": 5, "ramp": [F(0)]}, "month", "year", "ever")
    frame, found = resolve([request], scope, Calendar(), TargetTable.of([row]))
    assert not found
    assert set(frame["target_value"]) == {7000}
    assert frame.height == 14


def test_amounts_may_differ_by_roster_row() -> None:
    roster: list[dict[str, Cell]] = [
        {"payee": "Ana", "before": date(2026, 1, 11)},
        {"payee": "Ana", "from": date(2026, 1, 11)},
        {"payee": "Bo"},
    ]
    schema = {"roster_row": pl.UInt32, "numerator": pl.Int64, "denominator": pl.Int64}
    amounts = pl.DataFrame([(0, 31, 1), (1, 62, 3), (2, None, 1)], schema=schema, orient="row")
    request = request_of({"per": "month"}, "month", plan_amounts=amounts)
    frame, found = resolved(request, roster, effective=(date(2026, 1, 1), date(2026, 2, 1)))
    assert not found
    assert frame.select("payee", "target_value").rows() == [("Ana", 2400)]


def needs(*windows: tuple[str, int, str]) -> pl.DataFrame:
    rows = [(payee, code, "bookings", "month", window) for payee, code, window in windows]
    schema = {
        "payee": pl.String,
        "payee_code": pl.UInt32,
        "target": pl.String,
        "per": pl.String,
        "period_id": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_payees_with_credits_need_a_target() -> None:
    request = request_of({"per": "month"}, "month")
    frame, _ = resolved(request, [ANA, {"payee": "Bo"}], rows=[{"payee": "Ana", "amount": 5}])
    needed = needs(("Ana", 0, "2026-01"), ("Bo", 1, "2026-02"), ("Bo", 1, "2026-03"))
    found = check_needed(frame, needed, [request])
    assert [(d.code, d.what) for d in found] == [
        ("TARG111", "Bo has credits in 2026-02 (and 1 more) and no target 'bookings' there")
    ]


@pytest.mark.parametrize(("when_zero", "codes"), [("error", ["TARG112"]), ("0%", []), ("100%", [])])
def test_a_target_of_zero_needs_a_word(when_zero: str, codes: list[str]) -> None:
    rule = {"amount": 50000, "per": "month", "ramp": [F(0), F(1, 4)], "when_zero": when_zero}
    request = request_of(rule, "month")
    frame, _ = resolved(request, [ANA])
    found = check_needed(frame, needs(("Ana", 0, "2026-01"), ("Ana", 0, "2026-02")), [request])
    assert [d.code for d in found] == codes
    assert not found or found[0].what == "the target 'bookings' of Ana is 0 in 2026-01"


def measured_in(frame: pl.DataFrame, values: list[int]) -> pl.DataFrame:
    keys = frame.select("payee_code", "target", "per", "period_id")
    return keys.with_columns(pl.Series("measured_value", values, dtype=pl.Int64))


def test_a_shortfall_moves_into_the_next_quarter() -> None:
    request = request_of({"amount": 100, "per": "quarter", "carry": "shortfall", "scale": 0}, "quarter")
    frame, _ = resolved(request, [ANA])
    after = carry_shortfall(frame, measured_in(frame, [80, 130, 90, 0]), [request])
    assert after["target_value"].to_list() == [100, 120, 100, 110]
    assert after["carried_value"].to_list() == [0, 20, 0, 10]


def test_without_carry_nothing_moves() -> None:
    request = request_of({"amount": 100, "per": "quarter"}, "quarter")
    frame, _ = resolved(request, [ANA])
    assert carry_shortfall(frame, measured_in(frame, [0] * 4), [request]).equals(frame)


def test_every_payee_carries_alone() -> None:
    request = request_of({"amount": 100, "per": "half", "carry": "shortfall", "scale": 0}, "half")
    frame, _ = resolved(request, [ANA, {"payee": "Bo"}])
    measured = measured_in(frame, [10, 0, 100, 0]).filter(pl.col("measured_value") > 0)
    assert carry_shortfall(frame, measured, [request])["target_value"].to_list() == [100, 190, 100, 100]


@given(
    st.lists(st.sampled_from([None, F(100), F(100, 3), F(0), F(5, 2)]), min_size=1, max_size=6),
    st.lists(st.integers(0, 250), min_size=6, max_size=6),
    st.sampled_from([None, 10]),
    st.sets(st.integers(0, 5)),
)
def test_carrying_is_the_oracles(
    amounts: list[Fraction | None], reached: list[int], unit: int | None, final: set[int]
) -> None:
    months = Calendar().between("month", date(2026, 1, 1), date(2026, len(amounts) + 1, 1))
    is_final = [n in final and value is not None for n, value in enumerate(amounts)]
    # Amounts per month as standing rows that each last one month; final ones as rows of exactly the month.
    request = request_of({"per": "month", "carry": "shortfall", "scale": 1, "round": unit}, "month")
    rows: list[dict[str, Any]] = []
    spans: list[dict[str, Cell]] = []
    for month, value, fixed in zip(months, amounts, is_final, strict=True):
        if value is not None:
            spans.append({"payee": "Ana", "from": month.starts_on, "before": month.ends_before, "title": month.name})
            ends = {"from": month.starts_on, "before": month.ends_before} if fixed else {}
            rows.append({"title": month.name, "amount": value, **ends})
    frame, found = resolved(request, spans, rows=rows)
    assert not found
    names = [month.name for month in months]
    of_month = dict(zip(names, reached, strict=False))
    measured = measured_in(frame, [of_month[name] for name in frame["period_id"]])
    after = dict(carry_shortfall(frame, measured, [request]).select("period_id", "target_value").iter_rows())
    exact = [value if value is None else value * 10 for value in amounts]
    # A final target is rounded to the scale only.
    given_values = [F(after[n]) if fixed else v for n, v, fixed in zip(names, exact, is_final, strict=True)]
    expected = carried(given_values, reached[: len(amounts)], unit=(unit or F(1, 10)) * 10, is_final=is_final)
    assert [after.get(name) for name in names] == expected


def test_a_period_of_weeks_is_named_in_its_calendar() -> None:
    calendar = Calendar(YearLayout(pattern="4-4-5"))
    frame, found = resolved(request_of({"amount": 100, "per": "month"}, "month"), [{"payee": "Ana"}], calendar=calendar)
    assert not found
    # 1 January 2026 is a Thursday; the year of weeks has begun on Monday, and the plan begins with the year.
    assert frame.select("period_id", "factors", "target_value").row(0) == ("FY2026-P01", "25/28 days", 8929)
