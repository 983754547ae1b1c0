"""A run of values and operators without brackets, parsed by sqlglot and taken over node by node.

sqlglot is given signs, keywords and numbered placeholders only, never the author's words: no text of an author can
become a function, a cast or a subquery. What it gives back is taken from an allow-list, and every value has to come
back exactly once.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from attain.expressions.problems import NOT_ALLOWED, UNREADABLE
from attain.expressions.syntax.source import Source, shown
from attain.expressions.syntax.tokens import Token
from attain.expressions.syntax.tree import Literal, Node, Operation

_SIGNS: dict[type[exp.Expr], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.And: "and",
    exp.Or: "or",
}
_ALLOWED: dict[type[exp.Expr], frozenset[str]] = {
    **dict.fromkeys(_SIGNS, frozenset({"this", "expression"})),
    exp.Div: frozenset({"this", "expression", "typed", "safe"}),
    exp.Not: frozenset({"this"}),
    exp.Neg: frozenset({"this"}),
    exp.Paren: frozenset({"this"}),
    exp.Null: frozenset(),
    exp.Column: frozenset({"this"}),
    exp.Identifier: frozenset({"this", "quoted"}),
    exp.In: frozenset({"this", "expressions"}),
    exp.Between: frozenset({"this", "low", "high"}),
    exp.Is: frozenset({"this", "expression", "negate"}),
    exp.Like: frozenset({"this", "expression", "negate"}),
    exp.Case: frozenset({"this", "ifs", "default"}),
    exp.If: frozenset({"this", "true"}),
}
_BINARY = frozenset({"+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">=", "and", "or", "in", "between", "like", "is"})
_PREFIX = frozenset({"not", "-", "+"})
_STARTING = frozenset({"case", "when", "then", "else"})


@dataclass(frozen=True)
class Piece:
    """A token of a run, with its node if it stands for a value."""

    token: Token
    node: Node | None = None

    @property
    def word(self) -> str:
        """The sign or keyword; empty for a value."""
        return "" if self.node else self.token.word


def parse_flat(source: Source, pieces: Sequence[Piece]) -> Node | None:
    """Parse a run of at least one piece; None when a problem was reported."""
    if len(pieces) == 1 and pieces[0].node:
        return pieces[0].node
    known = len(source.problems)
    _check_neighbours(source, pieces)
    if len(source.problems) > known:
        return None
    nodes = {f"v{number}": piece.node for number, piece in enumerate(pieces) if piece.node}
    texts = [f'"v{number}"' if piece.node else piece.word for number, piece in enumerate(pieces)]
    try:
        tree = sqlglot.parse_one(" ".join(texts), dialect="postgres")
    except SqlglotError as error:
        at = _piece_at(texts, error)
        fix = "check the words before and after it"
        source.report(UNREADABLE, pieces[at].token.at, f"{shown(pieces[at].token.text)} does not fit here", fix)
        return None
    node = _taken_over(tree, nodes)
    if node is None:
        what = f"{shown(source.text[pieces[0].token.at : pieces[-1].token.end])} is SQL, but not part of an expression"
        source.report(NOT_ALLOWED, pieces[0].token.at, what, "write values joined by operators and functions")
    return node


def _check_neighbours(source: Source, pieces: Sequence[Piece]) -> None:
    """Report missing values and missing operators in words; the parser would only say that it stopped."""
    first = pieces[0]
    if first.word in _BINARY - _PREFIX:
        fix = f"write a value before {shown(first.word)}"
        source.report(UNREADABLE, first.token.at, f"a value is missing before {shown(first.word)}", fix)
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        _check_pair(source, piece, following)


def _check_pair(source: Source, piece: Piece, following: Piece | None) -> None:
    word, next_word = piece.word, following.word if following else ""
    if following and _ends_value(piece) and (following.node or next_word == "case"):
        pair = f"{shown(piece.token.text)} and {shown(following.token.text)}"
        fix = "write an operator between them; a text stands in single quotes"
        source.report(UNREADABLE, following.token.at, f"{pair} stand side by side", fix)
    elif word == "is" and next_word not in {"null", "not"}:
        source.report(NOT_ALLOWED, piece.token.at, "'is' stands only before null and not null", "compare with =")
    elif word == "in" and next_word != "(":
        source.report(UNREADABLE, piece.token.at, "'in' is not followed by a list", "write in ('A', 'B')")
    elif word in (_BINARY | _PREFIX | _STARTING) - {"is", "in"} and not _begins_value(word, following):
        fix = f"write a value after {shown(word)}"
        source.report(UNREADABLE, piece.token.at, f"a value is missing after {shown(word)}", fix)


def _ends_value(piece: Piece) -> bool:
    return piece.node is not None or piece.word in {")", "end", "null"}


def _begins_value(word: str, following: Piece | None) -> bool:
    if following is None:
        return False
    may_follow = _PREFIX | ({"in", "between", "like", "null"} if word == "not" else set[str]())
    return following.node is not None or following.word in may_follow or (word == "case" and following.word == "when")


def _piece_at(texts: Sequence[str], error: SqlglotError) -> int:
    """Find the piece that holds the column a parse error names; the last one if it names none."""
    errors = error.errors if isinstance(error, ParseError) else []
    column = int(errors[0].get("col") or 0) if errors else 0
    ends = accumulate(len(text) + 1 for text in texts)
    return next((number for number, end in enumerate(ends) if 0 < column < end), len(texts) - 1)


def _taken_over(tree: exp.Expr, nodes: dict[str, Node]) -> Node | None:
    """Turn sqlglot's tree into ours; None if it holds anything that is not allowed, or drops a value."""
    used: Counter[str] = Counter()
    taken: dict[int, Node] = {}
    for part in reversed(list(tree.dfs())):
        allowed = _ALLOWED.get(type(part))
        if allowed is None or any(value and key not in allowed for key, value in part.args.items()):
            return None
        if isinstance(part, exp.Column):
            used[part.name] += 1
            taken[id(part)] = nodes[part.name]
        elif not isinstance(part, exp.Identifier | exp.Null | exp.If):
            node = _operation(part, taken)
            if node is None:
                return None
            taken[id(part)] = node
    return taken.get(id(tree)) if used == Counter(dict.fromkeys(nodes, 1)) else None


def _operation(part: exp.Expr, taken: dict[int, Node]) -> Node | None:
    """Build the node of one operator from the nodes of its operands."""

    def node(key: str) -> Node:
        return taken[id(part.args[key])]

    kind = type(part)
    if kind in _SIGNS:
        return _over(_SIGNS[kind], node("this"), node("expression"))
    if kind is exp.Paren:
        return node("this")
    if kind in {exp.Not, exp.Neg}:
        return _over("not" if kind is exp.Not else "negative", node("this"))
    if kind is exp.In:
        return _over("in", node("this"), *(taken[id(option)] for option in part.args["expressions"]))
    if kind is exp.Between:
        return _over("and", _over(">=", node("this"), node("low")), _over("<=", node("this"), node("high")))
    if kind is exp.Case:
        return _case(part, taken)
    if kind is exp.Is and not isinstance(part.expression, exp.Null):
        return None
    found = _over("is null", node("this")) if kind is exp.Is else _over("like", node("this"), node("expression"))
    return _over("not", found) if part.args.get("negate") else found


def _over(operator: str, *operands: Node) -> Operation:
    return Operation(min(o.at for o in operands), max(o.end for o in operands), operator, operands)


def _case(part: exp.Expr, taken: dict[int, Node]) -> Node:
    subject, default = part.args.get("this"), part.args.get("default")
    operands: list[Node] = []
    for branch in part.args["ifs"]:
        condition = taken[id(branch.this)]
        operands += [
            _over("=", taken[id(subject)], condition) if subject else condition,
            taken[id(branch.args["true"])],
        ]
    last = operands[-1].end
    return _over("case", *operands, taken[id(default)] if default else Literal(last, last, None))
