"""per_unit: money for each thing counted, taken back with what is returned.

Properties:
1. Every line is the oracle's, also for halves of a thing.
"""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from attain.rates import PerUnit, per_unit
from tests.oracle import per_unit as oracle
from tests.oracle.placing import at
from tests.rates.walks import Step, Walk, lines, rated, read

FIFTY = read(PerUnit, "{kind: per_unit, pay: 50}")


def counted(*units: int, per_thing: int = 1) -> Walk:
    """Credits that count so many things."""
    return Walk(tuple(Step(0, 0, units=n, base=7) for n in units), measure_unit=per_thing)


def test_money_for_each_thing() -> None:
    assert lines(per_unit, FIFTY, counted(10, -1, 0)) == [50_000, -5_000, 0]


def test_a_part_of_a_thing() -> None:
    assert lines(per_unit, FIFTY, counted(25, -5, per_thing=10)) == [12_500, -2_500]


def test_money_finer_than_a_cent_stays_exact() -> None:
    rate = read(PerUnit, "{kind: per_unit, pay: 0.125}")
    assert lines(per_unit, rate, counted(1, 3)) == [Fraction(25, 2), Fraction(75, 2)]


def test_a_pay_of_its_own_on_every_row() -> None:
    rate = read(PerUnit, "{kind: per_unit, by: product, pay: {a: 1, else: 2}}")
    walk = Walk(
        (Step(0, 0, units=3, pays=(Fraction(500),)), Step(0, 0, units=3, pays=(Fraction(25, 2),))), measure_unit=1
    )
    assert lines(per_unit, rate, walk) == [1500, Fraction(75, 2)]


def test_the_line_is_a_value_of_its_own() -> None:
    _, parts = rated(per_unit, FIFTY, counted(1))
    assert (parts.state, parts.before, parts.after) == (None, None, None)


def test_what_is_written() -> None:
    assert [str(pay) for pay in FIFTY.pays()] == ["50"]
    assert list(FIFTY.bounds()) == []


@settings(max_examples=20)
@given(
    st.sampled_from(["50", "0.05", "33.33", "0", "-2", "0.000000001"]),
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20),
    st.sampled_from([1, 2, 10**6]),
)
def test_lines_are_the_oracles(pay: str, units: list[int], per_thing: int) -> None:
    """Property 1."""
    rate = read(PerUnit, f"{{kind: per_unit, pay: {pay}}}")
    places = [at(table=[(0, pay)]) for _ in units]
    for place, n in zip(places, units, strict=True):
        place.base = Fraction(n, per_thing)
    assert lines(per_unit, rate, counted(*units, per_thing=per_thing)) == [
        100 * line for line in oracle.pay({}, places)
    ]
