"""A credit at a place of a measure, written short, for the examples of the rate kinds."""

from datetime import date
from fractions import Fraction

from tests.oracle.model import Credit, Deal, Place
from tests.oracle.world import number


def at(*, base: int = 0, before: object = 0, after: object = 0, table: tuple | list = (), stake: int = 1) -> Place:
    """A place with the given base and measure; numbers and texts such as ``"8%"`` are both read."""
    deal = Deal("deals", "1", {}, {})
    credit = Credit("c", deal, "ana", "direct", None, date(2026, 1, 1), Fraction(1), {}, {}, {})
    return Place(
        credit=credit,
        owner="ana",
        window=(),
        before=number(str(before)),
        after=number(str(after)),
        base=Fraction(base),
        table=tuple((number(str(bound)), number(str(pay))) for bound, pay in table),
        stake=Fraction(stake),
    )
