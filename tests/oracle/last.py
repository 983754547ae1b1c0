"""A measure that is reported, not added up: the last report holds; undefined before the first.

>>> reading(moved(moved(START, (Fraction(98, 100),)), (Fraction(95, 100),)))
Fraction(19, 20)
>>> reading(START) is None
True
"""

from fractions import Fraction

State = tuple[Fraction, ...]
START: State = ()


def moved(_state: State, counted: State) -> State:
    """The state after one more report."""
    return counted


def reading(state: State) -> Fraction | None:
    """The measure's value in this state; None before any report."""
    return state[0] if state else None
