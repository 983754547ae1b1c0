"""What people are told: who is told what, read from the rows of the audit."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from attain.lifecycles import ADJUSTMENT, PAY_RUN, PERIOD, PLAN_VERSION, Lifecycle
from attain_web.actions.access import visible_payees
from attain_web.actions.entering.letting_in import DONE_BY_OTHERS
from attain_web.actions.people import GIVERS, granted, users_of
from attain_web.outbox.events import steps_in
from attain_web.store.models import AuditRow, Decision, Dispute

PUBLISHED, WAITING, ANSWERED = "statement published", "approval waiting", "dispute answered"
YOURS = "your account"  # is switched off by nobody
TIER = "tier crossed"
KINDS = (PUBLISHED, WAITING, ANSWERED, TIER)
ENGINE = "engine"
# What has to be approved next: the step that asks for it, who may approve, and where.
ASKED = {
    ("period", "submit"): (PERIOD, "Period {} waits for approval", "/run/periods/{}"),
    ("plan version", "submit"): (PLAN_VERSION, "A plan waits for approval", "/run/plans/{}"),
    ("adjustment", "draft"): (ADJUSTMENT, "{} waits for approval", "/team/adjustments"),
    ("pay run", "draft"): (PAY_RUN, "Pay run {} waits for approval", "/finance/pay-runs/{}"),
}
ANSWERS = {"answer": "answered", "accept": "accepted", "reject": "rejected"}


class Told(NamedTuple):
    """Somebody who is told something: whom, of which kind, in which words, and where it leads."""

    user: str
    kind: str
    words: str
    address: str


def told_by(row: AuditRow) -> list[Told]:
    """Return who is told what by a row of the audit; nobody is told what they did themselves."""
    return [one for one in _told(row) if one.user != row.acting_user]


def _told(row: AuditRow) -> Iterator[Told]:
    yield from _about_accounts(row)
    for kind, name, step in steps_in(json.loads(row.details)):
        if (kind, step) == ("statement", "publish"):
            period_id, _, payee_id = name.partition("/")
            address = f"/pay/statements/{period_id}/{payee_id}"
            for user in sorted(users_of([payee_id])):
                yield Told(user, PUBLISHED, f"Your statement of {period_id} is published", address)
        if kind == "dispute" and step in ANSWERS:
            found = Dispute.objects.using(ENGINE).filter(dispute_id=name).first()
            for user in sorted(users_of([found.payee_id])) if found else []:
                yield Told(user, ANSWERED, f"Your dispute {name} is {ANSWERS[step]}", "/pay/disputes")
        if (kind, step) in ASKED:
            lifecycle, words, address = ASKED[kind, step]
            for user in _approvers(lifecycle, name):
                yield Told(user, WAITING, words.format(name), address.format(name))


def _about_accounts(row: AuditRow) -> Iterator[Told]:
    if row.action in DONE_BY_OTHERS:
        yield Told(row.subject, YOURS, DONE_BY_OTHERS[row.action].format(row.acting_user), "/sessions")
    if row.action in {"ask_link", "ask_lost_factors"}:
        for user in sorted({one.user for one in granted() if one.role in GIVERS}):
            yield Told(user, WAITING, f"A request about the account of {row.subject} waits for approval", "/run/people")


def _approvers(lifecycle: Lifecycle, name: str) -> list[str]:
    """Who may approve a thing; of a decision, whoever may see the payee as well."""
    roles = {role for step in lifecycle.steps if step.action == "approve" for role in step.roles}
    users = sorted({one.user for one in granted() if one.role in roles})
    if lifecycle is not ADJUSTMENT:
        return users
    found = Decision.objects.using(ENGINE).filter(decision_id=name).first()
    return [user for user in users if found is not None and visible_payees(user, [found.payee_id], found.period_id)]
