"""Proofs of what a payee was paid, signed with the workspace's key."""

from pathlib import Path

from attain.reports.proofs import CannotProve, prove_payment
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.calculating.inputs import inputs_of, known_at
from attain_web.actions.closing.deciding import decision_thing
from attain_web.actions.closing.figures import COUNTS, calculated_step
from attain_web.store.keys import signing_key
from attain_web.store.models import Decision


def prove_statement(workspace: Path, period_id: str, payee_id: str, *, acting_user: str) -> str:
    """Return the proof of what a payee is paid for a period, as a signed file.

    Raises:
        Refused: the period was never calculated, the payee has no payment in it, or it cannot be proved.
    """
    _, run = calculated_step(period_id)
    inputs = inputs_of(run)
    mine = Decision.objects.using(ENGINE).filter(payee_id=payee_id, period_id=period_id).order_by("decision_id")
    by_hand = [
        {name: getattr(one, name) for name in ("decision_id", "kind", "currency", "decided_amount")}
        for one in mine
        if decision_thing(one.decision_id).state in COUNTS
    ]
    tables = known_at(inputs.batch.batch_no)
    try:
        proof = prove_payment(inputs.texts, tables, payee_id, period_id, as_of=inputs.as_of, by_hand=by_hand)
    except CannotProve as error:
        raise Refused(str(error), "read the statement instead") from None
    with acting("prove_statement", acting_user=acting_user, subject=f"{period_id}/{payee_id}") as act:
        act.details["others"] = proof.said["others"]
        return proof.signed(signing_key(workspace))
