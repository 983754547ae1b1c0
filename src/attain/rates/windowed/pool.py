"""pool: a pot that is shared out among those who qualify, to the last minor unit.

A pot of 100.00 for three equal members pays 33.34, 33.33 and 33.33: every part is cut down to whole minor units, and
what is left over goes to the largest remainders, ties in the order of payees.
Source: docs/behaviours/windows.md. Oracle: tests/oracle/pool.py.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Literal

from pydantic import Field

from attain.documents import Expression
from attain.money import Rounding, largest_remainder
from attain.rates.model import Pay, RateModel

EQUAL = "equal"


class Pool(RateModel):
    """A pot, shared out once its window has ended.

    Attributes:
        pot: what there is to share, for the whole window.
        among: who takes part; everybody on the plan when absent.
        share: equal, or what each takes part with, such as sales.amount.
        shares: whether it is a part of the shares of all, or of the pot itself.
    """

    kind: Literal["pool"]
    pot: Expression
    among: Expression | None = None
    share: Expression = Field(default_factory=lambda: Expression(EQUAL))
    shares: Literal["of_total", "of_pot"] = "of_total"

    @property
    def is_equal(self) -> bool:
        """Whether everybody takes the same part."""
        return str(self.share).strip() == EQUAL

    def pays(self) -> Iterator[Pay]:
        """Yield nothing: a pot is no pay for each."""
        yield from ()


def parts_of_pot(shares: Sequence[Fraction], *, of_total: bool) -> list[Fraction]:
    """Return each member's part of the pot; nothing for anybody where the shares add up to nothing.

    >>> parts_of_pot([Fraction(1), Fraction(3)], of_total=True)
    [Fraction(1, 4), Fraction(3, 4)]
    """
    total = sum(shares, Fraction(0))
    if not of_total:
        return list(shares)
    return [share / total if total else Fraction(0) for share in shares]


def shared_out(pot: Fraction, parts: Sequence[Fraction], rounding: Rounding) -> list[int]:
    """Share a pot (in minor units) out; the amounts add up to the pot times the sum of the parts, rounded once.

    >>> shared_out(Fraction(10000), [Fraction(1, 3)] * 3, Rounding())
    [3334, 3333, 3333]
    """
    return largest_remainder(pot, parts, rounding)
