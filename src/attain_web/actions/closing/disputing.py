"""Disputes: a payee says what is wrong, somebody answers, and it is accepted, rejected or withdrawn."""

from dataclasses import dataclass

from attain.lifecycles import DISPUTE
from attain_web.actions.access import refuse_unless_seen
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.closing.figures import calculated_step, figures_of
from attain_web.actions.closing.statements import READABLE, statement
from attain_web.actions.people import users_of
from attain_web.actions.stepping import Thing, Wanted
from attain_web.actions.texts import texts_of
from attain_web.store.models import Dispute, StepTaken

ABOUT = ("line", "deal", "target", "missing")
OPEN = ("raised", "answered")


@dataclass(frozen=True)
class Message:
    """One step of a dispute's thread: what was done, by whom, when, in which words, and the digest of a file."""

    action: str
    acting_user: str
    at: str
    text: str
    attachment: str = ""


def dispute_thing(dispute_id: str) -> Thing:
    """Return a dispute as a thing that has a life."""
    return Thing(DISPUTE, dispute_id)


def raise_dispute(
    period_id: str, payee_id: str, text: str, *, acting_user: str, about: str = "missing", about_id: str = ""
) -> Dispute:
    """Raise a dispute about one's own pay; a statement that was published is in dispute from then on.

    Args:
        period_id: which period.
        payee_id: whose pay.
        text: what is wrong.
        acting_user: the payee.
        about: ``line``, ``deal``, ``target`` or ``missing``.
        about_id: which one, such as the deal's id.

    Raises:
        Refused: it says nothing, is about nothing there is, or somebody else raises it.
    """
    if about not in ABOUT:
        raise Refused(f"a dispute is not about a '{about}'", f"it is about a {', '.join(ABOUT[:-1])} or {ABOUT[-1]}")
    if about != "missing" and not about_id.strip():
        raise Refused(f"which {about}?", "name it with --id")
    with acting("raise_dispute", acting_user=acting_user, subject=f"{period_id}/{payee_id}") as act:
        number = Dispute.objects.using(ENGINE).count() + 1
        made = Dispute(
            dispute_id=f"D-{number}",
            payee_id=payee_id,
            period_id=period_id,
            about=about,
            about_id=about_id.strip(),
            at=act.at,
            acting_user=acting_user,
        )
        made.save(using=ENGINE, force_insert=True)
        dispute_thing(made.dispute_id).take(act, Wanted("raise", acting_user, text, [payee_id]))
        one = statement(period_id, payee_id)
        if one.state in READABLE:
            last = one.last
            said = {"amounts": last.details.get("amounts", {})} if last else {}
            one.take(act, Wanted("dispute", acting_user, f"dispute {made.dispute_id}", [payee_id]), details=said)
    return made


def say_in_dispute(dispute_id: str, text: str, *, acting_user: str) -> StepTaken:
    """Write into the thread: the payee adds, anybody else answers.

    Raises:
        Refused: it is not open, there is no text, or the user has no part in it.
    """
    with acting("say_in_dispute", acting_user=acting_user, subject=dispute_id) as act:
        found = dispute_of(dispute_id)
        refuse_unless_seen(acting_user, found.payee_id, found.period_id)
        action = "add" if acting_user in users_of([found.payee_id]) else "answer"
        return dispute_thing(dispute_id).take(act, Wanted(action, acting_user, text, [found.payee_id]))


def end_dispute(dispute_id: str, action: str, *, acting_user: str, reason: str = "") -> StepTaken:
    """Accept, reject or withdraw a dispute; with the last one of a statement the statement is published again.

    Args:
        dispute_id: which one.
        action: ``accept``, ``reject`` or ``withdraw``.
        acting_user: who does it.
        reason: why; the payee need not give one to withdraw.

    Raises:
        Refused: it is not open, somebody else has to do it, or there is no reason.
    """
    with acting(f"{action}_dispute", acting_user=acting_user, subject=dispute_id) as act:
        found = dispute_of(dispute_id)
        refuse_unless_seen(acting_user, found.payee_id, found.period_id)
        step = dispute_thing(dispute_id).take(act, Wanted(action, acting_user, reason, [found.payee_id]))
        _settle(act, found, dispute_id)
        return step


def dispute_of(dispute_id: str) -> Dispute:
    """Find a dispute.

    Raises:
        Refused: there is none.
    """
    found = Dispute.objects.using(ENGINE).filter(dispute_id=dispute_id).first()
    if found is None:
        raise Refused(f"there is no dispute '{dispute_id}'", "see them with 'attain dispute list'")
    return found


def thread_of(dispute_id: str) -> list[Message]:
    """Return the thread of a dispute, oldest first."""
    steps = dispute_thing(dispute_id).steps
    texts = texts_of(step.note for step in steps)
    return [
        Message(s.action, s.acting_user, s.at.isoformat(), texts[s.note], s.details.get("attachment", ""))
        for s in steps
    ]


def open_disputes(period_id: str) -> list[tuple[str, str]]:
    """The check that every dispute of a period has ended, with those that have not."""
    found = Dispute.objects.using(ENGINE).filter(period_id=period_id).order_by("at")
    waiting = [one for one in found if dispute_thing(one.dispute_id).state in OPEN]
    return [("disputes_settled", f"{one.dispute_id} of {one.payee_id} is open") for one in waiting]


def _settle(act: Act, ended: Dispute, dispute_id: str) -> None:
    one = statement(ended.period_id, ended.payee_id)
    others = Dispute.objects.using(ENGINE).filter(period_id=ended.period_id, payee_id=ended.payee_id)
    if one.state != "disputed" or any(dispute_thing(other.dispute_id).state in OPEN for other in others):
        return
    _, run = calculated_step(ended.period_id)
    said = {"amounts": figures_of(run, ended.period_id).get(ended.payee_id, {})}  # those while it was disputed are old
    wanted = Wanted("settle", act.acting_user, f"dispute {dispute_id} has ended", is_system=True)
    one.take(act, wanted, details=said)
