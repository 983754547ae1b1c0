"""A measure that counts transactions: one for each, minus one for each that is taken back.

>>> reading(moved(moved(START, (Fraction(1),)), (Fraction(1),)))
Fraction(2, 1)
"""

from fractions import Fraction

State = tuple[Fraction, ...]
START: State = (Fraction(0),)


def moved(state: State, counted: State) -> State:
    """The state after one more transaction."""
    return (state[0] + counted[0],)


def reading(state: State) -> Fraction | None:
    """The measure's value in this state."""
    return state[0]
