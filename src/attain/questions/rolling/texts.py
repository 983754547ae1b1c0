"""A plan's text for the next year: another name and other days; comments, order and layout stay as they are.

The days of its examples are those of the next year, so that they say again what the plan pays. What else still names
the old year is listed, and not guessed at.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML

from attain.questions.rolling.years import Years

_YEAR = re.compile(r"(19|20)\d{2}(?!.*(19|20)\d{2})")
_LONGEST = 63
_EXAMPLES, _CONTINUES = "examples", "continues"
_MAPPING, _SEQUENCE = "mapping", "sequence"  # what the parser calls nodes


@dataclass(frozen=True)
class NextText:
    """The text of a plan for the next year.

    Attributes:
        text: all of it.
        lines: those, from 1, that still name the old year or a plan of it, examples aside.
    """

    text: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class _Edit:
    starts: int
    ends: int
    said: str


def next_name(name: str, years: Years) -> str:
    """Name what follows: the year in it is the next, or the next is added.

    >>> from attain.periods import Calendar
    >>> from attain.questions.rolling.years import years_of
    >>> years = years_of(Calendar(), "2026")
    >>> next_name("ae_2026", years), next_name("sales", years)
    ('ae_2027', 'sales_2027')
    """
    following = years.digits[1]
    found = _YEAR.sub(following, name)
    return found if found != name else f"{name[: _LONGEST - 5]}_{following}"


def next_text(text: str, years: Years, renamed: Mapping[str, str], *, continues: bool) -> NextText:
    """Write the text of a plan for the next year.

    Args:
        text: the plan, which could be read.
        years: this year and the next.
        renamed: the name of every plan that is rolled over, and what it is called next year.
        continues: whether it goes on with the measures of the plan before it.
    """
    root = _root(text)
    parts: dict[str, Any] = {str(key.value): (key, value) for key, value in root.value}
    name = str(parts["plan"][1].value)
    edits = [_said(parts["plan"][1], renamed[name])]
    edits += [_said(value, str(day)) for value, day in _days(parts["effective"][1], years)]
    edits += [_said(one, renamed[one.value]) for one in _named(parts.get("alongside")) if one.value in renamed]
    edits += list(_continuing(text, parts, name, continues=continues))
    if _EXAMPLES in parts:
        moved = ((one, years.said(str(one.value))) for one in _dated(parts[_EXAMPLES][1]))
        edits += [_said(one, said) for one, said in moved if said is not None]
    for edit in sorted(edits, key=lambda one: one.starts, reverse=True):
        text = text[: edit.starts] + edit.said + text[edit.ends :]
    return NextText(text, tuple(_still_named(text, {years.digits[0], *renamed})))


def without_examples(text: str, lines: frozenset[int]) -> str:
    """Leave out the examples of a plan that begin on some lines; all of the key where none is left.

    Raises:
        ValueError: they do not stand on lines of their own.
    """
    if not lines:
        return text
    root = _root(text)
    key, found = next((key, value) for key, value in root.value if key.value == _EXAMPLES)
    if found.id != _SEQUENCE or found.flow_style:
        raise ValueError("its examples do not stand on lines of their own")
    written = text.splitlines(keepends=True)
    starts: list[int] = [one.start_mark.line for one in found.value]
    if len({*starts, key.start_mark.line}) <= len(starts):
        raise ValueError("its examples do not stand on lines of their own")
    end = _end_of(found, written)
    spans = dict(zip(starts, [*starts[1:], end], strict=True))
    gone = {at for begin, before in spans.items() if begin + 1 in lines for at in range(begin, before)}
    if lines - {begin + 1 for begin in starts}:
        raise ValueError("its examples do not stand on lines of their own")
    if all(begin + 1 in lines for begin in starts):
        gone |= set(range(key.start_mark.line, end))
    return "".join(line for at, line in enumerate(written) if at not in gone)


def _end_of(found: Any, written: list[str]) -> int:
    """The line after the last that an example stands on; what follows in the text begins at the margin."""
    at = int(found.value[-1].start_mark.line) + 1
    while at < len(written) and (not written[at].strip() or written[at][0] in " \t-"):
        at += 1
    return at


def _root(text: str) -> Any:  # a node of the parser, which has no types
    made: Any = YAML(typ="rt")
    return made.compose(text)


def _days(effective: Any, years: Years) -> Iterator[tuple[Any, object]]:
    wanted = {"from": years.new.starts_on, "before": years.new.ends_before}
    for key, value in effective.value:
        if key.value in wanted:
            yield value, wanted[key.value]


def _named(part: tuple[Any, Any] | None) -> list[Any]:
    return [] if part is None else list(_scalars(part[1], with_keys=False))


def _continuing(text: str, parts: Mapping[str, tuple[Any, Any]], name: str, *, continues: bool) -> Iterator[_Edit]:
    """What it continues: the plan before it, or nothing."""
    if _CONTINUES in parts:
        key, value = parts[_CONTINUES]
        starts = text.rfind("\n", 0, key.start_mark.index) + 1
        yield _said(value, name) if continues else _Edit(starts, _line_after(text, value.end_mark.index), "")
    elif continues:
        at = _line_after(text, parts["plan"][1].end_mark.index)
        ends = "" if text[:at].endswith("\n") else "\n"
        yield _Edit(at, at, f"{ends}{_CONTINUES}: {name}\n")


def _line_after(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _said(node: Any, said: str) -> _Edit:
    quote = node.style if node.style in {"'", '"'} else ""
    return _Edit(node.start_mark.index, node.end_mark.index, f"{quote}{said}{quote}")


def _scalars(node: Any, *, with_keys: bool = True) -> Iterator[Any]:
    if node.id == _MAPPING:
        for key, value in node.value:
            if with_keys:
                yield from _scalars(key)
            yield from _scalars(value, with_keys=with_keys)
    elif node.id == _SEQUENCE:
        for one in node.value:
            yield from _scalars(one, with_keys=with_keys)
    elif node.style not in {"|", ">"}:
        yield node


def _dated(node: Any, key: str = "") -> Iterator[Any]:
    """The scalars that may be a day or a period; a bare number is a year only as a key, or under ``period``."""
    if node.id == _MAPPING:
        for one, value in node.value:
            yield one
            yield from _dated(value, str(one.value))
    elif node.id == _SEQUENCE:
        for one in node.value:
            yield from _dated(one, key)
    elif key == "period" or not str(node.value).isdigit():
        yield node


def _still_named(text: str, names: set[str]) -> Iterator[int]:
    words = re.compile("|".join(rf"(?<![A-Za-z0-9_]){re.escape(one)}(?![A-Za-z0-9_])" for one in sorted(names)))
    found: set[int] = set()
    for key, value in _root(text).value:
        if key.value not in {_EXAMPLES, _CONTINUES, "effective"}:
            found |= {int(one.start_mark.line) + 1 for one in _scalars(value) if words.search(str(one.value))}
    yield from sorted(found)
