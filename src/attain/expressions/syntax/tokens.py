"""Text to tokens: exact numbers, texts, words and signs, each with its position.

Two additions to SQL are read here, before any parser sees the text: ``90%`` is one literal, and ``+ 90 days`` keeps
its unit.
"""

import itertools
import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from attain.expressions.problems import (
    BAD_DAY,
    BAD_PERIOD,
    DOUBLE_QUOTES,
    MODULO,
    NOT_ALLOWED,
    UNREADABLE,
)
from attain.expressions.syntax.source import Source, shown

TokenKind = Literal["number", "percent", "span", "text", "day", "name", "call", "word", "sign"]

WORDS = frozenset({
    *("and", "or", "not", "in", "between", "like", "is", "null", "true", "false"),
    *("case", "when", "then", "else", "end"),
})  # fmt: skip
REFUSED_WORDS = frozenset({
    *("select", "from", "where", "union", "intersect", "except", "join", "having", "over", "cast", "exists"),
    *("distinct", "interval", "ilike", "similar", "collate", "as", "insert", "update", "delete", "drop", "create"),
})  # fmt: skip
UNITS = {"day": 1, "days": 1, "month": 1, "months": 1, "year": 12, "years": 12}
SPAN_MOST = 40_000  # days in more than a century: a longer one is a slip
DIGITS_MOST = (18, 12)  # before and after the point

_LEXEME = re.compile(
    r"""(?P<space>\s+) | (?P<number>\d[\d_]*(?:\.\d+)?|\.\d+) | (?P<text>'(?:[^']|'')*')
    | (?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*) | (?P<refused>--|/\*|\*/|::|\|\||!=|==|"[^"]*"?)
    | (?P<sign><>|<=|>=|[-+*/=<>(),%]) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_REFUSED_PAIRS = {
    "--": (NOT_ALLOWED, "a comment", "put comments in the YAML text; minus a negative number is - (-3)"),
    "/*": (NOT_ALLOWED, "a comment", "put comments in the YAML text"),
    "*/": (NOT_ALLOWED, "the end of a comment", "put comments in the YAML text"),
    "::": (NOT_ALLOWED, "a cast", "give the column its type where the source is declared"),
    "||": (NOT_ALLOWED, "texts joined", "make the joined text a column of the source"),
    "!=": (UNREADABLE, "not the sign for unequal", "write <>"),
    "==": (UNREADABLE, "not the sign for equal", "write ="),
}
_REFUSED_CHARACTERS = {
    ";": (NOT_ALLOWED, "the end of a statement", "write one expression"),
    "‘’“”": (UNREADABLE, "a printed quote", "write the straight quote '"),
    "≥≤≠−×÷": (UNREADABLE, "a printed sign", "write >= <= <> - * /"),
    "$?:@": (NOT_ALLOWED, "a parameter", "name a column or write the value"),
}
PROBLEMS_MOST = 5  # after so many the text is no expression, and more messages do not help


@dataclass(frozen=True)
class Token:
    """A piece of the author's text: what it is, where it begins and ends, and the value of a literal."""

    kind: TokenKind
    text: str
    at: int
    end: int
    value: Fraction | str | date | tuple[int, str] | None = None

    @property
    def word(self) -> str:
        """The keyword or sign in lower case; empty for anything else."""
        return self.text.lower() if self.kind in {"word", "sign"} else ""

    @property
    def is_operand(self) -> bool:
        """Whether it stands for a value by itself."""
        return self.kind not in {"call", "word", "sign"} or self.word in {"null", "true", "false"}

    @property
    def begins_operand(self) -> bool:
        """Whether a value begins here."""
        return self.is_operand or self.kind == "call" or self.word in {"(", "case"}


def tokens_of(source: Source) -> list[Token]:
    """Split the text; problems are added to the source, and the rest is still read."""
    lexemes = _lexemes(source)
    tokens: list[Token] = []
    index = 0
    while index < len(lexemes):
        following = lexemes[index + 1] if index + 1 < len(lexemes) else None
        token, used = _joined(source, tokens[-1] if tokens else None, lexemes[index], following)
        index += used
        if token:
            tokens.append(token)
    return tokens


def _lexemes(source: Source) -> list[Token]:
    found: list[Token] = []
    for match in _LEXEME.finditer(source.text):
        kind, text = match.lastgroup, match.group()
        at, end = match.span()
        if kind == "name":
            found.append(_word(source, text, at))
        elif kind == "number":
            found.append(_number(source, text, at))
        elif kind == "text":
            found.append(Token("text", text, at, end, text[1:-1].replace("''", "'")))
        elif kind == "sign":
            found.append(Token("sign", text, at, end))
        elif kind != "space":
            _refuse(source, text, at)
            if text == "'" or len(source.problems) >= PROBLEMS_MOST:
                break
    return found


def _word(source: Source, text: str, at: int) -> Token:
    lower = text.lower()
    if lower in REFUSED_WORDS:
        fix = "write a condition or a value over the columns of one row"
        source.report(NOT_ALLOWED, at, f"{shown(text)} is SQL, but not part of an expression", fix)
    kind: TokenKind = "word" if lower in WORDS else "name"
    return Token(kind, text, at, at + len(text))


def _number(source: Source, text: str, at: int) -> Token:
    whole, _, decimals = text.replace("_", "").partition(".")
    if len(whole.lstrip("0")) > DIGITS_MOST[0] or len(decimals) > DIGITS_MOST[1]:
        fix = f"at most {DIGITS_MOST[0]} digits before the point and {DIGITS_MOST[1]} after it"
        source.report(UNREADABLE, at, f"{shown(text)} has too many digits", fix)
        return Token("number", text, at, at + len(text), Fraction(0))
    return Token("number", text, at, at + len(text), Fraction(f"{whole or 0}.{decimals or 0}"))


def _refuse(source: Source, text: str, at: int) -> None:
    if text.startswith('"'):
        inner = text.strip('"')
        fix = f"write '{inner[:40]}' for a text; a column stands without quotes"
        source.report(DOUBLE_QUOTES, at, f"{shown(text)}: double quotes name a column in SQL", fix)
        return
    if text == "'":
        fix = "close it with '; a quote inside a text is written ''"
        source.report(UNREADABLE, at, f"{shown(source.text[at:])} has no closing quote", fix)
        return
    unknown = (UNREADABLE, "a character no expression has", "take it out")
    of_character = next((refusal for signs, refusal in _REFUSED_CHARACTERS.items() if text in signs), unknown)
    code, what, fix = _REFUSED_PAIRS.get(text, of_character)
    source.report(code, at, f"{shown(text)} is {what}", fix)


def _joined(source: Source, previous: Token | None, token: Token, following: Token | None) -> tuple[Token | None, int]:
    """Join a lexeme with the next where the two are one token; give the token and how many lexemes it took."""
    if token.word == "%":
        fix = "the remainder of a division is mod(a, b); a percent is a number and %, such as 90%"
        source.report(MODULO, token.at, "'%' does not follow a number", fix)
        return None, 1
    if following and token.kind == "number":
        return _joined_number(source, previous, token, following)
    if following and token.kind == "name":
        if following.word == "(":
            return replace(token, kind="call"), 1
        if following.kind == "text" and token.text.lower() == "date":
            return _day(source, token, following), 2
    return token, 1


def _joined_number(source: Source, previous: Token | None, token: Token, following: Token) -> tuple[Token, int]:
    number = token.value
    assert isinstance(number, Fraction)
    if following.word == "%":
        return Token("percent", f"{token.text}%", token.at, following.end, number / 100), 2
    if following.kind != "name":
        return token, 1
    unit = following.text.lower()
    text = source.text[token.at : following.end]
    if unit not in UNITS:
        fix = "write thousands with all their digits (100000), and a time as days, months or years"
        source.report(UNREADABLE, token.at, f"{shown(text)} is a number with a word behind it", fix)
    elif not previous or previous.word not in {"+", "-"}:
        fix = "add it to a date: close_date + 90 days. A count of days is a plain number: 90"
        source.report(BAD_PERIOD, token.at, f"{shown(text)} does not follow + or -", fix)
    elif number.denominator != 1 or number > SPAN_MOST:
        fix = f"write a whole number, at most {SPAN_MOST}"
        source.report(BAD_PERIOD, token.at, f"{shown(text)} is not a whole number of {unit}", fix)
    value = (int(number) * UNITS.get(unit, 1), "day" if unit.startswith("day") else "month")
    return Token("span", text, token.at, following.end, value), 2


def _day(source: Source, word: Token, text: Token) -> Token:
    day = day_of(str(text.value))
    if not day:
        fix = "write it as date '2026-01-31'"
        source.report(BAD_DAY, text.at, f"{shown(str(text.value))} is not a date", fix)
    return Token("day", source.text[word.at : text.end], word.at, text.end, day or date.min)


def day_of(text: str) -> date | None:
    """Read an ISO date such as ``2026-01-31``; None if it is none.

    >>> day_of("2026-01-31"), day_of("31.01.2026"), day_of("2026-02-30")
    (datetime.date(2026, 1, 31), None, None)
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, flags=re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def check_percents(source: Source, tokens: list[Token]) -> None:
    """Report ``90 % 7``: a percent directly before another value is a modulo in disguise."""
    for token, following in itertools.pairwise(tokens):
        if token.kind == "percent" and following.begins_operand:
            fix = "the remainder of a division is mod(a, b)"
            source.report(MODULO, token.end - 1, f"'%' stands between {shown(token.text)} and a value", fix)
