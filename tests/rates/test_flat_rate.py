"""flat_rate: base x pay, exact, for returns too.

Properties:
1. Every line is the oracle's, for rates with many decimals and bases kept finer than a cent.
"""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from attain.rates import FlatRate, flat_rate
from tests.oracle import flat_rate as oracle
from tests.rates.walks import Step, Walk, expected, lines, rated, read, walked

EIGHT = read(FlatRate, "{kind: flat_rate, pay: 8%}")


def test_a_share_of_the_base() -> None:
    assert lines(flat_rate, EIGHT, walked(1250, -250, 1, 0)) == [100, -20, Fraction(2, 25), 0]


def test_money_for_each_cent_of_the_base_is_in_cents() -> None:
    rate = read(FlatRate, "{kind: flat_rate, pay: 0.5}")
    assert lines(flat_rate, rate, walked(3)) == [150]


def test_the_base_may_be_kept_finer_than_a_cent() -> None:
    walk = Walk((Step(0, 0, base=205_656_206),), base_unit=100)
    assert lines(flat_rate, EIGHT, walk) == [Fraction(205_656_206 * 8, 10_000)]


def test_a_pay_of_its_own_on_every_row() -> None:
    rate = read(FlatRate, "{kind: flat_rate, by: family, pay: {hardware: 5%, else: 3%}}")
    five, three = (Fraction(5, 100),), (Fraction(3, 100),)
    walk = Walk((Step(0, 0, base=1000, pays=five), Step(0, 0, base=1000, pays=three), Step(0, 0, base=-10, pays=five)))
    assert lines(flat_rate, rate, walk) == [50, 30, Fraction(-1, 2)]
    assert lines(flat_rate, rate, walk.wide()) == [50, 30, Fraction(-1, 2)]


def test_a_share_of_the_target_incentive_flows_with_what_is_attained() -> None:
    """10,000.00 of 40,000.00 attained is a quarter of the incentive of 8,000.00."""
    walk = Walk((Step(0, 1_000_000, of=4_000_000, stake=800_000),), is_share=True, uses_stake=True)
    assert lines(flat_rate, read(FlatRate, "{kind: flat_rate, of: ti, pay: 100%}"), walk) == [200_000]


def test_the_line_is_a_value_of_its_own() -> None:
    _, parts = rated(flat_rate, EIGHT, walked(100))
    assert parts.state is None
    assert parts.before is None
    assert parts.after is None


def test_what_is_written() -> None:
    assert [str(pay) for pay in EIGHT.pays()] == ["8%"]
    assert list(EIGHT.bounds()) == []
    assert EIGHT.boundary == "reached"


@settings(max_examples=30)
@given(
    st.sampled_from(["8%", "0%", "33.333333333%", "-5%", "0.000000001%", "250%"]),
    st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=20),
    st.sampled_from([1, 100, 10**7]),
)
def test_lines_are_the_oracles(pay: str, bases: list[int], base_unit: int) -> None:
    """Property 1."""
    rate = read(FlatRate, f"{{kind: flat_rate, pay: {pay}}}")
    walk = Walk(tuple(Step(0, 0, base=base) for base in bases), base_unit=base_unit)
    assert lines(flat_rate, rate, walk) == expected(oracle, rate, walk)
