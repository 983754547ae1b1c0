"""Imports stand at the top, where the order of rooms can be checked."""

import ast

from tests.tidy.tree import functions, listing, package

LATE_IMPORTS = {"sources", "cli", "commands"}  # optional drivers, and commands that start quickly


def test_no_import_inside_a_function() -> None:
    found = [
        f"{module.place(node)} in {function.name}"
        for module in package()
        if module.room not in LATE_IMPORTS
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not found, listing("Import at the top of the module", found)


def test_nothing_imports_by_name_at_run_time() -> None:
    found = [
        module.place(node)
        for module in package()
        if module.room not in LATE_IMPORTS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name) and node.id in {"__import__", "importlib", "eval", "exec"}
    ]
    assert not found, listing("Imports and code by name hide what depends on what", found)
