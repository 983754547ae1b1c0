"""Credits every rule of a plan, or takes what was credited before."""

from typing import TYPE_CHECKING

from attain.runs.crediting.credited import CreditRoom
from attain.runs.crediting.standing import standing
from attain.runs.measuring.ordering import with_ties

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun


def credit(run: "PlanRun") -> None:
    """Give every rule of a plan its ``standing`` rows, in no particular order."""
    room = CreditRoom(run.facts, run.plan, run.members, run.digits, run.findings, not run.facts.is_part)
    for rule in run.credit_rules:
        evaluator = run.evaluator(rule)
        credited = (run.facts.credited or {}).get((str(run.plan.plan), rule))
        if credited is None:
            credited = room.credited(run.credit_rules[rule], evaluator, run.amounts_wanted(rule))
        component = run.components.get(rule)
        clawback = component.clawback if component else None
        made = standing(credited, clawback, evaluator, as_of=run.facts.as_of, digits=run.digits)
        run.standing[rule] = with_ties(made, evaluator, run.plan.order)
