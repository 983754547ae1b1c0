"""Which steps a thing can take next, who may take them, and what stands in their way; nothing is taken here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from attain.lifecycles import Lifecycle, Step
from attain_web.actions.stepping import Done, Thing, Wanted
from attain_web.actions.texts import texts_of
from attain_web.store.models import StepTaken

SAID_BY_READER = "a reason of the reader"


@dataclass(frozen=True)
class Possible:
    """A step that follows from where a thing is.

    Attributes:
        step: the row of its table.
        refusals: why the reader cannot take it now, each with what to do; empty when they can.
        is_onward: whether it leads on, and not back or to the same state again.
    """

    step: Step
    refusals: tuple[tuple[str, str], ...]
    is_onward: bool = True

    @property
    def can_be_taken(self) -> bool:
        """Whether the reader can take it now."""
        return not self.refusals


@dataclass(frozen=True)
class History:
    """A step that was taken, with the words of its reason."""

    step: StepTaken
    note: str


def possible_steps(
    thing: Thing,
    wanted: Wanted,
    *,
    done: Sequence[Done] = (),
    checks: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> list[Possible]:
    """Judge every step that people can take from where a thing is; those that lead on stand first.

    Args:
        thing: which.
        wanted: who asks, and about whom.
        done: what counts as done to it besides its steps.
        checks: what is open, by the step it blocks.
    """
    steps = thing.steps
    now = steps[-1].state if steps else thing.lifecycle.begins
    found: list[Possible] = []
    for step in _following(thing.lifecycle, now):
        asked = replace(
            wanted, action=step.action, reason=SAID_BY_READER, open_checks=(checks or {}).get(step.action, ())
        )
        outcome = thing.judged(asked, steps=steps, done=done)
        refusals = tuple((one.what, one.fix) for one in outcome.refusals)
        found.append(Possible(step, refusals, _order(thing.lifecycle, step.target) > _order(thing.lifecycle, now)))
    return sorted(found, key=lambda one: not one.is_onward)


def history_of(thing: Thing) -> list[History]:
    """Return every step of a thing with its reason, the newest first."""
    steps = thing.steps
    texts = texts_of(step.note for step in steps)
    return [History(step, texts[step.note]) for step in reversed(steps)]


def named(possible: Collection[Possible], action: str) -> Possible | None:
    """Return a step by its verb; None when it does not follow."""
    return next((one for one in possible if one.step.action == action), None)


def _order(lifecycle: Lifecycle, state: str) -> int:
    """How far along a state is: by the order in which the steps of the table first lead to it."""
    reached = list(dict.fromkeys([lifecycle.begins, *(step.target for step in lifecycle.steps)]))
    return reached.index(state) if state in reached else 0


def _following(lifecycle: Lifecycle, state: str) -> list[Step]:
    return [step for step in lifecycle.steps if state in step.sources and step.roles]
