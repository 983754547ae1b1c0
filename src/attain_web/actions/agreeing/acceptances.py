"""What payees accept: the plan they are on and their target, by the hashes of both.

A manager or an admin asks; the payee accepts, or declines with a reason. When the plan's text or the target changes,
they are asked again, by itself. Whoever has not accepted what holds now is listed, and where attain.yaml says
``closing: {plans_accepted: true}`` no period is approved until everybody has.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from attain.lifecycles import ACCEPTANCE
from attain_web.actions.acting import Act, Refused, acting
from attain_web.actions.agreeing.terms import Terms, terms_in
from attain_web.actions.calculating.inputs import inputs_at, inputs_of
from attain_web.actions.calculating.settings import closing_settings
from attain_web.actions.stepping import Thing, Wanted, last_steps
from attain_web.actions.texts import texts_of
from attain_web.store.models import Run, StepTaken

MOST_NAMED = 5


@dataclass(frozen=True)
class Acceptance:
    """Where somebody is with the terms that hold for them now.

    Attributes:
        terms: what holds.
        state: ``new`` before anybody asked; ``asked``, ``accepted`` or ``declined`` of these terms.
        step: the last step; None before anybody asked.
        reason: why they declined.
    """

    terms: Terms
    state: str
    step: StepTaken | None
    reason: str

    @property
    def is_accepted(self) -> bool:
        """Whether what holds now was accepted."""
        return self.state == "accepted"


def acceptance(plan: str, payee_id: str) -> Thing:
    """Return the acceptance of a plan by a payee as a thing that has a life."""
    return Thing(ACCEPTANCE, f"{plan}/{payee_id}")


def acceptances(workspace: Path) -> list[Acceptance]:
    """Return everybody on an approved plan, and whether they accepted what holds for them now.

    Raises:
        Refused: there are no facts or no approved plans.
    """
    return _acceptances(terms_in(workspace, inputs_at(None, None)))


def ask_acceptances(
    workspace: Path, *, acting_user: str, plan: str = "", payees: Collection[str] = ()
) -> list[StepTaken]:
    """Publish plans and targets to the payees who are on them, for them to accept; whoever was asked is not again.

    Args:
        workspace: whose.
        acting_user: who asks.
        plan: only this one.
        payees: only these.

    Raises:
        Refused: nobody is on such a plan, or somebody else has to ask.
    """
    found = [
        one
        for one in acceptances(workspace)
        if (not plan or one.terms.plan == plan) and (not payees or one.terms.payee_id in payees)
    ]
    if not found:
        raise Refused("nobody is on such a plan", "see them with 'attain plan acceptances'")
    made: list[StepTaken] = []
    with acting("ask_acceptances", acting_user=acting_user, subject=plan or "every plan") as act:
        for one in found:
            thing = acceptance(one.terms.plan, one.terms.payee_id)
            if thing.state in {ACCEPTANCE.begins, "ended"}:
                wanted = Wanted("ask", acting_user, subjects=[one.terms.payee_id])
                made.append(thing.take(act, wanted, details=one.terms.said))
        made += _follow(act, [one.terms for one in found])
        act.is_empty = not made
    return made


def accept_terms(workspace: Path, plan: str, payee_id: str, *, acting_user: str, seen: str = "") -> StepTaken:
    """Accept what holds for oneself now; both hashes are kept with it.

    Args:
        workspace: whose.
        plan: the plan's name.
        payee_id: whose terms; one's own.
        acting_user: the payee.
        seen: the hashes that were shown, as ``Terms.shown`` gives them; refused when others hold by now.

    Raises:
        Refused: nobody asked, it is somebody else's, or what was shown changed.
    """
    return _answered(workspace, (plan, payee_id), Wanted("accept", acting_user, subjects=[payee_id]), seen)


def decline_terms(workspace: Path, plan: str, payee_id: str, *, acting_user: str, reason: str) -> StepTaken:
    """Decline what holds for oneself now.

    Raises:
        Refused: nobody asked, it is somebody else's, or there is no reason.
    """
    return _answered(workspace, (plan, payee_id), Wanted("decline", acting_user, reason, [payee_id]))


def _answered(workspace: Path, whose: tuple[str, str], wanted: Wanted, seen: str = "") -> StepTaken:
    held = {(one.plan, one.payee_id): one for one in terms_in(workspace, inputs_at(None, None))}
    terms = held.get(whose)
    if terms is None:
        raise Refused(f"{whose[1]} is not on a plan '{whose[0]}'", "see the plans with 'attain plan acceptances'")
    if seen and seen != terms.shown:
        raise Refused(f"what holds for {whose[1]} under {whose[0]} changed meanwhile", "read it again")
    with acting(f"{wanted.action}_terms", acting_user=wanted.acting_user, subject=terms.thing_id) as act:
        _follow(act, [terms])
        return acceptance(*whose).take(act, wanted, details=terms.said)


def follow_terms(act: Act, workspace: Path, run: Run) -> None:
    """Ask again, inside an action, everybody whose terms under a run are others than they were asked for."""
    if last_steps(ACCEPTANCE):
        _follow(act, terms_in(workspace, inputs_of(run)), is_all=True)


def open_acceptances(workspace: Path, run: Run | None) -> list[tuple[str, str]]:
    """The check that everybody accepted their plan and target, where attain.yaml asks for it."""
    if run is None or not closing_settings(run.batch).plans_accepted:
        return []
    waiting = [one for one in _acceptances(terms_in(workspace, inputs_of(run))) if not one.is_accepted]
    names = [f"{one.terms.payee_id} ({one.terms.plan})" for one in waiting]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    what = f"{', '.join(names[:MOST_NAMED])}{more} did not accept plan and target"
    return [("plans_accepted", what)] if names else []


def _acceptances(terms: Collection[Terms]) -> list[Acceptance]:
    steps = {step.thing_id: step for step in last_steps(ACCEPTANCE)}
    texts = texts_of(step.note for step in steps.values())
    return [_standing(one, steps.get(one.thing_id), texts) for one in terms]


def _standing(terms: Terms, step: StepTaken | None, texts: dict[str, str]) -> Acceptance:
    if step is None or step.state == "ended":
        return Acceptance(terms, ACCEPTANCE.begins, None, "")
    is_same = {name: step.details.get(name) for name in terms.said} == terms.said
    return Acceptance(terms, step.state if is_same else "asked", step, texts[step.note] if is_same else "")


def _follow(act: Act, terms: Collection[Terms], *, is_all: bool = False) -> list[StepTaken]:
    """Ask again whose terms changed; with all of them, end what was asked of people who are on no such plan now."""
    held = {one.thing_id: one for one in terms}
    made: list[StepTaken] = []
    for step in last_steps(ACCEPTANCE):
        now, thing = held.get(step.thing_id), Thing(ACCEPTANCE, step.thing_id)
        if step.state == "ended":
            continue
        if now is None and is_all:
            made.append(thing.take(act, Wanted("end", act.acting_user, is_system=True)))
        elif now is not None and {name: step.details.get(name) for name in now.said} != now.said:
            wanted = Wanted("terms_changed", act.acting_user, is_system=True)
            made.append(thing.take(act, wanted, details=now.said))
    return made
