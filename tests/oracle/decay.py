"""How much of a cancelled deal goes back by its age.

All of it to day 90, then pro rata to day 365, then nothing:

>>> written = {"points": [["90", "100%"], ["365", "0%"]]}
>>> [str(share_at(written, age)) for age in (0, 90, 200, 365, 366)]
['1', '1', '3/5', '0', 'None']
>>> steps = {"steps": [{"before": "90", "share": "100%"}, {"before": "180", "share": "50%"}]}
>>> [str(share_at(steps, age)) for age in (89, 90, 179, 180)]
['1', '1/2', '1/2', 'None']

Two points of one age are a jump, and the later one holds.

>>> str(share_at({"points": [["30", "100%"], ["30", "50%"], ["60", "50%"]]}, 30))
'1/2'
"""

from datetime import date
from fractions import Fraction

from tests.oracle.interpolated import value_at
from tests.oracle.periods import whole_months_between
from tests.oracle.world import number


def age_on(written: dict, begins: date | None, day: date) -> int:
    """The age of a deal: days, or whole months; 0 where its beginning is unknown or still to come."""
    if begins is None or day < begins:
        return 0
    return whole_months_between(begins, day) if written.get("age", "days") == "months" else (day - begins).days


def share_at(written: dict, age: int) -> Fraction | None:
    """The share that goes back; None where the deal is too old to be cancelled."""
    for step in written.get("steps", []):
        if age < int(step["before"]):
            return number(step["share"])
    points = [(Fraction(x), number(y)) for x, y in written.get("points", [])]
    if not points or age > points[-1][0]:
        return None
    return value_at({"below": points[0][1]}, points, Fraction(age))
