"""Models: unknown and missing keys, wrong shapes and unknown kinds, each at its word with what to write instead."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

import pytest
from pydantic import Discriminator, Field, Tag

from attain.diagnostics import Diagnostic, Place
from attain.documents import Model, Quantity, Text, YamlMap, instead_of, read_yaml, refused, validate


class Flat(Model):
    """One kind of rule."""

    kind: Literal["flat"]
    pay: Quantity


class Step(Model):
    """Another kind."""

    kind: Literal["step"]
    every: Quantity


class Plan(Model):
    """A document with a little of everything."""

    when_missing: ClassVar[Mapping[str, str]] = {"title": "say what it is called, such as title: Sales"}
    title: Text
    boundary: Literal["reached", "above"] = "reached"
    from_: Quantity | None = Field(default=None, alias="from")
    bounds: Annotated[tuple[Quantity, ...], Field(min_length=2, max_length=3)] = ()
    shares: dict[str, Quantity] = {}
    rule: Annotated[Annotated[Flat, Tag("flat")] | Annotated[Step, Tag("step")], Discriminator("kind")] | None = None
    flat: Flat | None = None


def checked(text: str) -> tuple[Plan | None, list[Diagnostic]]:
    """Check a document."""
    node, problems = read_yaml(text, "f.yaml")
    assert node is not None, problems
    return validate(Plan, node, "f.yaml")


def problem(text: str) -> tuple[str, int, int, str, str]:
    """The one problem of a document: code, place, what is wrong, what to write."""
    made, (found,) = checked(text)
    assert made is None
    return found.code, found.where.line, found.where.column, found.what, found.fix


def test_a_document_that_fits() -> None:
    made, problems = checked("title: Sales\nfrom: 5\nbounds: [1, 2]\nshares: {a: 1%}\nrule: {kind: step, every: 1}")
    assert not problems
    assert made is not None
    assert (made.title, made.from_, len(made.bounds), list(made.shares)) == ("Sales", Quantity.read("5"), 2, ["a"])
    assert isinstance(made.rule, Step)


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "what", "fix"),
    [
        ("title: a\nboundry: above", "YAML107", 2, 1, "'boundry' is not a key here", "did you mean 'boundary'?"),
        ("title: a\nFROM: 5", "YAML107", 2, 1, "'FROM' is not a key here", "did you mean 'from'?"),
        (
            "title: a\nzzz: 1",
            "YAML107",
            2,
            1,
            "'zzz'",
            "the keys here are title, boundary, from, bounds, shares, rule, flat",
        ),
        ("title: a\nflat: {kind: flat, pay: 1, pays: 2}", "YAML107", 2, 28, "'pays'", "did you mean 'pay'?"),
        ("boundary: above", "YAML108", 1, 1, "'title' is missing", "say what it is called"),
        ("title: a\nflat: {kind: flat}", "YAML108", 2, 1, "'pay' is missing", "add 'pay:' here"),
        ("title: a\nboundary: over", "YAML109", 2, 11, "'over' is not a word it knows", "write 'reached' or 'above'"),
        ("title: a\nboundary: [x]", "YAML109", 2, 11, "a single word belongs here", "write 'reached' or 'above'"),
        ("title: a\nbounds: [1]", "YAML109", 2, 9, "too few entries", "write at least 2"),
        ("title: a\nbounds: [1, 2, 3, 4]", "YAML109", 2, 9, "too many entries", "write at most 3"),
        ("title: a\nbounds: 5", "YAML109", 2, 9, "a list belongs here", "after a dash"),
        ("title: a\nbounds: [1, x]", "YAML109", 2, 13, "bounds[1]: 'x' is not a number", "write 100000"),
        ("title: a\nshares: [1]", "YAML109", 2, 9, "a mapping of names to values belongs here", "in braces"),
        ("title: a\nshares: {b: x}", "YAML109", 2, 13, "b: 'x' is not a number", "write 100000"),
        ("title: a\nflat: 5", "YAML109", 2, 7, "a mapping of keys to values belongs here", "in braces"),
        ("title: a\nrule: {kind: whole, pay: 1}", "YAML109", 2, 14, "'whole' is not a kind of rule", "'flat', 'step'"),
        ("title: [a]", "YAML109", 1, 8, "title: a list stands here", "write a single value"),
    ],
)
def test_what_does_not_fit(text: str, code: str, line: int, column: int, what: str, fix: str) -> None:
    found = problem(text)
    assert found[:3] == (code, line, column)
    assert what in found[3]
    assert fix in found[4]


def test_every_problem_is_found_at_once() -> None:
    made, problems = checked("boundry: above\nbounds: [1]\nflat: {kind: flat, pay: x}\n")
    assert made is None
    assert sorted((p.code, p.where.line) for p in problems) == [
        ("YAML107", 1),
        ("YAML108", 1),
        ("YAML109", 2),
        ("YAML109", 3),
    ]


@pytest.mark.parametrize("text", ["[1, 2]", "word", "5"])
def test_a_document_that_is_no_mapping(text: str) -> None:
    code, line, column, what, _ = problem(text)
    assert (code, line, column) == ("YAML109", 1, 1)
    assert "not a mapping" in what


def test_a_model_is_frozen_and_knows_its_places() -> None:
    made, _ = checked("title: Sales\nflat:\n  kind: flat\n  pay: 5\n")
    assert made is not None
    assert made.place == Place("f.yaml", 1, 1)
    assert made.key_place("flat") == Place("f.yaml", 2, 1)
    assert made.key_place("flat", "pay") == Place("f.yaml", 4, 3)
    assert made.key_place("flat", "pay", "deeper") == Place("f.yaml", 4, 3)
    assert made.key_place("flat", "nothing") == Place("f.yaml", 2, 1)
    assert made.key_place("nothing") == Place("f.yaml", 1, 1)
    assert made.value_place("flat") == Place("f.yaml", 3, 3)
    assert made.value_place("title") == Place("f.yaml", 1, 8)
    assert made.value_place("from") == Place("f.yaml", 1, 1)
    with pytest.raises(ValueError, match="frozen"):
        made.title = Text("other")


def test_a_model_made_without_a_document_stands_nowhere() -> None:
    made = Flat(kind="flat", pay=Quantity.read("5"))
    assert made.place.file == ""
    assert made.key_place("pay").file == ""


def test_a_model_says_what_it_refuses_and_what_to_write() -> None:
    error = refused("'x' is {odd}", "write y")
    assert error.message() == "'x' is {odd}"
    assert error.context == {"what": "'x' is {odd}", "fix": "write y"}


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("ammount", ["amount", "owner"], "did you mean 'amount'?"),
        ("AMOUNT", ["Amount"], "did you mean 'Amount'?"),
        ("x", ["amount", "owner"], "the columns are amount, owner"),
        ("x", [], "there are none"),
        (
            "q",
            [f"column_{n:02}" for n in range(20)],
            "the columns are " + ", ".join(f"column_{n:02}" for n in range(20)),
        ),
        (
            "q",
            [f"column_{n:02}" for n in range(21)],
            "the columns are " + ", ".join(f"column_{n:02}" for n in range(20)) + ", ..",
        ),
        ("a" * 100_000, ["amount"], "the columns are amount"),
    ],
)
def test_what_to_write_instead(word: str, known: list[str], said: str) -> None:
    assert instead_of(word, known, "the columns are") == said


def test_places_of_what_has_none() -> None:
    assert YamlMap(Place("f", 1, 1)).key_places == {}
