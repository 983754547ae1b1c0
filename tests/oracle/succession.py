"""A plan that continues another: what moved its measures goes on moving the measures of the same name.

80,000 under the plan of January and February; the first deal of March, 40,000 under the next plan, walks from 80,000 to
120,000. Nothing is kept: the plan before is worked out again, up to the same day, and what fed it feeds this one too.
What it takes back on a day on which this plan has deals comes after them.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.oracle.model import Credit
from tests.oracle.payment import paid_out
from tests.oracle.rules import Measure

if TYPE_CHECKING:
    from tests.oracle.engine import Calculation
    from tests.oracle.to_date import ToDate


def fed(found: "ToDate", measure: Measure) -> list[tuple[Credit, str]]:
    """What moves a measure, each with its owner: the plan's own credits, and those of the plans that it continues."""
    own = found.fed_by_own(measure)
    goes_on = found.last is not None and measure.name in found.last.walks and measure.per not in {"transaction", "plan"}
    if not goes_on:
        return own
    before = fed(found.last, found.last.measures[measure.name])
    return own + [(replace(credit, taken_over=credit.taken_over + 1), owner) for credit, owner in before]


def together(plans: "list[Calculation]") -> dict[str, list[dict]]:
    """The tables of plans that continue each other; payees are settled once, over all of them."""
    whole = (plans[0].world.effective[0], plans[-1].world.effective[1])
    for plan in plans:
        plan.world.whole = whole
    tables: dict[str, list[dict]] = {"credits": [], "measures": [], "earnings": [], "periods": []}
    flows, settled = [], set()
    for plan in plans:
        periods = plan.periods()
        earnings, moved = plan.earnings(periods)
        for name, rows in {**plan.listed(periods), "earnings": earnings}.items():
            tables[name] += rows
        flows += moved
        settled |= set(periods)
    tables["payments"] = paid_out(plans[-1].world, sorted(settled, key=lambda period: period.starts_on), flows)
    return tables
