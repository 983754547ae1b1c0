"""Brackets, function calls, lists and ``case .. end``: each is closed from the inside out into one node."""

from dataclasses import dataclass, field, replace
from typing import Literal as OneOf

from attain.expressions.problems import BAD_ARGUMENTS, TOO_LARGE, UNKNOWN_FUNCTION, UNREADABLE
from attain.expressions.syntax.flat import Piece, parse_flat
from attain.expressions.syntax.signatures import CALENDAR_UNITS, FUNCTIONS, instead_of
from attain.expressions.syntax.source import Source, shown
from attain.expressions.syntax.tokens import Token
from attain.expressions.syntax.tree import Literal, Name, Node, Operation, Span

NESTING_MOST = 50
_PREFIX = frozenset({"not", "-", "+"})


@dataclass
class _Frame:
    """Something opened and not yet closed: its first token, its finished parts, and the run being read."""

    kind: OneOf["whole", "group", "call", "list", "case"]
    opener: Token
    parts: list[Node | None] = field(default_factory=list["Node | None"])
    pieces: list[Piece] = field(default_factory=list[Piece])


class BracketReader:
    """Reads the tokens of one expression into a tree."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._frames: list[_Frame] = []
        self._previous: Token | None = None
        self._prefixes = 0

    def read(self, tokens: list[Token]) -> Node | None:
        """Read all tokens; None when a problem was reported."""
        self._frames = [_Frame("whole", tokens[0])]
        for token in tokens:
            self._take(token)
            if self._source.problems:
                return None
            self._previous = token
        whole = self._frames[-1]
        if whole.kind != "whole":
            closer = "end" if whole.kind == "case" else ")"
            self._report(whole.opener, f"{shown(whole.opener.text)} is not closed", f"close it with {closer}")
            return None
        self._finish_part(tokens[-1])
        return whole.parts[0]

    def _report(self, token: Token, what: str, fix: str) -> None:
        self._source.report(UNREADABLE, token.at, what, fix)

    def _take(self, token: Token) -> None:
        self._check_depth(token)
        word = token.word
        if token.kind == "call":
            self._open_call(token)
        elif word == "(":
            self._open_bracket(token)
        elif word == "case":
            self._frames.append(_Frame("case", token, pieces=[Piece(token)]))
        elif word == ",":
            self._take_comma(token)
        elif word == ")":
            self._close_bracket(token)
        elif word == "end":
            self._close_case(token)
        elif token.is_operand and not self._is_keyword_null(token):
            self._frames[-1].pieces.append(Piece(token, _leaf(token)))
        else:
            self._frames[-1].pieces.append(Piece(token))

    def _check_depth(self, token: Token) -> None:
        self._prefixes = self._prefixes + 1 if token.word in _PREFIX else 0
        if max(len(self._frames) - 1, self._prefixes) > NESTING_MOST:
            what = f"the expression is nested more than {NESTING_MOST} deep"
            self._source.report(TOO_LARGE, token.at, what, "move the cases into a table and use lookup")

    def _is_keyword_null(self, token: Token) -> bool:
        """Whether null belongs to ``is null`` or ``is not null`` rather than being a value."""
        if token.word != "null":
            return False
        words = [piece.word for piece in self._frames[-1].pieces[-2:]]
        return words[-1:] == ["is"] or words == ["is", "not"]

    def _open_call(self, token: Token) -> None:
        if token.text.lower() not in FUNCTIONS:
            what = f"{shown(token.text)} is not a function here"
            self._source.report(UNKNOWN_FUNCTION, token.at, what, instead_of(token.text.lower()))

    def _open_bracket(self, token: Token) -> None:
        if self._previous and self._previous.kind == "call":
            self._frames.append(_Frame("call", self._previous))
        elif self._previous and self._previous.word == "in":
            self._frames.append(_Frame("list", token))
        else:
            self._frames.append(_Frame("group", token))

    def _take_comma(self, token: Token) -> None:
        if self._frames[-1].kind not in {"call", "list"}:
            fix = "commas stand only in lists and between arguments; a decimal point is a point"
            self._report(token, "',' stands outside a list", fix)
            return
        self._finish_part(token)

    def _finish_part(self, closer: Token) -> None:
        """Parse the run read so far; ``closer`` is the token that ended it."""
        frame = self._frames[-1]
        if not frame.pieces:
            self._report(closer, f"a value is missing before {shown(closer.text)}", "write the value, or take it out")
            return
        frame.parts.append(parse_flat(self._source, frame.pieces))
        frame.pieces = []

    def _close_bracket(self, token: Token) -> None:
        frame = self._frames[-1]
        if frame.kind in {"whole", "case"}:
            fix = "close case with end" if frame.kind == "case" else "take it out, or open it before"
            self._report(token, "')' closes nothing", fix)
            return
        self._finish_part(token)
        if self._source.problems:
            return
        self._frames.pop()
        nodes = [part for part in frame.parts if part]
        outer = self._frames[-1].pieces
        if frame.kind == "list":
            outer += [Piece(frame.opener), *_with_commas(nodes, frame.opener), Piece(token)]
            return
        node = self._call(frame.opener, nodes, token.end) if frame.kind == "call" else nodes[0]
        outer.append(Piece(_spanning(frame.opener, token, self._source.text), node))

    def _close_case(self, token: Token) -> None:
        frame = self._frames[-1]
        if frame.kind != "case":
            self._report(token, "'end' closes no case", "write case when .. then .. end")
            return
        node = parse_flat(self._source, [*frame.pieces, Piece(token)])
        if node:
            self._frames.pop()
            node = replace(node, at=frame.opener.at, end=token.end)
            self._frames[-1].pieces.append(Piece(_spanning(frame.opener, token, self._source.text), node))

    def _call(self, opener: Token, nodes: list[Node], end: int) -> Operation:
        function = opener.text.lower()
        fewest, most, example = FUNCTIONS[function]
        if not fewest <= len(nodes) <= most:
            what = f"{function} has {len(nodes)} argument{'' if len(nodes) == 1 else 's'}"
            self._source.report(BAD_ARGUMENTS, opener.at, what, f"write {example}")
        elif function in {"start_of", "end_of"}:
            return Operation(opener.at, end, function, tuple(nodes[1:]), self._unit(nodes[0]))
        elif function == "lookup":
            return Operation(opener.at, end, function, tuple(nodes[1:]), self._table(nodes[0]))
        return Operation(opener.at, end, function, tuple(nodes))

    def _unit(self, node: Node) -> str:
        unit = node.name if isinstance(node, Name) else str(node.value) if isinstance(node, Literal) else ""
        if unit.lower() not in CALENDAR_UNITS:
            what = f"{shown(self._source.text[node.at : node.end])} is not a unit of the calendar"
            self._source.report(BAD_ARGUMENTS, node.at, what, f"write one of {', '.join(CALENDAR_UNITS)}")
        return unit.lower()

    def _table(self, node: Node) -> str:
        if isinstance(node, Literal) and isinstance(node.value, str):
            return node.value
        what = f"{shown(self._source.text[node.at : node.end])} is not a table's name"
        self._source.report(BAD_ARGUMENTS, node.at, what, "write the name as a text: lookup('levels', payee.title)")
        return ""


def _spanning(opener: Token, closer: Token, text: str) -> Token:
    return Token("name", text[opener.at : closer.end], opener.at, closer.end)


def _with_commas(nodes: list[Node], opener: Token) -> list[Piece]:
    pieces = [Piece(replace(opener, kind="name", at=node.at, end=node.end), node) for node in nodes]
    comma = Piece(replace(opener, text=","))
    return [piece for node in pieces for piece in (comma, node)][1:]


def _leaf(token: Token) -> Node:
    at, end, value = token.at, token.end, token.value
    if token.kind == "name":
        return Name(at, end, token.text)
    if token.kind == "span" and isinstance(value, tuple):
        return Span(at, end, *value)
    if token.kind == "word":
        return Literal(at, end, {"null": None, "true": True, "false": False}[token.word])
    constant = value if not isinstance(value, tuple) else None
    return Literal(at, end, constant, is_percent=token.kind == "percent")
