"""cap: pay no more than an amount, per transaction or per window.

Properties:
1. Lines, and running sums of windows, are clipped as the oracle clips them, in walks up and down, with fractions beside
   the cap and caps that differ from line to line.
2. No window's running sum is ever larger than its cap.
3. A banked cap pays each line what the oracle pays it, to every window, and never more in a window than the cap; once
   there is room it has paid everything.
"""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.earnings.modifiers import cap
from tests.earnings.making import Number, column, constant, lines, values
from tests.oracle import cap as oracle

ALWAYS = pl.lit(value=True)


def test_the_size_of_a_line_is_limited() -> None:
    some = [
        30_000,
        -30_000,
        25_000,
        -25_000,
        24_999,
        Fraction(50_001, 2),
        Fraction(-50_001, 2),
        Fraction(-49_999, 2),
        0,
    ]
    made = cap.apply(lines(*some), ALWAYS, constant(25_000))
    assert values(made) == [25_000, -25_000, 25_000, -25_000, 24_999, 25_000, -25_000, Fraction(-49_999, 2), 0]


def test_a_line_whose_condition_does_not_hold_is_left_alone() -> None:
    made = cap.apply(lines(10, 10, holds=[True, False]), pl.col("holds"), constant(Fraction(5, 2)))
    assert values(made) == [Fraction(5, 2), 10]


def test_the_cap_may_differ_from_line_to_line() -> None:
    made = cap.apply(lines(10, 10, Fraction(-31, 3), at=[5, 15, 10]), ALWAYS, column("at", [5, 15, 10]))
    assert values(made) == [5, 10, -10]


@pytest.mark.parametrize(
    ("some", "limit", "paid"),
    [
        ([80, 60, -50], 100, [80, 20, -10]),
        ([300, 300, -400], 500, [300, 200, -300]),
        ([-80, -60, 50], 100, [-80, -20, 10]),
        ([100, 1, -1, -1], 100, [100, 0, 0, -1]),
        ([Fraction(199, 2), Fraction(2, 3), Fraction(-1, 6), -1], 100, [Fraction(199, 2), Fraction(1, 2), 0, -1]),
        ([5, 5], 0, [0, 0]),
    ],
)
def test_the_running_sum_of_a_window_is_limited(some: list[Number], limit: int, paid: list[Number]) -> None:
    made = cap.apply_per_window(lines(*some, w=[7] * len(some)), ALWAYS, constant(limit), "w")
    assert values(made) == paid
    assert oracle.running([Fraction(v) for v in some], [Fraction(limit)] * len(some)) == paid


def test_windows_are_limited_apart_and_lines_keep_their_places() -> None:
    made = cap.apply_per_window(lines(8, 9, 8, 9, w=[1, 2, 1, 2], x=[1, 2, 3, 4]), ALWAYS, constant(10), "w")
    assert values(made) == [8, 9, 2, 1]
    assert made.frame["x"].to_list() == [1, 2, 3, 4]


def test_a_line_whose_condition_does_not_hold_stands_outside_the_window() -> None:
    holds = [True, False, True, True]
    made = cap.apply_per_window(
        lines(8, 50, Fraction(7, 2), -2, w=[1] * 4, holds=holds), pl.col("holds"), constant(10), "w"
    )
    assert values(made) == [8, 50, 2, Fraction(-1, 2)]


def test_a_cap_over_another_denominator() -> None:
    made = cap.apply_per_window(lines(1, 1, den=3, w=[1, 1]), ALWAYS, constant(Fraction(5, 4)), "w")
    assert values(made) == [1, Fraction(1, 4)]
    assert values(cap.apply(lines(1, 2, den=3), ALWAYS, constant(Fraction(5, 4)))) == [1, Fraction(5, 4)]


def test_an_empty_component_has_nothing_to_limit() -> None:
    empty = lines(w=[])
    assert values(cap.apply_per_window(empty, ALWAYS, constant(5), "w")) == []


# Around the cap of 10: whole cents, halves and thirds, and returns.
parts = st.one_of(
    st.integers(-12, 12).map(Fraction),
    st.fractions(-11, 11, max_denominator=6),
    st.sampled_from([Fraction(10), Fraction(-10)]),
)
rows = st.lists(
    st.tuples(st.integers(0, 1), parts, st.booleans(), st.sampled_from([0, 5, 10, 21])), min_size=1, max_size=10
)


@settings(max_examples=50)
@given(rows, st.booleans())
def test_lines_and_windows_are_the_oracles(
    some: list[tuple[int, Fraction, bool, int]],
    varies: bool,  # noqa: FBT001 - drawn
) -> None:
    """Properties 1 and 2."""
    limits = [limit if varies else 21 for *_, limit in some]
    made = lines(*(v for _, v, _, _ in some), w=[w for w, *_ in some], holds=[h for _, _, h, _ in some], at=limits)
    limit = column("at", limits, 2)
    exact = [Fraction(n, 2) for n in limits]
    expected = [oracle.clipped(v, at) if h else v for (_, v, h, _), at in zip(some, exact, strict=True)]
    assert values(cap.apply(made, pl.col("holds"), limit)) == expected
    found = values(cap.apply_per_window(made, pl.col("holds"), limit, "w"))
    for window in (0, 1):
        places = [n for n, (w, _, h, _) in enumerate(some) if w == window and h]
        paid = oracle.running([some[n][1] for n in places], [exact[n] for n in places])
        assert [found[n] for n in places] == paid
        assert varies or all(abs(sum(paid[: n + 1])) <= Fraction(21, 2) for n in range(len(paid)))
    assert all(found[n] == v for n, (_, v, h, _) in enumerate(some) if not h)


def banked(windows: list[list[Number]], limit: Number, last: int | None = None) -> list[Fraction]:
    """What the lines of one payee are paid by the end of window ``last``."""
    last = len(windows) - 1 if last is None else last
    begun = windows[: last + 1]
    numbers = [number for number, window in enumerate(begun) for _ in window]
    some = lines(
        *[value for window in begun for value in window],
        bank_window=numbers,
        bank_last=[last] * len(numbers),
        bank_group=[7] * len(numbers),
    )
    return values(cap.apply_banked(some, ALWAYS, constant(limit)))


def test_what_is_cut_off_is_paid_in_the_next_window_to_the_line_it_was_cut_from() -> None:
    months = [[80, 60], [], [70]]
    assert [banked(months, 100, last) for last in (0, 1, 2)] == [[80, 20], [80, 60], [80, 60, 70]]
    assert banked([[240], [-50], []], 100) == [200, -10]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.lists(st.fractions(-200, 200, max_denominator=7), max_size=3), min_size=1, max_size=5),
    st.fractions(0, 150, max_denominator=3),
)
def test_a_banked_cap_is_the_oracles(windows: list[list[Fraction]], limit: Fraction) -> None:
    if not any(windows):
        return
    before: list[Fraction] = []
    for last in range(len(windows)):
        begun = [[(value, limit) for value in window] for window in windows[: last + 1]]
        expected = oracle.banked(begun)
        assert (banked(windows, limit, last) if expected else []) == expected
        assert abs(sum(expected) - sum(before)) <= limit
        before = expected


def test_with_room_everything_is_paid() -> None:
    months: list[list[Number]] = [[Fraction(700, 3)], [], [], []]
    assert banked(months, 100) == [Fraction(700, 3)]
