"""Webhooks are registered and ended by admins, each with an audit row; the secret is shown once."""

import secrets
from collections.abc import Sequence

from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.people import roles_of
from attain_web.outbox.delivering import place_of
from attain_web.outbox.events import EVENTS
from attain_web.outbox.models import Webhook

REGISTRARS = frozenset({"admin", "system_admin"})


def register_webhook(url: str, kinds: Sequence[str], *, acting_user: str) -> Webhook:
    """Register where events are told; what it returns holds the secret.

    Raises:
        Refused: they are no admin, there is no such event, or the address leads nowhere or inside.
    """
    _refuse_others(acting_user)
    unknown = sorted(set(kinds) - set(EVENTS))
    if unknown or not kinds:
        raise Refused(f"there is no event '{(unknown or [''])[0]}'", f"it is one of {', '.join(EVENTS)}")
    place = place_of(url)
    with acting("register_webhook", acting_user=acting_user, subject=place.host) as act:
        made = Webhook(url=url, kinds=sorted(set(kinds)), secret=secrets.token_urlsafe(32), made_by=acting_user)
        made.save(using=ENGINE)
        act.details |= {"webhook": made.pk, "kinds": made.kinds}
    return made


def end_webhook(number: int, *, acting_user: str) -> Webhook:
    """Tell a webhook nothing more; what waits for it is not delivered.

    Raises:
        Refused: they are no admin, or there is none.
    """
    _refuse_others(acting_user)
    with acting("end_webhook", acting_user=acting_user, subject=str(number)) as act:
        found = Webhook.objects.using(ENGINE).filter(pk=number, is_active=True).first()
        if found is None:
            raise Refused(f"there is no webhook {number}", "look at the list")
        found.is_active = False
        found.save(using=ENGINE)
        found.deliveries.using(ENGINE).filter(state="waits").update(state="given up", answer="the webhook was ended")
        act.details["webhook"] = number
    return found


def _refuse_others(user: str) -> None:
    if not roles_of(user) & REGISTRARS:
        raise Refused(f"{user} does not register webhooks", "ask an admin")
