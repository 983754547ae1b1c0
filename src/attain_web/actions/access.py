"""Whose pay a user may see: their own, that of the people who report to them, or everybody's by their role.

Whoever stands in for somebody sees what they see of others.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from attain_web.actions.acting import Refused
from attain_web.actions.delegating import absent_users, acting_roles
from attain_web.actions.people import (
    ALWAYS,
    SEES_EVERYBODY,
    Days,
    days_of,
    payees_of,
    reporting,
    roles_of,
)

APPLICATION = "default"  # the connection that is under row-level security


def sees_everybody(user: str) -> bool:
    """Whether a user's roles let them see everybody's pay, or those of somebody whom they stand in for."""
    return bool(acting_roles(user) & SEES_EVERYBODY)


def refuse_unless_sees_everybody(user: str, what: str) -> None:
    """Let nobody read what is about everybody who may not see everybody's pay.

    Raises:
        Refused: they may not.
    """
    if not sees_everybody(user):
        raise Refused(f"{what} are not for {user} to see", f"ask somebody who is {', '.join(sorted(SEES_EVERYBODY))}")


def refuse_unless_seen(user: str, payee_id: str, period_id: str = "", *, during: Days | None = None) -> None:
    """Let nobody do something about somebody whose pay of then they may not see.

    Raises:
        Refused: they may not; whether there is such a payee is not said.
    """
    days = during or (days_of(period_id) if period_id else ALWAYS)
    if not visible_during(user, [payee_id], days):
        raise Refused(f"what is about {payee_id} is not for {user}", "ask the payee, or somebody whom they reported to")


def visible_payees(user: str, asked: Iterable[str], period_id: str = "") -> frozenset[str]:
    """Return those of some payees whose pay a user may see.

    Args:
        user: who looks.
        asked: the payees.
        period_id: whose pay of which period: that of the people who reported to them on one of its days. Without one,
            that of whoever reported to them at any time.
    """
    return visible_during(user, asked, days_of(period_id) if period_id else ALWAYS)


def visible_during(user: str, asked: Iterable[str], days: Days) -> frozenset[str]:
    """Return those of some payees whom a user may see by who reported to them on one of some days."""
    wanted = frozenset(asked)
    if sees_everybody(user):
        return wanted
    return wanted & (payees_of(user) | {payee for payee, when in _below(user) if when.meets(days)})


def seen_of(user: str, asked: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Return those of some payees and periods whose pay a user may see, found with one question for all periods."""
    wanted = frozenset(asked)
    when = {period: days_of(period) for _, period in wanted}
    seen = seen_on(user, ((payee, when[period]) for payee, period in wanted))
    return frozenset(one for one in wanted if (one[0], when[one[1]]) in seen)


def seen_on(user: str, asked: Iterable[tuple[str, Days]]) -> frozenset[tuple[str, Days]]:
    """Return those of some payees and days whom a user may see on one of these days, found with one question."""
    wanted = frozenset(asked)
    if sees_everybody(user):
        return wanted
    own = payees_of(user)
    below = _below(user)
    return frozenset(
        (payee, days)
        for payee, days in wanted
        if payee in own or any(who == payee and when.meets(days) for who, when in below)
    )


def _below(user: str) -> set[tuple[str, Days]]:
    """Who reports to a user, or to whom they stand in for, and when; not those themselves."""
    found: set[tuple[str, Days]] = set()
    for one in (user, *absent_users(user)):
        if "manager" in roles_of(one):
            own = payees_of(one)
            found |= {(payee, days) for payee, days in reporting(own) if one == user or payee not in own}
    return found


def payees_seen(user: str) -> frozenset[str] | None:
    """Return everybody whose pay a user may see at any time; None for everybody's."""
    if sees_everybody(user):
        return None
    return payees_of(user) | {payee for payee, _ in _below(user)}


@contextmanager
def seeing(user: str) -> Iterator[CursorWrapper]:
    """Open a transaction of the application in which the database shows a user's own view of people's pay."""
    with transaction.atomic(using=APPLICATION), connections[APPLICATION].cursor() as cursor:
        cursor.execute("SELECT set_config('attain.viewer', %s, true)", [user])
        yield cursor
