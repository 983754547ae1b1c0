"""A measure that divides one sum by another, such as margin over price; undefined while the other sum is 0.

>>> reading(moved(moved(START, (Fraction(10), Fraction(100))), (Fraction(50), Fraction(100))))
Fraction(3, 10)
>>> reading(START) is None
True
"""

from fractions import Fraction

State = tuple[Fraction, ...]
START: State = (Fraction(0), Fraction(0))


def moved(state: State, counted: State) -> State:
    """The state after one more credit: both sums grow."""
    return (state[0] + counted[0], state[1] + counted[1])


def reading(state: State) -> Fraction | None:
    """The measure's value in this state; None while nothing stands below the line."""
    return state[0] / state[1] if state[1] else None
