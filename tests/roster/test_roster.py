"""The roster as of a date, against the oracle.

Properties:
1. An attribute as of a date is the one of the row in force, by text id and by code alike.
2. The chain above a payee on a date is the oracle's.
3. Circles are reported exactly when the oracle finds one on some day.
4. Segments cover each assigned day of each period once.
"""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.expressions.types import ColumnType
from attain.periods import Calendar
from attain.roster import CHAIN, ROSTER, Roster, build
from tests.oracle.periods import whole_months_between
from tests.oracle.roster import circles, managers, row_on
from tests.roster.tables import Cell, roster_source

PEOPLE = ["Ana", "Bo", "Cy", "Äsa", "zoë"]
DAY_0 = date(2026, 1, 1)
days = st.builds(lambda n: DAY_0 + timedelta(days=n), st.integers(-5, 40))


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Cell]]:
    """Draw rows without shared days: each payee's days are cut at some points, and some stretches are left out."""
    rows: list[dict[str, Cell]] = []
    for payee in draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=5)):
        cuts = sorted(draw(st.sets(days, max_size=4)))
        edges: list[date | None] = [None, *cuts, None]
        for number, (first, last) in enumerate(pairwise(edges)):
            if draw(st.booleans()):
                row: dict[str, Cell] = {"payee": payee, "from": first, "before": last, "title": f"{payee} {number}"}
                row["manager"] = draw(st.none() | st.sampled_from(PEOPLE))
                row["hired"] = draw(st.none() | days)
                rows.append(row)
    return draw(st.permutations(rows))


@given(histories(), st.lists(st.tuples(st.none() | st.sampled_from([*PEOPLE, "nobody"]), st.none() | days), max_size=9))
def test_attributes_as_of_a_date(rows: list[dict[str, Cell]], asked: list[tuple[str | None, date | None]]) -> None:
    roster, _ = build(roster_source(rows))
    frame = pl.DataFrame(asked, schema={"who": pl.String, "on": pl.Date}, orient="row")
    by_text = roster.as_of(frame, "who", "on", ["title", "tenure_months"])
    by_code = roster.as_of(frame.with_columns(roster.encode(pl.col("who"))), "who", "on", ["title"], prefix="as_of_")
    expected = [row_on(rows, who, day) for who, day in asked]
    assert by_text["payee.title"].to_list() == [row and row["title"] for row in expected]
    assert by_code["as_of_title"].to_list() == by_text["payee.title"].to_list()
    for row, (_, day), tenure in zip(expected, asked, by_text["payee.tenure_months"].to_list(), strict=True):
        hired = row["hired"] if row else None
        assert tenure == (whole_months_between(hired, day) if isinstance(hired, date) and day else None)


@given(histories(), st.sampled_from(PEOPLE), days, st.integers(0, 6))
def test_the_chain_above_a_payee(rows: list[dict[str, Cell]], payee: str, day: date, levels: int) -> None:
    roster, _ = build(roster_source(rows))
    frame = pl.DataFrame({"who": [payee], "on": [day]})
    chain = CHAIN.checked(roster.chain(frame, "who", "on", levels))
    found = chain.select(roster.decode(pl.col("manager"))).to_series().to_list()
    assert found == managers(rows, payee, day, levels)
    assert chain["level"].to_list() == list(range(1, len(found) + 1))


@given(histories())
def test_circles_are_found_on_any_day(rows: list[dict[str, Cell]]) -> None:
    # Circles change only on days named in the rows; a far day stands for the time before all of them.
    days_named = [date(1900, 1, 1), *(row[key] for row in rows for key in ("from", "before") if row[key])]
    known = {row["payee"] for row in rows}
    kept = [row | {"manager": row["manager"] if row["manager"] in known else None} for row in rows]
    expected = set().union(*(circles(kept, day) for day in days_named if isinstance(day, date)))
    _, found = build(roster_source(kept))
    assert {frozenset(d.what.split(" (")[0].split(" → ")) for d in found} == expected
    assert all(d.code == "ROST107" for d in found)


@given(histories())
def test_segments_cover_each_assigned_day_once(rows: list[dict[str, Cell]]) -> None:
    roster, _ = build(roster_source(rows))
    weeks = Calendar().periods("week", DAY_0, DAY_0 + timedelta(days=30))
    segments = roster.segments(weeks)
    covered = [
        (code, week, first + timedelta(days=n), row)
        for code, week, row, first, last in segments.iter_rows()
        for n in range((last - first).days)
    ]
    expected = []
    for code, payee in enumerate(roster.payees):
        for week, (_, first, last) in enumerate(weeks.iter_rows()):
            for day in (first + timedelta(days=n) for n in range((last - first).days)):
                row = row_on(rows, payee, day)
                if row:
                    expected.append((code, week, day, row["title"]))
    titles = roster.rows["title"].to_list()
    assert [(c, w, d, titles[r]) for c, w, d, r in covered] == expected


def test_codes_follow_the_order_of_texts() -> None:
    roster, found = build(roster_source([{"payee": name} for name in reversed(PEOPLE)]))
    assert not found
    assert roster.payees == sorted(PEOPLE)
    assert roster.codes == {name: code for code, name in enumerate(sorted(PEOPLE))}
    ROSTER.checked(roster.rows)


def test_further_columns_are_attributes() -> None:
    source = roster_source([{"payee": "Ana", "level": 3}], level=ColumnType("count"))
    roster, _ = build(source)
    assert roster.attributes == ["payee", "title", "manager", "team", "hired", "left", "level", "tenure_months"]
    asked = pl.DataFrame({"who": ["Ana", "Bo"], "on": [DAY_0, DAY_0]})
    assert roster.as_of(asked, "who", "on", ["level", "roster_row"])["payee.level"].to_list() == [3, None]


def test_an_empty_roster_answers_with_nothing() -> None:
    roster, found = build(roster_source([]))
    assert not found
    asked = pl.DataFrame({"who": ["Ana", None], "on": [DAY_0, DAY_0]}, schema={"who": pl.String, "on": pl.Date})
    assert roster.as_of(asked, "who", "on", ["title", "tenure_months"])["payee.title"].to_list() == [None, None]
    assert roster.chain(asked, "who", "on", 3).is_empty()
    assert roster.segments(Calendar().periods("month", DAY_0, date(2026, 3, 1))).is_empty()


@pytest.fixture
def rehired() -> Roster:
    rows: list[dict[str, Cell]] = [
        {"payee": "Ana", "before": date(2024, 1, 1), "hired": date(2020, 5, 1), "left": date(2024, 1, 1)},
        {"payee": "Ana", "from": date(2025, 3, 1), "hired": date(2025, 3, 1)},
        {"payee": "Bo", "hired": date(2020, 5, 1), "left": date(2024, 1, 1)},
    ]
    return build(roster_source(rows))[0]


def test_employment_spans_every_row(rehired: Roster) -> None:
    assert rehired.employment("Ana") == (date(2020, 5, 1), None)
    assert rehired.employment("Bo") == (date(2020, 5, 1), date(2024, 1, 1))
    assert rehired.employment("nobody") == (None, None)


def test_tenure_starts_again_with_a_new_hire_date(rehired: Roster) -> None:
    asked = pl.DataFrame({"who": ["Ana"] * 3, "on": [date(2023, 5, 1), date(2024, 6, 1), date(2025, 4, 30)]})
    assert rehired.as_of(asked, "who", "on", ["tenure_months"])["payee.tenure_months"].to_list() == [36, None, 1]
