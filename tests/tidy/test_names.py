"""Names say what a thing is; words that fit everything say nothing."""

import ast
import re
from collections.abc import Iterator

from tests.tidy.tree import Module, everything, listing, package

GIVEN_BY_DJANGO = {"process_view", "DATA_UPLOAD_MAX_MEMORY_SIZE"}
GIVEN_BY_PYTHON = {"handle_starttag", "handle_endtag", "handle_data"}  # of html.parser.HTMLParser
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "misc", "info", "data", "process", "handle"}


def _named(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Every name that a module gives: functions, classes, arguments, variables and fields."""
    for node in ast.walk(module.tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node, name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield node, name


def _words(name: str) -> set[str]:
    """The words of a snake_case or CamelCase name.

    >>> sorted(_words("RowHandler")), sorted(_words("row_data"))
    (['handler', 'row'], ['data', 'row'])
    """
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def test_no_name_says_nothing() -> None:
    named = [
        (m, n, name) for m in everything() for n, name in _named(m) if name not in GIVEN_BY_DJANGO | GIVEN_BY_PYTHON
    ]
    found = [f"{m.place(n)} {name}" for m, n, name in named if _words(name) & EMPTY_WORDS]
    found += [m.name for m in everything() for part in m.path.parts[-2:] if _words(part) & EMPTY_WORDS]
    assert not found, listing("Name it after what it is", found)


def test_an_amount_says_of_what() -> None:
    found = [m.place(node) for m in package() for node, name in _named(m) if name in {"amount", "amounts"}]
    assert not found, listing("'amount' alone: say of what, such as earning_amount", found)


def test_a_function_is_not_given_a_bare_boolean() -> None:
    """Booleans are keyword arguments: ``by_position(True)`` cannot be read."""
    found: list[str] = []
    for module in package():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef):
                flags = [a for a in node.args.args if isinstance(a.annotation, ast.Name) and a.annotation.id == "bool"]
                found += [
                    f"{module.place(node)} {node.name}({flag.arg})"
                    for flag in flags
                    if module.room not in {"cli", "commands"}
                ]
    assert not found, listing("A boolean argument is keyword-only", found)
