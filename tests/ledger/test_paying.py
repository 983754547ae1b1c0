"""Pay runs: what is due, less what is banked, once; and what an export has to add up to."""

import hashlib
from datetime import date

import polars as pl

from attain.ledger import PAY_LINES, POSITIONS, banked_of, control_totals, paid_differences, pay_lines
from attain.payments import PAYMENTS
from attain.periods import PERIODS
from tests.ledger.ledgers import Book, differences, move, rows_of
from tests.oracle.chain import field

BANKED = {"payee_id": pl.String, "currency": pl.String, "banked_amount": pl.Int64}


def positions(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=POSITIONS.schema, orient="row")


def test_a_pay_run_pays_what_is_due_less_what_is_banked() -> None:
    due = positions(("bo", "USD", 1_200), ("ana", "USD", 500), ("cy", "USD", -300), ("di", "USD", 0), ("ed", "EUR", 90))
    banked = pl.DataFrame([("bo", "USD", 200), ("ed", "EUR", 90), ("ana", "EUR", 400)], schema=BANKED, orient="row")
    assert pay_lines(due, banked).rows() == [("ana", "USD", 500), ("bo", "USD", 1_000)]


def test_a_pay_run_is_paid_once_and_corrections_are_in_the_next() -> None:
    book, nothing = Book(), pl.DataFrame(schema=BANKED)
    book.post(differences(move("earned", 1_000)))
    first = pay_lines(book.positions, nothing)
    found = paid_differences(first, period_id="2026-01", posted_period_id="2026-02", pay_run_id="r1")
    row = found.row(0, named=True)
    assert (row["flow"], row["cause"], row["move_amount"]) == ("paid", "payment", 1_000)
    assert (row["source"], row["transaction_id"]) == ("pay_runs", "r1")
    assert (row["period_id"], row["posted_period_id"]) == ("2026-01", "2026-02")
    book.post(found)
    assert pay_lines(book.positions, nothing).is_empty()
    late = {"cause": "late_fact", "posted_period_id": "2026-02"}
    book.post(differences(move("clawed_back", 100) | late, move("earned", 500, period_id="2026-02")))
    assert pay_lines(book.positions, nothing).rows() == [("ana", "USD", 400)]


def test_what_was_paid_too_much_is_taken_from_the_next_payments() -> None:
    book, nothing = Book(), pl.DataFrame(schema=BANKED)
    book.post(differences(move("earned", 1_000)))
    paid = pay_lines(book.positions, nothing)
    book.post(paid_differences(paid, period_id="2026-01", posted_period_id="2026-01", pay_run_id="r1"))
    book.post(differences(move("clawed_back", 700)))
    assert pay_lines(book.positions, nothing).is_empty()
    book.post(differences(move("earned", 900, period_id="2026-02")))
    assert pay_lines(book.positions, nothing).rows() == [("ana", "USD", 200)]


def test_what_is_held_is_not_due() -> None:
    book, nothing = Book(), pl.DataFrame(schema=BANKED)
    book.post(differences(move("earned", 1_000), move("held", 1_000, source="holds", transaction_id="8")))
    assert pay_lines(book.positions, nothing).is_empty()
    book.post(differences(move("released", 1_000, source="holds", transaction_id="9")))
    assert pay_lines(book.positions, nothing).rows() == [("ana", "USD", 1_000)]


def test_only_the_last_closing_balance_above_zero_is_banked() -> None:
    months = [("2026-01", date(2026, 1, 1), date(2026, 2, 1)), ("2026-02", date(2026, 2, 1), date(2026, 3, 1))]
    rows = [
        ("ana", "2026-02", "USD", 200),
        ("ana", "2026-01", "USD", 900),
        ("bo", "2026-01", "USD", 300),
        ("bo", "2026-02", "USD", -50),
        ("cy", "2026-01", "EUR", 40),
    ]
    zeros = {name: 0 for name, dtype in PAYMENTS.schema.items() if dtype == pl.Int64}
    payments = pl.DataFrame(
        [
            {**zeros, "payee_id": p, "period_id": m, "pay_run": "regular", "currency": c, "closing_balance": closing}
            for p, m, c, closing in rows
        ],
        schema=PAYMENTS.schema,
    )
    found = banked_of(payments, pl.DataFrame(months, schema=PERIODS.schema, orient="row"))
    assert rows_of(found, list(BANKED)) == [("ana", "USD", 200), ("cy", "EUR", 40)]


def test_control_totals_do_not_depend_on_the_order_of_rows() -> None:
    rows = [("bo", "USD", 5), ("ana", "USD", 7), ("ana", "JPY", 9)]
    lines = pl.DataFrame(rows, schema=PAY_LINES.schema, orient="row")
    found = control_totals(lines)
    assert found == control_totals(lines.reverse())
    assert (found.line_count, found.totals) == (3, {"JPY": 9, "USD": 12})
    preamble = field("attain-pay-line/1") + field("payee_id,currency,pay_amount")
    written = b"".join(field(text) for row in sorted(rows) for text in row)
    assert found.digest == hashlib.sha256(preamble + written).hexdigest()
    assert control_totals(lines.clear()).totals == {}
    assert control_totals(lines.with_columns(pay_amount=pl.lit(1, pl.Int64))).digest != found.digest
