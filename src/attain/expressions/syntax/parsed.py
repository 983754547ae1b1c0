"""The text of an expression to its tree, within limits that keep it readable and harmless.

Brackets, calls and ``case .. end`` are closed from the inside out, so that no depth of nesting needs recursion.

>>> parsed, problems = parse("amount * 8%", Place("ae.yaml", 8, 20))
>>> sorted(parsed.names), problems
(['amount'], [])
"""

from dataclasses import dataclass, field

from attain.diagnostics import Diagnostic, Place, in_order
from attain.expressions.problems import TOO_LARGE, UNREADABLE
from attain.expressions.syntax.brackets import BracketReader
from attain.expressions.syntax.source import Source, shown
from attain.expressions.syntax.tokens import Token, check_percents, tokens_of
from attain.expressions.syntax.tree import Node, Operation, bottom_up, names_in

CHARACTERS_MOST = 4_000
NODES_MOST = 200

_UNCOUNTED = frozenset({"(", ")", ",", "then", "else", "end"})


@dataclass(frozen=True)
class Parsed:
    """An expression that was read; whether its names exist and its units agree is not known yet.

    Attributes:
        text: the expression as written.
        place: where its first character stands.
        root: its tree.
        names: the names it uses, as written: ``amount``, ``payee.title``, ``bookings.attainment``.
        lookups: the tables it looks up, in order, each once.
        units: the calendar units of its ``start_of`` and ``end_of``.
    """

    text: str
    place: Place
    root: Node = field(repr=False, compare=False)
    names: frozenset[str] = frozenset()
    lookups: tuple[str, ...] = ()
    units: frozenset[str] = frozenset()


def parse(text: str, place: Place) -> tuple[Parsed | None, list[Diagnostic]]:
    """Read an expression; never raises, whatever the text.

    Args:
        text: the expression as the author wrote it.
        place: where its first character stands; problems are placed by column inside a text of one line.

    Returns:
        The expression, or None with at least one diagnostic.
    """
    source = Source(text, place)
    root = _root(source)
    if root is None or source.problems:
        return None, in_order(source.problems)
    operations = [node for node in bottom_up(root) if isinstance(node, Operation)]
    lookups = dict.fromkeys(node.word for node in operations if node.operator == "lookup")
    units = frozenset(node.word for node in operations if node.operator in {"start_of", "end_of"})
    return Parsed(text, place, root, frozenset(names_in(root)), tuple(lookups), units), []


def _root(source: Source) -> Node | None:
    if len(source.text) > CHARACTERS_MOST:
        what = f"the text has {len(source.text)} characters, the most is {CHARACTERS_MOST}"
        source.report(TOO_LARGE, 0, what, "split it into columns, tables or components")
        return None
    tokens = tokens_of(source)
    check_percents(source, tokens)
    _check_size(source, tokens)
    if source.problems:
        return None
    if not tokens:
        source.report(UNREADABLE, 0, f"{shown(source.text)} is empty", "write a condition or a value")
        return None
    try:
        return BracketReader(source).read(tokens)
    except RecursionError:  # the limits above keep well clear of it; a parser is nobody's proof
        source.report(TOO_LARGE, 0, "the text is nested too deeply", "split it into columns, tables or components")
        return None


def _check_size(source: Source, tokens: list[Token]) -> None:
    counted = [token for token in tokens if token.word not in _UNCOUNTED]
    if len(counted) > NODES_MOST:
        what = f"the expression has {len(counted)} values and operators, the most is {NODES_MOST}"
        source.report(TOO_LARGE, counted[NODES_MOST].at, what, "move the list or the cases into a table and use lookup")
