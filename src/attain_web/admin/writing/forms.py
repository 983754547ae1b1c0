"""A plan as a form: every value of its text as a field, and one field changed is one value of the text changed.

The text stays the plan: comments, order and layout are as they were, and only the value that was changed is another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

LEFT_OUT = frozenset({"examples"})
LONGEST = 120


@dataclass(frozen=True)
class Field:
    """A value of a plan.

    Attributes:
        path: its keys and numbers, joined by dots; the name of the field.
        label: the last of them, with the number of its item.
        text: as it stands, without quotation marks.
        line: where it stands, from 1.
        starts, ends: its place in the text, quotation marks included.
        quote: the mark around it; empty for none.
    """

    path: str
    label: str
    text: str
    line: int
    starts: int
    ends: int
    quote: str


@dataclass(frozen=True)
class Section:
    """The values under a top-level key, and under the parts of one."""

    title: str
    fields: tuple[Field, ...]


class NotAValue(Exception):
    """What was typed would be more than one value of the text."""


def sections_of(text: str) -> list[Section]:
    r"""Return the values of a plan's text; none where the text cannot be read.

    >>> [(s.title, [(f.path, f.text) for f in s.fields]) for s in sections_of("plan: ae # mine\nrate: {value: 5%}\n")]
    [('Plan', [('plan', 'ae')]), ('Rate', [('rate.value', '5%')])]
    """
    found: dict[str, list[Field]] = {}
    for keys, node in _values(text):
        if keys[0] in LEFT_OUT:
            continue
        title = " ".join(keys[:2] if len(keys) > 3 else keys[:1]).replace("_", " ")
        found.setdefault(title[:1].upper() + title[1:], []).append(_field(keys, node))
    return [Section(title, tuple(fields)) for title, fields in found.items()]


def with_value(text: str, path: str, typed: str) -> str:
    r"""Return a plan's text with one value changed.

    Raises:
        NotAValue: there is no such value, or what was typed has a line break or would end the value.

    >>> with_value("rate: 5%  # of the amount\n", "rate", "6%")
    'rate: 6%  # of the amount\n'
    """
    for keys, node in _values(text):
        if ".".join(keys) != path:
            continue
        one = _field(keys, node)
        wanted = typed.strip()
        if "\n" in wanted or "\r" in wanted:
            raise NotAValue("a value is one line")
        said = f"{one.quote}{_escaped(wanted, one.quote)}{one.quote}"
        changed = text[: one.starts] + said + text[one.ends :]
        if [k for k, _ in _values(changed)] != [k for k, _ in _values(text)]:
            raise NotAValue(f"'{wanted}' is more than one value; write it in the text")
        return changed
    raise NotAValue(f"the plan has no value '{path}'")


def _escaped(text: str, quote: str) -> str:
    return (
        text.replace("'", "''") if quote == "'" else text.replace("\\", "\\\\").replace('"', '\\"') if quote else text
    )


def _field(keys: Sequence[str], node: ScalarNode) -> Field:
    quote = node.style if node.style in {"'", '"'} else ""
    label = keys[-1] if not keys[-1].isdigit() else f"{keys[-2]} {int(keys[-1]) + 1}" if len(keys) > 1 else keys[-1]
    if len(keys) > 1 and keys[-2].isdigit():
        label = f"{keys[-3] if len(keys) > 2 else ''} {int(keys[-2]) + 1}, {keys[-1]}".strip()
    return Field(
        ".".join(keys),
        label.replace("_", " "),
        str(node.value),
        node.start_mark.line + 1,
        node.start_mark.index,
        node.end_mark.index,
        quote,
    )


def _values(text: str) -> list[tuple[tuple[str, ...], ScalarNode]]:
    try:
        node = YAML(typ="rt").compose(text)
    except YAMLError:
        return []
    return list(_below(node, ())) if node is not None else []


def _below(node: Node, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], ScalarNode]]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _below(value, (*keys, str(key.value)))
    elif isinstance(node, SequenceNode):
        for number, value in enumerate(node.value):
            yield from _below(value, (*keys, str(number)))
    elif isinstance(node, ScalarNode) and keys and node.style not in {"|", ">"} and len(str(node.value)) <= LONGEST:
        yield keys, node
