"""Findings that a plan accepts: they are listed as accepted, with the plan's own reason.

``accept`` of a component is about what stands inside it, ``accept`` of the plan about the whole file. Errors cannot be
accepted.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from attain.diagnostics import Diagnostic, Place, in_order
from attain.plans.acceptance import Acceptance
from attain.plans.model import Plan
from attain.questions.lint.problems import ACCEPTED_NOTHING

Spot = tuple[int, int]
_END: Spot = (10**9, 0)


@dataclass(frozen=True)
class Accepted:
    """An acceptance and where it holds: in a file, from a place on and before another."""

    acceptance: Acceptance
    file: str
    starts: Spot = (0, 0)
    ends: Spot = _END

    def is_about(self, problem: Diagnostic) -> bool:
        """Whether it accepts a finding."""
        where = problem.where
        is_inside = where.file == self.file and self.starts <= (where.line, where.column) < self.ends
        return is_inside and problem.code == self.acceptance.finding and problem.severity != "error"


def accepted(plans: Sequence[Plan], found: Iterable[Diagnostic], *, is_complete: bool) -> list[Diagnostic]:
    """Mark the findings that plans accept, and add a note for each acceptance that is about nothing.

    Args:
        plans: the plans.
        found: every problem and finding.
        is_complete: the plans were calculated, so that every finding there is was looked for.
    """
    every = [one for plan in plans for one in _of_plan(plan)]
    marked = [_marked(problem, every) for problem in found]
    if is_complete:
        marked += [_unused(one) for one in every if not any(one.is_about(problem) for problem in marked)]
    return in_order(marked)


def _marked(problem: Diagnostic, every: Sequence[Accepted]) -> Diagnostic:
    about = next((one for one in every if one.is_about(problem)), None)
    return problem if about is None else replace(problem, accepted=str(about.acceptance.because))


def _unused(one: Accepted) -> Diagnostic:
    code = one.acceptance.finding
    what = f"{code} is accepted, and is not found here"
    fix = "remove the acceptance, or correct its code"
    return Diagnostic.of(ACCEPTED_NOTHING, code.place, what, fix)


def _of_plan(plan: Plan) -> Iterator[Accepted]:
    file = plan.place.file
    yield from (Accepted(acceptance, file) for acceptance in plan.accept)
    starts = sorted(_spot(place) for place in _sections(plan))
    for name, component in plan.components.items():
        first = _spot(plan.key_place("components", name))
        last = next((spot for spot in starts if spot > first), _END)
        yield from (Accepted(acceptance, file, first, last) for acceptance in component.accept)


def _sections(plan: Plan) -> Iterator[Place]:
    """Where the keys of the plan and its components start: each ends the one before it."""
    yield from plan.node.key_places.values()
    yield from (plan.key_place("components", name) for name in plan.components)


def _spot(place: Place) -> Spot:
    return place.line, place.column
