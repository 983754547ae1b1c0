"""The settlement of a payee: draws, recovery, caps, what is carried. The identity is checked on every row."""

from dataclasses import replace

import polars as pl
import pytest

from attain.payments import PAYMENTS, identity_breaks, settle
from tests.payments.settling import (
    ADVANCE,
    ALLOWANCE,
    GUARANTEE,
    STOPPED,
    TOP_UP,
    Month,
    Terms,
    amounts,
    changed,
    settled,
)

PLAIN = Terms()


def test_what_is_earned_is_paid() -> None:
    assert amounts([100, 0, 5], PLAIN, "earned", "paid", "closing_balance") == [(100, 100, 0), (0, 0, 0), (5, 5, 0)]


def test_what_is_held_is_paid_when_it_is_released() -> None:
    months = [Month(earned=100, held=40), Month(released=40), Month(earned=10, released=5, held=10)]
    assert amounts(months, PLAIN, "paid") == [(60,), (40,), (5,)]


def test_a_negative_month_is_carried_forward() -> None:
    months = [Month(earned=100, clawed_back=150), 30, 40]
    assert amounts(months, PLAIN, "opening_balance", "paid", "closing_balance") == [
        (0, 0, -50),
        (-50, 0, -20),
        (-20, 20, 0),
    ]


def test_a_negative_month_is_forgiven_where_the_plan_says_so() -> None:
    made = amounts([Month(clawed_back=150), 30], Terms(forgives_negative=True), "adjusted", "paid", "closing_balance")
    assert made == [(150, 0, 0), (0, 30, 0)]


@pytest.mark.parametrize(
    ("terms", "months", "columns", "expected"),
    [
        # 500 earned is topped up to 1,500; of 3,000 the month after 1,000 is recovered, 2,000 are paid.
        (TOP_UP, [50_000, 300_000], ("draw_paid", "draw_recovered", "paid", "draw_balance"),
         [(100_000, 0, 150_000, 100_000), (0, 100_000, 200_000, 0)]),
        # What exceeds the draw is all that is taken back.
        (TOP_UP, [50_000, 200_000], ("draw_recovered", "paid", "draw_balance"),
         [(0, 150_000, 100_000), (50_000, 150_000, 50_000)]),
        (TOP_UP, [150_000, 150_000], ("draw_paid", "paid", "draw_balance"), [(0, 150_000, 0), (0, 150_000, 0)]),
        (TOP_UP, [149_999, 150_001], ("draw_paid", "draw_recovered", "paid"), [(1, 0, 150_000), (0, 1, 150_000)]),
        (GUARANTEE, [50_000, 300_000], ("guarantee_paid", "draw_paid", "draw_recovered", "paid", "draw_balance"),
         [(100_000, 0, 0, 150_000, 0), (0, 0, 0, 300_000, 0)]),
        (ADVANCE, [50_000, 300_000], ("draw_paid", "draw_recovered", "paid", "draw_balance"),
         [(150_000, 0, 200_000, 150_000), (150_000, 150_000, 300_000, 150_000)]),
        (ALLOWANCE, [50_000, 300_000], ("draw_paid", "guarantee_paid", "draw_recovered", "paid", "draw_balance"),
         [(150_000, 0, 0, 200_000, 0), (150_000, 0, 0, 450_000, 0)]),
    ],
    ids=["top up", "what exceeds it", "exactly the draw", "a cent beside it", "guarantee", "advance", "allowance"],
)  # fmt: skip
def test_the_four_draws(
    terms: Terms, months: list[int], columns: tuple[str, ...], expected: list[tuple[int, ...]]
) -> None:
    assert amounts(months, terms, *columns) == expected


def test_a_draw_tops_up_what_a_clawback_took() -> None:
    made = amounts([Month(earned=10, clawed_back=30)], GUARANTEE, "guarantee_paid", "paid", "closing_balance")
    assert made == [(150_020, 150_000, 0)]


def test_a_draw_that_has_ended_is_recovered_from_the_first_cent() -> None:
    """Three quarters of 10,000 with 5,000 earned owe 25,000; the draw ended, 12,000 earned leave 13,000."""
    draw = Terms(draw_amount=1_000_000, tops_up=True, recoverable=True)
    terms = changed(draw, {}, {}, {}, STOPPED)
    made = amounts([500_000, 0, 0, 1_200_000], terms, "draw_recovered", "paid", "draw_balance")
    assert made[2:] == [(0, 1_000_000, 2_500_000), (1_200_000, 0, 1_300_000)]


def test_never_more_is_recovered_than_is_owed() -> None:
    made = amounts([149_000, 900_000], changed(TOP_UP, {}, STOPPED), "draw_recovered", "paid", "draw_balance")
    assert made[1] == (1_000, 899_000, 0)


def test_recovery_in_the_same_period_counts_the_draw_of_it() -> None:
    terms = Terms(draw_amount=100, recoverable=True, same_period=True, keep=0)
    assert amounts([70, 300], terms, "draw_paid", "draw_recovered", "paid", "draw_balance") == [
        (100, 70, 100, 30),
        (100, 130, 270, 0),
    ]


def test_in_the_same_period_only_what_is_recoverable_is_owed() -> None:
    terms = Terms(draw_amount=100, same_period=True, keep=0)
    assert amounts([70], terms, "draw_recovered", "paid", "draw_balance") == [(0, 170, 0)]


@pytest.mark.parametrize(
    ("percent", "whole", "recovered"),
    [(1, 2, 51), (1, 3, 34), (2, 3, 67), (0, 1, 0), (3, 2, 152), (999_999, 1_000_000, 101)],
)
def test_a_percent_of_the_excess_is_recovered_rounded_once(percent: int, whole: int, recovered: int) -> None:
    """The excess over 1,500.00 is 1.01."""
    terms = changed(TOP_UP, {}, {"percent": percent, "percent_whole": whole})
    assert amounts([0, 150_101], terms, "draw_recovered") == [(0,), (recovered,)]


def test_keep_protects_what_is_earned() -> None:
    terms = changed(TOP_UP, {}, {"draw_amount": None, "keep": 80_000}, {"draw_amount": None, "keep": 0})
    assert amounts([0, 100_000, 30_000], terms, "draw_recovered", "paid", "draw_balance") == [
        (0, 150_000, 150_000),
        (20_000, 80_000, 130_000),
        (30_000, 0, 100_000),
    ]


def test_keep_counts_while_the_draw_runs_too() -> None:
    terms = changed(TOP_UP, {}, {"keep": 200_000}, {"keep": 100_000})
    assert amounts([0, 210_000, 200_000], terms, "draw_recovered", "paid") == [
        (0, 150_000),
        (10_000, 200_000),
        (100_000, 100_000),
    ]


def test_recovery_may_be_paused() -> None:
    terms = changed(TOP_UP, {}, {"recovers": False}, {})
    assert amounts([0, 200_000, 200_000], terms, "draw_recovered", "draw_balance") == [
        (0, 150_000),
        (0, 150_000),
        (50_000, 100_000),
    ]


def test_what_is_still_owed_may_be_forgiven() -> None:
    terms = changed(TOP_UP, {}, {"forgives_draw": True}, STOPPED)
    assert amounts([0, 0, 900_000], terms, "draw_paid", "draw_recovered", "draw_balance", "paid") == [
        (150_000, 0, 150_000, 150_000),
        (150_000, 0, 0, 150_000),
        (0, 0, 0, 900_000),
    ]


def test_a_draw_on_what_was_carried() -> None:
    months = [Month(clawed_back=20_000), 150_000]
    terms = changed(TOP_UP, STOPPED, {})
    assert amounts(months, terms, "opening_balance", "draw_paid", "paid", "closing_balance") == [
        (0, 0, 0, -20_000),
        (-20_000, 20_000, 150_000, 0),
    ]


@pytest.mark.parametrize(
    ("banks", "expected"),
    [
        (False, [(100, 50, 0), (100, 0, 0), (30, 0, 0)]),
        (True, [(100, 0, 50), (100, 0, 50), (80, 0, 0)]),
    ],
)
def test_a_cap_loses_or_banks_the_excess(*, banks: bool, expected: list[tuple[int, ...]]) -> None:
    made = amounts([150, 100, 30], Terms(cap=100, banks=banks), "paid", "forfeited", "closing_balance")
    assert made == expected


def test_a_cap_over_several_months_counts_what_was_paid() -> None:
    terms = changed(Terms(cap=100), *[{"cap_window": window} for window in (1, 1, 1, 2, 2)])
    assert amounts([60, 30, 30, 90, 20], terms, "paid", "forfeited") == [(60, 0), (30, 0), (10, 20), (90, 0), (10, 10)]


def test_a_banked_excess_waits_for_the_next_window() -> None:
    terms = changed(Terms(cap=100, banks=True), *[{"cap_window": window} for window in (1, 1, 2, 3)])
    assert amounts([160, 0, 10, 0], terms, "paid", "closing_balance") == [(100, 60), (0, 60), (70, 0), (0, 0)]


def test_a_cap_that_shrinks_below_what_was_paid_pays_nothing() -> None:
    terms = changed(Terms(cap=100, cap_window=1), {}, {"cap": 50})
    assert amounts([80, 10], terms, "paid", "forfeited") == [(80, 0), (0, 10)]


def test_a_cap_of_nothing_and_a_month_without_one() -> None:
    assert amounts([10, 10], changed(Terms(cap=0), {}, {"cap": None}), "paid", "forfeited") == [(0, 10), (10, 0)]


def test_a_negative_month_under_a_cap_is_carried_not_capped() -> None:
    made = amounts([Month(clawed_back=30)], Terms(cap=100), "paid", "forfeited", "closing_balance")
    assert made == [(0, 0, -30)]


def test_the_cap_is_about_what_is_paid_draws_and_recovery_included() -> None:
    capped = changed(TOP_UP, {"cap": 120_000}, {"cap": 120_000})
    assert amounts([0, 300_000], capped, "draw_paid", "draw_recovered", "paid", "forfeited", "draw_balance") == [
        (150_000, 0, 120_000, 30_000, 150_000),
        (0, 150_000, 120_000, 30_000, 0),
    ]


def test_payees_are_settled_apart() -> None:
    flows = pl.DataFrame({"payee": [1, 2, 2], "period": [0, 0, 1], "earned": [10, 20, 30]})
    others = ("held", "released", "clawed_back", "fx_difference", "advance")
    flows = flows.with_columns(pl.lit(0).alias(name) for name in others)
    one = pl.lit(1)
    off = dict.fromkeys(
        ("tops_up", "recoverable", "same_period", "banks", "forgives_negative", "forgives_draw", "limits_clawbacks"),
        pl.lit(value=False),
    )
    off |= {"clawback_percent": one, "clawback_whole": one, "clawback_keep": one, "clawback_most": one}
    terms = pl.DataFrame({"payee": [2, 1, 2, 1], "period": [0, 0, 1, 1], "cap": [15, None, None, None]}).with_columns(
        draw_amount=pl.lit(None, pl.Int64), draw_limit=pl.lit(None, pl.Int64),
        keep=pl.lit(None, pl.Int64), cap_window=pl.col("period") + 1, percent=one,
        percent_whole=one, recovers=pl.lit(value=True), **off,
    )  # fmt: skip
    made = settle(flows, terms, 3).sort("payee", "period")
    assert made.select("payee", "period", "earned", "paid", "forfeited").rows() == [
        (1, 0, 10, 10, 0), (1, 1, 0, 0, 0), (2, 0, 20, 15, 5), (2, 1, 30, 30, 0)
    ]  # fmt: skip
    assert identity_breaks(made).is_empty()


def test_no_terms_no_payments() -> None:
    made = settled([], [])
    assert made.is_empty()
    amounts_of_table = {column.name for column in PAYMENTS.columns if column.dtype == pl.Int64}
    assert amounts_of_table <= set(made.columns)


def test_every_month_has_the_columns_of_the_table_and_nothing_of_the_way_there() -> None:
    made = settled([5], TOP_UP)
    amounts_of_table = {column.name for column in PAYMENTS.columns if column.dtype == pl.Int64}
    assert amounts_of_table <= set(made.columns)
    assert not {"balance", "due", "drawn", "draw", "owed", "taken", "before_cap", "capped_paid"} & set(made.columns)


def test_what_one_payment_gives_back_is_limited_and_the_rest_waits() -> None:
    terms = Terms(limits_clawbacks=True, clawback_percent=1, clawback_whole=2)
    months = [Month(earned=600, clawed_back=1_000), 800, 2_000]
    columns = ("clawed_back", "clawback_deferred", "clawback_recovered", "paid", "clawback_balance")
    assert amounts(months, terms, *columns) == [(1_000, 700, 0, 300, 700), (0, 0, 400, 400, 300), (0, 0, 300, 1_700, 0)]


def test_a_limit_by_amount_leaves_what_keep_says() -> None:
    terms = Terms(limits_clawbacks=True, clawback_keep=100, clawback_most=50)
    months = [Month(earned=120, clawed_back=90), 140, 500]
    assert amounts(months, terms, "paid", "clawback_balance") == [(100, 70), (100, 30), (470, 0)]


def test_a_draw_tops_up_what_is_left_of_an_earning() -> None:
    terms = replace(GUARANTEE, limits_clawbacks=True, clawback_most=40_000)
    made = amounts([Month(earned=100_000, clawed_back=60_000)], terms, "guarantee_paid", "paid", "clawback_balance")
    assert made == [(90_000, 150_000, 20_000)]


def test_what_is_held_adds_up_to_a_balance() -> None:
    months = [Month(earned=100, held=100), Month(earned=50, held=20), Month(released=70)]
    assert amounts(months, PLAIN, "held", "released", "held_balance") == [(100, 0, 100), (20, 0, 120), (0, 70, 50)]


SIGNS = {"opening_balance": 1, "earned": 1, "held": -1, "released": 1, "clawed_back": -1, "guarantee_paid": 1}
SIGNS |= {"fx_difference": 1}
SIGNS |= {"draw_paid": 1, "draw_recovered": -1, "forfeited": -1, "adjusted": 1, "paid": -1}
SIGNS |= {"clawback_deferred": 1, "clawback_recovered": -1}
EITHER_SIGN = {"opening_balance", "adjusted", "fx_difference"}


@pytest.mark.parametrize("column", [*SIGNS, "closing_balance"])
def test_a_cent_too_much_anywhere_breaks_the_identity(column: str) -> None:
    made = settled([500, 200_000], changed(TOP_UP, {"cap": 100}, {}))
    more = pl.when(pl.col("period") == 1).then(pl.col(column) + 1).otherwise(pl.col(column))
    assert identity_breaks(made.with_columns(more.alias(column)))["period"].to_list() == [1]


@pytest.mark.parametrize("column", SIGNS)
def test_what_is_never_negative_breaks_it_though_everything_adds_up(column: str) -> None:
    less = {column: pl.lit(-5, pl.Int64), "closing_balance": pl.lit(-5 * SIGNS[column], pl.Int64)}
    assert identity_breaks(settled([0], PLAIN).with_columns(**less)).is_empty() is (column in EITHER_SIGN)
