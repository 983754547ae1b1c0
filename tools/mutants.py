"""Make mutants of a module: one small change each, of the kinds that wrong money code is made of.

Comparisons move to their neighbour, arithmetic swaps, integers move by one, booleans and
conditions flip, results vanish, and paired functions (floor and ceil, min and max, …)
change places. Texts, annotations, decorators and docstrings stay as they are.
"""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
PAIRS = [
    ("floor", "ceil"),
    ("min", "max"),
    ("min_horizontal", "max_horizontal"),
    ("all", "any"),
    ("all_horizontal", "any_horizontal"),
    ("first", "last"),
    ("head", "tail"),
    ("is_null", "is_not_null"),
    ("cum_sum", "cum_max"),
    ("bisect_left", "bisect_right"),
    ("numerator", "denominator"),
]
SWAPPED = {name: other for pair in PAIRS for name, other in (pair, pair[::-1])}


@dataclass(frozen=True)
class Mutant:
    """One change: where it starts and ends (line from 1, column in bytes), and the text before and after."""

    line: int
    column: int
    end_line: int
    end_column: int
    before: str
    after: str

    def applied(self, text: str) -> str:
        """Return the module's text with this change made."""
        lines = text.encode().splitlines(keepends=True)
        head = b"".join(lines[: self.line - 1]) + lines[self.line - 1][: self.column]
        tail = lines[self.end_line - 1][self.end_column :] + b"".join(lines[self.end_line :])
        return (head + self.after.encode() + tail).decode()


def mutants(text: str) -> list[Mutant]:
    """Return every mutant of a module, in order of place.

    >>> [(m.before, m.after) for m in mutants("x = a < 3")]
    [('a < 3', '(a <= 3)'), ('3', '(2)'), ('3', '(4)')]
    >>> mutants("x = a < 3")[0].applied("x = a < 3")
    'x = (a <= 3)'
    """
    tree = ast.parse(text)
    found: list[Mutant] = []
    for node in _reached(tree):
        found += [_mutant(text, node, changed) for changed in _changes(node)]
    unique = {(m.line, m.column, m.end_line, m.end_column, m.after): m for m in found if m.before != m.after}
    return [unique[key] for key in sorted(unique)]


def _reached(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes that may change: no docstrings, texts, annotations or decorators."""
    yield node
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "type_comment"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            # Places inside an f-string are wrong in Python 3.11, and its text is for people.
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr) and not _is_type_name(child):
                yield from _reached(child)


def _is_type_name(node: ast.AST) -> bool:
    """Say whether a node is a type alias, such as ``Literal[...]``, or an export list."""
    if isinstance(node, ast.Assign):
        return any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    return isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id == "Literal"


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the changed forms of one node."""
    match node:
        case ast.Compare(ops=operators):
            for place, operator in enumerate(operators):
                changed = deepcopy(node)
                changed.ops[place] = COMPARISONS[type(operator)]()
                yield changed
        case ast.BinOp(op=operator) if type(operator) in ARITHMETIC and not _is_text(node):
            yield ast.BinOp(node.left, ARITHMETIC[type(operator)](), node.right)
        case ast.AugAssign(op=operator) if type(operator) in ARITHMETIC:
            yield ast.AugAssign(node.target, ARITHMETIC[type(operator)](), node.value)
        case ast.BoolOp(op=operator):
            yield ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), node.values)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield node.operand
        case _:
            yield from _word_changes(node)


def _word_changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a constant moved, or a function or keyword changed for its opposite."""
    match node:
        case ast.Constant(value=bool(flag)):
            yield ast.Constant(not flag)
        case ast.Constant(value=int(number)):
            yield ast.Constant(number + 1)
            yield ast.Constant(number - 1)
        case ast.Attribute(attr=name, ctx=ast.Load()) if name in SWAPPED:
            yield ast.Attribute(node.value, SWAPPED[name], ast.Load())
        case ast.Name(id="min" | "max" | "all" | "any" as name, ctx=ast.Load()):
            yield ast.Name(SWAPPED[name], ast.Load())
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case _:
            yield from _condition_changes(node)


def _condition_changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a statement with its condition flipped, or its result dropped; only the header is rewritten."""
    match node:
        case ast.IfExp(test=test):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), node.body, node.orelse)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.If(test=test) | ast.While(test=test) if not isinstance(test, ast.Compare | ast.UnaryOp):
            # A comparison and a `not` are already turned round by the cases above.
            yield ast.UnaryOp(ast.Not(), test)


def _is_text(node: ast.BinOp) -> bool:
    """Say whether texts are joined or formatted rather than numbers added."""
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


def _mutant(text: str, node: ast.AST, changed: ast.AST) -> Mutant:
    # The flipped condition of an `if` or `while` replaces the condition, not the statement.
    place = node.test if isinstance(node, ast.If | ast.While) else node
    assert isinstance(place, ast.expr | ast.stmt)
    after = ast.unparse(ast.fix_missing_locations(changed))
    if isinstance(changed, ast.expr):
        after = f"({after})"
    before = ast.get_source_segment(text, place) or ""
    end_line, end_column = place.end_lineno or place.lineno, place.end_col_offset or 0
    return Mutant(place.lineno, place.col_offset, end_line, end_column, before, after)
