"""What one payment gives back of what is owed: at most a share of what is earned beyond ``keep``, and an amount.

Half of what is earned: 1,000 are owed and 600 earned, 300 go back.

>>> str(given_back({"percent": "50%"}, owed=Fraction(1000), gross=Fraction(600), keep=Fraction(0), most=None))
'300'
>>> str(given_back({}, owed=Fraction(1000), gross=Fraction(600), keep=Fraction(100), most=Fraction(250)))
'250'

Without a limit all of it does, whatever is earned.

>>> str(given_back(None, owed=Fraction(1000), gross=Fraction(600), keep=Fraction(0), most=None))
'1000'
"""

from fractions import Fraction

from tests.oracle.world import number


def given_back(
    written: dict | None, *, owed: Fraction, gross: Fraction, keep: Fraction, most: Fraction | None
) -> Fraction:
    """What goes back now, not yet rounded."""
    if written is None:
        return owed
    share = number(written.get("percent", "100%")) * max(Fraction(0), gross - keep)
    return min(owed, share) if most is None else min(owed, share, most)
