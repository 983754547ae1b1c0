"""Numbers are written in the forms of the screens, and never lose a decimal that counts."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.statements import MINUS, Figures, Unit, exact_text, plain, printable

USD = Figures("USD")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "$0.00"),
        ("9547", "$9,547.00"),
        ("-1240", "−$1,240.00"),
        ("1234567.891", "$1,234,567.891"),
        ("-0.004", "−$0.004"),
        ("1/3", "≈$0.333333"),
    ],
)
def test_money(value: str, shown: str) -> None:
    assert USD.money(Fraction(value)) == shown


@pytest.mark.parametrize(
    ("currency", "shown"),
    [("EUR", "−€1,234.50"), ("JPY", "−¥1,234.5"), ("KWD", "−KWD\xa01,234.500"), ("SEK", "−SEK\xa01,234.50")],
)
def test_money_of_other_currencies(currency: str, shown: str) -> None:
    assert Figures(currency).money(Fraction("-1234.5")) == shown


def test_nothing_is_a_dash_and_a_change_has_its_sign() -> None:
    assert USD.money(None) == "–"
    assert [USD.change(Fraction(n)) for n in (5, 0, -5)] == ["+$5.00", "$0.00", "−$5.00"]
    assert [USD.whole_change(Fraction(n)) for n in (5, 0, -5)] == ["+$5", "$0", "−$5"]


def test_a_share_never_says_that_a_target_is_reached_when_it_is_not() -> None:
    assert [USD.share(Fraction(n, 100000)) for n in (99999, 100000, -5)] == ["99.9%", "100.0%", "−0.1%"]


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "$0"), (999, "$999"), (15000, "$15k"), (-1500, "−$1.5k"), (5_430_000, "$5.4M")]
)
def test_money_on_an_axis(value: int, shown: str) -> None:
    assert USD.short_money(Fraction(value)) == shown


def test_figures_in_their_unit() -> None:
    assert USD.number(Fraction(24), Unit("count")) == "24"
    assert USD.number(Fraction(3, 200), Unit("percent")) == "1.5%"
    assert USD.number(None, Unit("money", "USD")) == "–"
    assert USD.minor(Fraction("9547.05")) == ("$9,547", ".05")
    assert Figures("JPY").minor(Fraction(9547)) == ("¥9,547", "")
    assert USD.day(date(2026, 6, 1)) == "1 Jun 2026"
    assert USD.month(date(2026, 6, 1)) == "June 2026"


@given(st.integers(-(10**15), 10**15), st.integers(0, 9))
def test_an_exact_text_reads_back_as_the_number(units: int, digits: int) -> None:
    value = Fraction(units, 10**digits)
    assert Fraction(exact_text(value)) == value


@given(st.integers(-(10**12), 10**12))
def test_money_reads_back_as_the_number(cents: int) -> None:
    text = USD.money(Fraction(cents, 100)).replace("$", "").replace(",", "").replace(MINUS, "-")
    assert Fraction(text) == Fraction(cents, 100)


@given(st.fractions(max_denominator=7))
def test_an_endless_decimal_is_a_fraction(value: Fraction) -> None:
    assert Fraction(exact_text(value)) == value


def test_plain_numbers() -> None:
    assert [plain(Fraction(n), 4) for n in ("1204", "0.50", "-0.125", "2/3")] == ["1,204", "0.5", "−0.125", "0.6667"]


def test_what_could_fool_a_reader_is_replaced() -> None:
    assert printable("a\x1b[2J\u202eb\nc") == "a�[2J�b\nc"
