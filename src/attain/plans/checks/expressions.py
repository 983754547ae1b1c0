"""Expressions of a plan, read and checked in the scope where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from attain.diagnostics import Code, Diagnostic, Place
from attain.documents import Text, place_of
from attain.expressions import Parsed, Scope, ValueKind, Wanted, compile_expression, constant, parse
from attain.expressions.problems import NOT_WANTED
from attain.expressions.syntax.source import Source
from attain.expressions.syntax.tree import Name, bottom_up
from attain.rates.problems import VARYING_DIVISOR

# Kinds that are a part of something; every other number is an amount.
SHARES: frozenset[ValueKind] = frozenset({"percent", "ratio"})


@dataclass(frozen=True)
class Read:
    """What is known of an expression without calculating it.

    Attributes:
        problems: what is wrong with it; empty when it can be calculated.
        kind: what its value is; None when that is not known.
        constant: its value, if it is only a number such as ``8%``.
    """

    problems: tuple[Diagnostic, ...] = ()
    kind: ValueKind | None = None
    constant: Fraction | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is a percent or a ratio."""
        return self.kind in SHARES


@dataclass(frozen=True)
class Checker:
    """Checks the expressions that stand in one scope; without a scope only how they are written."""

    scope: Scope | None

    def read(self, text: Text, wanted: Wanted = "any", *, exact: bool = False) -> Read:
        """Read an expression.

        Args:
            text: the expression.
            wanted: the kind of value needed.
            exact: it may not divide by something that differs from row to row.
        """
        parsed, problems = parsed_of(text)
        if parsed is None or self.scope is None:
            return Read(problems)
        compiled, found = compile_expression(parsed, self.scope, wanted)
        if compiled is None:
            return Read(tuple(found))
        if exact and not isinstance(compiled.denominator, int):
            what = f"'{text}' divides by a value that differs from row to row"
            fix = "multiply in 'value', such as value: amount * cost / price with rate: 100%, or divide by a constant"
            return Read((Diagnostic.of(VARYING_DIVISOR, place_of(text), what, fix),), compiled.kind)
        return Read((), compiled.kind, constant(parsed))

    def condition(self, text: Text | None) -> Iterator[Diagnostic]:
        """Check a condition."""
        yield from self._plain(text, "boolean")

    def day(self, text: Text | None) -> Iterator[Diagnostic]:
        """Check a date."""
        yield from self._plain(text, "date")

    def value(self, text: Text | None) -> Iterator[Diagnostic]:
        """Check a value of any kind."""
        yield from self._plain(text, "any")

    def word(self, text: Text | None) -> Iterator[Diagnostic]:
        """Check a text."""
        yield from self._plain(text, "text")

    def number(self, text: Text | None) -> Iterator[Diagnostic]:
        """Check a number of any unit."""
        yield from self._plain(text, "numeric")

    def money(self, text: Text | None, negative: Code) -> Iterator[Diagnostic]:
        """Check an amount of money; a percent is none, and a constant below 0 has a code of its own."""
        if text is None:
            return
        found = self.read(text, "numeric", exact=True)
        yield from found.problems
        if found.is_share:
            fix = "write an amount of money, such as 2000, or a percent of one, such as 50% * target_incentive"
            yield Diagnostic.of(NOT_WANTED, place_of(text), f"'{text}' is {_noun(found.kind)}, no amount of money", fix)
        elif found.constant is not None and found.constant < 0:
            yield Diagnostic.of(negative, place_of(text), f"'{text}' is below 0", f"write {-found.constant}, or 0")

    def share(self, text: Text | None, negative: Code, *, exact: bool = True) -> Iterator[Diagnostic]:
        """Check a percent; a constant below 0 has a code of its own."""
        if text is None:
            return
        found = self.read(text, "percent", exact=exact)
        yield from found.problems
        if found.constant is not None and found.constant < 0:
            yield Diagnostic.of(negative, place_of(text), f"'{text}' is below 0", "write a percent of 0 or more")

    def _plain(self, text: Text | None, wanted: Wanted) -> Iterator[Diagnostic]:
        if text is not None:
            yield from self.read(text, wanted).problems


def _noun(kind: ValueKind | None) -> str:
    return "a percent" if kind == "percent" else "a ratio"


def parsed_of(text: Text) -> tuple[Parsed | None, tuple[Diagnostic, ...]]:
    """Parse an expression, once."""
    return _parsed(str(text), place_of(text))


@lru_cache(maxsize=4096)
def _parsed(text: str, place: Place) -> tuple[Parsed | None, tuple[Diagnostic, ...]]:
    parsed, problems = parse(text, place)
    return parsed, tuple(problems)


def place_in(text: Text, name: str) -> Place:
    """Return where an expression uses a name for the first time."""
    parsed, _ = parsed_of(text)
    if parsed is None:
        return place_of(text)
    found = [node.at for node in bottom_up(parsed.root) if isinstance(node, Name) and node.name == name]
    return Source(parsed.text, parsed.place).place_of(min(found, default=0))


def names_in(text: Text | None) -> frozenset[str]:
    """Return the names an expression uses; none when it cannot be read."""
    parsed = parsed_of(text)[0] if text is not None else None
    return parsed.names if parsed is not None else frozenset()


def constant_of(text: Text) -> Fraction | None:
    """Return the number that an expression is, if it is only one."""
    parsed, _ = parsed_of(text)
    return constant(parsed) if parsed is not None else None
