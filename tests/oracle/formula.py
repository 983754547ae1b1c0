"""A formula: the value of an expression for one payee in one window; nothing where it is not known.

>>> value("60% * a + 40% * b", {"a": Fraction(11, 10), "b": Fraction(95, 100)}, evaluate)
Fraction(26, 25)
>>> value("a / b - 1", {"a": Fraction(3), "b": Fraction(0)}, evaluate) is None
True
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from tests.oracle.expressions import evaluate
from tests.oracle.model import Value

Evaluate = Callable[[str, Mapping[str, Value]], Value]


def value(text: str, names: Mapping[str, Value], evaluated: Evaluate = evaluate) -> Fraction | None:
    """The value of an expression; a condition and a text have none."""
    found = evaluated(text, names)
    return found if isinstance(found, Fraction) else None
