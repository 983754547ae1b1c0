"""Balances at any date, as known at any batch."""

from datetime import date

from attain.ledger import balances, positions_of, standing_of
from tests.ledger.ledgers import Book, differences, move, rows_of


def book() -> Book:
    made = Book()
    made.post(differences(move("earned", 1_000)), batch_no=3, dated_on=date(2026, 1, 31))
    made.post(differences(move("paid", 1_000)), batch_no=3, dated_on=date(2026, 2, 5))
    late = move("clawed_back", 300) | {"cause": "late_fact", "posted_period_id": "2026-02"}
    made.post(differences(late, move("earned", 50, payee_id="bo")), batch_no=7, dated_on=date(2026, 2, 28))
    return made


def known(**options: object) -> dict[tuple[str, str], int]:
    made = book()
    found = balances(made.entries, made.lines, **options)
    return {(payee, account): at for payee, account, _, at in found.iter_rows()}


def test_a_balance_is_what_was_dated_and_known_by_then() -> None:
    assert known(on=date(2026, 1, 30)) == {}
    first = {("ana", "commission_expense"): 1_000, ("ana", "payable"): -1_000}
    assert known(on=date(2026, 1, 31)) == first
    assert known(on=date(2026, 2, 4), batch_no=9) == first
    paid = {("ana", "commission_expense"): 1_000, ("ana", "paid"): -1_000}
    assert known(on=date(2026, 2, 5)) == known(batch_no=3) == known(batch_no=6, on=date(2026, 12, 31)) == paid
    assert known(batch_no=2) == {}
    assert known() == {
        ("ana", "clawback_receivable"): 300,
        ("ana", "commission_expense"): 700,
        ("ana", "paid"): -1_000,
        ("bo", "commission_expense"): 50,
        ("bo", "payable"): -50,
    }
    assert known(batch_no=7) == known()


def test_positions_are_what_payees_are_owed() -> None:
    made = book()
    found = positions_of(balances(made.entries, made.lines))
    assert found.rows() == [("ana", "USD", -300), ("bo", "USD", 50)]


def test_a_replay_is_what_stands() -> None:
    made = book()
    replay = standing_of(made.entries, made.lines)
    assert rows_of(replay, replay.columns) == rows_of(made.standing, replay.columns)
    assert rows_of(replay, ["payee_id", "period_id", "flow", "standing_amount"]) == [
        ("ana", "2026-01", "clawed_back", 300),
        ("ana", "2026-01", "earned", 1_000),
        ("ana", "2026-01", "owed", 300),
        ("ana", "2026-01", "paid", 1_000),
        ("bo", "2026-01", "earned", 50),
    ]
