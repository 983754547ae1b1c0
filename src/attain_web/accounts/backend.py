"""Sign-in by password: five wrong ones in a row lock the account for a quarter of an hour."""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.http import HttpRequest

from attain_web.accounts.models import Account

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


class ByPassword:
    """Django's way to ask who somebody is."""

    def authenticate(self, request: HttpRequest | None, username: str = "", password: str = "") -> Account | None:
        """Return whose password it is; None for a wrong one, and while the account is locked."""
        del request
        now = datetime.now(UTC)
        found = Account.objects.filter(username=username, is_active=True).first()
        if found is None:
            Account().set_password(password)  # as slow as somebody who exists
            return None
        if found.locked_until is not None and found.locked_until > now:
            return None
        mine = Account.objects.filter(pk=found.pk)
        if found.check_password(password):
            mine.update(failure_count=0, locked_until=None)
            return found
        mine.update(failure_count=F("failure_count") + 1)
        found.refresh_from_db()
        if found.failure_count >= MOST_FAILURES:
            mine.update(failure_count=0, locked_until=now + LOCKED_FOR)
        return None

    def get_user(self, user_id: int) -> Account | None:
        """Return the account of a session; None once it is not active any more."""
        return Account.objects.filter(pk=user_id, is_active=True).first()
