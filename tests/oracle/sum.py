"""A measure that adds up what its credits count.

>>> reading(moved(moved(START, (Fraction(60),)), (Fraction(-20),)))
Fraction(40, 1)
"""

from fractions import Fraction

State = tuple[Fraction, ...]
START: State = (Fraction(0),)


def moved(state: State, counted: State) -> State:
    """The state after one more credit."""
    return (state[0] + counted[0],)


def reading(state: State) -> Fraction | None:
    """The measure's value in this state."""
    return state[0]
