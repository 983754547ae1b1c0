"""Month extensions, days open, days since the stage changed, and the three together."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from attain.periods import Period
from attain.snapshots import Book, ages, average_cycle, doubtful, with_signs
from tests.snapshots.making import book_of, instant, told

START = {"stage": "Prospecting", "outcome": "open", "owner_id": "ana", "amount": 100}
MOVES = ["2026-03-10", "2026-03-28", "2026-04-02", "2026-06-15", "2026-05-01", "2027-05-01"]


@pytest.mark.parametrize(("moves", "extensions"), [(1, 0), (2, 0), (3, 1), (4, 2), (5, 2), (6, 3)])
def test_month_extensions(moves: int, extensions: int) -> None:
    rows = [
        ("A", f"2026-01-{day:02d}", {**START, "close_date": date.fromisoformat(text)})
        for day, text in enumerate(MOVES[:moves], 1)
    ]
    found = ages(book_of(told(*rows)), instant("2026-02-01"))
    assert found["month_extensions"].to_list() == [extensions]


def test_days_open_stop_at_closing_and_go_on_when_reopened() -> None:
    won = {"stage": "Closed Won", "outcome": "won"}
    again = {"stage": "Negotiation", "outcome": "open"}
    book = book_of(told(("A", "2026-01-01", START), ("A", "2026-01-31", won), ("A", "2026-03-01", again)))
    days = [ages(book, instant(day))["days_open"][0] for day in ("2026-01-21", "2026-02-20", "2026-03-11")]
    assert days == [20, 30, 40]


def test_days_since_the_stage_changed_are_the_age_when_it_never_did() -> None:
    rows = [("A", "2026-01-01", START), ("A", "2026-01-20", {"amount": 7}), ("B", "2026-01-01", START)]
    rows.append(("B", "2026-01-11", {"stage": "Negotiation"}))
    found = ages(book_of(told(*rows)), instant("2026-01-31"))
    assert found["stage_days"].to_list() == [30, 20]


@pytest.mark.parametrize(
    ("days_open", "stage_days", "extensions", "is_doubtful"),
    [(237, 100, 4, True), (200, 60, 4, True), (179, 100, 4, False), (237, 59, 4, False), (237, 100, 2, False)],
)
def test_the_three_together(days_open: int, stage_days: int, extensions: int, *, is_doubtful: bool) -> None:
    rows = pl.DataFrame({"days_open": [days_open], "stage_days": [stage_days], "month_extensions": [extensions]})
    found = with_signs(rows, Fraction(90))
    assert found["is_doubtful"].to_list() == [is_doubtful]
    assert found["signal_count"][0] == (3 if is_doubtful else 2)


def test_a_doubtful_deal_is_listed_with_its_reason() -> None:
    won = {"stage": "Closed Won", "outcome": "won"}
    rows = [("W", "2026-01-01", {**START, "close_date": date(2026, 1, 11)}), ("W", "2026-01-11", won)]
    rows += [("A", f"2026-0{month}-01", {**START, "close_date": date(2026, month, 28)}) for month in (1, 2, 3, 4)]
    book = book_of(told(*rows))
    at = instant("2026-04-10")
    cycle = average_cycle(book, at)
    assert cycle == 10
    found = doubtful(book, Period("2026-Q2", date(2026, 4, 1), date(2026, 7, 1)), at, cycle_days=cycle)
    row = found.row(0, named=True)
    assert (row["opportunity_id"], row["is_doubtful"], row["person"]) == ("A", True, "Ana")
    assert row["reason"] == "open 99 days on a cycle of 10, in its stage for 99 days, put off 3 times"


def test_an_age_that_nobody_recorded_is_not_known_and_never_0() -> None:
    rows = [("A", "2026-01-01", START), ("A", "2026-01-21", {"stage": "Negotiation"}), ("B", "2026-01-01", START)]
    rows.append(("C", "2026-01-01", {"stage": "Odd", "outcome": None, "owner_id": "ana", "amount": 1}))
    unborn = pl.DataFrame({"opportunity_id": ["A", "B", "C"], "created_at": [None, None, instant("2026-01-01")]})
    found = ages(book_of(told(*rows), unborn), instant("2026-01-31"))
    # A's stage changed on a day that is known; B's never did, and nobody knows since when.
    assert found.select("days_open", "stage_days").rows() == [(None, 10), (None, None), (None, 30)]


def test_without_a_history_of_a_field_nobody_knows_when_it_moved() -> None:
    book = book_of(told(("A", "2026-01-01", START)))
    silent = Book(replace(book.opportunities, told=frozenset({"outcome"})))
    found = ages(silent, instant("2026-01-31"))
    assert found.select("days_open", "stage_days", "month_extensions").rows() == [(30, None, None)]


def test_a_deal_of_unknown_age_has_no_part_in_the_cycle() -> None:
    won = {"stage": "Closed Won", "outcome": "won"}
    rows = [("A", "2026-01-01", START), ("A", "2026-01-31", won), ("B", "2026-01-31", {**START, **won})]
    born = pl.DataFrame({"opportunity_id": ["A", "B"], "created_at": [instant("2026-01-01"), None]})
    book = book_of(told(*rows), born)
    assert average_cycle(book, instant("2026-03-01")) == 30
    assert average_cycle(book_of(told(rows[2]), born.tail(1)), instant("2026-03-01")) is None


@pytest.mark.parametrize(
    ("ages_of", "signals", "is_doubtful"),
    [((None, 100, 4), 2, None), ((None, 1, 4), 1, False), ((None, None, None), 0, None), ((237, 100, None), 2, None)],
)
def test_a_sign_that_cannot_be_seen_leaves_doubt_unknown(
    ages_of: tuple[int | None, ...], signals: int, *, is_doubtful: bool | None
) -> None:
    names = ("days_open", "stage_days", "month_extensions")
    rows = pl.DataFrame({n: pl.Series([v], dtype=pl.Int64) for n, v in zip(names, ages_of, strict=True)})
    found = with_signs(rows, Fraction(90)).row(0, named=True)
    assert (found["signal_count"], found["is_doubtful"]) == (signals, is_doubtful)
    assert ("its age is not known" in found["reason"]) is (ages_of[0] is None)


def test_without_a_won_deal_there_is_no_cycle() -> None:
    assert average_cycle(book_of(told(("A", "2026-01-01", START))), instant("2026-02-01")) is None
