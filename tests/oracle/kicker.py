"""A kicker: an extra rate on the base, or extra money for the credit, taken back with a return.

>>> kicked(Fraction(80), base=Fraction(1000), add=Fraction(2, 100), is_percent=True)
Fraction(100, 1)
>>> kicked(Fraction(-80), base=Fraction(-1000), add=Fraction(50), is_percent=False)
Fraction(-130, 1)
"""

from fractions import Fraction


def kicked(line: Fraction, *, base: Fraction, add: Fraction, is_percent: bool) -> Fraction:
    """The line with the kicker added; money has the sign of the base."""
    if is_percent:
        return line + base * add
    return line - add if base < 0 else line + add
