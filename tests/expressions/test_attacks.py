"""Hostile and broken text: each is refused at a place, quickly, and nothing outside is touched."""

import builtins
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.diagnostics import Diagnostic
from attain.expressions import parse
from tests.expressions.rows import PLACE, compiled, frame_of, scope_of

ATTACKS = [line.replace("␀", "\0") for line in Path(__file__).with_name("attacks.txt").read_text("utf-8").splitlines()]
LONG = {
    "brackets": "(" * 2_000,
    "closed brackets": "(" * 1_500 + "1" + ")" * 1_500,
    "calls": "abs(" * 900 + "amount" + ")" * 900,
    "cases": "case when is_won then " * 150 + "1" + " end" * 150,
    "nots": "not " * 999 + "is_won",
    "minuses": "- " * 1_999 + "1",
    "a long name": "a" * 3_999,
    "a long number": "9" * 3_999,
    "a long text": "'" + "x" * 3_990,
    "dots": "a." * 1_999 + "a",
    "a chain": "+".join(["amount"] * 500),
    "a list": f"amount in ({','.join(map(str, range(900)))})",
    "quotes": "'" * 3_999,
    "percents": "%" * 4_000,
    "many characters": "amount + " * 1_000 + "amount",
    "a megabyte": "x" * 1_000_000,
    "spaces": " " * 4_000,
    "double quotes": '"' * 3_999,
    "sums of products": "*".join(["term"] * 100),
}


@pytest.fixture
def nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every way to files, network and programs fail."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("an expression reached outside")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)


def _problems(text: str) -> list[Diagnostic]:
    rows = [{"amount": 2**55, "price": 100, "term": 2**40, "share": 75, "close_on": None, "is_won": True}]
    started = time.monotonic()
    found, problems = compiled(text, scope_of(frame_of(rows)), "any")
    assert time.monotonic() - started < 2
    assert found is None, text
    return problems


def test_there_are_three_hundred_attacks() -> None:
    assert len(set(ATTACKS)) >= 300


@pytest.mark.usefixtures("nothing_outside")
@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_is_refused_at_its_place(text: str) -> None:
    problems = _problems(text)
    assert problems
    for problem in problems:
        assert problem.severity == "error"
        assert problem.where.file == PLACE.file
        assert problem.where.line == PLACE.line
        assert PLACE.column <= problem.where.column <= PLACE.column + len(text)
        assert problem.what
        assert problem.fix


@pytest.mark.usefixtures("nothing_outside")
@pytest.mark.parametrize("name", LONG)
def test_a_long_attack_is_refused_quickly(name: str) -> None:
    problems = _problems(LONG[name])
    assert problems
    assert all(len(problem.what) + len(problem.fix) < 400 for problem in problems)


@settings(max_examples=300, deadline=2000)
@given(st.text(max_size=60))
def test_no_text_raises(text: str) -> None:
    found, problems = parse(text, PLACE)
    assert (found is None) == bool(problems)


PIECES = [
    *("amount", "share", "term", "close_on", "type", "is_won", "'New'", "8%", "90 days", "100", "date '2026-01-31'"),
    *(
        "+",
        "-",
        "*",
        "/",
        "=",
        "<>",
        "<",
        ">=",
        "(",
        ")",
        ",",
        "and",
        "or",
        "not",
        "in",
        "between",
        "is",
        "null",
        "like",
    ),
    *("case", "when", "then", "else", "end", "abs(", "round(", "lookup('levels',", "coalesce(", "start_of(month,", "%"),
]


@settings(max_examples=500, deadline=2000)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join))
def test_no_order_of_words_raises(text: str) -> None:
    scope = scope_of(frame_of([{"amount": 2**55, "share": 75, "term": 3}]))
    found, problems = compiled(text, scope, "any")
    assert (found is None) == bool(problems)
