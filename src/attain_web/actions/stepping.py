"""Steps: the tables of ``attain.lifecycles``, asked with what the store remembers, and taken in an action."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from attain.lifecycles import Actor, Attempt, Lifecycle, Outcome, Taken, attempt
from attain_web.actions.acting import ENGINE, Act, Refused
from attain_web.actions.delegating import absent_users, delegated_roles
from attain_web.actions.people import roles_of, users_of
from attain_web.actions.texts import keep_text
from attain_web.store.models import Run, StepTaken

ON_BEHALF_OF = "on_behalf_of"


@dataclass(frozen=True)
class Wanted:
    """A step that somebody wants to take.

    Attributes:
        action: the verb.
        acting_user: who; of the system's steps, by whose action they happen.
        reason: why, in their words.
        subjects: the payees whose pay it is about.
        open_checks: checks that are not settled, each with what is missing.
        is_system: whether it happens by itself.
    """

    action: str
    acting_user: str
    reason: str = ""
    subjects: Collection[str] = ()
    open_checks: Sequence[tuple[str, str]] = ()
    is_system: bool = False


class Done(NamedTuple):
    """Something that counts as done to a thing though it is no step of it; ``stands_for``: in whose stead."""

    action: str
    acting_user: str
    stands_for: str = ""


@dataclass(frozen=True)
class Thing:
    """One thing that has a life: its table of steps, and which one it is."""

    lifecycle: Lifecycle
    thing_id: str

    @property
    def name(self) -> str:
        """Its name in sentences, such as ``period 2026-01``."""
        return f"{self.lifecycle.thing.replace('_', ' ')} {self.thing_id}"

    @property
    def steps(self) -> list[StepTaken]:
        """Every step, in order."""
        return list(_steps(self.lifecycle).filter(thing_id=self.thing_id).order_by("number"))

    @property
    def last(self) -> StepTaken | None:
        """The last step; None when nothing was done yet."""
        return _steps(self.lifecycle).filter(thing_id=self.thing_id).order_by("-number").first()

    @property
    def state(self) -> str:
        """Where it is."""
        last = self.last
        return last.state if last else self.lifecycle.begins

    def judged(self, wanted: Wanted, *, steps: Sequence[StepTaken], done: Sequence[Done] = ()) -> Outcome:
        """Judge a step without taking it.

        Args:
            wanted: the step.
            steps: those that were taken.
            done: what counts as done to it besides them.
        """
        return self._judged(wanted, steps, done)[0]

    def _judged(self, wanted: Wanted, steps: Sequence[StepTaken], done: Sequence[Done]) -> tuple[Outcome, str]:
        """Judge a step, and say in whose stead it would be taken: nobody's, where the user's own roles allow it."""
        now = steps[-1].state if steps else self.lifecycle.begins
        user, subjects = wanted.acting_user, users_of(wanted.subjects)
        history = [Taken(*one) for one in done]
        history += [
            Taken(s.action, s.acting_user, s.details.get(ON_BEHALF_OF, "")) for s in _since_begun(self.lifecycle, steps)
        ]

        def of(actor: Actor) -> Outcome:
            asked = Attempt(wanted.action, actor, wanted.reason, subjects, wanted.open_checks)
            return attempt(self.lifecycle, now, history, asked)

        own = of(Actor(user, roles_of(user), is_system=wanted.is_system))
        step = self.lifecycle.step(now, wanted.action)
        if wanted.is_system or step is None or not step.roles or roles_of(user) & set(step.roles):
            return own, ""
        lent = [Actor(user, delegated_roles(absent), stands_for=absent) for absent in absent_users(user)]
        tried = [(of(actor), actor.stands_for) for actor in lent if actor.roles & set(step.roles)]
        return next((one for one in tried if not one[0].refusals), tried[0] if tried else (own, ""))

    def take(
        self,
        act: Act,
        wanted: Wanted,
        *,
        run: Run | None = None,
        done: Sequence[Done] = (),
        details: Mapping[str, Any] | None = None,
    ) -> StepTaken:
        """Take a step; one that needs several people waits in the same state until they have asked.

        Args:
            act: the action.
            wanted: the step.
            run: with whose figures from now on; those it has by default.
            done: what counts as done to it besides its steps.
            details: what else the step says.

        Raises:
            Refused: it does not follow, somebody else has to take it, or something is missing; all reasons at once.
        """
        steps = self.steps
        outcome, absent = self._judged(wanted, steps, done)
        if outcome.refusals:
            what = "; ".join(refusal.what for refusal in outcome.refusals)
            fix = "; ".join(dict.fromkeys(refusal.fix for refusal in outcome.refusals))
            raise Refused(f"{self.name}: {what}", fix)
        about = next(iter(wanted.subjects)) if len(wanted.subjects) == 1 else ""
        made = StepTaken(
            thing=self.lifecycle.thing,
            thing_id=self.thing_id,
            number=len(steps) + 1,
            action=wanted.action,
            state=outcome.state,
            at=act.at,
            acting_user=act.acting_user,
            note=keep_text(act, wanted.reason, about=about),
            run=run or (steps[-1].run if steps else None),
            details={**(details or {}), **({ON_BEHALF_OF: absent} if absent else {})},
        )
        made.save(using=ENGINE, force_insert=True)
        said = {"thing": self.name, "step": made.action, "to": made.state, "run": made.run_id, "note": made.note}
        told = {name: value for name, value in (said | made.details).items() if value is not None and value != ""}
        act.details.setdefault("steps", []).append(told)
        return made


def last_steps(lifecycle: Lifecycle, until: datetime | None = None, *, begins: str = "") -> list[StepTaken]:
    """Return the last step of every thing of a kind that has one, by id; as it was at an instant, if one is given.

    Args:
        lifecycle: the kind.
        until: the instant.
        begins: only of things whose id begins so.
    """
    steps = _steps(lifecycle) if until is None else _steps(lifecycle).filter(at__lte=until)
    steps = steps.filter(thing_id__startswith=begins) if begins else steps
    return list(steps.order_by("thing_id", "-number").distinct("thing_id"))


def last_of(lifecycle: Lifecycle, ids: Collection[str]) -> dict[str, StepTaken]:
    """Return the last step of each of some things that have one, by id, found with one question."""
    steps = _steps(lifecycle).filter(thing_id__in=list(ids)).order_by("thing_id", "-number").distinct("thing_id")
    return {step.thing_id: step for step in steps}


def steps_of(lifecycle: Lifecycle, ids: Collection[str]) -> dict[str, list[StepTaken]]:
    """Return every step of each of some things, in order, found with one question."""
    found: dict[str, list[StepTaken]] = {one: [] for one in ids}
    for step in _steps(lifecycle).filter(thing_id__in=list(found)).order_by("thing_id", "number"):
        found[step.thing_id].append(step)
    return found


def _steps(lifecycle: Lifecycle) -> Any:  # a queryset
    return StepTaken.objects.using(ENGINE).filter(thing=lifecycle.thing)


def _since_begun(lifecycle: Lifecycle, steps: Sequence[StepTaken]) -> Sequence[StepTaken]:
    """Leave out what was done before the last step that ended a chapter; one that only waits ends none."""
    targets = {step.action: step.target for step in lifecycle.steps if step.action in lifecycle.ends}
    ended = [number for number, step in enumerate(steps, 1) if targets.get(step.action) == step.state]
    return steps[max(ended, default=0) :]
