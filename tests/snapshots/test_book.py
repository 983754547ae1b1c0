"""As-at, trends, the shape of the pipeline and slips."""

from datetime import date
from fractions import Fraction

import pytest

from attain.periods import Period
from attain.snapshots import Book, Scope, bridge, due_at_start, parked, several_in_one_account, shape, slip_rate, totals
from tests.snapshots.making import book_of, instant, told

OPEN = {"outcome": "open", "owner_id": "ana"}
ROWS = [
    ("A", "2026-01-05", {**OPEN, "stage": "Prospecting", "close_date": date(2026, 3, 31), "amount": 100}),
    ("A", "2026-02-10", {"stage": "Negotiation", "amount": 150, "owner_id": "cyd", "close_date": date(2026, 5, 2)}),
    ("B", "2026-01-20", {**OPEN, "stage": "Prospecting", "close_date": date(2026, 3, 31), "amount": 60}),
    ("B", "2026-02-20", {"stage": "Closed Won", "outcome": "won"}),
]


def test_as_at_shows_what_was_so_then() -> None:
    book = book_of(told(*ROWS))
    rows = book.open_at(instant("2026-02-01")).select("opportunity_id", "stage", "amount", "person", "team").rows()
    assert rows == [("A", "Prospecting", 100, "Ana", "West"), ("B", "Prospecting", 60, "Ana", "West")]
    rows = book.open_at(instant("2026-03-01")).select("opportunity_id", "stage", "amount", "person", "team").rows()
    assert rows == [("A", "Negotiation", 150, "Cyd", "East")]


def test_a_change_counts_from_its_instant_on() -> None:
    book = book_of(told(*ROWS))
    assert book.open_at(instant("2026-01-05")).height == 1
    assert book.open_at(instant("2026-01-04T23:59:59")).height == 0


def test_the_trend_is_as_at_by_instant() -> None:
    book = book_of(told(*ROWS))
    months = book.month_starts(instant("2026-03-15"), 3)
    found = book.trend(months, ["stage"])
    assert [(str(row[0])[:7], *row[1:]) for row in found.rows()] == [
        ("2026-02", "Prospecting", 2, 160),
        ("2026-03", "Negotiation", 1, 150),
    ]


def test_a_book_of_some_owners_holds_a_deal_while_it_is_theirs() -> None:
    whole = book_of(told(*ROWS))
    ana = Book(whole.opportunities, owners=frozenset({"ana"}))
    cyd = Book(whole.opportunities, owners=frozenset({"cyd"}))
    assert ana.open_at(instant("2026-02-01"))["opportunity_id"].to_list() == ["A", "B"]
    assert ana.open_at(instant("2026-03-01")).height == 0
    assert cyd.open_at(instant("2026-02-01")).height == 0
    assert cyd.open_at(instant("2026-03-01"))["opportunity_id"].to_list() == ["A"]
    assert [row[1:] for row in cyd.trend(cyd.month_starts(instant("2026-03-15"), 3), []).rows()] == [
        (0, 0),
        (0, 0),
        (1, 150),
    ]
    assert Book(whole.opportunities, owners=frozenset()).open_at(instant("2026-02-01")).height == 0


def test_what_moved_the_deals_of_some_owners_adds_up() -> None:
    whole = book_of(told(*ROWS))
    since, until = instant("2026-02-01"), instant("2026-03-01")
    ana, cyd = (
        dict(bridge(Book(whole.opportunities, owners=who), Scope(), since, until)["reason", "change"].rows())
        for who in (frozenset({"ana"}), frozenset({"cyd"}))
    )
    assert {reason: change for reason, change in ana.items() if change} == {
        "start": 160,
        "increased": 50,
        "won": -60,
        "transferred_out": -150,
    }
    assert {reason: change for reason, change in cyd.items() if change} == {
        "transferred_in": 100,
        "increased": 50,
        "end": 150,
    }


def test_the_shape_and_what_is_parked() -> None:
    book = book_of(told(*ROWS))
    rows = book.open_at(instant("2026-02-01"))
    assert shape(rows).rows() == [("2026-03", "Prospecting", 2, 160)]
    assert parked(rows, [date(2026, 3, 31)]).rows() == [(date(2026, 3, 31), 2, 160)]
    assert parked(rows, [date(2026, 12, 31)]).height == 0
    assert totals(rows, []).rows() == [(2, 160)]


def test_several_open_deals_of_one_account_may_be_combined() -> None:
    book = book_of(told(*ROWS))
    rows = book.open_at(instant("2026-02-01"))
    assert several_in_one_account(rows).height == 0
    accounts = rows.with_columns(account_id=rows["person"])
    assert several_in_one_account(accounts).rows() == [("Ana", 2, 160)]


def test_the_slip_rate_is_the_share_of_the_value_that_moved_out() -> None:
    due = date(2026, 3, 10)
    rows = [
        (deal, "2026-01-05", {**OPEN, "close_date": due, "amount": worth})
        for deal, worth in (("A", 100), ("B", 60), ("C", 40))
    ]
    rows.append(("B", "2026-03-20", {"close_date": date(2026, 6, 1)}))
    quarter = Period("2026-Q1", date(2026, 2, 1), date(2026, 4, 1))
    found = due_at_start(book_of(told(*rows)), quarter, instant("2026-04-01"))
    assert slip_rate(found) == Fraction(60, 200)


@pytest.mark.parametrize("day", ["2025-02-01"])
def test_where_nothing_was_due_the_slip_rate_is_not_defined(day: str) -> None:
    quarter = Period("2025-Q1", date.fromisoformat(day), date(2025, 4, 1))
    assert slip_rate(due_at_start(book_of(told(*ROWS)), quarter, instant("2026-04-01"))) is None
