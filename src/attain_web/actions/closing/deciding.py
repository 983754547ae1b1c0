"""Decisions by hand: adjustments, holds, releases. They are facts, approved by another and posted with the rest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from attain.lifecycles import ADJUSTMENT
from attain.payments import PAYMENTS
from attain_web.actions.access import refuse_unless_seen
from attain_web.actions.acting import ENGINE, Act, Refused, acting, all_of
from attain_web.actions.closing.figures import (
    COUNTS,
    SIGNS,
    earned_by,
    earned_of,
    figures_of,
    held_of,
    pay_periods_of,
    period,
)
from attain_web.actions.closing.statements import follow_figures
from attain_web.actions.running import results_of
from attain_web.actions.stepping import ON_BEHALF_OF, Done, Thing, Wanted, last_steps, steps_of
from attain_web.actions.texts import texts_of
from attain_web.store.models import Decision, Dispute, Line, Run, StepTaken

_FLOWS = ("adjusted", "held", "released")


@dataclass(frozen=True)
class Draft:
    """A decision as somebody writes it down.

    Attributes:
        kind: ``adjustment``, ``hold`` or ``release``.
        payee_id, period_id, currency: whose pay of which pay period.
        decided_amount: minor units; below 0 only for an adjustment that takes away.
        reason: why.
        expires_on: the last day on which it may be posted.
        dispute_id: the dispute it settles.
    """

    kind: str
    payee_id: str
    period_id: str
    currency: str
    decided_amount: int
    reason: str
    expires_on: date | None = None
    dispute_id: str = ""


def decision_thing(decision_id: str) -> Thing:
    """Return a decision as a thing that has a life."""
    return Thing(ADJUSTMENT, decision_id)


def draft_decisions(drafts: Sequence[Draft], *, acting_user: str) -> list[Decision]:
    """Draft decisions: all of them, or none when one of them cannot be.

    Raises:
        Refused: a payee, period or currency is unknown, an amount has the wrong sign, a reason is missing, or more
            would be released than is held.
    """
    run, known, paid = _known({draft.payee_id for draft in drafts})
    with acting("draft_decisions", acting_user=acting_user, subject=", ".join(d.payee_id for d in drafts)) as act:
        act.whose = drafts[0].payee_id if len(drafts) == 1 else ""
        made: list[Decision] = []
        wrong: list[Refused] = []
        for number, draft in enumerate(drafts, 1):
            try:
                _refuse_wrong(draft, known, paid, drafts[: number - 1])
                made.append(_drafted(act, draft, earned_of(run, draft.payee_id, draft.period_id)))
            except Refused as refused:
                where = f"decision {number} of {len(drafts)}: " if len(drafts) > 1 else ""
                wrong.append(Refused(where + refused.what, refused.fix))
        if wrong:
            raise all_of(wrong)
    return made


def refuse_wrong_drafts(drafts: Sequence[Draft]) -> None:
    """Say what of some drafts could not be drafted, before anybody drafts them.

    Raises:
        Refused: as ``draft_decisions`` would; each with its number.
    """
    _, known, paid = _known({draft.payee_id for draft in drafts})
    wrong: list[Refused] = []
    for number, draft in enumerate(drafts, 1):
        try:
            _refuse_wrong(draft, known, paid, drafts[: number - 1])
        except Refused as refused:
            wrong.append(Refused(f"decision {number} of {len(drafts)}: {refused.what}", refused.fix))
    if wrong:
        raise all_of(wrong)


def approve_decision(decision_id: str, *, acting_user: str) -> StepTaken:
    """Approve a decision; neither whoever drafted it nor whom it pays may.

    Raises:
        Refused: it is not drafted, the duties are not separate, the period's figures were approved without it, or it
            releases more than is held by now.
    """
    return _moved(decision_id, Wanted("approve", acting_user))


def reject_decision(decision_id: str, *, acting_user: str, reason: str) -> StepTaken:
    """Reject a draft.

    Raises:
        Refused: it is no draft, or there is no reason.
    """
    return _moved(decision_id, Wanted("reject", acting_user, reason))


def revoke_decision(decision_id: str, *, acting_user: str, reason: str) -> StepTaken:
    """Revoke an approved decision; what it posted is taken back with the next posting.

    Raises:
        Refused: it is not approved, the duties are not separate, there is no reason, or what it holds was released.
    """
    return _moved(decision_id, Wanted("revoke", acting_user, reason))


def decision_of(decision_id: str) -> Decision:
    """Find a decision.

    Raises:
        Refused: there is none.
    """
    found = Decision.objects.using(ENGINE).filter(decision_id=decision_id).first()
    if found is None:
        raise Refused(f"there is no decision '{decision_id}'", "see them with 'attain adjust list'")
    return found


@dataclass(frozen=True)
class Listed:
    """A decision, the state it is in, why it was drafted, and whether what was earned under it has moved since."""

    decision: Decision
    state: str
    reason: str
    has_moved: bool


def listed_decisions(asked: Sequence[Decision] | None = None) -> list[Listed]:
    """Return decisions in the order in which they are asked for; every one, oldest first, by default."""
    found = list(Decision.objects.using(ENGINE).order_by("at")) if asked is None else asked
    steps = steps_of(ADJUSTMENT, [one.decision_id for one in found])
    reasons = texts_of(step.note for taken in steps.values() for step in taken)
    run = Run.objects.using(ENGINE).defer("ground", "earned").order_by("-made_at").first()
    sums = earned_by(run, {one.payee_id for one in found}) if run and found else {}
    earned = [sums.get((one.payee_id, one.period_id), 0) if run else one.basis for one in found]
    return [
        Listed(one, steps[one.decision_id][-1].state, reasons[steps[one.decision_id][0].note], now != one.basis)
        for one, now in zip(found, earned, strict=True)
    ]


def currency_of(payee_id: str) -> str:
    """Return the currency in which a payee is paid.

    Raises:
        Refused: nothing was calculated, no plan pays them, or they are paid in several.
    """
    run = Run.objects.using(ENGINE).order_by("-made_at").first()
    payments = results_of(run, [payee_id], ["payments"])["payments"] if run else PAYMENTS.empty()
    codes = _currencies(payments).get(payee_id, set())
    if len(codes) != 1:
        what = f"{payee_id} is paid in {' and '.join(sorted(codes))}" if codes else f"no plan pays '{payee_id}'"
        raise Refused(what, "name one with --currency" if codes else "check the payee's id")
    return codes.pop()


def adjusted_by(period_id: str) -> list[Done]:
    """Whoever drafted a decision about a period adjusted it, and in whose stead they did."""
    ids = Decision.objects.using(ENGINE).filter(period_id=period_id).values_list("decision_id", flat=True)
    drafted = StepTaken.objects.using(ENGINE).filter(thing=ADJUSTMENT.thing, action="draft", thing_id__in=list(ids))
    found = {(step.acting_user, step.details.get(ON_BEHALF_OF, "")) for step in drafted}
    return [Done("adjust", *who) for who in sorted(found)]


def expire_decisions(act: Act) -> None:
    """Let decisions expire, inside an action, whose last day is over and of which nothing was posted.

    A hold of which something was released does not.
    """
    approved = {step.thing_id for step in last_steps(ADJUSTMENT) if step.state in COUNTS}
    over = Decision.objects.using(ENGINE).filter(decision_id__in=approved, expires_on__lt=act.at.date())
    for found in over.order_by("decision_id"):
        if found.kind == "hold" and found.decided_amount > held_of(found.payee_id, found.currency):
            continue
        if not Line.objects.using(ENGINE).filter(transaction_id=found.decision_id, flow__in=_FLOWS).exists():
            decision_thing(found.decision_id).take(act, Wanted("expire", act.acting_user, is_system=True))


def _known(payees: Collection[str]) -> tuple[Run, set[str], dict[str, set[str]]]:
    """Return the newest run, its pay periods, and the currencies in which it pays each of some payees."""
    run = Run.objects.using(ENGINE).order_by("-made_at").first()
    if run is None:
        raise Refused("nothing was calculated", "run 'attain run'")
    payments = results_of(run, payees, ["payments"])["payments"]
    return run, set(pay_periods_of(run)), _currencies(payments)


def _moved(decision_id: str, wanted: Wanted) -> StepTaken:
    with acting(f"{wanted.action}_decision", acting_user=wanted.acting_user, subject=decision_id) as act:
        found = decision_of(decision_id)
        refuse_unless_seen(wanted.acting_user, found.payee_id, found.period_id)
        about = period(found.period_id)
        if about.state == "approved":
            what = f"the figures of period {found.period_id} are approved without this"
            raise Refused(what, "reject them first, or post them and decide afterwards")
        _refuse_beyond(found, wanted.action)
        step = decision_thing(decision_id).take(act, replace(wanted, subjects=[found.payee_id]))
        last = about.last
        if last is not None and last.run is not None:
            follow_figures(act, found.period_id, figures_of(last.run, found.period_id))
        return step


def _drafted(act: Act, draft: Draft, basis: int) -> Decision:
    refuse_unless_seen(act.acting_user, draft.payee_id, draft.period_id)
    number = Decision.objects.using(ENGINE).count() + 1
    made = Decision(
        decision_id=f"ADJ-{number}",
        kind=draft.kind,
        payee_id=draft.payee_id,
        period_id=draft.period_id,
        currency=draft.currency,
        decided_amount=draft.decided_amount,
        expires_on=draft.expires_on,
        basis=basis,
        dispute_id=draft.dispute_id,
        at=act.at,
        acting_user=act.acting_user,
    )
    made.save(using=ENGINE, force_insert=True)
    said = {"kind": made.kind, "currency": made.currency, "decided_amount": made.decided_amount}
    wanted = Wanted("draft", act.acting_user, draft.reason, [draft.payee_id])
    decision_thing(made.decision_id).take(act, wanted, details=said)
    return made


def _refuse_wrong(draft: Draft, known: set[str], paid: dict[str, set[str]], before: Sequence[Draft]) -> None:
    if draft.kind not in SIGNS:
        raise Refused(f"'{draft.kind}' is no kind of decision", f"it is one of {', '.join(SIGNS)}")
    if draft.period_id not in known:
        raise Refused(f"no plan has the pay period '{draft.period_id}'", "see them with 'attain periods'")
    if draft.payee_id not in paid:
        raise Refused(f"no plan pays '{draft.payee_id}'", "check the payee's id")
    if draft.currency not in paid[draft.payee_id]:
        codes = " or ".join(sorted(paid[draft.payee_id]))
        raise Refused(f"{draft.payee_id} is not paid in {draft.currency}", f"write it in {codes}")
    if draft.decided_amount == 0 or (draft.decided_amount < 0 and draft.kind != "adjustment"):
        raise Refused(f"the amount of a {draft.kind} cannot be {draft.decided_amount}", "write an amount above 0")
    disputes = Dispute.objects.using(ENGINE).filter(dispute_id=draft.dispute_id, payee_id=draft.payee_id)
    if draft.dispute_id and not disputes.exists():
        raise Refused(f"{draft.payee_id} has no dispute '{draft.dispute_id}'", "see them with 'attain dispute list'")
    if draft.kind == "release":
        whose = (draft.payee_id, draft.currency)
        beside = [one for one in before if (one.kind, one.payee_id, one.currency) == ("release", *whose)]
        if draft.decided_amount > held_of(*whose) - sum(one.decided_amount for one in beside):
            raise _only_held(*whose)


def _refuse_beyond(found: Decision, action: str) -> None:
    """Let nobody release more than is held when a release is approved, nor take away a hold that was released.

    Raises:
        Refused: they would.
    """
    if (found.kind, action) not in {("release", "approve"), ("hold", "revoke")}:
        return
    if found.decided_amount > held_of(found.payee_id, found.currency):
        raise _only_held(found.payee_id, found.currency)


def _only_held(payee_id: str, currency: str) -> Refused:
    held = held_of(payee_id, currency)
    fix = "release what is held, or less; revoke a release before the hold that it is of"
    return Refused(f"only {held} minor units are held of {payee_id}", fix)


def _currencies(payments: pl.DataFrame) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for payee, currency in payments.select("payee_id", "currency").unique().iter_rows():
        found.setdefault(payee, set()).add(currency)
    return found
