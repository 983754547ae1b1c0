"""Whose pay a user may see: their own, that of the people who report to them, or everybody's by their role."""

from collections.abc import Iterable

from django.db import connections

from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.people import SEES_EVERYBODY, payees_of, roles_of

# Everybody below some payees in the newest roster, at any depth; a circle ends where it began.
REPORTS = """
WITH RECURSIVE newest AS (
    SELECT DISTINCT ON (key) cells FROM fact WHERE source_table = 'roster' ORDER BY key, batch_id DESC
), person AS (
    SELECT cells::json ->> 'payee' AS payee, cells::json ->> 'manager' AS manager FROM newest WHERE cells IS NOT NULL
), below AS (
    SELECT payee FROM person WHERE manager = ANY(%s)
    UNION
    SELECT person.payee FROM person JOIN below ON person.manager = below.payee
) SELECT payee FROM below
"""


def sees_everybody(user: str) -> bool:
    """Whether a user's roles let them see everybody's pay."""
    return bool(roles_of(user) & SEES_EVERYBODY)


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
    own = payees_of(user)
    reports = reports_of(own) if "manager" in roles_of(user) else frozenset[str]()
    return wanted & (own | reports)


def reports_of(payees: Iterable[str]) -> frozenset[str]:
    """Return everybody who reports to some payees, at any depth, by the newest roster."""
    with connections[ENGINE].cursor() as cursor:
        cursor.execute(REPORTS, [sorted(payees)])
        return frozenset(payee for (payee,) in cursor.fetchall())
