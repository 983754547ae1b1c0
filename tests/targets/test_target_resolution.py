"""The worked cases of docs/behaviours/target_resolution.md and the published examples."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from attain.targets import TARGETS
from tests.roster.tables import Cell
from tests.targets.cases import request_of, resolved

F = Fraction
RAMP = [F(1, 2), F(3, 4), F(1)]
FEBRUARY_AND_MARCH = "1/3 × 50% ramp month 1 × 20/28 days + 1/3 × 50% ramp month 1"
HIRED: dict[str, Cell] = {"payee": "Ana", "hired": date(2026, 2, 9)}


def first_value(rule: dict[str, Any], *roster_rows: dict[str, Cell], rows: list[dict[str, Any]] | None = None) -> int:
    frame, found = resolved(request_of(rule, "quarter"), list(roster_rows), rows=rows or [])
    assert not found
    return TARGETS.checked(frame)["target_value"][0]


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ({"prorate": "calendar_days"}, 5666667),
        ({"prorate": "calendar_days", "first_day": "excluded"}, 5555556),
        ({"prorate": "working_days"}, 5781250),
        ({"prorate": "whole_months"}, 3333333),
        ({"prorate": "none"}, 10000000),
        ({"ramp": RAMP}, 2857143),
    ],
)
def test_a_newcomer(rule: dict[str, Any], value: int) -> None:
    assert first_value({"amount": 100000, "per": "quarter", **rule}, HIRED) == value


def test_a_ramp_over_a_quarter_goes_month_by_month() -> None:
    rule = {"amount": 100000, "per": "quarter", "ramp": RAMP}
    assert first_value(rule, {"payee": "Ana", "hired": date(2026, 1, 1)}) == 7500000


def test_a_promotion_counts_both_amounts_by_days() -> None:
    rows = [{"title": "AE", "amount": 90000}, {"title": "Senior AE", "amount": 120000}]
    roster: list[dict[str, Cell]] = [
        {"payee": "Ana", "before": date(2026, 3, 1), "title": "AE"},
        {"payee": "Ana", "from": date(2026, 3, 1), "title": "Senior AE"},
    ]
    assert first_value({"per": "quarter"}, *roster, rows=rows) == 10033333


def test_a_row_for_exactly_the_period_is_final() -> None:
    rows = [{"payee": "Ana", "from": date(2026, 1, 1), "before": date(2026, 4, 1), "amount": 80000}]
    assert first_value({"amount": 100000, "per": "quarter", "ramp": RAMP, "round": 30000}, HIRED, rows=rows) == 8000000


def test_published_083_seasonal_quota_prorated_by_whole_months() -> None:
    """Source: Quick Base community thread, "Formula to prorate a quota"."""
    season = [F(20, 100), F(20, 100), F(20, 100), F(40, 100)]
    rule = {"amount": 100000, "per": "year", "season": season, "prorate": "whole_months", "round": 1}
    effective = (date(2019, 1, 1), date(2020, 1, 1))
    roster: list[dict[str, Cell]] = [{"payee": "Ana", "hired": date(2019, 3, 1)}]
    frame, found = resolved(request_of(rule, "quarter", "year", "plan"), roster, effective=effective)
    assert not found
    assert frame["target_value"].to_list() == [666700, 2000000, 2000000, 4000000, 8666700, 8666700]
    assert frame["factors"][0] == "20% season × 1 of 3 months"


def test_published_084_graduated_quota_ramp() -> None:
    """Source: Prowi, "Ramp period (graduated quota)", https://prowi.io/en/glossary/ramp-period."""
    rule = {"amount": 50000, "per": "month", "ramp": [F(0), F(1, 4), F(1, 2), F(3, 4), F(1)]}
    frame, found = resolved(request_of(rule, "month"), [{"payee": "Ana", "hired": date(2026, 1, 1)}])
    assert not found
    assert frame["target_value"].to_list()[:6] == [0, 1250000, 2500000, 3750000, 5000000, 5000000]


def test_the_trace_explains_the_number() -> None:
    rule = {"amount": 100000, "per": "quarter", "ramp": RAMP}
    frame, _ = resolved(request_of(rule, "quarter", "half"), [HIRED])
    columns = ["source", "base_amount", "factors", "exact_value", "is_final"]
    assert frame.select(columns).rows()[:3] == [
        ("plans/ae.yaml:7:3", "100000", FEBRUARY_AND_MARCH, "200000/7", False),
        ("plans/ae.yaml:7:3", "100000", "1/3 × 75% ramp month 2 + 2/3", "275000/3", False),
        ("plans/ae.yaml:7:3", "100000", "", "100000", False),
    ]  # fmt: skip
    assert frame["factors"][4] == "sum of 2 parts from 2026-Q1 to 2026-Q2"


def test_the_trace_names_rows_and_both_amounts() -> None:
    rows = [
        {"payee": "Ana", "amount": 90000},
        {"payee": "Ana", "from": date(2026, 3, 1), "amount": 120000},
        {"payee": "Ana", "from": date(2026, 7, 1), "before": date(2026, 8, 1), "amount": 10},
        {"payee": "Ana", "from": date(2026, 8, 1), "before": date(2026, 10, 1), "amount": 20},
    ]
    frame, found = resolved(request_of({"per": "quarter"}, "quarter"), [{"payee": "Ana"}], rows=rows)
    assert not found
    assert frame.select("source", "base_amount", "factors", "target_value", "is_final").rows() == [
        ("data/targets.csv:2, data/targets.csv:3", "", "90000 × 59/90 days + 120000 × 31/90 days", 10033333, False),
        ("data/targets.csv:3", "120000", "", 12000000, False),
        ("data/targets.csv:4, data/targets.csv:5", "30", "", 3000, True),
        ("data/targets.csv:3", "120000", "", 12000000, False),
    ]


def test_a_years_row_is_spread_by_the_season() -> None:
    rule = {"amount": 5, "per": "year", "season": [F(1, 4), F(1, 4), F(1, 4), F(1, 4)], "ramp": RAMP, "round": 10}
    rows = [
        {"payee": "Ana", "from": date(2026, 1, 1), "before": date(2027, 1, 1), "amount": F(10001, 100)},
        {"payee": "Ana", "from": date(2026, 4, 1), "before": date(2026, 7, 1), "amount": 30},
    ]
    frame, found = resolved(request_of(rule, "quarter", "half"), [HIRED], rows=rows)
    assert not found
    assert frame.select("target_value", "is_final", "source", "factors").rows() == [
        (2500, False, "data/targets.csv:2", "25% season"),
        (3000, True, "data/targets.csv:3", ""),
        (2501, False, "data/targets.csv:2", "25% season"),
        (2500, False, "data/targets.csv:2", "25% season"),
        (5500, False, "data/targets.csv:2, data/targets.csv:3", "sum of 2 parts from 2026-Q1 to 2026-Q2"),
        (5001, False, "data/targets.csv:2", "sum of 2 parts from 2026-Q3 to 2026-Q4"),
    ]


def test_a_plans_amount_is_spread_over_its_range() -> None:
    rule = {"amount": 100, "per": "plan", "season": [F(3, 10), F(7, 10)], "prorate": "whole_months"}
    half_year = (date(2026, 1, 1), date(2026, 7, 1))
    frame, found = resolved(request_of(rule, "quarter", "ever"), [HIRED], effective=half_year)
    assert not found
    assert frame["target_value"].to_list() == [1000, 7000, 8000]
    assert frame["period_id"].to_list() == ["2026-Q1", "2026-Q2", "ever"]


def test_a_target_that_never_starts_again_is_whole() -> None:
    rule = {"amount": 100, "per": "ever"}
    frame, found = resolved(request_of(rule, "ever"), [{**HIRED, "left": date(2026, 3, 1)}])
    assert not found
    assert frame["target_value"].to_list() == [10000]


def test_somebody_who_left_has_a_target_for_the_days_before() -> None:
    left = HIRED | {"hired": date(2020, 1, 1), "left": date(2026, 2, 15)}
    frame, _ = resolved(request_of({"amount": 100, "per": "month"}, "month"), [left])
    assert frame["target_value"].to_list()[:3] == [10000, 5000, 0]
    assert frame["factors"].to_list()[:3] == ["", "14/28 days", "0 days"]
