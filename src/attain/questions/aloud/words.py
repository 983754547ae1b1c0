"""The words of a reading: numbers with their separators, lists, and keys that no sentence of their own knows yet."""

import re
from collections.abc import Iterator, Sequence
from typing import cast

from attain.documents import Model, Quantity

_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d[\d_]*)(?P<rest>\.\d+)?\s*(?P<percent>%?)")


def spoken(value: object) -> str:
    """Write a number as people do, and anything else as the plan has it; no digit is added or lost.

    >>> spoken("100000"), spoken("8%"), spoken("12.5 %"), spoken("payee.commission * 50%")
    ('100,000', '8 %', '12.5 %', 'payee.commission * 50%')
    """
    text = value.text if isinstance(value, Quantity) else str(value)
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return " ".join(text.split())
    whole = f"{int(found['whole'].replace('_', '')):,}"
    return f"{found['sign']}{whole}{found['rest'] or ''}{' %' if found['percent'] else ''}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Join the parts of a list.

    >>> listed(["a"]), listed(["a", "b"], "or"), listed(["a", "b", "c"])
    ('a', 'a or b', 'a, b and c')
    """
    return f" {last} ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def others(model: Model, *known: str) -> Iterator[str]:
    """Read the keys that are written and have no sentence of their own, so that a reading leaves nothing out."""
    for key, value in model.node.items():
        if key not in known:
            yield f"{key}: {plain(value)}."


def plain(value: object) -> str:
    """Write a node of a document on one line.

    >>> plain({"a": ["1", "2"]})
    'a: 1, 2'
    """
    if isinstance(value, dict):
        held = cast("dict[str, object]", value)
        return "; ".join(f"{key}: {plain(each)}" for key, each in held.items())
    if isinstance(value, list):
        return ", ".join(plain(each) for each in cast("list[object]", value))
    return spoken(value)


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop.

    >>> sentence("pay 8 %"), sentence("Why not?")
    ('Pay 8 %.', 'Why not?')
    """
    stop = "" if text.endswith((".", "!", "?")) else "."
    return f"{text[:1].upper()}{text[1:]}{stop}"
