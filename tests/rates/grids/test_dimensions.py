"""Dimensions of a matrix: what may be written, what it says of itself, and how many cells lie between its bands."""

from typing import Any

import jsonschema
import pytest

from attain.diagnostics import Diagnostic
from attain.documents import read_yaml, validate
from attain.rates.grids import Dimension
from attain.rates.grids.dimensions import strides


def read(text: str) -> tuple[Dimension | None, list[Diagnostic]]:
    node, _ = read_yaml(text, "matrix.yaml")
    return validate(Dimension, node, "matrix.yaml")


def dimension(text: str) -> Dimension:
    found, wrong = read(text)
    assert found is not None, wrong
    return found


@pytest.mark.parametrize(
    ("text", "size", "names"),
    [
        ("{measure: bookings, from: [0%, 100%]}", 2, "bookings"),
        ("{value: term_months, from: [0, 12, 24]}", 3, "term_months"),
        ("{by: product_family, in: [hardware, software, else]}", 3, "product_family"),
    ],
)
def test_a_dimension_is_a_measure_a_value_or_a_word(text: str, size: int, names: str) -> None:
    found = dimension(text)
    assert (found.size, found.text) == (size, names)
    assert len(found.bounds) == (0 if found.by is not None else size)


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        (
            "{measure: bookings, value: term, from: [0]}",
            "a dimension has 'measure' and 'value'",
            "write exactly one of measure, value, by for each dimension",
        ),
        ("{from: [0]}", "a dimension has none of measure, value, by", "write exactly one of measure, value, by"),
        ("{measure: bookings}", "'measure' goes with a list 'from'", "list the bounds, such as from: [0, 12]"),
        ("{by: family}", "'by' goes with a list 'in'", "list the words, such as in: [hardware, else]"),
        (
            "{by: family, from: [0]}",
            "'by' goes with a list 'in'",
            "list the words, such as in: [hardware, else], and remove 'from'",
        ),
        (
            "{by: family, in: [a], from: [0]}",
            "'by' goes with a list 'in'",
            "list the words, such as in: [hardware, else], and remove 'from'",
        ),
        (
            "{value: term, from: [0], in: [a]}",
            "'value' goes with a list 'from'",
            "list the bounds, such as from: [0, 12], and remove 'in'",
        ),
        ("{value: term, in: [a]}", "'value' goes with a list 'from'", "list the bounds, such as from: [0, 12], and"),
    ],
)
def test_a_dimension_of_no_or_two_sorts_is_refused(text: str, what: str, fix: str) -> None:
    found, (wrong, *rest) = read(text)
    assert found is None
    assert not rest
    assert wrong.what == what
    assert wrong.fix.startswith(fix)
    assert ("remove" in wrong.fix) == ("remove" in fix or fix.endswith("and"))


def test_bands_are_said_in_words() -> None:
    family = dimension("{by: product_family, in: [hardware, else]}")
    assert [family.words(0), family.words(1)] == ["product_family hardware", "any other product_family"]
    term = dimension("{value: term, from: [0, 12, 24]}")
    assert [term.words(band) for band in range(-1, 3)] == [
        "term below 0",
        "term up to 12",
        "term 12 to 24",
        "term from 24",
    ]
    assert dimension("{value: term, from: [0]}").words(0) == "any term"
    assert dimension("{value: term, from: [6]}").words(0) == "term from 6"
    assert dimension("{value: term, from: [6, 12]}").words(0) == "term 6 to 12"


def test_the_last_dimension_runs_fastest() -> None:
    three = dimension("{value: term, from: [0, 12, 24]}")
    two = dimension("{by: family, in: [hardware, else]}")
    assert strides([three, two]) == (2, 1)
    assert strides([two, three, two]) == (6, 2, 1)
    assert strides([three]) == (1,)


def valid(instance: dict[str, Any]) -> bool:
    schema = Dimension.json_form({"type": "object"})
    return jsonschema.Draft202012Validator(schema).is_valid(instance)


def test_an_editor_accepts_what_is_accepted_and_refuses_the_rest() -> None:
    assert valid({"measure": "bookings", "from": [0]})
    assert valid({"value": "term", "from": [0]})
    assert valid({"by": "family", "in": ["a"]})
    assert not valid({"measure": "bookings"})
    assert not valid({"measure": "bookings", "in": ["a"]})
    assert not valid({"by": "family", "from": [0]})
    assert not valid({"measure": "bookings", "value": "term", "from": [0]})
    assert not valid({"measure": "bookings", "by": "family", "from": [0], "in": ["a"]})
    assert not valid({"value": "term", "from": [0], "in": ["a"]})
    assert not valid({"from": [0]})
    assert not valid([])
