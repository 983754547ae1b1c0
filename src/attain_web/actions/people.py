"""Who has which role, and whose pay is whose. Until the first role is given everybody has every role."""

from collections.abc import Collection, Iterable

from django.db import connections
from django.db.backends.utils import CursorWrapper

from attain.lifecycles import ROLES
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.store.models import RoleGrant

PAYEE = "payee"
SEES_EVERYBODY = frozenset({"admin", "finance", "leader"})
EVERYBODY = "*"
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


def grant_role(user: str, role: str, *, acting_user: str, payee_id: str = "") -> RoleGrant:
    """Give a user a role; nobody gives one to themselves but whoever gives the first.

    Args:
        user: whom.
        role: one of ``payee, manager, admin, finance, leader``.
        acting_user: who gives it.
        payee_id: for ``payee``, whose pay is theirs.

    Raises:
        Refused: there is no such role, or whoever gives it may not.
    """
    return _changed(user, role, payee_id, acting_user=acting_user, is_granted=True)


def take_role(user: str, role: str, *, acting_user: str, payee_id: str = "") -> RoleGrant:
    """Take a role away again.

    Raises:
        Refused: the user does not have it, whoever takes it may not, or nobody would be left who gives roles.
    """
    return _changed(user, role, payee_id, acting_user=acting_user, is_granted=False)


def granted() -> list[RoleGrant]:
    """Return the grants that count, by user, role and payee."""
    rows = RoleGrant.objects.using(ENGINE).order_by("user", "role", "payee_id", "-number")
    return [row for row in rows.distinct("user", "role", "payee_id") if row.is_granted]


def roles_of(user: str) -> frozenset[str]:
    """Return the roles of a user; all of them while nobody was given one."""
    known = granted()
    return frozenset(one.role for one in known if one.user == user) if known else frozenset(ROLES)


def payees_of(user: str) -> frozenset[str]:
    """Return the payees whose pay is a user's: those linked; until the first role is given, one of the same name."""
    known = granted()
    return frozenset(one.payee_id for one in known if one.user == user and one.payee_id) if known else frozenset({user})


def users_of(payees: Collection[str]) -> frozenset[str]:
    """Return the users whose pay this is: those linked; until the first role is given, those of the same name."""
    known, asked = granted(), frozenset(payees)
    return frozenset(one.user for one in known if one.payee_id in asked) if known else asked


def reports_of(payees: Iterable[str]) -> frozenset[str]:
    """Return everybody who reports to some payees, at any depth, by the newest roster."""
    with connections[ENGINE].cursor() as cursor:
        cursor.execute(REPORTS, [sorted(payees)])
        return frozenset(payee for (payee,) in cursor.fetchall())


def keep_visible(cursor: CursorWrapper) -> None:
    """Say in the database who may see whom, by the roles and the roster as they are now; inside an action."""
    known = granted()
    rows = {(EVERYBODY, EVERYBODY)} if not known else set[tuple[str, str]]()
    for user in {one.user for one in known}:
        roles = {one.role for one in known if one.user == user}
        own = {one.payee_id for one in known if one.user == user and one.payee_id}
        seen = own | (reports_of(own) if "manager" in roles else set())
        rows |= {(user, EVERYBODY)} if roles & SEES_EVERYBODY else {(user, payee) for payee in seen}
    cursor.execute("DELETE FROM visible")
    cursor.executemany("INSERT INTO visible (viewer, payee_id) VALUES (%s, %s)", sorted(rows))


def _changed(user: str, role: str, payee_id: str, *, acting_user: str, is_granted: bool) -> RoleGrant:
    if role not in ROLES:
        raise Refused(f"there is no role '{role}'", f"it is one of {', '.join(ROLES)}")
    if (role == PAYEE) != bool(payee_id):
        raise Refused("the role payee, and no other, names a payee", "say whose pay it is with --payee")
    with acting("grant_role" if is_granted else "take_role", acting_user=acting_user, subject=user) as act:
        known = granted()
        _refuse_for_others(known, user, acting_user)
        has_it = any((one.user, one.role, one.payee_id) == (user, role, payee_id) for one in known)
        if not is_granted and not has_it:
            raise Refused(f"{user} does not have the role {role}", "see roles with 'attain role list'")
        others = [one for one in known if one.role == "admin" and one.user != user]
        if not is_granted and role == "admin" and not others:
            raise Refused(f"{user} is the last admin", "make somebody else admin first")
        made = RoleGrant(
            number=RoleGrant.objects.using(ENGINE).count() + 1,
            user=user,
            role=role,
            payee_id=payee_id,
            is_granted=is_granted,
            at=act.at,
            acting_user=acting_user,
        )
        if is_granted and has_it:
            act.is_empty = True
            return made
        made.save(using=ENGINE, force_insert=True)
        keep_visible(act.cursor)
        act.details |= {"role": role, "payee": payee_id}
    return made


def _refuse_for_others(known: Iterable[RoleGrant], user: str, acting_user: str) -> None:
    admins = {one.user for one in known if one.role == "admin"}
    if not admins:
        return
    if acting_user not in admins:
        raise Refused(f"{acting_user} does not give roles", f"ask {' or '.join(sorted(admins))}")
    if acting_user == user:
        raise Refused(f"{user} does not give or take roles of their own", "let another admin do it")
