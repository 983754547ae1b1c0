"""marginal_tiers: each slice of the measure at its own tier.

Properties:
1. Every line is the oracle's, for walks up and down that stop at bounds and one cent beside them.
2. The same with a base that is not what moves the measure, with percent bounds between two cents, with pays and
   tables of their own on every row, and with bounds that need 128 bits.
3. Where the base is what moves the measure, lines do not depend on how a walk is cut into credits.
"""

from dataclasses import replace
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.rates import MarginalTiers, marginal_tiers
from attain.rates.marginal_tiers import straddles, with_stretch
from tests.oracle import marginal_tiers as oracle
from tests.rates.aims import bases_of, percent_walks, shares_of, tier_walks
from tests.rates.walks import Step, Walk, expected, lines, rated, read, tiers_of, walked

FOUR_SIX = read(MarginalTiers, "{kind: marginal_tiers, tiers: [{from: 0, pay: 4%}, {from: 150000, pay: 6%}]}")
THREE = read(
    MarginalTiers,
    "{kind: marginal_tiers, tiers: [{from: 0, pay: 1%}, {from: 100, pay: 2%}, {from: 300, pay: 10%}]}",
)
ABOVE_100 = read(MarginalTiers, "{kind: marginal_tiers, tiers: [{from: 100, pay: 5%}, {from: 200, pay: 10%}]}")
QUOTA = read(MarginalTiers, "{kind: marginal_tiers, tiers: [{from: 0%, pay: 5%}, {from: 33.333%, pay: 10%}]}")


@pytest.mark.parametrize("room", [1, 2**22], ids=["narrow", "wide"])
@pytest.mark.parametrize("own", [True, False], ids=["its own walk", "any base"])
@pytest.mark.parametrize(
    ("rate", "start", "steps", "cents"),
    [
        (FOUR_SIX, 14_500_000, [2_000_000], [110_000]),
        (FOUR_SIX, 16_500_000, [-2_000_000], [-110_000]),
        (FOUR_SIX, 0, [15_000_000, 100, -100, -15_000_000], [600_000, 6, -6, -600_000]),
        (
            FOUR_SIX,
            14_999_900,
            [99, 1, 1, -2],
            [Fraction(396, 100), Fraction(4, 100), Fraction(6, 100), Fraction(-1, 10)],
        ),
        (FOUR_SIX, 0, [-50_000, 50_000, 100], [-2_000, 2_000, 4]),
        (THREE, 5_000, [40_000, -40_000], [50 + 400 + 1_500, -1_950]),
        (THREE, 0, [10_000, 20_000, 1], [100, 400, Fraction(1, 10)]),
        (ABOVE_100, 0, [9_999, 1, 1, 10_000], [0, 0, Fraction(5, 100), 500 + Fraction(5, 100)]),
        (ABOVE_100, 0, [-10_000, 10_000, 30_000, -30_000], [0, 0, 500 + 1_000, -1_500]),
    ],
)
def test_slices(
    rate: MarginalTiers, start: int, steps: list[int], cents: list[Fraction], *, own: bool, room: int
) -> None:
    walk = walked(*steps, start=start, base_is_step=own, room=room)
    assert lines(marginal_tiers, rate, walk) == cents
    assert expected(oracle, rate, walk) == cents


def test_a_base_of_its_own_earns_the_mean_rate_of_its_stretch() -> None:
    """A quarter of the stretch lies at 4 %, three quarters at 6 %: 5.5 % of 1,000.00."""
    walk = walked(2_000_000, -2_000_000, base=100_000, start=14_500_000)
    assert lines(marginal_tiers, FOUR_SIX, walk) == [5_500, 5_500]
    assert lines(marginal_tiers, FOUR_SIX, replace(walk, room=2**22)) == [5_500, 5_500]


@pytest.mark.parametrize(("boundary", "cents"), [("reached", [40, 60, 60, 40]), ("above", [40, 40, 60, 40])])
def test_a_credit_that_does_not_move_the_measure_earns_the_rate_at_its_place(boundary: str, cents: list[int]) -> None:
    text = f"{{kind: marginal_tiers, boundary: {boundary}, tiers: [{{from: 0, pay: 4%}}, {{from: 150000, pay: 6%}}]}}"
    at = [14_999_999, 15_000_000, 15_000_001, -5]
    walk = Walk(tuple(Step(x, x, base=1000) for x in at))
    rate = read(MarginalTiers, text)
    assert lines(marginal_tiers, rate, walk) == cents
    assert expected(oracle, rate, walk) == cents


@pytest.mark.parametrize("boundary", ["reached", "above"])
def test_a_stretch_that_ends_at_a_bound_stays_below_it(boundary: str) -> None:
    text = f"{{kind: marginal_tiers, boundary: {boundary}, tiers: [{{from: 0, pay: 4%}}, {{from: 150000, pay: 6%}}]}}"
    walk = Walk(
        (
            Step(14_000_000, 15_000_000, base=1000),
            Step(15_000_000, 16_000_000, base=1000),
            Step(16_000_000, 15_000_000, base=1000),
            Step(15_000_000, 14_000_000, base=1000),
        )
    )
    rate = read(MarginalTiers, text)
    assert lines(marginal_tiers, rate, walk) == [40, 60, 60, 40]


def test_a_first_tier_above_zero_pays_nothing_below_and_a_first_tier_from_zero_everything() -> None:
    resting = Walk((Step(-100, -100, base=1000), Step(9_999, 9_999, base=1000), Step(10_000, 10_000, base=1000)))
    assert lines(marginal_tiers, ABOVE_100, resting) == [0, 0, 50]
    assert lines(marginal_tiers, THREE, resting) == [10, 10, 20]


def test_a_percent_bound_between_two_cents() -> None:
    """33.333 % of 100.01 is 33.336...: a part of the cent from 33.33 to 33.34 earns 5 %, the rest of it 10 %."""
    bound = Fraction("33.333") * 10_001 / 100
    cent = (bound - 3333) * Fraction(5, 100) + (3334 - bound) * Fraction(10, 100)
    for walk in (walked(3333, 1, -1, of=10_001, base_is_step=True), walked(3333, 1, -1, of=10_001)):
        assert lines(marginal_tiers, QUOTA, walk) == [Fraction(3333 * 5, 100), cent, -cent]
        assert expected(oracle, QUOTA, walk) == [Fraction(3333 * 5, 100), cent, -cent]


def test_what_is_undefined_earns_nothing() -> None:
    walk = Walk((Step(None, None, base=1000), Step(None, 20_000, base=1000), Step(20_000, 20_000, base=1000)))
    assert lines(marginal_tiers, ABOVE_100, walk)[0] == 0
    assert lines(marginal_tiers, THREE, walk)[0] == 0
    assert lines(marginal_tiers, THREE, walk)[2] == 20


def test_a_share_of_the_target_incentive_flows_with_attainment() -> None:
    """40 % of the incentive of 100,000.00 for each 100 %, 150 % beyond: half attained pays 20,000.00."""
    rate = read(MarginalTiers, "{kind: marginal_tiers, of: ti, tiers: [{from: 0%, pay: 40%}, {from: 100%, pay: 150%}]}")
    steps = [(0, 5_000), (5_000, 12_000), (12_000, 9_000), (9_000, 9_000)]
    walk = Walk(tuple(Step(a, b, of=10_000, stake=10_000_000) for a, b in steps), is_share=True, uses_stake=True)
    assert lines(marginal_tiers, rate, walk) == [2_000_000, 2_000_000 + 3_000_000, -3_000_000 - 400_000, 0]


def test_constant_tiers_over_their_own_walk_are_states_and_everything_else_is_lines() -> None:
    own = walked(100, 20_000, base_is_step=True)
    _, parts = rated(marginal_tiers, THREE, own)
    assert parts.line is None
    assert parts.before is not None
    _, parts = rated(marginal_tiers, THREE, walked(100, 20_000))
    assert parts.line is not None
    assert parts.line.per == "stretch"
    by = read(MarginalTiers, "{kind: marginal_tiers, by: f, tiers: [{from: 0, pay: {a: 1%}}, {from: 9, pay: {a: 2%}}]}")
    pays = Walk((Step(0, 1, 1, pays=(Fraction(1, 10), Fraction(1, 5))),), base_is_step=True)
    assert rated(marginal_tiers, by, pays)[1].line is not None
    tabled = Walk((Step(0, 1, 1, table=((Fraction(0), Fraction(1, 10)),)),), base_is_step=True)
    assert rated(marginal_tiers, THREE, tabled)[1].line is not None


def test_the_base_may_be_kept_finer_than_a_cent() -> None:
    walk = walked(1_000_000, 2_000_000, base_is_step=True, base_unit=100, measure_unit=10_000)
    assert lines(marginal_tiers, THREE, walk) == [100, 400]


def test_a_stretch_is_a_divisor_only_where_a_bound_lies_inside() -> None:
    walk = Walk(
        (
            Step(0, 10_000),
            Step(9_999, 10_001),
            Step(10_001, 9_999),
            Step(10_000, 30_000),
            Step(10_000, 10_000),
            Step(40_000, 5_000),
            Step(-5_000, 5_000),
            Step(None, 5),
            Step(30_000, 10_000),
        )
    )
    frame, tiers = tiers_of(THREE, walk)
    inside = frame.with_columns(made=straddles(tiers, walk.ground()))["made"].to_list()
    assert [bool(value) for value in inside] == [False, True, True, False, False, True, False, False, False]
    assert with_stretch(frame, tiers, walk.ground())[0]["stretch"].to_list() == [1, 2, 2, 1, 1, 35_000, 1, 1, 1]


def test_zero_lies_inside_a_stretch_only_where_the_first_tier_does_not_start_there() -> None:
    walk = Walk((Step(-100, 100), Step(100, -100)))
    late = read(MarginalTiers, "{kind: marginal_tiers, tiers: [{from: -50, pay: 1%}, {from: 0, pay: 2%}]}")
    frame, tiers = tiers_of(late, walk)
    assert with_stretch(frame, tiers, walk.ground())[0]["stretch"].to_list() == [200, 200]
    one = read(MarginalTiers, "{kind: marginal_tiers, tiers: [{from: 0, pay: 1%}]}")
    frame, tiers = tiers_of(one, walk)
    assert with_stretch(frame, tiers, walk.ground())[0]["stretch"].to_list() == [1, 1]
    assert lines(marginal_tiers, one, walked(100, -300, base=1000)) == [10, 10]


def test_a_table_may_start_at_zero_on_some_rows_only() -> None:
    """The first tier from 0 pays below 0 too, one that starts later does not."""
    zero = ((Fraction(0), Fraction(1, 10)), (Fraction(5), Fraction(1, 5)))
    late = ((Fraction(2), Fraction(1, 10)), (Fraction(5), Fraction(1, 5)))
    steps = [(-100, 700), (700, -100), (-100, -100), (700, 700), (-300, -100), (100, 300)]
    walk = Walk(tuple(Step(a, b, base=1000, table=table) for a, b in steps for table in (zero, late)))
    found = lines(marginal_tiers, THREE, walk)
    assert found == expected(oracle, THREE, walk)
    assert found[:4] == [125, Fraction(1000 * (30 + 40), 800), 125, Fraction(1000 * (30 + 40), 800)]
    assert found[4:] == [100, 0, 200, 200, 100, 0, 100, 50]


def test_what_is_written() -> None:
    assert [str(pay) for pay in THREE.pays()] == ["1%", "2%", "10%"]
    assert [bound.text for bound in THREE.bounds()] == ["0", "100", "300"]
    table = read(MarginalTiers, "{kind: marginal_tiers, tiers: {table: levels, by: [payee, month]}}")
    assert list(table.pays()) == []
    assert list(table.bounds()) == []


@settings(max_examples=40)
@given(tier_walks(), st.booleans(), st.sampled_from([1, 2**22]))
def test_lines_are_the_oracles(case: tuple[str, Walk], own: bool, room: int) -> None:  # noqa: FBT001 - drawn
    """Property 1."""
    tiers, walk = case
    rate = read(MarginalTiers, f"{{kind: marginal_tiers, {tiers}}}")
    walk = Walk(walk.steps, base_is_step=own, room=room)
    assert lines(marginal_tiers, rate, walk) == expected(oracle, rate, walk)


@settings(max_examples=60)
@given(st.data())
def test_lines_are_the_oracles_whatever_they_are_paid_on(draw: st.DataObject) -> None:
    """Property 2."""
    tiers, walk = draw.draw(st.one_of(tier_walks(), percent_walks()))
    rate = read(MarginalTiers, f"{{kind: marginal_tiers, {tiers}}}")
    walk = draw.draw(bases_of(walk))
    if draw.draw(st.booleans()):
        walk = draw.draw(shares_of(walk, list(rate.bounds())))
    assert lines(marginal_tiers, rate, walk) == expected(oracle, rate, walk)


@settings(max_examples=20)
@given(tier_walks())
def test_cutting_a_walk_does_not_change_its_sum(case: tuple[str, Walk]) -> None:
    """Property 3."""
    tiers, walk = case
    rate = read(MarginalTiers, f"{{kind: marginal_tiers, {tiers}}}")
    steps = [step for step in walk.steps if step.accumulator == walk.steps[0].accumulator]
    x = steps[-1].x1
    assert x is not None
    cut = lines(marginal_tiers, rate, Walk(tuple(steps), base_is_step=True))
    assert [sum(cut)] == lines(marginal_tiers, rate, walked(x, base_is_step=True))


def test_an_empty_walk_earns_nothing() -> None:
    assert lines(marginal_tiers, THREE, Walk(())) == []
    assert isinstance(rated(marginal_tiers, THREE, Walk(()))[0], pl.DataFrame)


def test_a_small_step_of_a_large_measure_is_calculated_whatever_could_be_proved_of_the_measure() -> None:
    """2: 5 * 10^16 cents were reached before; the credit moves 10^12 and is worth 10^14."""
    bound = 5 * 10**14 + 4 * 10**9
    tiers = f"{{from: 0, pay: 33.333333%}}, {{from: {bound // 2}, pay: 5.000001%}}, {{from: {bound}, pay: 12.000007%}}"
    rate = read(MarginalTiers, f"{{kind: marginal_tiers, tiers: [{tiers}]}}")
    walk = walked(10**12, -(10**12), base=10**14, start=5 * 10**16)
    assert lines(marginal_tiers, rate, walk) == expected(oracle, rate, walk)
