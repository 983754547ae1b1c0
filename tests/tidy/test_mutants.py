"""The mutants that judge the tests are real changes, and each can be run."""

import ast

import pytest

from tests.tidy.tree import SOURCE, parsed
from tools.mutants import mutants


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("x = a < b", ["x = (a <= b)"]),
        ("x = a + b", ["x = (a - b)"]),
        ("x = a and b", ["x = (a or b)"]),
        ("x = -a", ["x = (a)"]),
        ("x = not a", ["x = (a)"]),
        ("x = True", ["x = (False)"]),
        ("x = 7", ["x = (6)", "x = (8)"]),
        ("x += a", ["x -= a"]),
        ("x = e.floor()", ["x = (e.ceil)()"]),
        ("x = min(a)", ["x = (max)(a)"]),
        ("if a: b()", ["if (not a): b()"]),
        ("x = a if b else c", ["x = (a if not b else c)"]),
        ("def f(): return a", ["def f(): return None"]),
        ("def f(): return None", []),
        ("for x in y: continue", ["for x in y: break"]),
        ("x: Literal[1] = a", []),
        ("def f(x: Literal[1, 2]): pass", []),
        ("@cache(1)\ndef f(): pass", []),
        ("'''text'''", []),
        ("x = f'{a + 1}'", []),
        ("x = 'a' + b", []),
        ("__all__ = ['a'] + b", []),
        ("é = 1; x = a < b", ["é = (0); x = a < b", "é = (2); x = a < b", "é = 1; x = (a <= b)"]),
    ],
)
def test_a_change_of_each_sort(text: str, changed: list[str]) -> None:
    assert [mutant.applied(text) for mutant in mutants(text)] == changed


def test_a_change_over_several_lines_leaves_the_rest() -> None:
    text = "a = 'é'\nx = (b +\n     c)\ny = d\n"
    (mutant,) = mutants(text)
    assert mutant.applied(text) == "a = 'é'\nx = ((b - c))\ny = d\n"


def test_every_mutant_of_money_is_python_and_another_program() -> None:
    for module in parsed(SOURCE / "money"):
        original = ast.dump(ast.parse(module.text))
        for mutant in mutants(module.text):
            assert ast.dump(ast.parse(mutant.applied(module.text))) != original
