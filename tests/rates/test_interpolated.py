"""interpolated: a curve through points, straight between them.

Properties:
1. Every line is the oracle's: a rate on everything so far, a share of a target incentive, an amount of money; at
   points, at jumps and one cent beside them, below the first and beyond the last.
"""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.rates import Interpolated, interpolated
from tests.oracle import interpolated as oracle
from tests.rates.aims import SHARES, TARGETS
from tests.rates.walks import Step, Walk, lines, paid_for, rated, read, values, walked

CURVE = read(Interpolated, "{kind: interpolated, of: ti, points: [[1.5%, 20%], [2%, 100%], [5%, 200%]]}")
MONEY = read(Interpolated, "{kind: interpolated, points: [[100, 50], [200, 90]]}")


def expected(rate: Interpolated, walk: Walk) -> list[Fraction]:
    """What the oracle pays for each step, in exact cents; money is a payout, a percent of a target too."""
    rule: dict[str, object] = {"beyond": rate.beyond, "is_payout": walk.uses_stake or not rate.is_percent}
    rule |= {"below": rate.below.value} if rate.below else {}
    bounds, heights = list(rate.bounds()), [y.value for _, y in rate.points]
    return paid_for(oracle, rule, walk, [walk.place(step, bounds, heights) for step in walk.steps])


def payout(*stops: int, of: int = 10_000, stake: int = 100_000) -> Walk:
    """A walk over the stops towards a target, paid as a share of an incentive of 1,000.00."""
    steps = (Step(x0, x1, of=of, stake=stake) for x0, x1 in zip([0, *stops], stops, strict=False))
    return Walk(tuple(steps), is_share=True, uses_stake=True)


def test_between_two_points() -> None:
    """At 1.87 % it pays 79.2 %."""
    assert lines(interpolated, CURVE, payout(187)) == [79_200]
    assert lines(interpolated, CURVE, payout(150, 200, 500)) == [20_000, 80_000, 100_000]
    assert lines(interpolated, CURVE, payout(149, 501, 100)) == [0, 200_000, -200_000]


def test_between_two_points_a_third_stays_a_third() -> None:
    """From 2 % to 5 % in three steps: 100 % + 1/3."""
    assert lines(interpolated, CURVE, payout(300)) == [Fraction(400_000, 3)]


def test_below_the_first_point_it_pays_what_is_said() -> None:
    rate = read(Interpolated, "{kind: interpolated, of: ti, below: 5%, points: [[50%, 20%], [100%, 100%]]}")
    assert lines(interpolated, rate, payout(4_999, 5_000, -100)) == [5_000, 15_000, -15_000]
    assert lines(interpolated, MONEY, walked(9_999, 1)) == [0, 5_000]
    below = read(Interpolated, "{kind: interpolated, below: 7, points: [[100, 50], [200, 90]]}")
    assert lines(interpolated, below, walked(-1, 9_999, 2)) == [700, 0, 4_300]


def test_beyond_the_last_point_it_stays_or_goes_on() -> None:
    assert lines(interpolated, MONEY, walked(20_000, 10_000)) == [9_000, 0]
    rate = read(Interpolated, "{kind: interpolated, beyond: extend, points: [[100, 50], [200, 90]]}")
    assert lines(interpolated, rate, walked(20_000, 10_000, 1)) == [9_000, 4_000, Fraction(4, 10)]


def test_two_points_with_the_same_x_are_a_jump_and_the_later_one_holds_there() -> None:
    jump = "{{kind: interpolated, boundary: {}, points: [[0, 0], [100, 50], [100, 80], [200, 90]]}}"
    walk = walked(9_999, 1, 1, -1)
    up = Fraction(9_999, 2)
    assert lines(interpolated, read(Interpolated, jump.format("reached")), walk) == [
        up,
        8_000 - up,
        Fraction(1, 10),
        Fraction(-1, 10),
    ]
    late = read(Interpolated, jump.format("above"))
    assert lines(interpolated, late, walk) == [up, 5_000 - up, 3_000 + Fraction(1, 10), -3_000 - Fraction(1, 10)]


def test_with_the_boundary_above_the_first_point_holds_beyond_it_only() -> None:
    rate = read(Interpolated, "{kind: interpolated, boundary: above, points: [[100, 50], [200, 90]]}")
    assert lines(interpolated, rate, walked(10_000, 1)) == [0, 5_000 + Fraction(4, 10)]


def test_a_percent_of_the_value_is_a_rate_on_everything_so_far() -> None:
    """2 % at 100.00, 4 % at 200.00: 150.00 at 3 %, then everything at 4 %."""
    rate = read(Interpolated, "{kind: interpolated, points: [[100, 2%], [200, 4%]]}")
    for walk in (walked(15_000, 5_000, -10_001), walked(15_000, 5_000, -10_001, room=2**40)):
        assert lines(interpolated, rate, walk) == [450, 350, -800]
    base = Walk((Step(0, 15_000, base=100), Step(15_000, 20_000, base=-50)))
    assert lines(interpolated, rate, base) == [3, -1]


def test_a_rate_on_everything_by_attainment() -> None:
    rate = read(Interpolated, "{kind: interpolated, points: [[0%, 0%], [100%, 10%]]}")
    walk = Walk((Step(0, 3_000, base=1_000, of=9_000), Step(3_000, 9_000, base=1_000, of=9_000)), is_share=True)
    assert lines(interpolated, rate, walk) == [Fraction(100, 3), 200 - Fraction(100, 3)]


def test_money_by_attainment() -> None:
    """33.33 at 50 %, 1,000.00 at 100 % of 90.00: 60.00 reaches a third of the way."""
    rate = read(Interpolated, "{kind: interpolated, points: [[50%, 33.33], [100%, 1000]]}")
    assert lines(interpolated, rate, walked(6_000, 3_000, of=9_000)) == [
        3_333 + Fraction(96_667, 3),
        Fraction(193_334, 3),
    ]


def test_where_the_measure_is_undefined_it_pays_nothing() -> None:
    below = read(Interpolated, "{kind: interpolated, below: 7, points: [[100, 50], [200, 90]]}")
    walk = Walk((Step(0, 20_000), Step(20_000, None), Step(None, 0)))
    assert lines(interpolated, below, walk) == [9_000, -9_000, 700]


def test_every_accumulator_starts_with_nothing_paid() -> None:
    walk = Walk((Step(0, 10_000, accumulator=1), Step(0, 20_000, accumulator=2), Step(10_000, 0, accumulator=1)))
    assert lines(interpolated, MONEY, walk) == [5_000, 9_000, -5_000]


def test_the_running_base_is_kept_apart_for_each_accumulator() -> None:
    rate = read(Interpolated, "{kind: interpolated, points: [[0, 1%], [1, 1%]]}")
    walk = Walk(tuple(Step(0, 1, base=100 * n, accumulator=n % 2) for n in range(1, 5)))
    assert lines(interpolated, rate, walk) == [1, 2, 3, 4]


def test_the_result_is_a_state_over_what_a_percent_is_of() -> None:
    frame, parts = rated(interpolated, CURVE, payout(150, 200))
    assert (parts.line, parts.before, parts.after) == (None, None, None)
    assert parts.state is not None
    assert parts.state.per == "x1_of"
    assert values(frame, parts.state) == [20_000, 100_000]
    _, parts = rated(interpolated, MONEY, walked(1))
    assert parts.state is not None
    assert parts.state.per is None


def test_sums_that_need_more_width_than_their_parts() -> None:
    rate = read(Interpolated, "{kind: interpolated, points: [[0, 100%], [1, 100%]]}")
    walk = Walk(tuple(Step(0, 1, base=3 * 10**18) for _ in range(4)))
    assert lines(interpolated, rate, walk) == [3 * 10**18] * 4


def test_what_is_written() -> None:
    assert [x.text for x in CURVE.bounds()] == ["1.5%", "2%", "5%"]
    assert list(CURVE.pays()) == []
    assert CURVE.is_percent
    assert not MONEY.is_percent


HEIGHTS = ("0%", "5%", "33.333%", "100%", "200%", "-10%")
AMOUNTS = ("0", "100", "250", "1000")


@st.composite
def curves(draw: st.DrawFn) -> tuple[Interpolated, Walk]:
    """A curve with at most one jump, not at its end, and a walk over its points."""
    is_share, is_rate, is_money = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    options = SHARES if is_share else AMOUNTS
    xs = sorted(draw(st.sets(st.sampled_from(options), min_size=2, max_size=4)), key=options.index)
    jump = draw(st.one_of(st.none(), st.integers(0, len(xs) - 2)))
    xs = xs if jump is None else [*xs[: jump + 1], *xs[jump:]]
    heights = [draw(st.sampled_from(HEIGHTS)) for _ in range(len(xs) + 1)]
    heights = [height.rstrip("%") for height in heights] if is_money else heights
    points = ", ".join(f"[{x}, {y}]" for x, y in zip(xs, heights, strict=False))
    below = draw(st.sampled_from(["", f", below: {heights[-1]}"]))
    beyond = draw(st.sampled_from(["flat", "extend"]))
    rate = read(Interpolated, f"{{kind: interpolated, points: [{points}]{below}, beyond: {beyond}}}")
    target = draw(st.sampled_from(TARGETS)) if is_share else None
    unit = target or 100
    aims = [int(x.value * unit) + offset for x in rate.bounds() for offset in (-1, 0, 1)] + [-50, 3 * unit]
    stops = draw(st.lists(st.sampled_from(aims), min_size=2, max_size=7))
    bases = [draw(st.integers(-9_999, 9_999)) for _ in stops]
    uses_stake = not is_rate and not is_money
    steps = [
        Step(x0, x1, base=base, of=target, stake=123_457)
        for x0, x1, base in zip([0, *stops], stops, bases, strict=False)
    ]
    return rate, Walk(tuple(steps), is_share=is_share, uses_stake=uses_stake)


@settings(max_examples=80)
@given(curves(), st.sampled_from([1, 2**16]))
def test_lines_are_the_oracles(case: tuple[Interpolated, Walk], room: int) -> None:
    """Property 1."""
    rate, walk = case
    walk = replace(walk, room=room)
    assert lines(interpolated, rate, walk) == expected(rate, walk)


@pytest.mark.parametrize("points", ["[]", "[[1, 2]]", "[[1]]"])
def test_a_curve_needs_two_points(points: str) -> None:
    with pytest.raises(AssertionError):
        read(Interpolated, f"{{kind: interpolated, points: {points}}}")
