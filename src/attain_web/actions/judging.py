"""Whether a step may be taken: the transition tables of ``attain.lifecycles``, asked with what the store remembers.

Nobody has roles in the store yet, so everybody is asked as if they had every role; duties are separate all the same.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from attain.lifecycles import ROLES, Actor, Attempt, Lifecycle, Outcome, Taken, attempt
from attain_web.actions.acting import Refused


class Stepped(Protocol):
    """A step that was taken, however it is stored."""

    @property
    def action(self) -> str:
        """What was done."""
        ...

    @property
    def state(self) -> str:
        """The state afterwards."""
        ...

    @property
    def acting_user(self) -> str:
        """Who did it."""
        ...


class Done(NamedTuple):
    """A step that was taken, apart from how it is stored."""

    action: str
    state: str
    acting_user: str


@dataclass(frozen=True)
class Wanted:
    """A step that somebody wants to take.

    Attributes:
        action: the verb.
        acting_user: who.
        reason: why, in their words.
        subjects: the people whose pay it is about.
        open_checks: checks that are not settled, each with what is missing.
    """

    action: str
    acting_user: str
    reason: str = ""
    subjects: Collection[str] = ()
    open_checks: Sequence[tuple[str, str]] = ()


def judged(lifecycle: Lifecycle, name: str, steps: Sequence[Stepped], wanted: Wanted) -> Outcome:
    """Say what comes of a step; a step that needs several people waits in the same state.

    Args:
        lifecycle: the transition table.
        name: which thing, as people call it.
        steps: every step that was taken, in order.
        wanted: the step.

    Raises:
        Refused: it does not follow, somebody else has to take it, or something is missing; all reasons at once.
    """
    actor = Actor(wanted.acting_user, frozenset(ROLES))
    asked = Attempt(wanted.action, actor, wanted.reason, wanted.subjects, wanted.open_checks)
    history = [Taken(step.action, step.acting_user) for step in _since_begun(lifecycle, steps)]
    outcome = attempt(lifecycle, state_after(lifecycle, steps), history, asked)
    if outcome.refusals:
        what = "; ".join(refusal.what for refusal in outcome.refusals)
        raise Refused(f"{name}: {what}", "; ".join(dict.fromkeys(refusal.fix for refusal in outcome.refusals)))
    return outcome


def state_after(lifecycle: Lifecycle, steps: Sequence[Stepped]) -> str:
    """Return the state that a thing is in after its steps."""
    return steps[-1].state if steps else lifecycle.begins


def _since_begun(lifecycle: Lifecycle, steps: Sequence[Stepped]) -> Sequence[Stepped]:
    """Leave out what was done before the last step that ended a chapter; one that only waits ends none."""
    targets = {step.action: step.target for step in lifecycle.steps if step.action in lifecycle.ends}
    ended = [number for number, step in enumerate(steps, 1) if targets.get(step.action) == step.state]
    return steps[max(ended, default=0) :]
