"""What somebody wants to be told, and what they have read; changed by nobody but themselves."""

from collections.abc import Collection
from datetime import UTC, datetime

from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.typed import is_mail
from attain_web.outbox.models import Notice, Wish
from attain_web.outbox.noticing import KINDS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def wish_of(user: str) -> Wish:
    """Return what somebody wants; everything in the application and nothing by e-mail, unless they said otherwise."""
    return Wish.objects.using(ENGINE).filter(user=user).first() or Wish(user=user, in_app=list(KINDS))


def change_wish(
    *, acting_user: str, mail: str, in_app: Collection[str], by_mail: Collection[str], dashboard_on: int | None
) -> Wish:
    """Say what one wants to be told, and how.

    Raises:
        Refused: the e-mail address is none, a kind is unknown, or something is wanted by e-mail without an address.
    """
    said = mail.strip()
    if said and not is_mail(said):
        raise Refused(f"'{said}' is no e-mail address", "write it like ana@example.com")
    if not said and (by_mail or dashboard_on is not None):
        raise Refused("there is no e-mail address to send to", "write it, or choose nothing by e-mail")
    unknown = (set(in_app) | set(by_mail)) - set(KINDS)
    if unknown or (dashboard_on is not None and dashboard_on not in range(len(WEEKDAYS))):
        raise Refused(
            f"there is no notice '{min(unknown, default=str(dashboard_on))}'", f"it is one of {', '.join(KINDS)}"
        )
    with acting("change_wish", acting_user=acting_user, subject=acting_user):
        wish = wish_of(acting_user)
        wish.mail, wish.in_app, wish.by_mail = said, sorted(set(in_app)), sorted(set(by_mail))
        wish.dashboard_on = dashboard_on
        wish.save(using=ENGINE)
    return wish


def notices_of(user: str, most: int = 50) -> list[Notice]:
    """Return the notices of somebody, the newest first."""
    return list(Notice.objects.using(ENGINE).filter(user=user).order_by("-id")[:most])


def read_notices(*, acting_user: str) -> int:
    """Mark everything that one was told as read, and return how much it was."""
    waiting = Notice.objects.using(ENGINE).filter(user=acting_user, read_at=None)
    return waiting.update(read_at=datetime.now(UTC))
