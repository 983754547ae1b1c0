"""Reading: what a text is, and where its problems stand."""

from fractions import Fraction

import pytest

from attain.diagnostics import Place
from attain.expressions import constant, is_percent, parse
from attain.expressions.syntax import Literal, Name, Node, Operation, Span
from attain.expressions.syntax.brackets import BracketReader
from tests.expressions.rows import PLACE


def _tree(text: str) -> str:
    parsed, problems = parse(text, PLACE)
    assert parsed, problems
    return _written(parsed.root)


def _written(node: Node) -> str:
    """The tree with every bracket written."""
    if isinstance(node, Operation):
        word = f"[{node.word}]" if node.word else ""
        return f"({' '.join([node.operator + word, *map(_written, node.operands)])})"
    if isinstance(node, Span):
        return f"{node.number} {node.unit}"
    assert isinstance(node, Name | Literal)
    return node.name if isinstance(node, Name) else str(node.value)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("amount * 8%", "(* amount 2/25)"),
        ("a + b * c - d / e", "(- (+ a (* b c)) (/ d e))"),
        ("a - b - c", "(- (- a b) c)"),
        ("a / b * c", "(* (/ a b) c)"),
        ("- a * - b", "(* (negative a) (negative b))"),
        ("a or b and not c", "(or a (and b (not c)))"),
        ("not a = b", "(not (= a b))"),
        ("not a is null", "(not (is null a))"),
        ("a is not null", "(not (is null a))"),
        ("a > b is null", "(is null (> a b))"),
        ("a between b + 1 and c and d", "(and (and (>= a (+ b 1)) (<= a c)) d)"),
        ("a not between b and c", "(not (and (>= a b) (<= a c)))"),
        ("a in (1, b + 2)", "(in a 1 (+ b 2))"),
        ("not a not in ('x')", "(not (not (in a x)))"),
        ("a not like 'x%'", "(not (like a x%))"),
        ("case when a then 1 when b then 2 end", "(case a 1 b 2 None)"),
        ("case a when 1 then 'x' else 'y' end", "(case (= a 1) x y)"),
        ("CASE WHEN a THEN NULL ELSE 1 END", "(case a None 1)"),
        ("date + 90 days", "(+ date 90 day)"),
        ("close_on - 2 years + 1 month", "(+ (- close_on 24 month) 1 month)"),
        ("date '2026-01-31' < date", "(< 2026-01-31 date)"),
        ("start_of(Month, end_of('half', d))", "(start_of[month] (end_of[half] d))"),
        ("lookup('levels', payee.title, ROUND(a, -1))", "(lookup[levels] payee.title (round a (negative 1)))"),
        ("'It''s' = type", "(= It's type)"),
        ("100_000.50", "200001/2"),
        (".5", "1/2"),
        ("150 %", "3/2"),
        ("order = group and limit > user", "(and (= order group) (> limit user))"),
        ("((((a))))", "a"),
    ],
)
def test_a_text_has_one_meaning(text: str, tree: str) -> None:
    assert _tree(text) == tree


@pytest.mark.parametrize("pattern", ["{open}1{close}", "abs({open}1{close})"])
@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("abs(", ")"), ("- ", ""), ("case when true then ", " end"), ("a in (", ")")]
)
def test_fifty_levels_are_read_and_not_one_more(pattern: str, opening: str, closing: str) -> None:
    levels = 50 if pattern.startswith("{") or not closing else 49
    assert parse(pattern.format(open=opening * levels, close=closing * levels), PLACE)[0]
    found, problems = parse(pattern.format(open=opening * 51, close=closing * 51), PLACE)
    assert not found
    assert [problem.code for problem in problems] == ["EXPR105"]


def test_two_hundred_parts_are_read_and_not_one_more() -> None:
    assert parse("- a" + " + a" * 99, PLACE)[0]
    assert [problem.code for problem in parse("- - a" + " + a" * 99, PLACE)[1]] == ["EXPR105"]


def test_what_an_expression_names() -> None:
    parsed, _ = parse("lookup('b', Amount, lookup('a', payee.title)) > start_of(month, bookings.attainment)", PLACE)
    assert parsed
    assert parsed.names == {"Amount", "payee.title", "bookings.attainment"}
    assert set(parsed.lookups) == {"a", "b"}
    assert parsed.units == {"month"}


@pytest.mark.parametrize(
    ("text", "value", "percent"),
    [
        ("8%", Fraction(8, 100), True),
        ("25", Fraction(25), False),
        ("-3.5", Fraction(-7, 2), False),
        ("8% + 4%", Fraction(12, 100), True),
        ("1 / 3", Fraction(1, 3), False),
        ("round(2.5)", Fraction(3), False),
        ("case when false then 1 else 8 end", Fraction(8), False),
        ("amount", None, False),
        ("'New'", None, False),
        ("amount + 'x'", None, False),
    ],
)
def test_constants_are_exact(text: str, value: Fraction | None, *, percent: bool) -> None:
    parsed, _ = parse(text, PLACE)
    assert parsed
    assert constant(parsed) == value
    assert is_percent(parsed) is percent


@pytest.mark.parametrize(
    ("place", "expected"),
    [(Place("ae.yaml", 8, 20), "ae.yaml:8:29"), (Place("ae.yaml", 8), "ae.yaml:8"), (Place("ae.yaml"), "ae.yaml")],
)
def test_a_problem_stands_where_its_character_stands(place: Place, expected: str) -> None:
    _, problems = parse("amount + ~", place)
    assert [str(problem.where) for problem in problems] == [expected]


def test_positions_survive_the_percent_and_the_days() -> None:
    _, problems = parse("close_on + 90 days > hired and 150 % > 7 ~", Place("ae.yaml", 1, 1))
    assert problems[0].where.column == 1 + "close_on + 90 days > hired and 150 % > 7 ~".index("~")


def test_a_parser_that_runs_out_of_depth_is_a_problem_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(BracketReader, "read", exhausted)
    found, problems = parse("amount", PLACE)
    assert not found
    assert [problem.code for problem in problems] == ["EXPR105"]


def test_in_a_text_of_several_lines_a_problem_stands_on_its_line() -> None:
    _, problems = parse("amount\n + ~", PLACE)
    assert (problems[0].where.line, problems[0].where.column) == (PLACE.line + 1, 4)
