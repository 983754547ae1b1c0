"""The oracle's own reader of expressions: text to nested tuples, by recursive descent.

>>> Parser("a + 2 * b").whole()
('+', ('name', 'a'), ('*', ('constant', Fraction(2, 1)), ('name', 'b')))
"""

import re
from datetime import date
from fractions import Fraction

Node = tuple  # (operation, parts..)

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<percent>(\d+\.?\d*|\.\d+)\s*%) | (?P<number>\d+\.?\d*|\.\d+)
    | (?P<text>'(?:[^']|'')*') | (?P<word>[^\W\d]\w*(?:\.[^\W\d]\w*)*) | (?P<sign><>|<=|>=|[-+*/=<>(),])
    )""",
    re.VERBOSE,
)
_UNITS = {"day": "day", "days": "day", "month": "month", "months": "month", "year": "year", "years": "year"}


class Parser:
    """Recursive descent over the tokens of one expression; gives nested tuples."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text.rstrip()):
            match = _TOKEN.match(text, at)
            if not match:
                raise SyntaxError(text[at:])
            self.tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            at = match.end()
        self.at = 0

    def whole(self) -> Node:
        node = self.either()
        if self.at < len(self.tokens):
            raise SyntaxError(f"unexpected {self.tokens[self.at]}")
        return node

    def peek(self, ahead: int = 0) -> str:
        kind, text = self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else ("end", "")
        return text.lower() if kind in {"word", "sign"} else ""

    def take(self, *wanted: str) -> str:
        found = self.peek()
        if found and found in wanted:
            self.at += 1
            return found
        return ""

    def need(self, wanted: str) -> None:
        if not self.take(wanted):
            raise SyntaxError(f"expected {wanted} at token {self.at}")

    def either(self) -> Node:
        node = self.both()
        while self.take("or"):
            node = ("or", node, self.both())
        return node

    def both(self) -> Node:
        node = self.negation()
        while self.take("and"):
            node = ("and", node, self.negation())
        return node

    def negation(self) -> Node:
        return ("not", self.negation()) if self.take("not") else self.nullness()

    def nullness(self) -> Node:
        node = self.comparison()
        while self.take("is"):
            is_negated = self.take("not")
            self.need("null")
            node = ("not", ("null?", node)) if is_negated else ("null?", node)
        return node

    def comparison(self) -> Node:
        node = self.range()
        while sign := self.take("=", "<>", "<=", ">=", "<", ">"):
            node = (sign, node, self.range())
        return node

    def range(self) -> Node:
        node = self.sum()
        while self.peek() in {"in", "between", "like"} or (self.peek() == "not" and self.peek(1)):
            is_negated = self.take("not")
            if self.take("in"):
                found = ("in", node, *self.arguments())
            elif self.take("between"):
                low = self.sum()
                self.need("and")
                found = ("and", (">=", node, low), ("<=", node, self.sum()))
            else:
                self.need("like")
                found = ("like", node, self.sum())
            node = ("not", found) if is_negated else found
        return node

    def sum(self) -> Node:
        node = self.product()
        while sign := self.take("+", "-"):
            if self.at + 1 < len(self.tokens) and self.tokens[self.at][0] == "number" and self.peek(1) in _UNITS:
                number, unit = int(self.tokens[self.at][1]), _UNITS[self.peek(1)]
                self.at += 2
                node = ("shift", node, number if sign == "+" else -number, unit)
            else:
                node = (sign, node, self.product())
        return node

    def product(self) -> Node:
        node = self.unary()
        while sign := self.take("*", "/"):
            node = (sign, node, self.unary())
        return node

    def unary(self) -> Node:
        if self.take("-"):
            return ("negative", self.unary())
        return self.unary() if self.take("+") else self.primary()

    def arguments(self) -> list[Node]:
        self.need("(")
        nodes = [self.either()]
        while self.take(","):
            nodes.append(self.either())
        self.need(")")
        return nodes

    def case(self) -> Node:
        subject = None if self.peek() == "when" else self.either()
        branches = []
        while self.take("when"):
            condition = self.either()
            self.need("then")
            branches.append((("=", subject, condition) if subject else condition, self.either()))
        otherwise = self.either() if self.take("else") else ("constant", None)
        self.need("end")
        return ("case", branches, otherwise)

    def primary(self) -> Node:
        if self.take("("):
            node = self.either()
            self.need(")")
            return node
        if self.take("case"):
            return self.case()
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")
        self.at += 1
        if kind == "text":
            return ("constant", text[1:-1].replace("''", "'"))
        if kind in {"number", "percent"}:
            number = Fraction(text.rstrip("% \n"))
            return ("constant", number / 100 if kind == "percent" else number)
        if kind != "word":
            raise SyntaxError(f"expected a value, found {text}")
        return self.word(text)

    def word(self, text: str) -> Node:
        if text.lower() in {"true", "false", "null"}:
            return ("constant", {"true": True, "false": False, "null": None}[text.lower()])
        if self.at < len(self.tokens) and text.lower() == "date" and self.tokens[self.at][0] == "text":
            self.at += 1
            return ("constant", date.fromisoformat(self.tokens[self.at - 1][1][1:-1]))
        return ("call", text.lower(), self.arguments()) if self.peek() == "(" else ("name", text)
