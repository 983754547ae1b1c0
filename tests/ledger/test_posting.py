"""Posting against the oracle: entries, lines, hashes, positions and standing, to the last byte."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.ledger import ENTRIES, LINES, STANDING, Head, Posting, post
from attain.ledger.table import POSITIONS
from attain.money import TooLarge
from tests.ledger.ledgers import JANUARY, Book, as_moves, differences, move, rows_of
from tests.oracle.ledger import ACCOUNTS_OF, Ledger

FLOWS_POSTED = sorted(flow for flow in ACCOUNTS_OF if flow != "owed")


@st.composite
def some_differences(draw: st.DrawFn) -> pl.DataFrame:
    """A few moves of a few payees, periods, currencies and causes; each key once per cause."""
    keys = st.tuples(
        st.sampled_from(["ana", "bo", "Zoë"]),
        st.sampled_from(["2026-01", "2026-02"]),
        st.sampled_from(["USD", "JPY"]),
        st.sampled_from(FLOWS_POSTED),
        st.sampled_from([None, "SO1", "SO2/1"]),
        st.sampled_from(["calculation", "late_fact"]),
    )
    chosen = draw(st.lists(keys, unique=True, max_size=12))
    sizes = st.integers(-5_000, 5_000).filter(bool)
    rows = [
        move(flow, draw(sizes), payee_id=payee, period_id=period, currency=currency, transaction_id=transaction)
        | {"cause": cause, "posted_period_id": "2026-02"}
        for payee, period, currency, flow, transaction, cause in chosen
    ]
    return differences(*rows)


@given(st.lists(some_differences(), min_size=1, max_size=4))
def test_posting_is_what_the_oracle_posts(runs: list[pl.DataFrame]) -> None:
    book, ledger = Book(), Ledger()
    for number, found in enumerate(runs):
        dated_on = date(2026, 1, number + 1)
        book.post(found.sample(fraction=1, shuffle=True, seed=number), run_id=f"run {number}", dated_on=dated_on)
        ledger.post(as_moves(found), run_id=f"run {number}", batch_no=1, dated_on=dated_on)
    assert book.entries.rows() == [tuple(entry[name] for name in ENTRIES.names) for entry in ledger.entries]
    lines = [(entry["entry_no"], line) for entry in ledger.entries for line in entry["lines"]]
    names = [name for name in LINES.names if name != "entry_no"]
    assert book.lines.rows() == [(number, *(line[name] for name in names)) for number, line in lines]
    assert book.head == Head(len(ledger.entries), ledger.head)
    stands = [(*key, posted) for key, posted in ledger.standing.items() if posted]
    assert rows_of(book.standing, STANDING.names) == sorted(stands, key=repr)
    due = {key: at for key, at in positions(ledger).items() if at}
    assert book.due() == due
    assert {key: at for key, at in kept(book).items() if at} == due


def positions(ledger: Ledger) -> dict[tuple[str, str], int]:
    due: dict[tuple[str, str], int] = {}
    for (payee, account, currency), balance in ledger.balances.items():
        if account in {"payable", "clawback_receivable"}:
            due[payee, currency] = due.get((payee, currency), 0) - balance
    return due


def kept(book: Book) -> dict[tuple[str, str], int]:
    return {(payee, currency): due for payee, currency, due in book.positions.iter_rows()}


def test_nothing_is_posted_for_nothing() -> None:
    head = Head(7, "ab" * 32)
    posted = post(differences(), POSITIONS.empty(), Posting("run", 1, JANUARY), head)
    assert (posted.head, posted.entries.height, posted.lines.height) == (head, 0, 0)
    assert posted.standing.is_empty()
    assert posted.positions.is_empty()


def test_a_payee_is_owed_or_owes_and_never_both() -> None:
    book = Book()
    book.post(differences(move("earned", 100)))
    book.post(differences(move("clawed_back", 300)))
    assert book.balances_of("ana") == {"commission_expense": -200, "clawback_receivable": 200}
    book.post(differences(move("adjusted", 50)))
    assert book.balances_of("ana") == {"commission_expense": -200, "adjustment": 50, "clawback_receivable": 150}
    book.post(differences(move("earned", 400)))
    assert book.balances_of("ana") == {"commission_expense": 200, "adjustment": 50, "payable": -250}


def test_each_entry_of_one_posting_carries_on_from_the_one_before() -> None:
    book = Book()
    late = {"cause": "late_fact", "posted_period_id": "2026-02"}
    book.post(
        differences(
            move("clawed_back", 100) | late,
            move("earned", 250, period_id="2026-02"),
        )
    )
    owed = book.lines.filter((pl.col("flow") == "owed") & (pl.col("account") == "clawback_receivable"))
    assert owed.select("entry_no", "line_amount").rows() == [(1, 100), (2, -100)]
    assert book.entries.select("period_id", "origin_period_id", "cause").rows() == [
        ("2026-02", "2026-01", "late_fact"),
        ("2026-02", "2026-02", "calculation"),
    ]


def test_amounts_that_could_wrap_are_refused() -> None:
    with pytest.raises(TooLarge):
        Book().post(differences(move("earned", 2**62), move("adjusted", 2**62)))


def test_an_entry_carries_what_it_was_posted_under() -> None:
    book = Book()
    book.post(differences(move("earned", 100)), run_id="r9", batch_no=42, dated_on=date(2026, 3, 1))
    entry = book.entries.row(0, named=True)
    assert (entry["run_id"], entry["batch_no"], entry["dated_on"]) == ("r9", 42, date(2026, 3, 1))
    assert (entry["entry_no"], entry["line_count"], entry["previous_hash"]) == (1, 2, "0" * 64)
