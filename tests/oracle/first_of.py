"""Credit by the first rule that finds somebody.

>>> first([("partner", True, []), ("owner", True, ["ana"]), ("house", True, ["zoe"])])
['ana']
"""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def first(rules: Iterable[tuple[object, bool | None, list[T]]]) -> list[T]:
    """The recipients of the first rule whose condition holds and that names anybody."""
    return next((found for _, holds, found in rules if holds is True and found), [])
