"""formula: what an expression over measures, targets and the payee is worth in a window, to date.

``pay: 5% * (sales.amount - 2 * costs.amount)`` with 90,000 and 12,000 so far pays 5 % of 66,000 = 3,300 to date.
Source: docs/behaviours/windows.md. Oracle: tests/oracle/formula.py.
"""

from collections.abc import Iterator
from typing import Literal

from attain.documents import Expression
from attain.rates.model import Pay, RateModel


class Formula(RateModel):
    """An expression, for what the other kinds do not say.

    Attributes:
        pay: an amount of money, over measures, targets and the payee.
        attribute: where the amount stands: one line for the window.
    """

    kind: Literal["formula"]
    pay: Expression
    attribute: Literal["period"] = "period"

    def pays(self) -> Iterator[Pay]:
        """Yield nothing: the pay is no pay for each credit."""
        yield from ()
