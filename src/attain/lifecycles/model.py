"""Lifecycles as values: which step leads from where to where, who may take it, and what stands in its way.

A step is refused or taken; nothing is done here. Who takes a step is judged by what they did before to the same thing,
administrators included: there is no role that may do everything.
Source: docs/behaviours/lifecycles.md.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from attain.diagnostics import Code, Diagnostic, Place
from attain.lifecycles.problems import BLOCKED, NO_REASON, NO_SUCH_STEP, NOT_YOURS, OWN_PAY, SAME_PERSON

NEW = "new"  # where a thing begins that somebody has to make
ROLES = ("payee", "manager", "admin", "finance", "leader", "auditor", "system_admin")


@dataclass(frozen=True)
class Step:
    """One row of a transition table.

    Attributes:
        action: the verb.
        sources: the states it may be taken in.
        target: the state it leads to.
        roles: who may take it; empty: only the system, when what it waits for has happened.
        apart_from: actions on the same thing whose actors may not take this one.
        people: how many different people have to take it before it happens.
        needs_reason: whether a reason has to be given.
        is_of_subject: only by the person it is about.
        is_not_of_subject: by nobody it is about.
        checks: names of checks that block it while they are open.
    """

    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    apart_from: tuple[str, ...] = ()
    people: int = 1
    needs_reason: bool = False
    is_of_subject: bool = False
    is_not_of_subject: bool = False
    checks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lifecycle:
    """The transition table of one thing.

    Attributes:
        thing: its name.
        begins: the state it begins in.
        steps: the table.
        ends: actions that end a chapter: what somebody did before one that was taken no longer counts.
    """

    thing: str
    begins: str
    steps: tuple[Step, ...]
    ends: tuple[str, ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which the steps name them."""
        return tuple(dict.fromkeys([self.begins, *(s for step in self.steps for s in (*step.sources, step.target))]))

    def is_at_its_end(self, state: str) -> bool:
        """Whether no step leads on from a state."""
        return not any(state in step.sources for step in self.steps)

    def step(self, state: str, action: str) -> Step | None:
        """Return the step that an action is in a state."""
        return next((step for step in self.steps if step.action == action and state in step.sources), None)


@dataclass(frozen=True)
class Actor:
    """Who acts: a pseudonymous id and their roles; ``system`` acts when something outside has happened.

    Attributes:
        person: who.
        roles: what they may do; those of whom they stand in for, where they act in their stead.
        is_system: whether it happens by itself.
        stands_for: in whose stead; empty where they act for themselves.
    """

    person: str
    roles: frozenset[str]
    is_system: bool = False
    stands_for: str = ""

    @property
    def people(self) -> frozenset[str]:
        """Everybody whose hand it is: nobody gains a second one by a stand-in."""
        return frozenset({self.person, self.stands_for}) - {""}


@dataclass(frozen=True)
class Taken:
    """A step that somebody took on the same thing before, or asked for; ``stands_for`` says in whose stead."""

    action: str
    person: str
    stands_for: str = ""

    @property
    def people(self) -> frozenset[str]:
        """Everybody whose hand it was."""
        return frozenset({self.person, self.stands_for}) - {""}


@dataclass(frozen=True)
class Attempt:
    """What somebody wants to do.

    Attributes:
        action: the verb.
        actor: who.
        reason: why, in their words.
        subjects: the people whose pay it is about.
        open_checks: the checks that are not settled, each with what is missing.
    """

    action: str
    actor: Actor
    reason: str = ""
    subjects: Collection[str] = ()
    open_checks: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Outcome:
    """What comes of an attempt: the state afterwards, whether it waits for somebody else, and why it was refused."""

    state: str
    is_waiting: bool
    refusals: tuple[Diagnostic, ...]

    @property
    def is_taken(self) -> bool:
        """Whether the step happened."""
        return not self.refusals and not self.is_waiting


def attempt(lifecycle: Lifecycle, state: str, history: Sequence[Taken], wanted: Attempt) -> Outcome:
    """Judge an attempt.

    Args:
        lifecycle: the transition table.
        state: where the thing is.
        history: what was done to it, since it began or was last reopened, in order.
        wanted: the attempt.

    Returns:
        Every refusal at once. A step that needs several people waits, in the same state, until enough have asked.
    """
    step = lifecycle.step(state, wanted.action)
    place = Place(lifecycle.thing, detail=state)
    if step is None:
        possible = ", ".join(one.action for one in lifecycle.steps if state in one.sources) or "nothing"
        what = f"'{wanted.action}' does not follow '{state}'"
        return Outcome(state, False, (Diagnostic.of(NO_SUCH_STEP, place, what, f"possible is: {possible}"),))
    refusals = [
        Diagnostic.of(code, place, what, fix)
        for code, what, fix in (*_who(step, wanted), *_duties(step, history, wanted), *_conditions(step, wanted))
    ]
    if refusals:
        return Outcome(state, False, tuple(refusals))
    asked = {taken.person for taken in history if taken.action == step.action} | {wanted.actor.person}
    is_waiting = len(asked) < step.people
    return Outcome(state if is_waiting else step.target, is_waiting, ())


_Refusal = tuple[Code, str, str]


def _who(step: Step, wanted: Attempt) -> Sequence[_Refusal]:
    actor = wanted.actor
    if not step.roles:
        return [] if actor.is_system else [(NOT_YOURS, f"'{step.action}' happens by itself", "wait for it")]
    if actor.is_system or not actor.roles & set(step.roles):
        asked = ", ".join(step.roles)
        return [(NOT_YOURS, f"'{step.action}' is for {asked}", f"ask somebody who is {asked}")]
    if step.is_of_subject and actor.person not in wanted.subjects:
        return [(NOT_YOURS, f"'{step.action}' is for the person it is about", "let them do it")]
    if step.is_of_subject and actor.stands_for:
        return [(NOT_YOURS, f"'{step.action}' is done by nobody in another's stead", "let them do it")]
    concerned = sorted(actor.people & set(wanted.subjects)) if step.is_not_of_subject else []
    if actor.stands_for and actor.person in wanted.subjects:
        concerned = [actor.person]
    if concerned:
        return [(OWN_PAY, f"'{step.action}' would be about {concerned[0]}'s own pay", "ask somebody else")]
    return []


def _duties(step: Step, history: Sequence[Taken], wanted: Attempt) -> Sequence[_Refusal]:
    mine = {t.action: sorted(t.people & wanted.actor.people) for t in history if t.people & wanted.actor.people}
    done = [action for action in step.apart_from if action in mine]
    if done:
        what = f"{mine[done[0]][0]} did '{done[0]}' and may not '{step.action}'"
        return [(SAME_PERSON, what, "ask somebody who had no part in it")]
    if step.people > 1 and step.action in mine:
        what = f"{mine[step.action][0]} asked for '{step.action}' already"
        return [(SAME_PERSON, what, "a second person has to agree")]
    return []


def _conditions(step: Step, wanted: Attempt) -> Sequence[_Refusal]:
    found: list[_Refusal] = []
    if step.needs_reason and not wanted.reason.strip():
        found.append((NO_REASON, f"'{step.action}' needs a reason", "say why"))
    for name, missing in wanted.open_checks:
        if name in step.checks:
            found.append((BLOCKED, f"'{step.action}' waits for '{name}': {missing}", "settle it first"))
    return found
