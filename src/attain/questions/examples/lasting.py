"""How long an example of a plan without an end lasts: a contest or a pot that it has begun, it also ends.

A run waits for a window to end; an example is all that is ever known, so its quarter is over with it.
"""

from dataclasses import replace
from datetime import date, timedelta

from attain.plans.model import Plan
from attain.rates import Pool, RankPrize
from attain.runs.inputs.facts import Facts


def to_the_end_of_windows(facts: Facts, plan: Plan) -> Facts:
    """Return the facts of an example, settled to the end of the windows that are shared out when they have ended."""
    if plan.effective.before is not None:
        return facts
    days = [source.frame[source.as_of].max() for source in facts.sources.values() if source.as_of]
    last = max([plan.effective.from_, *(day for day in days if isinstance(day, date))])
    ends = [last]
    for name, component in plan.components.items():
        measure = plan.measure_of(name)
        if isinstance(component.rate, Pool | RankPrize) and measure is not None and measure.per not in _ENDLESS:
            window = facts.calendar.containing(measure.per, last)
            ends += [window.ends_before - timedelta(days=1)] if window is not None else []
    return replace(facts, settled_to={str(plan.plan): max(ends)}) if len(ends) > 1 else facts


_ENDLESS = {"transaction", "plan", "ever"}
