"""Every clawback policy side by side: what the same cancellations take back under each of them.

Deals of 80,000, 40,000 and 50,000 on 5 % to 100,000 and 10 % beyond pay 12,000. When the first is cancelled,
``original_rate`` takes back 4,000, ``rerate`` 7,500 over all three lines, and ``unwind`` 7,500 in one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from attain.diagnostics import Code, Diagnostic, Place, has_errors
from attain.plans import Plan
from attain.questions.whatif.asking import WhatIf
from attain.questions.whatif.edits import GIVEN, Edit, EditReader
from attain.questions.whatif.problems import NO_CLAWBACK, NO_POLICY
from attain.runs import plan_problems
from attain.runs.inputs.scenarios import Change

Policy = Literal["original_rate", "rerate", "unwind", "unearned"]
POLICIES: tuple[Policy, ...] = get_args(Policy)
_LINE = ["component_id", "period_id", "transaction_id", "currency"]


@dataclass(frozen=True)
class OfPolicy:
    """What cancellations do under one policy.

    Attributes:
        policy: the policy.
        is_own: it is what every plan of the payee says.
        before: what is earned without the edits, in minor units.
        after: what is earned with them.
        lines: ``component_id, period_id, transaction_id, currency, earning_amount``: the lines that the edits make,
            and those they change, by what they add.
        diagnostics: why there is no answer.
    """

    policy: Policy
    is_own: bool
    before: int
    after: int
    lines: pl.DataFrame
    diagnostics: list[Diagnostic]


def side_by_side(what_if: WhatIf, edits: Sequence[Edit]) -> list[OfPolicy]:
    """Calculate what is and what would be under every policy.

    Args:
        what_if: who asks.
        edits: what is different, such as the date of a cancellation; none compares the policies on what is.
    """
    if not any(component.clawback for plan in what_if.plans for component in plan.components.values()):
        fix = "add a clawback to the component whose deals may be cancelled"
        what = f"no component of {what_if.payee}'s plans has a clawback"
        return [OfPolicy("original_rate", True, 0, 0, _empty(), [_note(NO_CLAWBACK, what, fix)])]
    reader = EditReader(what_if.facts, what_if.payee)
    changes = reader.changes([edits])
    if has_errors(reader.found):
        return [OfPolicy(policy, False, 0, 0, _empty(), reader.found) for policy in POLICIES]
    return [_under(what_if, policy, changes, reader) for policy in POLICIES]


def _under(what_if: WhatIf, policy: Policy, changes: Sequence[Mapping[str, Change]], reader: EditReader) -> OfPolicy:
    plans = [_with_policy(plan, policy) for plan in what_if.plans]
    is_own = plans == what_if.plans
    refused = _refused(what_if, plans, policy)
    if refused:
        return OfPolicy(policy, is_own, 0, 0, _empty(), refused)
    without = [_without_clawback(plan) for plan in what_if.plans]
    answers = what_if.calculated([{}, *changes], fitted=reader.facts, plans=plans)
    stands = what_if.calculated([{}, *changes], fitted=reader.facts, plans=without)
    if not answers.is_usable or not stands.is_usable:
        return OfPolicy(policy, is_own, 0, 0, _empty(), [*answers.diagnostics, *stands.diagnostics])
    before, after = stands.totals()[1], answers.totals()[1]
    signed = pl.concat(
        [
            answers.lines.filter(pl.col("scenario") == 1).select(*_LINE, "earning_amount"),
            stands.lines.filter(pl.col("scenario") == 1).select(*_LINE, earning_amount=-pl.col("earning_amount")),
        ]
    )
    lines = signed.group_by(_LINE).agg(pl.col("earning_amount").sum()).filter(pl.col("earning_amount") != 0)
    return OfPolicy(policy, is_own, before, after, lines.sort("period_id", "component_id", "transaction_id"), [])


def _with_policy(plan: Plan, policy: Policy) -> Plan:
    components = {
        name: component
        if component.clawback is None or component.clawback.policy == policy
        else component.model_copy(update={"clawback": component.clawback.model_copy(update={"policy": policy})})
        for name, component in plan.components.items()
    }
    return plan.model_copy(update={"components": components})


def _without_clawback(plan: Plan) -> Plan:
    components = {n: c.model_copy(update={"clawback": None}) for n, c in plan.components.items()}
    return plan.model_copy(update={"components": components})


def _refused(what_if: WhatIf, plans: Sequence[Plan], policy: Policy) -> list[Diagnostic]:
    """Say why plans cannot have a policy."""
    found: list[Diagnostic] = []
    for plan in plans:
        wrong = plan_problems([plan], what_if.facts)
        if has_errors(wrong):
            first = next(problem for problem in wrong if problem.severity == "error")
            what = f"'{plan.plan}' cannot have the policy '{policy}': {first.what}"
            found.append(_note(NO_POLICY, what, first.fix))
    return found


def _note(code: Code, what: str, fix: str) -> Diagnostic:
    return Diagnostic.of(code, Place(GIVEN), what, fix)


def _empty() -> pl.DataFrame:
    return pl.DataFrame(schema={**dict.fromkeys(_LINE, pl.String), "earning_amount": pl.Int64})
