"""Who has which role, and whose pay is whose. Until the first role is given everybody has every role."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.models import Max

from attain.lifecycles import ROLES
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.store.models import PeriodSpan, RoleGrant
from attain_web.store.once import once

PAYEE = "payee"
SEES_EVERYBODY = frozenset({"admin", "finance", "leader", "auditor"})
GIVERS = ("system_admin", "admin")
EVERYBODY = "*"
# Everybody below some payees in the newest roster, at any depth, and from when to when; a circle ends where it began.
REPORTS = """
WITH RECURSIVE newest AS (
    SELECT DISTINCT ON (key) cells::json AS cells FROM fact WHERE source_table = 'roster' ORDER BY key, batch_id DESC
), person AS (
    SELECT cells ->> 'payee' AS payee, cells ->> 'manager' AS manager,
        coalesce((cells ->> 'from')::date, '0001-01-01') AS starts_on,
        coalesce((cells ->> 'before')::date, '9999-12-31') AS ends_before
    FROM newest WHERE cells IS NOT NULL
), below AS (
    SELECT payee, starts_on, ends_before FROM person WHERE manager = ANY(%s)
    UNION
    SELECT person.payee, greatest(person.starts_on, below.starts_on), least(person.ends_before, below.ends_before)
    FROM person JOIN below ON person.manager = below.payee
        AND person.starts_on < below.ends_before AND below.starts_on < person.ends_before
) SELECT payee, starts_on, ends_before FROM below
"""


@dataclass(frozen=True)
class Days:
    """The days from one to before another.

    >>> Days(date(2026, 1, 1), date(2026, 2, 1)).meets(Days(date(2026, 1, 31), date.max))
    True
    """

    starts_on: date
    ends_before: date

    def meets(self, other: "Days") -> bool:
        """Whether a day is in both."""
        return self.starts_on < other.ends_before and other.starts_on < self.ends_before


ALWAYS = Days(date.min, date.max)


def on_day(day: date) -> Days:
    """Return the days of what is about one day."""
    return Days(day, day + timedelta(days=1) if day < date.max else day)


def grant_role(user: str, role: str, *, acting_user: str, payee_id: str = "") -> RoleGrant:
    """Give a user a role; nobody gives one to themselves but whoever gives the first.

    Args:
        user: whom.
        role: one of ``attain.lifecycles.ROLES``.
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


def granted() -> tuple[RoleGrant, ...]:
    """Return the grants that count, by user, role and payee.

    Grants are only ever added, so what was read once counts until there is another.
    """
    return once("granted", _granted_now)


def _granted_now() -> tuple[RoleGrant, ...]:
    known = connections[ENGINE].settings_dict
    newest = RoleGrant.objects.using(ENGINE).aggregate(number=Max("number"), at=Max("at"))
    return _granted(str(known["HOST"]), str(known["NAME"]), newest["number"], newest["at"])


@lru_cache(maxsize=4)
def _granted(*_of: object) -> tuple[RoleGrant, ...]:
    rows = RoleGrant.objects.using(ENGINE).order_by("user", "role", "payee_id", "-number")
    return tuple(row for row in rows.distinct("user", "role", "payee_id") if row.is_granted)


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


def reports_of(payees: Iterable[str], during: Days = ALWAYS) -> frozenset[str]:
    """Return everybody who reports to some payees, at any depth, on one of some days, by the newest roster."""
    return frozenset(payee for payee, days in reporting(payees) if days.meets(during))


def reporting(payees: Iterable[str]) -> set[tuple[str, Days]]:
    """Return everybody who reports to some payees at any depth, and on which days."""
    with connections[ENGINE].cursor() as cursor:
        cursor.execute(REPORTS, [sorted(payees)])
        return {(payee, Days(starts, ends)) for payee, starts, ends in cursor.fetchall()}


def days_of(period_id: str) -> Days:
    """Return the days of a period, as the newest run has them; always, of one that no run has."""
    found = PeriodSpan.objects.using(ENGINE).filter(period_id=period_id).first()
    return Days(found.starts_on, found.ends_before) if found else ALWAYS


def keep_visible(cursor: CursorWrapper, users: Collection[str] = ()) -> None:
    """Say in the database who may see whom, by the roles and the roster as they are now; inside an action.

    Args:
        cursor: of the engine.
        users: only these may see others than before; everybody may by default.
    """
    known = granted()
    rows = {(EVERYBODY, EVERYBODY, ALWAYS)} if not known else set[tuple[str, str, Days]]()
    for user in {one.user for one in known if not users or one.user in users}:
        roles = {one.role for one in known if one.user == user}
        own = {one.payee_id for one in known if one.user == user and one.payee_id}
        below = _without_overlaps(reporting(own)) if "manager" in roles else set[tuple[str, Days]]()
        seen = {(payee, ALWAYS) for payee in own} | {(payee, days) for payee, days in below if payee not in own}
        rows |= {(user, EVERYBODY, ALWAYS)} if roles & SEES_EVERYBODY else {(user, *one) for one in seen}
    cursor.execute("DELETE FROM visible WHERE %s OR viewer = ANY(%s)", [not users, sorted(users)])
    cursor.executemany(
        "INSERT INTO visible (viewer, payee_id, starts_on, ends_before) VALUES (%s, %s, %s, %s)",
        sorted((viewer, payee, days.starts_on, days.ends_before) for viewer, payee, days in rows),
    )


def keep_period_spans(cursor: CursorWrapper, spans: Iterable[tuple[str, date, date]]) -> None:
    """Say in the database which days the periods of a run have; inside an action."""
    found = sorted(spans)
    cursor.execute("DELETE FROM period_span WHERE period_id = ANY(%s)", [[name for name, _, _ in found]])
    cursor.executemany("INSERT INTO period_span (period_id, starts_on, ends_before) VALUES (%s, %s, %s)", found)


def _without_overlaps(spans: Iterable[tuple[str, Days]]) -> set[tuple[str, Days]]:
    """Join days of the same payee that meet or follow each other, as under two managers of one team."""
    found: dict[str, list[Days]] = {}
    for payee, days in sorted(spans, key=lambda one: (one[0], one[1].starts_on, one[1].ends_before)):
        own = found.setdefault(payee, [])
        if own and days.starts_on <= own[-1].ends_before:
            own[-1] = Days(own[-1].starts_on, max(own[-1].ends_before, days.ends_before))
        else:
            own.append(days)
    return {(payee, days) for payee, own in found.items() for days in own}


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
        others = [one for one in known if one.role == role and one.user != user]
        if not is_granted and role in GIVERS and role == _givers(known) and not others:
            raise Refused(f"{user} is the last {role.replace('_', ' ')}", f"make somebody else {role} first")
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
        keep_visible(act.cursor, [user] if known else ())
        act.details |= {"role": role, "payee": payee_id}
    return made


def _refuse_for_others(known: Iterable[RoleGrant], user: str, acting_user: str) -> None:
    admins = {one.user for one in known if one.role == _givers(known)}
    if not admins:
        return
    if acting_user not in admins:
        raise Refused(f"{acting_user} does not give roles", f"ask {' or '.join(sorted(admins))}")
    if acting_user == user:
        raise Refused(f"{user} does not give or take roles of their own", "let another admin do it")


def _givers(known: Iterable[RoleGrant]) -> str:
    """The role that gives roles: system admins, and comp admins as long as there is no system admin."""
    return next((role for role in GIVERS if any(one.role == role for one in known)), GIVERS[-1])
