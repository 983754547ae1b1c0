"""Whose pay a user may see: their own, that of the people who report to them, or everybody's by their role.

Whoever stands in for somebody sees what they see of others.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from attain_web.actions.acting import Refused
from attain_web.actions.delegating import absent_users, acting_roles
from attain_web.actions.people import SEES_EVERYBODY, payees_of, reports_of, roles_of

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


def visible_payees(user: str, asked: Iterable[str]) -> frozenset[str]:
    """Return those of some payees whose pay a user may see."""
    wanted = frozenset(asked)
    if sees_everybody(user):
        return wanted
    managing = [one for one in (user, *absent_users(user)) if "manager" in roles_of(one)]
    below = (reports_of(payees_of(one)) - (payees_of(one) if one != user else frozenset()) for one in managing)
    return wanted & payees_of(user).union(*below)


@contextmanager
def seeing(user: str) -> Iterator[CursorWrapper]:
    """Open a transaction of the application in which the database shows a user's own view of people's pay."""
    with transaction.atomic(using=APPLICATION), connections[APPLICATION].cursor() as cursor:
        cursor.execute("SELECT set_config('attain.viewer', %s, true)", [user])
        yield cursor
