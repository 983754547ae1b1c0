"""Order sensitivity: what a payee would earn if the same deals of a pay period came in another order.

Two deals of 60,000, 5 % to 100,000 and 10 % beyond, one of them doubled: 10,000 when that one comes first, 11,000 when
it comes last. Deals change places only inside their pay period.
"""

from dataclasses import dataclass

from attain.questions.lint.deals.deal_order import ranges_of
from attain.questions.whatif.asking import WhatIf


@dataclass(frozen=True)
class Reordered:
    """What one component earns the payee in one pay period in the worst and the best order seen, in minor units."""

    plan: str
    component: str
    period: str
    low: int
    high: int


def in_other_orders(what_if: WhatIf) -> list[Reordered]:
    """Try orders by what deals are paid, by their size and by their date, each both ways.

    Returns:
        The components and pay periods whose total depends on the order; none where it does not.
    """
    found: list[Reordered] = []
    for name, run in what_if.results.runs.items():
        if run.plan not in what_if.plans:
            continue
        for component in run.credited:
            if run.plan.is_windowed(component):
                continue
            own = [one for one in ranges_of(run, component) if one.payee == what_if.payee]
            found += [Reordered(name, component, one.period, one.low, one.high) for one in own]
    return found
