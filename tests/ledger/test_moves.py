"""What should stand, made of earnings, payments and decisions."""

from datetime import date

import polars as pl
import pytest

from attain.earnings import EARNINGS
from attain.ledger import decided_moves, earned_moves, settled_moves
from attain.payments import PAYMENTS
from attain.periods import PERIODS
from tests.ledger.ledgers import move, moves, rows_of

MONTHS = [("2026-01", date(2026, 1, 1), date(2026, 2, 1)), ("2026-02", date(2026, 2, 1), date(2026, 3, 1))]
QUARTER = ("2026-Q1", date(2026, 1, 1), date(2026, 4, 1))
PERIOD_ROWS = pl.DataFrame([*MONTHS, QUARTER], schema=PERIODS.schema, orient="row")
LINE = {
    "payee_id": "ana",
    "plan_id": "ae",
    "component_id": "commission",
    "period_id": "2026-01",
    "source": "orders",
    "transaction_id": "SO1",
    "credit_id": "c",
    "currency": "USD",
    "earned_on": date(2026, 1, 5),
    "line_type": "credit",
}
DRAWN = {"draw_paid": 500, "draw_balance": 500}
AMOUNTS = [name for name, dtype in PAYMENTS.schema.items() if dtype == pl.Int64]


def earnings(*rows: dict[str, object]) -> pl.DataFrame:
    paid = [{"pay_amount": row["earning_amount"], "pay_currency": "USD", **row} for row in rows]
    return pl.DataFrame([{**LINE, **row} for row in paid], schema=EARNINGS.schema)


def payments(*rows: dict[str, object]) -> pl.DataFrame:
    whose = {"payee_id": "ana", "period_id": "2026-01", "pay_run": "regular", "currency": "USD"}
    return pl.DataFrame([{**whose, **dict.fromkeys(AMOUNTS, 0), **row} for row in rows], schema=PAYMENTS.schema)


def test_a_line_above_zero_is_earned_and_one_below_is_taken_back() -> None:
    named = {name: str(LINE[name]) for name in ("plan_id", "component_id", "source", "transaction_id", "line_type")}
    found = earned_moves(
        earnings({"earning_amount": 500}, {"earning_amount": -200, "line_type": "reversal"}, {"earning_amount": 0})
    )
    taken = {**named, "line_type": "reversal"}
    expected = moves(move("earned", 500, **named), move("clawed_back", 200, **taken))
    assert rows_of(found, found.columns) == rows_of(expected, found.columns)


def test_a_line_moves_in_the_currency_it_is_paid_in() -> None:
    found = earned_moves(
        earnings(
            {"earning_amount": 500, "pay_amount": 615, "pay_currency": "EUR"},
            {"earning_amount": 300, "earned_on": date(2026, 1, 9)},
        )
    )
    assert rows_of(found, ["currency", "move_amount"]) == [("EUR", 615), ("USD", 300)]


def test_lines_of_one_key_are_one_move_and_those_that_cancel_out_are_none() -> None:
    found = earned_moves(
        earnings(
            {"earning_amount": 500},
            {"earning_amount": 70, "earned_on": date(2026, 1, 9)},
            {"earning_amount": 30, "transaction_id": None, "source": None, "line_type": "window"},
            {"earning_amount": 40, "transaction_id": None, "source": None, "line_type": "window"},
        )
    )
    assert rows_of(found, ["line_type", "transaction_id", "move_amount"]) == [
        ("credit", "SO1", 570),
        ("window", None, 70),
    ]
    assert earned_moves(earnings()).is_empty()


def test_each_column_of_a_payment_is_a_flow() -> None:
    row = {
        "held": 1,
        "released": 2,
        "fx_difference": 8,
        "guarantee_paid": 3,
        "draw_paid": 40,
        "draw_recovered": 5,
        "forfeited": 6,
        "adjusted": 7,
        "draw_balance": 35,
        "earned": 1_000,
        "clawed_back": 100,
        "clawback_deferred": 60,
        "clawback_recovered": 8,
        "paid": 1_002,
    }
    found = settled_moves(payments(row), PERIOD_ROWS)
    assert rows_of(found, ["flow", "move_amount"]) == [
        ("adjusted", 7),
        ("clawback_deferred", 60),
        ("clawback_recovered", 8),
        ("draw_paid", 40),
        ("draw_recovered", 5),
        ("forfeited", 6),
        ("fx_difference", 8),
        ("guaranteed", 3),
        ("held", 1),
        ("released", 2),
    ]
    assert set(found.select("source", "transaction_id").rows()) == {("payments", "regular")}
    assert set(found.select("plan_id", "component_id", "line_type").rows()) == {(None, None, None)}


@pytest.mark.parametrize(
    ("first", "second", "forgiven"),
    [
        # 500 owed before, 700 drawn, 100 recovered, 900 owed after: 200 nobody pays back
        (DRAWN, {"draw_paid": 700, "draw_recovered": 100, "draw_balance": 900}, 200),
        (DRAWN, {"draw_recovered": 500}, 0),
        (DRAWN, {"draw_balance": 500}, 0),
    ],
)
def test_what_of_a_draw_nobody_pays_back(first: dict[str, int], second: dict[str, int], forgiven: int) -> None:
    found = settled_moves(payments({**second, "period_id": "2026-02"}, first), PERIOD_ROWS)
    expected = [("2026-02", forgiven)] if forgiven else []
    assert rows_of(found.filter(pl.col("flow") == "draw_forgiven"), ["period_id", "move_amount"]) == expected


def test_draws_of_payees_currencies_and_lengths_of_period_have_balances_of_their_own() -> None:
    found = settled_moves(
        payments(
            DRAWN,
            {"payee_id": "bo"},
            {"currency": "EUR"},
            {"period_id": "2026-Q1", "adjusted": 1},
            {"pay_run": "extra"},
            {"period_id": "2026-02", "draw_balance": 500},
        ),
        PERIOD_ROWS,
    )
    assert rows_of(found, ["flow", "move_amount"]) == [("adjusted", 1), ("draw_paid", 500)]


def test_decisions_are_moves_of_their_own() -> None:
    rows = [("7", "adjustment", -50), ("8", "hold", 60), ("9", "release", 70)]
    decisions = pl.DataFrame(
        [(number, kind, "ana", "2026-01", "USD", decided) for number, kind, decided in rows],
        schema=["decision_id", "kind", "payee_id", "period_id", "currency", "decided_amount"],
        orient="row",
    )
    assert rows_of(decided_moves(decisions), ["flow", "source", "transaction_id", "move_amount"]) == [
        ("adjusted", "adjustments", "7", -50),
        ("held", "holds", "8", 60),
        ("released", "holds", "9", 70),
    ]


def test_an_unknown_decision_is_refused() -> None:
    row = {
        "decision_id": "1",
        "kind": "gift",
        "payee_id": "a",
        "period_id": "p",
        "currency": "USD",
        "decided_amount": 1,
    }
    with pytest.raises(pl.exceptions.InvalidOperationError):
        decided_moves(pl.DataFrame([row]))
