"""Every room, module, public class and public function says what it is for."""

import ast

from tests.tidy.tree import Module, listing, package

Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _public(module: Module) -> list[Documented]:
    """Public functions and classes of a module, and the public methods of those classes."""
    found: list[Documented] = []
    for node in module.tree.body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                found += [m for m in node.body if isinstance(m, ast.FunctionDef) and not m.name.startswith("_")]
    return found


def test_every_module_opens_with_its_purpose() -> None:
    found = [module.name for module in package() if not ast.get_docstring(module.tree)]
    assert not found, listing("A module opens with one sentence of purpose", found)


def test_every_public_name_has_a_docstring() -> None:
    found = [f"{m.place(n)} {n.name}" for m in package() for n in _public(m) if not ast.get_docstring(n)]
    assert not found, listing("Say what it returns, of what grain and unit", found)


def test_a_docstring_begins_with_one_sentence() -> None:
    found = []
    for module in package():
        for node in _public(module):
            first = (ast.get_docstring(node) or "").strip().split("\n\n")[0]
            if first and not first.rstrip("`").endswith((".", ":", "!", "?")):
                found.append(f"{module.place(node)} {node.name}")
    assert not found, listing("The first paragraph is a sentence", found)
