"""Sign-in by password: five wrong tries in a row, of passwords and codes alike, lock the account for a quarter hour."""

from datetime import UTC, datetime, timedelta

from django.db.models import F, Q
from django.http import HttpRequest

from attain_web.accounts.models import Account

ENGINE = "engine"  # a try counts whatever becomes of the request that it was made in
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


class ByPassword:
    """Django's way to ask who somebody is."""

    def authenticate(self, request: HttpRequest | None, username: str = "", password: str = "") -> Account | None:
        """Return whose password it is; None for a wrong one, and while the account is locked.

        The tries are forgotten once somebody has come in wholly, and not yet by a right password alone.
        """
        del request
        found = Account.objects.using(ENGINE).filter(username=username, is_active=True).first()
        if found is None:
            Account().set_password(password)  # as slow as somebody who exists
            return None
        if not may_try(found) or not found.check_password(password):
            return None
        return found

    def get_user(self, user_id: int) -> Account | None:
        """Return the account of a session; None once it is not active any more."""
        return Account.objects.filter(pk=user_id, is_active=True).first()


def may_try(account: Account) -> bool:
    """Count one try of a password or a code before it is looked at, so that many at once are no more than five.

    Returns:
        Whether it may be looked at; not while the account is locked.
    """
    now = datetime.now(UTC)
    mine = Account.objects.using(ENGINE).filter(pk=account.pk)
    is_free = Q(locked_until=None) | Q(locked_until__lte=now)
    mine.filter(is_free, failure_count__gte=MOST_FAILURES).update(failure_count=0, locked_until=None)
    if not mine.filter(is_free, failure_count__lt=MOST_FAILURES).update(failure_count=F("failure_count") + 1):
        return False
    mine.filter(failure_count__gte=MOST_FAILURES).update(locked_until=now + LOCKED_FOR)
    return True


def forget_tries(account: Account) -> None:
    """Forget the tries of somebody who came in."""
    Account.objects.using(ENGINE).filter(pk=account.pk).update(failure_count=0, locked_until=None)
