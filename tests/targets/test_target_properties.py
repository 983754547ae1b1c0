"""Targets against the oracle, on random rules, rosters, tables and calendars.

Properties:
1. The value over any window is the oracle's, to the last digit; where the oracle has none there is no row.
2. The exact value is the oracle's before rounding.
3. The season's parts add up to the period.
4. Cutting an assignment in two rows that say the same changes nothing.
"""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.periods import Calendar, Unit, YearLayout
from tests.oracle.targets import exact_target_value, target_value
from tests.roster.tables import Cell
from tests.targets.cases import request_of, resolved

F = Fraction
JANUARY = date(2026, 1, 1)
LAYOUTS = [
    YearLayout(),
    YearLayout(date(2025, 7, 1)),
    YearLayout(pattern="4-4-5"),
    YearLayout(date(2026, 2, 1), "sunday", "13"),
    YearLayout(date(2026, 1, 6)),
]
SEASONS = {
    1: [F(1)],
    2: [F(3, 10), F(7, 10)],
    3: [F(1, 4), F(1, 4), F(1, 2)],
    4: [F(20, 100), F(20, 100), F(20, 100), F(40, 100)],
    6: [F(1, 10), F(1, 10), F(3, 10), F(1, 5), F(1, 8), F(7, 40)],
    12: [*[F(1, 12)] * 6, *[F(1, 15)] * 5, F(1, 6)],
    13: [*[F(1, 13)] * 13],
}
# Ends of months, quarters, weeks and leap days are where proration goes wrong.
near_edges = st.sampled_from(
    [JANUARY + timedelta(days=n) for n in (0, 1, 30, 31, 39, 58, 59, 60, 89, 90, 100, 119, 180, 181, 184)]
    + [date(2025, 11, 30), date(2025, 12, 31), date(2025, 10, 15), date(2025, 7, 1)]
)
PLAN_AMOUNTS = [100000, 90000, 50000, F(10001, 100), F(1, 3), 7, 0]
amounts = st.sampled_from(PLAN_AMOUNTS)


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a rule in the words of the oracle."""
    per = draw(st.sampled_from(["week", "month", "quarter", "quarter", "half", "year", "year", "plan", "ever"]))
    counts = {"year": [0, 2, 4, 12, 13], "half": [0, 2, 6], "quarter": [0, 3], "month": [0, 2], "plan": [0, 2, 4, 6]}
    ramps = [[], [], [F(1, 2), F(3, 4), F(1)], [F(0), F(1, 3), F(2, 3), F(3, 2)], [F(9, 10)]]
    rule = {
        "per": per,
        "amount": draw(st.sampled_from([None, *PLAN_AMOUNTS])),
        "season": SEASONS.get(draw(st.sampled_from(counts.get(per, [0]))), []),
        "ramp": draw(st.sampled_from(ramps)),
        "prorate": draw(st.sampled_from(["none", "calendar_days", "calendar_days", "working_days", "whole_months"])),
        "first_day": draw(st.sampled_from(["counted", "excluded"])),
        "round": draw(st.sampled_from([None, None, 1, F(1, 10), 1000])),
        "scale": draw(st.sampled_from([0, 2, 2, 3])),
    }
    if rule["round"] == F(1, 10) and not rule["scale"]:
        rule["round"] = 1
    return rule


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Cell]]:
    """Draw one payee's roster rows, without shared days."""
    cuts = sorted(draw(st.sets(near_edges, max_size=3)))
    edges: list[date | None] = [None, *cuts, None]
    hire_dates = near_edges | st.dates(date(2025, 9, 1), date(2026, 6, 30))
    hired = draw(hire_dates if draw(st.integers(0, 5)) else st.none())
    rows: list[dict[str, Cell]] = []
    for first, last in pairwise(edges):
        if draw(st.sampled_from([True, True, True, False])):
            left = draw(st.sampled_from([None, None, date(2026, 3, 15), date(2026, 5, 1)]))
            row: dict[str, Cell] = {"payee": "Ana", "from": first, "before": last, "hired": hired}
            row["left"] = left if left and hired and left >= hired else None
            row["title"] = draw(st.sampled_from([None, "AE", "Senior AE"]))
            rows.append(row)
    return rows


@st.composite
def target_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw rows of the target table: whole months, quarters and years, odd ranges, standing amounts; no duplicates."""
    closed = [
        (date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 1, 1), date(2026, 2, 1)),
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 4, 1)),
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2026, 4, 1), date(2026, 5, 20)),
        (date(2026, 5, 20), date(2026, 7, 1)),
    ]
    standing = [(None, None), (date(2026, 2, 15), None), (date(2025, 1, 1), None), (None, date(2026, 2, 10))]
    ranges = draw(st.lists(st.sampled_from([*closed, *standing]), max_size=4))
    owners = st.sampled_from([{"payee": "Ana"}, {"title": "AE"}, {"payee": "Bo"}])
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for first, last in ranges:
        owner = draw(owners)
        # Of two standing amounts of one owner with one start only one may stand.
        key = (*owner.values(), first, last if first and last else None)
        rows[key] = {**owner, "from": first, "before": last, "amount": draw(amounts)}
    return list(rows.values())


effective_ranges = st.sampled_from(
    [
        (date(2026, 1, 1), date(2027, 1, 1)),
        (date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 2, 10), date(2026, 8, 1)),
    ]
)


@st.composite
def rules_and_units(draw: st.DrawFn) -> tuple[dict[str, Any], Unit]:
    """Draw a rule and a unit to read it over: mostly one it can be read over."""
    rule = draw(rules())
    per, part_count = rule["per"], len(rule["season"])
    parts: dict[tuple[str, int], Unit] = {("year", 2): "half", ("year", 4): "quarter", ("year", 12): "month"}
    parts |= {("half", 2): "quarter", ("half", 6): "month", ("quarter", 3): "month"}
    parts |= {("plan", 4): "quarter", ("plan", 6): "month"}
    fitting = [per, parts.get((per, part_count), per), "plan", "ever", "year", "quarter", "month", "half", "week"]
    return rule, draw(st.sampled_from([*fitting[:2], *fitting[:2], *fitting]))


def in_words_of_the_oracle(layout: YearLayout) -> dict[str, Any]:
    return {"year_starts": layout.year_starts, "weeks": layout.weeks, "pattern": layout.pattern}


@settings(max_examples=200, deadline=None)
@given(rules_and_units(), histories(), target_rows(), effective_ranges, st.sampled_from([LAYOUTS[0], *LAYOUTS]))
def test_every_window_has_the_oracles_value(
    rule_and_unit: tuple[dict[str, Any], Unit],
    history: list[dict[str, Cell]],
    rows: list[dict[str, Any]],
    effective: tuple[date, date],
    layout: YearLayout,
) -> None:
    rule, unit = rule_and_unit
    calendar = Calendar(layout)
    frame, _ = resolved(request_of(rule, unit), history, rows=rows, effective=effective, calendar=calendar)
    found = {row["starts_on"]: row for row in frame.iter_rows(named=True)}
    payee = {"payee": "Ana", "spans": history}
    given_to_oracle = {"calendar": in_words_of_the_oracle(layout), "effective": effective, "rows": rows}
    for window in calendar.between(unit, *effective):
        expected = target_value(rule, payee, unit, *window[1:], **given_to_oracle)
        row = found.get(window.starts_on)
        assert (row["target_value"] if row else None) == expected, window
        if row:
            exact = exact_target_value(rule, payee, (unit, *window[1:]), **given_to_oracle)
            assert Fraction(row["exact_value"]) == exact


@settings(max_examples=60, deadline=None)
@given(rules(), st.dates(date(2025, 9, 1), date(2026, 12, 31)), st.none() | near_edges, amounts)
def test_a_seasons_parts_add_up(rule: dict[str, Any], hired: date, left: date | None, amount: Fraction) -> None:
    seasonal = rule | {"per": "year", "season": SEASONS[4], "amount": amount}
    always: dict[str, Cell] = {"payee": "Ana", "hired": hired, "left": left if left and left >= hired else None}
    frame, _ = resolved(request_of(seasonal, "quarter", "year"), [always])
    totals = dict(frame.group_by("per").agg(pl.col("target_value").sum()).iter_rows())
    assert totals["quarter"] == totals["year"]


@settings(max_examples=60, deadline=None)
@given(rules_and_units(), histories(), target_rows(), near_edges)
def test_two_rows_that_say_the_same_are_one(
    rule_and_unit: tuple[dict[str, Any], Unit], history: list[dict[str, Cell]], rows: list[dict[str, Any]], cut: date
) -> None:
    rule, unit = rule_and_unit
    split: list[dict[str, Cell]] = []
    for row in history:
        first, last = row["from"] or date.min, row["before"] or date.max
        assert isinstance(first, date)
        assert isinstance(last, date)
        split += [row | {"before": cut}, row | {"from": cut}] if first < cut < last else [row]
    whole, _ = resolved(request_of(rule, unit), history, rows=rows)
    parts, _ = resolved(request_of(rule, unit), split, rows=rows)
    assert parts.equals(whole)
