"""Kinds of results: what is wanted, what is refused, and every problem at once."""

import pytest

from attain.diagnostics import render_text
from attain.expressions import (
    ColumnType,
    Operand,
    Scope,
    Wanted,
    check,
    compile_expression,
    parse,
)
from tests.expressions.rows import DEAL, PLACE, compiled, frame_of, scope_of, tables


@pytest.mark.parametrize(
    ("text", "wanted", "kind"),
    [
        ("100", "money", "money"),
        ("amount / price", "percent", "percent"),
        ("8%", "percent", "percent"),
        ("0", "percent", "percent"),
        ("term * 2", "count", "count"),
        ("owner", "text", "payee"),
        ("type", "payee", "payee"),
        ("factor", "number", "decimal"),
        ("amount", "numeric", "money"),
        ("100", "any", "number"),
        ("is_won", "boolean", "bool"),
        ("close_on", "date", "date"),
    ],
)
def test_a_result_of_the_wanted_kind(text: str, wanted: Wanted, kind: str) -> None:
    found, problems = compiled(text, scope_of(frame_of([DEAL])), wanted)
    assert found, problems
    assert found.kind == kind


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("8%", "money"),
        ("amount", "percent"),
        ("8", "percent"),
        ("factor", "percent"),
        ("share", "number"),
        ("amount", "boolean"),
        ("is_won", "any_number"),
        ("close_on", "text"),
        ("null", "any"),
    ],
)
def test_a_result_of_another_kind_is_refused(text: str, wanted: str) -> None:
    asked: Wanted = "numeric" if wanted == "any_number" else wanted
    parsed, _ = parse(text, PLACE)
    assert parsed
    assert [problem.code for problem in check(parsed, scope_of(frame_of([DEAL])), asked)] == ["EXPR205"]


def test_all_problems_are_found_at_once() -> None:
    parsed, _ = parse("amonut > 3 and type = 5 and share > 1 and lookup('level', type) > 8%", PLACE)
    assert parsed
    problems = check(parsed, scope_of(frame_of([DEAL])), "boolean")
    assert [problem.code for problem in problems] == ["EXPR201", "EXPR204", "EXPR203", "EXPR202"]


def test_a_name_that_is_not_here_says_why() -> None:
    scope = Scope(refused={"attainment": "a credit is made before it is measured; use it in a modifier"})
    _, problems = compiled("attainment > 90%", scope)
    assert "use it in a modifier" in render_text(problems)


def test_a_missing_table_suggests_the_nearest() -> None:
    scope = Scope({"type": Operand(ColumnType("text"), "type")}, tables())
    parsed, _ = parse("lookup('level', type)", PLACE)
    assert parsed
    assert "did you mean 'levels'?" in render_text(compile_expression(parsed, scope, "any")[1])
