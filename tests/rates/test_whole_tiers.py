"""whole_tiers: the tier reached pays on everything.

Properties:
1. Every line is the oracle's, for walks up and down that stop at bounds and one cent beside them, whatever the base.
2. The same with percent bounds between two cents, pays and tables of their own on every row, and 128 bits.
3. Lines add up to what everything is worth at the end.
"""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.rates import WholeTiers, whole_tiers
from tests.oracle import whole_tiers as oracle
from tests.rates.aims import bases_of, percent_walks, shares_of, tier_walks
from tests.rates.walks import Step, Walk, expected, lines, rated, read, values, walked

FIVE_EIGHT = read(WholeTiers, "{kind: whole_tiers, tiers: [{from: 0, pay: 5%}, {from: 100000, pay: 8%}]}")
ABOVE_FIRST = read(WholeTiers, "{kind: whole_tiers, tiers: [{from: 100, pay: 5%}, {from: 200, pay: 10%}]}")
EARLY, LATE = (
    ((Fraction(0), Fraction(5, 100)), (Fraction(100), Fraction(10, 100))),
    (
        (Fraction(0), Fraction(5, 100)),
        (Fraction(1000), Fraction(10, 100)),
    ),
)


@pytest.mark.parametrize("room", [1, 2**40], ids=["narrow", "wide"])
@pytest.mark.parametrize(
    ("rate", "steps", "cents"),
    [
        (FIVE_EIGHT, [9_999_900], [499_995]),
        (FIVE_EIGHT, [10_000_000], [800_000]),
        (FIVE_EIGHT, [9_999_999, 1, 1], [Fraction(9_999_999, 20), 800_000 - Fraction(9_999_999, 20), Fraction(8, 100)]),
        (FIVE_EIGHT, [10_000_000, -100], [800_000, -300_005]),
        (FIVE_EIGHT, [-100, 100], [-5, 5]),
        (FIVE_EIGHT, [15_000_000, -15_000_000], [1_200_000, -1_200_000]),
        (ABOVE_FIRST, [9_999, 1, 10_000], [0, 500, 1_500]),
        (ABOVE_FIRST, [-100, 20_100], [0, 2_000]),
    ],
)
def test_everything_at_the_tier_reached(rate: WholeTiers, steps: list[int], cents: list[Fraction], room: int) -> None:
    walk = walked(*steps, room=room)
    assert lines(whole_tiers, rate, walk) == cents
    assert expected(oracle, rate, walk) == cents


def test_boundary_above_leaves_the_bound_to_the_lower_tier() -> None:
    rate = read(
        WholeTiers, "{kind: whole_tiers, boundary: above, tiers: [{from: 0, pay: 5%}, {from: 100000, pay: 8%}]}"
    )
    assert lines(whole_tiers, rate, walked(10_000_000, 1, -1)) == [
        500_000,
        300_000 + Fraction(8, 100),
        -300_000 - Fraction(8, 100),
    ]
    zero = read(WholeTiers, "{kind: whole_tiers, boundary: above, tiers: [{from: 0, pay: 5%}, {from: 1, pay: 8%}]}")
    assert lines(whole_tiers, zero, Walk((Step(0, 0, base=1000),))) == [50]
    late = read(WholeTiers, "{kind: whole_tiers, boundary: above, tiers: [{from: 1, pay: 5%}]}")
    assert lines(whole_tiers, late, Walk((Step(0, 100, base=1000), Step(100, 101, base=1000)))) == [0, 100]


def test_the_base_need_not_be_what_moves_the_measure() -> None:
    walk = Walk((Step(0, 9_999_999, base=1000), Step(9_999_999, 10_000_000, base=10), Step(10_000_000, 5, base=0)))
    assert lines(whole_tiers, FIVE_EIGHT, walk) == [50, Fraction(308, 10), Fraction(-303, 10)]


def test_every_accumulator_adds_up_alone() -> None:
    walk = Walk(
        (Step(0, 10_000_000, 100, accumulator=1), Step(0, 5, 100, accumulator=2), Step(0, 9, 100, accumulator=1))
    )
    assert lines(whole_tiers, FIVE_EIGHT, walk) == [8, 5, 10 - 8]


def test_a_percent_bound_between_two_cents() -> None:
    """33.333 % of 100.01 lies between 33.33 and 33.34."""
    rate = read(WholeTiers, "{kind: whole_tiers, tiers: [{from: 0%, pay: 5%}, {from: 33.333%, pay: 10%}]}")
    walk = walked(3333, 1, -1, of=10_001)
    assert lines(whole_tiers, rate, walk) == [
        Fraction(3333, 20),
        Fraction(3334, 10) - Fraction(3333, 20),
        Fraction(3333, 20) - Fraction(3334, 10),
    ]
    assert lines(whole_tiers, rate, replace(walk, room=2**40)) == lines(whole_tiers, rate, walk)


def test_where_the_measure_is_undefined_everything_is_worth_nothing() -> None:
    walk = Walk((Step(0, 100, base=1000), Step(100, None, base=1000), Step(None, 200, base=1000)))
    assert lines(whole_tiers, FIVE_EIGHT, walk) == [50, -50, 150]


def test_pays_by_value_pay_each_base_at_its_own() -> None:
    """Hardware 5 % and 10 %, software 1 % and 2 % from 100.00: reaching it lifts both."""
    rate = read(WholeTiers, "{kind: whole_tiers, by: f, tiers: [{from: 0, pay: {h: 5%}}, {from: 100, pay: {h: 10%}}]}")
    hard, soft = (Fraction(5, 100), Fraction(10, 100)), (Fraction(1, 100), Fraction(2, 100))
    walk = Walk(
        (Step(0, 5_000, 5_000, pays=hard), Step(5_000, 9_000, 4_000, pays=soft), Step(9_000, 10_000, 1_000, pays=soft))
    )
    assert lines(whole_tiers, rate, walk) == [250, 40, 500 + 100 - 290]
    assert expected(oracle, rate, walk) == [250, 40, 310]


@pytest.mark.parametrize("room", [1, 2**40], ids=["narrow", "wide"])
def test_tables_with_bounds_of_their_own_are_followed_apart(room: int) -> None:
    """150.00 of a family that pays 10 % from 100.00, then 50.00 of one that does so from 1,000.00."""
    steps = [(15_000, EARLY), (5_000, LATE), (1_000, EARLY), (79_000, EARLY), (-90_001, LATE)]
    found, x = [], 0
    for step, table in steps:
        found.append(Step(x, x + step, step, table=table))
        x += step
    walk = Walk(tuple(found), room=room)
    made = lines(whole_tiers, FIVE_EIGHT, walk)
    assert made == expected(oracle, FIVE_EIGHT, walk)
    assert made[:4] == [1_500, 250, 100, 7_900 + 250]
    assert sum(made) == 4_750 - Fraction(85_001, 20)


def test_a_table_that_starts_above_zero_on_some_rows() -> None:
    late = ((Fraction(50), Fraction(5, 100)), (Fraction(100), Fraction(10, 100)))
    walk = Walk(
        (Step(0, -100, 1_000, table=late), Step(-100, -50, 1_000, table=EARLY), Step(-50, 5_000, 1_000, table=late))
    )
    assert lines(whole_tiers, FIVE_EIGHT, walk) == [0, 50, 100]


def test_tables_in_percent_with_the_boundary_above() -> None:
    rate = read(WholeTiers, "{kind: whole_tiers, boundary: above, tiers: {table: levels, by: [family]}}")
    half = ((Fraction(0), Fraction(5, 100)), (Fraction(1, 2), Fraction(10, 100)))
    full = ((Fraction(0), Fraction(5, 100)), (Fraction(1), Fraction(10, 100)))
    walk = Walk(
        (
            Step(0, 5_000, 1_000, of=10_000, table=half),
            Step(5_000, 10_000, 1_000, of=10_000, table=full),
            Step(10_000, 10_001, 0, of=10_000, table=full),
        ),
        is_share=True,
    )
    assert lines(whole_tiers, rate, walk) == [50, 100, 50]
    assert lines(whole_tiers, FIVE_EIGHT, walk) == [100, 100, 0]


def test_tables_follow_every_accumulator_alone() -> None:
    walk = Walk(
        (
            Step(0, 15_000, 15_000, accumulator=1, table=EARLY),
            Step(0, 5_000, 5_000, accumulator=2, table=LATE),
            Step(15_000, 20_000, 5_000, accumulator=1, table=LATE),
            Step(5_000, 200_000, 195_000, accumulator=2, table=LATE),
        )
    )
    assert lines(whole_tiers, FIVE_EIGHT, walk) == [1_500, 250, 250, 19_750]


def test_a_share_of_the_target_incentive_flows_with_attainment() -> None:
    """50 % attained of an incentive of 100.00 at 40 % is 20.00; 100 % at 100 % is 100.00 in all."""
    rate = read(WholeTiers, "{kind: whole_tiers, of: ti, tiers: [{from: 0%, pay: 40%}, {from: 100%, pay: 100%}]}")
    walk = Walk(
        (Step(0, 5_000, of=10_000, stake=10_000), Step(5_000, 10_000, of=10_000, stake=10_000)),
        is_share=True,
        uses_stake=True,
    )
    assert lines(whole_tiers, rate, walk) == [2_000, 8_000]


def test_the_result_is_a_state() -> None:
    frame, parts = rated(whole_tiers, FIVE_EIGHT, walked(10_000_000, -1))
    assert (parts.line, parts.before, parts.after) == (None, None, None)
    assert parts.state is not None
    assert values(frame, parts.state) == [800_000, Fraction(9_999_999, 20)]


def test_sums_that_need_more_width_than_their_parts() -> None:
    walk = Walk(tuple(Step(0, 1, base=3 * 10**18) for _ in range(4)))
    rate = read(WholeTiers, "{kind: whole_tiers, tiers: [{from: 0, pay: 100%}]}")
    assert lines(whole_tiers, rate, walk) == [3 * 10**18] * 4


def test_what_is_written() -> None:
    assert [str(pay) for pay in FIVE_EIGHT.pays()] == ["5%", "8%"]
    assert [bound.text for bound in FIVE_EIGHT.bounds()] == ["0", "100000"]
    table = read(WholeTiers, "{kind: whole_tiers, tiers: {table: levels, by: [payee]}}")
    assert (list(table.pays()), list(table.bounds())) == ([], [])


@settings(max_examples=60)
@given(st.data())
def test_lines_are_the_oracles(draw: st.DataObject) -> None:
    """Properties 1, 2 and 3."""
    tiers, walk = draw.draw(st.one_of(tier_walks(), percent_walks()))
    rate = read(WholeTiers, f"{{kind: whole_tiers, {tiers}}}")
    walk = draw.draw(bases_of(walk)) if draw.draw(st.booleans()) else walk
    walk = draw.draw(shares_of(walk, list(rate.bounds()))) if draw.draw(st.booleans()) else walk
    walk = replace(walk, room=draw.draw(st.sampled_from([1, 2**24])))
    made = lines(whole_tiers, rate, walk)
    assert made == expected(oracle, rate, walk)
    frame, parts = rated(whole_tiers, rate, walk)
    assert parts.state is not None
    last = {step.accumulator: state for step, state in zip(walk.steps, values(frame, parts.state), strict=True)}
    assert sum(made) == sum(state or 0 for state in last.values())
