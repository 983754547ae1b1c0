"""The shapes that expectations come in: one value, values by payee, values by period, pairs."""

from collections.abc import Iterator, Sequence

from attain.diagnostics import Diagnostic, Place
from attain.documents import Text, YamlList, YamlMap
from attain.documents.nodes import place_of
from attain.periods import Calendar, Found
from attain.questions.examples.rows import unknown_name, unreadable


def by_payee(node: object, payees: Sequence[str]) -> Iterator[tuple[object, str | None] | Diagnostic]:
    """Yield a value for everybody together (None), or the value of each payee named."""
    if not isinstance(node, YamlMap) or not set(node) & set(payees):
        yield node, None
        return
    for payee, value in node.items():
        if payee in payees:
            yield value, str(payee)
        else:
            yield unknown_name(node.key_places.get(payee, node.place), str(payee), payees, "payee of the example")


def by_period(node: object, calendar: Calendar, place: Place) -> Iterator[tuple[object, Found] | Diagnostic]:
    """Yield the value of each period named."""
    if not isinstance(node, YamlMap):
        yield unreadable(at(node, place), "no period is named", "write the values by period, as {2026-01: 500}")
        return
    for name, value in node.items():
        period = calendar.parse(str(name))
        if period is None:
            fix = "write a period of the calendar, such as 2026-01 or 2026-Q1"
            yield unreadable(node.key_places.get(name, node.place), f"'{name}' is no period", fix)
        else:
            yield value, period


def pairs_of(node: object, place: Place, shown: str) -> tuple[list[tuple[Text, Text]], list[Diagnostic]]:
    """Read a list of pairs.

    Args:
        node: the list.
        place: where the example stands.
        shown: a pair as it should be written.
    """
    if not isinstance(node, YamlList):
        return [], [unreadable(at(node, place), "no list of pairs", f"write a list such as [{shown}]")]
    pairs: list[tuple[Text, Text]] = []
    found: list[Diagnostic] = []
    for item in node:
        texts = [one for one in item if isinstance(one, Text)] if isinstance(item, YamlList) else []
        if len(texts) == 2 and len(item) == 2:
            pairs.append((texts[0], texts[1]))
        else:
            found.append(unreadable(at(item, place), "this is no pair", f"write {shown}"))
    return pairs, found


def at(node: object, place: Place) -> Place:
    """Return where a node stands, or else where the example does."""
    return place_of(node) if place_of(node).file else place
