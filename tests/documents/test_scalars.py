"""Scalars: quantities stay exact, and what is none says what to write.

Properties:
1. A number that is written is the fraction it says, plain or as a percent.
"""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from attain.diagnostics import Place
from attain.documents import (
    Day,
    Expression,
    Model,
    Name,
    Percent,
    PositiveQuantity,
    Quantity,
    Text,
    WholeNumber,
    YesNo,
    read_yaml,
    validate,
)


@pytest.mark.parametrize(
    ("text", "value", "is_percent"),
    [
        ("0", Fraction(0), False),
        ("100000", Fraction(100_000), False),
        ("1_000_000", Fraction(1_000_000), False),
        ("-0.5", Fraction(-1, 2), False),
        ("+7", Fraction(7), False),
        ("8%", Fraction(8, 100), True),
        (" 33.333 % ", Fraction(33_333, 100_000), True),
        ("-5%", Fraction(-5, 100), True),
        ("0.000000001", Fraction(1, 10**9), False),
        ("999999999999999", Fraction(10**15 - 1), False),
    ],
)
def test_a_quantity_is_exact(text: str, value: Fraction, *, is_percent: bool) -> None:
    made = Quantity.read(text)
    assert (made.value, made.is_percent, made.text) == (value, is_percent, text.strip())
    assert repr(made) == f"Quantity({text.strip()})"


NO_NUMBERS = ("", "%", "1,000", "1.000,5", "$5", "5 USD", "1e3", ".5", "5.", "0x10", "1/3", "8%%", "eight", "--1")


@pytest.mark.parametrize("text", [*NO_NUMBERS, "1.0000000001", "1000000000000000", "NaN", "inf", "1 000"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError, match="is not a number"):
        Quantity.read(text)


@pytest.mark.parametrize(("value", "found"), [(["1"], "a list"), ({"a": "1"}, "a mapping"), (None, "NoneType")])
def test_what_is_no_single_value_is_refused(value: object, found: str) -> None:
    with pytest.raises(PydanticCustomError, match=found):
        Quantity.read(value)


def test_quantities_compare_by_value_and_sign() -> None:
    assert Quantity.read("8%") == Quantity.read("8.0 %")
    assert Quantity.read("8%") != Quantity.read("0.08")
    assert Quantity.read("8") != 8
    assert len({Quantity.read("8%"), Quantity.read("8.00%"), Quantity.read("0.08")}) == 2
    assert Quantity.read(Quantity.read("8%")) == Quantity.read("8%")


def test_numbers_and_truths_of_python_are_read_as_text() -> None:
    assert Quantity.read(5).value == 5
    with pytest.raises(PydanticCustomError, match="'true' is not a number"):
        Quantity.read(value=True)


class Everything(Model):
    """One of each."""

    quantity: Quantity | None = None
    percent: Percent | None = None
    positive: PositiveQuantity | None = None
    day: Day | None = None
    yes: YesNo | None = None
    whole: WholeNumber | None = None
    name: Name | None = None
    text: Text | None = None
    expression: Expression | None = None


def read(text: str) -> tuple[Everything | None, list[tuple[str, str, str]]]:
    """Read a document, with the code, what is wrong and the fix of each problem."""
    node, problems = read_yaml(text, "f.yaml")
    assert node is not None, problems
    made, problems = validate(Everything, node, "f.yaml")
    assert all(problem.where.line == 1 for problem in problems)
    return made, [(problem.code, problem.what, problem.fix) for problem in problems]


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("percent", "50%", Fraction(1, 2)),
        ("percent", "0", Fraction(0)),
        ("positive", "0.000000001", Fraction(1, 10**9)),
        ("positive", "1%", Fraction(1, 100)),
        ("quantity", "-3", Fraction(-3)),
    ],
)
def test_quantities_of_a_document(key: str, text: str, value: Fraction) -> None:
    made, problems = read(f"{key}: {text}")
    assert not problems
    quantity = getattr(made, key)
    assert quantity.value == value
    assert quantity.place == Place("f.yaml", 1, len(key) + 3)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("day", "2026-01-31", date(2026, 1, 31)),
        ("day", "2024-02-29", date(2024, 2, 29)),
        ("yes", "true", True),
        ("yes", "false", False),
        ("whole", "0", 0),
        ("whole", "999999999", 999_999_999),
        ("name", "_a1", "_a1"),
        ("name", "A" + "b" * 62, "A" + "b" * 62),
        ("text", "no", "no"),
        ("expression", "amount * 2", "amount * 2"),
    ],
)
def test_other_scalars(key: str, text: str, value: object) -> None:
    made, problems = read(f"{key}: {text}")
    assert not problems
    assert getattr(made, key) == value


@pytest.mark.parametrize(
    ("key", "text", "what", "fix"),
    [
        ("percent", "50", "'50' is not a percent", "50%"),
        ("percent", "0.5", "'0.5' is not a percent", "50%"),
        ("percent", "0.125", "'0.125' is not a percent", "12.5%"),
        ("positive", "0", "'0' is not more than 0", "above 0"),
        ("positive", "-1%", "'-1%' is not more than 0", "above 0"),
        ("quantity", "'1,000'", "'1,000' is not a number", "without thousands separators"),
        ("day", "31.01.2026", "'31.01.2026' is not a date", "2026-01-31"),
        ("day", "2026-02-30", "'2026-02-30' is not a date", "2026-01-31"),
        ("yes", "True", "'True' is neither true nor false", "true or false"),
        ("yes", "'yes'", "'yes' is neither true nor false", "true or false"),
        ("whole", "-1", "'-1' is not a whole number", "such as 12"),
        ("whole", "1.0", "'1.0' is not a whole number", "such as 12"),
        ("whole", "1000000000", "'1000000000' is not a whole number", "such as 12"),
        ("name", "1a", "'1a' is not a name", "letters, digits and underscores"),
        ("name", "a-b", "'a-b' is not a name", "letters, digits and underscores"),
        ("name", "a" * 64, "is not a name", "letters, digits and underscores"),
        ("text", "[a]", "a list stands here", "a single value"),
        ("expression", "{a: b}", "a mapping stands here", "a single value"),
    ],
)
def test_what_is_refused_says_what_to_write(key: str, text: str, what: str, fix: str) -> None:
    made, ((code, found, remedy),) = read(f"{key}: {text}")
    assert made is None
    assert code == "YAML109"
    assert what in found
    assert fix in remedy


def test_an_expression_keeps_its_lines() -> None:
    made, _ = read_yaml("expression: |\n  a and\n    b\n", "f.yaml")
    assert isinstance(made, dict)
    found, _ = validate(Everything, made, "f.yaml")
    assert found is not None
    assert found.expression == "  a and\n    b"


@settings(max_examples=50)
@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 9), st.booleans())
def test_a_number_is_the_fraction_it_says(digits: int, scale: int, is_percent: bool) -> None:  # noqa: FBT001 - drawn
    """Property 1."""
    whole, part = divmod(abs(digits), 10**scale)
    text = f"{'-' if digits < 0 else ''}{whole}{f'.{part:0{scale}d}' if scale else ''}"
    made = Quantity.read(text + "%" * is_percent)
    assert made.value == Fraction(digits, 10**scale) / (100 if is_percent else 1)


def test_a_quantity_made_by_hand_stands_nowhere() -> None:
    assert Quantity.read("8%").place == Place("", 0, 0)
