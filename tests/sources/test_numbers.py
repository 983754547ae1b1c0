"""Numbers as people write them, read as exact integers or refused with the reason.

Properties:
1. A decimal written in any notation is read back exactly.
2. Whatever a text is, it is read as the number it says or refused; it never fails.
"""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.sources.readings.numbers import NumberRule, read_numbers

MONEY = NumberRule("money", currency="USD")


def read(texts: list[str | None], rule: NumberRule = MONEY) -> list[Fraction | None]:
    reading = read_numbers(pl.Series(texts, dtype=pl.String), None, rule)
    return [None if v is None else Fraction(v, 10**reading.type.scale) for v in reading.values]


def reasons(texts: list[str], rule: NumberRule = MONEY) -> list[str]:
    reading = read_numbers(pl.Series(texts, dtype=pl.String), None, rule)
    refused = [t for t in reading.refused if t is not None]
    return [r.what for r in reading.explain(refused)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", "1234.5"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("1,234.50", "1234.5"),
        ("1,234,567", "1234567"),
        ("12,34,567.8", "1234567.8"),
        ("1 234.5", "1234.5"),
        ("1\u00a0234.5", "1234.5"),
        ("1'234.5", "1234.5"),
        ("$1,234.50", "1234.5"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("$ 5", "5"),
        ("5 USD", "5"),
        ("USD 5", "5"),
        ("US$5.10", "5.1"),
        ("($1,234.50)", "-1234.5"),
        ("(5)", "-5"),
        ("$(5)", "-5"),
        ("5-", "-5"),
        ("\u22125", "-5"),
        ("  9 ", "9"),
    ],
)
def test_a_number_with_decimal_point(text: str, number: str) -> None:
    assert read([text]) == [Fraction(number)]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,56", "1234.56"), ("1.234", "1234"), ("2,5", "2.5"), ("(1.234,56 €)", "-1234.56"), ("1 234,5", "1234.5")],
)
def test_a_number_with_decimal_comma(text: str, number: str) -> None:
    assert read([text], NumberRule("money", decimal_mark=",", currency="EUR")) == [Fraction(number)]


@pytest.mark.parametrize("text", ["", "  ", None, "N/A"])
def test_an_empty_cell_is_null_and_not_refused(text: str | None) -> None:
    reading = read_numbers(pl.Series([text], dtype=pl.String), None, NumberRule("money", null_as=("N/A",)))
    assert (reading.values.to_list(), reading.refused.to_list()) == ([None], [None])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("abc", "'abc' is not a number"),
        ("1,23", "'1,23' is not a number with decimal mark '.'"),
        ("1.234.567", "'1.234.567' is not a number with decimal mark '.'"),
        ("12345,678", "'12345,678' is not a number with decimal mark '.'"),
        ("1e5", "'1e5' is not a number: in this form digits are lost"),
        ("12%", "'12%' is a percent"),
        ("€5", "'€5' is in €, the source in USD"),
        ("5 EUR", "'5 EUR' is in EUR, the source in USD"),
        ("Fr. 5", "'Fr. 5' is in Fr., the source in USD"),
        ("(5", "'(5' is not a number"),
        ("-(5)", "'-(5)' is not a number"),
        ("5--", "'5--' is not a number"),
        ("$", "'$' is not a number"),
        ("inf", "'inf' is not a number"),
        ("0x10", "'0x10' is not a number"),
        ("１２", "'１２' is not a number"),
        ("#REF!", "'#REF!' is an error of the spreadsheet"),
        ("10000000000000", "'10000000000000' is beyond bounds"),
        ("9" * 30, f"'{'9' * 30}' is beyond bounds"),
        ("9" * 5000, "a text of 5,000 characters is not a number"),
        ("0.0123456789", "'0.0123456789' has more than 9 decimals"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, what: str) -> None:
    assert read([text]) == [None]
    assert reasons([text]) == [what]


def test_the_scale_is_the_most_decimals_seen() -> None:
    reading = read_numbers(pl.Series(["1.5", "20565.6206", "-3"]), None, MONEY)
    assert (reading.values.to_list(), reading.type.scale, reading.type.max_abs) == (
        [15000, 205656206, -30000],
        4,
        205656206,
    )


def test_zeros_that_only_pad_add_no_scale() -> None:
    assert read_numbers(pl.Series(["12.500000000000", "3.000000"]), None, MONEY).type.scale == 1


def test_any_currency_may_stand_where_each_row_has_its_own() -> None:
    assert read(["€5", "$6", "7 SEK"], NumberRule("money")) == [5, 6, 7]


def test_counts_are_whole() -> None:
    count = NumberRule("count")
    assert read(["2", "2.0", "1,000", "-3"], count) == [2, 2, 1000, -3]
    assert reasons(["2.5"], count) == ["'2.5' is not a whole number"]


def test_percents_are_shares() -> None:
    percent = NumberRule("percent")
    assert read(["60%", "7.5 %", "0.4", "1"], percent) == [Fraction(3, 5), Fraction(3, 40), Fraction(2, 5), 1]
    assert read(["60", "7.5", "60%"], NumberRule("percent", percent_style="of_100")) == [
        Fraction(3, 5),
        Fraction(3, 40),
        Fraction(3, 5),
    ]


def test_declared_rounding_is_half_away_from_zero() -> None:
    rule = NumberRule("money", round_to=2)
    assert read(["0.005", "-0.005", "0.0049999999999999", "2.675"], rule) == [
        Fraction(1, 100),
        Fraction(-1, 100),
        0,
        Fraction(268, 100),
    ]
    assert read(["60.55%"], NumberRule("percent", round_to=2)) == [Fraction(61, 100)]


DECIMALS = st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False, allow_infinity=False)


def _written(number: Decimal, mark: str, group: str, sign: str) -> str:
    text = f"{abs(number):,f}".replace(",", "\0").replace(".", mark).replace("\0", group)
    return f"({sign}{text})" if number < 0 else f"{sign}{text}"


@given(
    st.lists(DECIMALS, min_size=1, max_size=20),
    st.sampled_from([(".", ","), (",", "."), (".", ""), (",", " "), (".", "'")]),
    st.sampled_from(["", "$", "USD "]),
)
def test_any_notation_is_read_back_exactly(numbers: list[Decimal], marks: tuple[str, str], sign: str) -> None:
    mark, group = marks
    texts = [_written(n, mark, group, sign) for n in numbers]
    assert read(texts, NumberRule("money", mark, currency="USD")) == [Fraction(n) for n in numbers]


@given(
    st.lists(st.text(alphabet="0123456789.,-+()%$€ eE'\u00a0xN", max_size=12), min_size=1, max_size=10),
    st.sampled_from(["money", "decimal", "percent", "count"]),
    st.sampled_from([".", ","]),
)
def test_any_text_is_read_or_refused(texts: list[str], kind: str, mark: str) -> None:
    rule = NumberRule(kind, mark, currency="USD")
    reading = read_numbers(pl.Series(texts, dtype=pl.String), None, rule)
    for text, value, refused in zip(texts, reading.values, reading.refused, strict=True):
        assert (value is None) == (refused is not None or not text.strip())
        alone = read_numbers(pl.Series([text], dtype=pl.String), None, rule)
        if value is not None and alone.values[0] is not None:
            assert Fraction(value, 10**reading.type.scale) == Fraction(alone.values[0], 10**alone.type.scale)
    assert len(reading.explain([t for t in reading.refused if t is not None])) == len(reading.refused.drop_nulls())


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=10))
def test_a_float_is_its_shortest_decimal_or_refused(floats: list[float]) -> None:
    reading = read_numbers(None, pl.Series(floats, dtype=pl.Float64), NumberRule("decimal"))
    for number, value in zip(floats, reading.values, strict=True):
        if value is not None:
            assert Fraction(value, 10**reading.type.scale) == Fraction(Decimal(repr(number)))
