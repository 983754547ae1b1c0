r"""The lines of a plan that a number comes from.

>>> text = "components:\n  new:\n    rate:\n      kind: flat_rate\n      pay: 8%\n    release: []\n"
>>> excerpt(text, Place("plans/ae.yaml", 3, 5), [5]).lines
('    rate:', '      kind: flat_rate', '      pay: 8%')
"""

from collections.abc import Iterable, Sequence

from attain.diagnostics import Place
from attain.statements.model import Excerpt

MOST_LINES = 40


def excerpt(text: str, place: Place, marked: Iterable[int] = (), *, is_block: bool = False) -> Excerpt | None:
    """Return the line at a place and everything that is indented below it, at most 40 lines.

    Args:
        text: the whole document.
        place: where a key of it stands.
        marked: numbers of the lines that matter; those outside the excerpt are left out.
        is_block: the place is the first key of a mapping, and all of its keys are wanted.
    """
    lines = text.splitlines()
    first = place.line
    if not 1 <= first <= len(lines):
        return None
    depth = _depth(lines[first - 1]) - is_block
    last = first
    while last < len(lines) and last - first + 1 < MOST_LINES and _belongs(lines[last], depth):
        last += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    kept = tuple(number for number in sorted(set(marked)) if first <= number <= last)
    return Excerpt(place.file, first, tuple(lines[first - 1 : last]), kept)


def _depth(line: str) -> int:
    """How far a line is indented; the dash of a list item counts as indentation."""
    return len(line) - len(line.lstrip(" "))


def _belongs(line: str, depth: int) -> bool:
    return not line.strip() or _depth(line) > depth


def around(whole: Excerpt, numbers: Sequence[int]) -> Excerpt | None:
    """Cut an excerpt down to some lines and one more on either side; None when it has none of them."""
    last = whole.first_line + len(whole.lines) - 1
    inside = [number for number in numbers if whole.first_line <= number <= last]
    if not inside:
        return None
    first, end = max(whole.first_line, min(inside) - 1), min(last, max(inside) + 1)
    lines = whole.lines[first - whole.first_line : end - whole.first_line + 1]
    return Excerpt(whole.file, first, lines, tuple(sorted(inside)))
