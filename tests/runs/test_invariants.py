"""A run that contradicts itself is stopped."""

import polars as pl
import pytest

from attain.payments import PAYMENTS
from attain.runs.invariants import InvariantError, lines_add_up, money_is_settled, payments_tie, walks_connect


def _lines(amounts: list[int]) -> pl.DataFrame:
    return pl.DataFrame({"accumulator": [1, 1, 2], "amount": amounts, "before": [0, 5, 0], "after": [5, 9, 4]})


def test_lines_that_add_up_pass() -> None:
    lines_add_up(_lines([5, 4, 4]), "before", "after")


def test_a_line_that_is_a_cent_off_stops_the_run() -> None:
    with pytest.raises(InvariantError, match="1 accumulators"):
        lines_add_up(_lines([5, 4, 3]), "before", "after")


def test_a_walk_that_jumps_stops_the_run() -> None:
    rows = pl.DataFrame({"accumulator": [1, 1], "x0": [0, 4], "x1": [5, 9]})
    with pytest.raises(InvariantError, match="jumps"):
        walks_connect(rows)
    walks_connect(rows.with_columns(x0=pl.Series([0, 5])))


def _payment(**amounts: int) -> pl.DataFrame:
    row = dict.fromkeys(PAYMENTS.names, 0) | {"payee_id": "ana", "period_id": "2026-01", "pay_run": "regular"}
    return pl.DataFrame([row | {"currency": "USD"} | amounts], schema=PAYMENTS.schema)


def _earning(amount: int) -> pl.DataFrame:
    return pl.DataFrame(
        {"payee_id": ["ana"], "period_id": ["2026-01"], "pay_currency": ["USD"], "pay_amount": [amount]}
    )


def test_a_payment_that_closes_passes() -> None:
    payments_tie(_earning(700), _payment(earned=700, paid=700))


@pytest.mark.parametrize("amounts", [{"earned": 700, "paid": 699}, {"earned": 700, "paid": 710, "forfeited": -10}])
def test_a_payment_that_does_not_close_stops_the_run(amounts: dict[str, int]) -> None:
    with pytest.raises(InvariantError, match="do not close"):
        payments_tie(_earning(700), _payment(**amounts))


def test_an_earning_in_no_payment_stops_the_run() -> None:
    with pytest.raises(InvariantError, match="another amount"):
        payments_tie(_earning(701), _payment(earned=700, paid=700))


def test_money_without_a_settlement_stops_the_run() -> None:
    flows = pl.DataFrame({"payee": [1, 1], "period_id": ["a", None], "released": [500, 300]})
    terms = pl.DataFrame({"payee": [1, 1, 2], "period_id": ["a", "b", "c"]})
    with pytest.raises(InvariantError, match=r"1 amounts have no settlement.*300"):
        money_is_settled(flows, terms)
    money_is_settled(flows.with_columns(period_id=pl.Series(["a", "b"])), terms)
    with pytest.raises(InvariantError, match=r"1 amounts have no settlement.*300"):
        money_is_settled(flows.with_columns(period_id=pl.Series(["a", "c"])), terms)
