"""step_bonus: the highest step reached, or the same amount at every multiple.

Properties:
1. Every line is the oracle's, for walks up and down that stop at steps and one cent beside them, with both boundaries,
   with steps in percent that fall between two cents, in money and as a share of a target incentive.
2. The same for ``every`` with and without ``above``, at every multiple and one cent to either side.
"""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.documents import read_yaml, validate
from attain.rates import StepBonus, step_bonus
from tests.oracle import step_bonus as oracle
from tests.rates.aims import percent_walks, tier_walks
from tests.rates.walks import Step, Walk, expected, lines, paid_for, rated, read, values, walked

STEPS = read(StepBonus, "{kind: step_bonus, steps: [{at: 100, pay: 500}, {at: 120, pay: 1200}]}")
TENS = read(StepBonus, "{kind: step_bonus, every: 10, pay: 100, above: 50}")


@pytest.mark.parametrize("room", [1, 2**40], ids=["narrow", "wide"])
@pytest.mark.parametrize(
    ("boundary", "steps", "cents"),
    [
        ("reached", [12_500, -1_500], [120_000, -70_000]),
        ("reached", [9_999, 1, 1_999, 1, -1, -12_000], [0, 50_000, 0, 70_000, -70_000, -50_000]),
        ("above", [10_000, 1, 1_999, 1, -1], [0, 50_000, 0, 70_000, -70_000]),
        ("reached", [-100, 10_100], [0, 50_000]),
        ("reached", [0, 0], [0, 0]),
    ],
)
def test_the_highest_step_reached(boundary: str, steps: list[int], cents: list[int], room: int) -> None:
    text = f"{{kind: step_bonus, boundary: {boundary}, steps: [{{at: 100, pay: 500}}, {{at: 120, pay: 1200}}]}}"
    rate, walk = read(StepBonus, text), walked(*steps, room=room)
    assert lines(step_bonus, rate, walk) == cents
    assert expected(oracle, rate, walk) == cents


def test_a_step_at_zero_pays_at_the_first_credit_that_stands_there() -> None:
    text = "{{kind: step_bonus, boundary: {}, steps: [{{at: 0, pay: 7}}]}}"
    walk = Walk((Step(0, -1), Step(-1, 0), Step(0, 1)))
    assert lines(step_bonus, read(StepBonus, text.format("reached")), walk) == [0, 700, 0]
    assert lines(step_bonus, read(StepBonus, text.format("above")), walk) == [0, 0, 700]


def test_a_lower_step_that_pays_more_is_left_behind() -> None:
    rate = read(StepBonus, "{kind: step_bonus, steps: [{at: 1, pay: 9}, {at: 2, pay: 4}]}")
    assert lines(step_bonus, rate, walked(100, 100, -100)) == [900, -500, 500]


@pytest.mark.parametrize("room", [1, 2**40], ids=["narrow", "wide"])
@pytest.mark.parametrize(
    ("boundary", "steps", "cents"),
    [
        ("reached", [5_999, 1, 999, 1, 2_500, -3_500, -9_000], [0, 10_000, 0, 10_000, 20_000, -30_000, -10_000]),
        ("above", [6_000, 1, 998, 1, 1, -1], [0, 10_000, 0, 0, 10_000, -10_000]),
        ("reached", [5_000, -5_000, -100_000], [0, 0, 0]),
        ("above", [5_000, -5_000], [0, 0]),
    ],
)
def test_the_same_amount_at_every_multiple(boundary: str, steps: list[int], cents: list[int], room: int) -> None:
    text = f"{{kind: step_bonus, boundary: {boundary}, every: 10, pay: 100, above: 50}}"
    walk = walked(*steps, room=room)
    assert lines(step_bonus, read(StepBonus, text), walk) == cents
    assert multiples(read(StepBonus, text), walk) == cents


def test_every_without_above_starts_at_zero() -> None:
    rate = read(StepBonus, "{kind: step_bonus, every: 2.5, pay: 1}")
    assert lines(step_bonus, rate, walked(249, 1, 500, -1)) == [0, 100, 200, -100]


def test_every_percent_of_a_target_between_two_cents() -> None:
    """1 % of 100.01 is 1.0001: 1.00 is below it, 1.01 above, and 100.01 is reached at the hundredth."""
    rate = read(StepBonus, "{kind: step_bonus, every: 1%, pay: 5}")
    assert lines(step_bonus, rate, walked(100, 1, 9_899, 1, of=10_001)) == [0, 500, 98 * 500, 500]


def test_every_percent_with_above_in_percent() -> None:
    rate = read(StepBonus, "{kind: step_bonus, every: 1%, pay: 5, above: 100%}")
    assert lines(step_bonus, rate, walked(10_000, 99, 1, of=10_000)) == [0, 0, 500]


def test_a_share_of_the_target_incentive() -> None:
    rate = read(StepBonus, "{kind: step_bonus, of: ti, steps: [{at: 50%, pay: 25%}, {at: 100%, pay: 100%}]}")
    steps = tuple(Step(a, b, of=10_000, stake=80_001) for a, b in [(0, 5_000), (5_000, 10_000), (10_000, 9_999)])
    walk = Walk(steps, is_share=True, uses_stake=True)
    quarter = Fraction(80_001, 4)
    assert lines(step_bonus, rate, walk) == [quarter, 80_001 - quarter, quarter - 80_001]
    assert lines(step_bonus, rate, walk.wide()) == [quarter, 80_001 - quarter, quarter - 80_001]
    every = read(StepBonus, "{kind: step_bonus, of: ti, every: 50%, pay: 10%}")
    assert lines(step_bonus, every, walk) == [Fraction(80_001, 10), Fraction(80_001, 10), Fraction(-80_001, 10)]


def test_pays_of_their_own_on_every_row() -> None:
    rate = read(StepBonus, "{kind: step_bonus, by: f, steps: [{at: 1, pay: {a: 5}}, {at: 2, pay: {a: 9}}]}")
    cents = (Fraction(500), Fraction(900))
    walk = Walk(
        (Step(0, 99, pays=cents), Step(99, 100, pays=cents), Step(100, 200, pays=(Fraction(1), Fraction(7, 2))))
    )
    assert lines(step_bonus, rate, walk) == [0, 500, Fraction(7, 2) - 500]
    every = read(StepBonus, "{kind: step_bonus, by: f, every: 1, pay: {a: 5}}")
    walk = Walk((Step(0, 100, pays=(Fraction(500),)), Step(100, 300, pays=(Fraction(7, 2),))))
    assert lines(step_bonus, every, walk) == [500, Fraction(21, 2) - 500]


def test_where_the_measure_is_undefined_nothing_is_reached() -> None:
    walk = Walk((Step(0, 12_000), Step(12_000, None), Step(None, 12_000)))
    assert lines(step_bonus, STEPS, walk) == [120_000, -120_000, 120_000]
    assert lines(step_bonus, TENS, walk) == [70_000, -70_000, 70_000]


def test_every_accumulator_starts_with_nothing_paid() -> None:
    walk = Walk((Step(0, 12_000, accumulator=1), Step(0, 10_000, accumulator=2), Step(12_000, 0, accumulator=1)))
    assert lines(step_bonus, STEPS, walk) == [120_000, 50_000, -120_000]


def test_the_result_is_a_state() -> None:
    frame, parts = rated(step_bonus, STEPS, walked(10_000, 2_000))
    assert (parts.line, parts.before, parts.after) == (None, None, None)
    assert parts.state is not None
    assert parts.state.per is None
    assert values(frame, parts.state) == [50_000, 120_000]


def test_what_is_written() -> None:
    assert [str(pay) for pay in STEPS.pays()] == ["500", "1200"]
    assert [bound.text for bound in STEPS.bounds()] == ["100", "120"]
    assert [str(pay) for pay in TENS.pays()] == ["100"]
    assert list(TENS.bounds()) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{kind: step_bonus}", "neither 'steps' nor 'every'"),
        ("{kind: step_bonus, every: 1, pay: 2, steps: [{at: 1, pay: 2}]}", "both 'steps' and 'every'"),
        ("{kind: step_bonus, every: 1}", "'every' stands without 'pay'"),
        ("{kind: step_bonus, every: 0, pay: 1}", "'0' is not more than 0"),
    ],
)
def test_half_a_rule_is_refused(text: str, what: str) -> None:
    node, _ = read_yaml(text, "plan.yaml")
    assert node is not None
    made, problems = validate(StepBonus, node, "plan.yaml")
    assert made is None
    assert any(what in problem.what for problem in problems)


def multiples(rate: StepBonus, walk: Walk) -> list[Fraction]:
    """What the oracle pays for multiples; its table is the multiple with its pay, and the start."""
    assert rate.every is not None
    table = [(rate.every.value, Fraction(str(rate.pay).rstrip("%")))]
    table += [(rate.above.value, Fraction(0))] if rate.above else []
    places = [walk.place(replace(step, table=tuple(table)), [], []) for step in walk.steps]
    return paid_for(oracle, {"every": "given", "boundary": rate.boundary}, walk, places)


@settings(max_examples=50)
@given(st.data())
def test_lines_are_the_oracles(draw: st.DataObject) -> None:
    """Property 1."""
    walks = [make(key="at", pays=["0", "500", "33.33", "-7"]) for make in (tier_walks, percent_walks)]
    steps, walk = draw.draw(st.one_of(walks))
    if draw.draw(st.booleans()):
        stake = draw.draw(st.integers(0, 10**7))
        walk = replace(walk, steps=tuple(replace(s, stake=stake) for s in walk.steps), uses_stake=True)
        steps = steps.replace("33.33}", "33.33%}").replace("500}", "50%}").replace("-7}", "-7%}")
    rate = read(StepBonus, f"{{kind: step_bonus, {steps}}}")
    assert lines(step_bonus, rate, walk) == expected(oracle, rate, walk)


@settings(max_examples=40)
@given(
    st.sampled_from(["1%", "12.5%", "33.333%", "2.5", "10"]),
    st.sampled_from(["", ", above: 50%", ", above: 33.333%"]),
    st.sampled_from(["reached", "above"]),
    st.sampled_from([10_001, 3, 99_999, 10_000]),
    st.lists(st.tuples(st.integers(-3, 12), st.sampled_from([-1, 0, 1])), min_size=3, max_size=12),
)
def test_multiples_are_the_oracles(
    every: str, above: str, boundary: str, target: int, aims: list[tuple[int, int]]
) -> None:
    """Property 2."""
    is_share = every.endswith("%")
    above = above if is_share else above.rstrip("%")
    rate = read(StepBonus, f"{{kind: step_bonus, boundary: {boundary}, every: {every}, pay: 33.33{above}}}")
    assert rate.every is not None
    unit, start = (target if is_share else 100), rate.above.value if rate.above else 0
    stops = [int((start + number * rate.every.value) * unit) + offset for number, offset in aims]
    walk = Walk(tuple(Step(x0, x1, of=target) for x0, x1 in zip([0, *stops], stops, strict=False)), is_share=is_share)
    assert lines(step_bonus, rate, walk) == multiples(rate, walk)
