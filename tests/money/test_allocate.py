"""Splitting an amount by shares: largest remainder, ties in row order, the parts always add up.

Properties:
1. The parts are the oracle's, for amounts of both signs, thirds, unequal shares and shares that miss 100 %.
2. They add up to the amount times the shares, rounded half away from zero.
3. No part is a whole unit away from its exact share.
"""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.money import Rounding, TooLarge, allocate, largest_remainder
from tests.oracle.rounding import half_away, shared_out

CENT = Fraction(1)


def split(amount: int, shares: list[int], whole: int) -> list[int]:
    """The parts of one amount."""
    rows = {
        "deal": [7] * len(shares),
        "amount": [amount] * len(shares),
        "share": shares,
        "whole": [whole] * len(shares),
    }
    frame = pl.DataFrame(rows, schema=dict.fromkeys(rows, pl.Int64))
    made = allocate(frame, group="deal", shared="amount", share="share", whole="whole")
    assert made.dtype == pl.Int64
    return made.to_list()


@pytest.mark.parametrize(
    ("amount", "shares", "whole", "parts"),
    [
        (8_000_000, [70, 30], 100, [5_600_000, 2_400_000]),
        (10_000, [1, 1, 1], 3, [3334, 3333, 3333]),
        (-10_000, [1, 1, 1], 3, [-3334, -3333, -3333]),
        (10_000, [3333, 3333, 3334], 10_000, [3333, 3333, 3334]),
        (1, [1, 1], 2, [1, 0]),
        (-1, [1, 1], 2, [-1, 0]),
        (0, [1, 1], 2, [0, 0]),
        (5, [1, 1, 1, 1], 4, [2, 1, 1, 1]),
        (6, [1, 1, 1, 1], 4, [2, 2, 1, 1]),
        (100, [0, 100], 100, [0, 100]),
        (101, [100], 100, [101]),
        (101, [50], 100, [51]),
        (-101, [50], 100, [-51]),
        (99, [33, 33], 100, [33, 32]),
        (100, [90, 90], 100, [90, 90]),
        (7, [-50, 150], 100, [-3, 10]),
        (-7, [-50, 150], 100, [3, -10]),
    ],
)
def test_parts(amount: int, shares: list[int], whole: int, parts: list[int]) -> None:
    assert split(amount, shares, whole) == parts


def test_the_largest_remainder_wins_wherever_it_stands() -> None:
    assert split(10, [25, 16, 59], 100) == [2, 2, 6]
    assert split(10, [16, 25, 59], 100) == [2, 2, 6]
    assert split(10, [14, 25, 61], 100) == [1, 3, 6]
    assert split(10, [25, 14, 61], 100) == [3, 1, 6]


def test_groups_are_split_alone_and_rows_keep_their_places() -> None:
    frame = pl.DataFrame(
        {
            "deal": [2, 1, 2, 1, 3, 2],
            "amount": [100, 11, 100, 11, -5, 100],
            "share": [1, 1, 1, 1, 1, 1],
            "whole": [3, 2, 3, 2, 1, 3],
        }
    )
    made = allocate(frame, group="deal", shared="amount", share="share", whole="whole")
    assert made.to_list() == [34, 6, 33, 5, -5, 33]
    assert made.name == "amount"


def test_groups_may_be_named_by_text() -> None:
    frame = pl.DataFrame({"deal": ["b", "a", "b"], "amount": [5, 3, 5], "share": [1, 1, 1], "whole": [2, 1, 2]})
    assert allocate(frame, group="deal", shared="amount", share="share", whole="whole").to_list() == [3, 3, 2]


def test_nothing_is_split_into_nothing() -> None:
    frame = pl.DataFrame(schema=dict.fromkeys(["deal", "amount", "share", "whole"], pl.Int64))
    assert allocate(frame, group="deal", shared="amount", share="share", whole="whole").to_list() == []


def test_large_amounts_are_split_in_more_width() -> None:
    amount = 10**17 + 1
    parts = split(amount, [333_333_333, 333_333_333, 333_333_334], 10**9)
    assert sum(parts) == amount
    assert parts == [33_333_333_300_000_000, 33_333_333_300_000_000, 33_333_333_400_000_001]


def test_the_width_follows_the_sum_of_a_groups_shares() -> None:
    """Each product fits 64 bits, their sum does not."""
    amount, shares = 2**40 + 1, [2**20] * 16
    assert split(amount, shares, 2**24) == [2**36 + 1, *[2**36] * 15]


def test_what_might_not_fit_is_refused() -> None:
    with pytest.raises(TooLarge):
        split(2**62, [2**62], 2**62)
    assert split(2**60, [2**62], 2**62) == [2**60]


@pytest.mark.parametrize(
    ("whole", "shares", "unit", "parts"),
    [
        (Fraction(10_000), [Fraction(1, 3)] * 3, 1, [3334, 3333, 3333]),
        (Fraction(10_000), [Fraction(1, 3)] * 3, 100, [3400, 3300, 3300]),
        (Fraction(1000), [Fraction(1, 4), Fraction(1, 6), Fraction(7, 12)], 100, [200, 200, 600]),
        (Fraction(7, 2), [Fraction(1)], 1, [4]),
        (Fraction(100), [Fraction(9, 10), Fraction(9, 10)], 1, [90, 90]),
        (Fraction(100), [Fraction(1, 8), Fraction(1, 8)], 1, [13, 12]),
        (Fraction(10), [], 1, []),
        (Fraction(0), [Fraction(1, 2)] * 2, 1, [0, 0]),
        (Fraction(5), [Fraction(1, 2), Fraction(0), Fraction(1, 2)], 1, [3, 0, 2]),
    ],
)
def test_one_amount_is_split_alike(whole: Fraction, shares: list[Fraction], unit: int, parts: list[int]) -> None:
    rounding = Rounding(unit=unit)
    assert largest_remainder(whole, shares, rounding) == parts
    named = {f"{place:03}": share for place, share in enumerate(shares)}
    assert parts == list(shared_out(whole, named, Fraction(unit)).values())


splits = st.tuples(
    st.one_of(st.integers(-200, 200), st.sampled_from([10_000, -10_000, 10**12 + 1, 2**53 + 1])),
    st.lists(st.integers(0, 20), min_size=1, max_size=6),
    st.sampled_from([1, 2, 3, 7, 20, 100, 10_000]),
)


@settings(max_examples=30)
@given(st.lists(splits, min_size=5, max_size=20))
def test_parts_are_the_oracles(deals: list[tuple[int, list[int], int]]) -> None:
    """Properties 1, 2 and 3."""
    rows = [(deal, amount, s, whole) for deal, (amount, shares, whole) in enumerate(deals) for s in shares]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(["deal", "amount", "share", "whole"], pl.Int64), orient="row")
    made = allocate(frame, group="deal", shared="amount", share="share", whole="whole").to_list()
    for amount, shares, whole in deals:
        parts, made = made[: len(shares)], made[len(shares) :]
        named = {f"{place:03}": Fraction(share, whole) for place, share in enumerate(shares)}
        assert parts == list(shared_out(Fraction(amount), named, CENT).values())
        assert sum(parts) == half_away(Fraction(amount * sum(shares), whole), CENT)
        assert all(abs(p - Fraction(amount * s, whole)) < 1 for p, s in zip(parts, shares, strict=True))
