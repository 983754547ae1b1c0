"""Who acts in whose stead while they are away: named by whoever is away, for some days, and ended early by either.

A delegate has the roles of whom they stand in for, but nobody else's pay is theirs: what a payee does for themselves is
done by nobody in their stead. Duties stay separate as if both were one person.
"""

from datetime import UTC, date, datetime

from attain.lifecycles import DELEGATION
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.people import PAYEE, roles_of
from attain_web.store.models import Delegation
from attain_web.store.once import once

APPROVING = frozenset(DELEGATION.steps[0].roles)


def name_delegate(delegate: str, starts_on: date, ends_on: date, *, acting_user: str) -> Delegation:
    """Name who acts in one's stead.

    Args:
        delegate: the user.
        starts_on: the first day.
        ends_on: the last day.
        acting_user: who is away.

    Raises:
        Refused: there is nothing to delegate, the days are wrong, or somebody is named for them already.
    """
    with acting("name_delegate", acting_user=acting_user, subject=delegate) as act:
        if not roles_of(acting_user) & APPROVING:
            what = f"{acting_user} has nothing to delegate"
            raise Refused(what, f"delegates are named by {', '.join(sorted(APPROVING))}")
        if delegate == acting_user:
            raise Refused(f"{delegate} cannot stand in for themself", "name somebody else")
        if ends_on < starts_on or ends_on < act.at.date():
            raise Refused(f"from {starts_on} until {ends_on} lies no day to come", "name the first and the last day")
        mine = [one for one in named_delegates() if one.absent_user == acting_user]
        same = next((one for one in mine if one.starts_on <= ends_on and starts_on <= one.ends_on), None)
        if same is not None:
            what = f"{same.delegate} stands in for {acting_user} until {same.ends_on} ({same.delegation_id})"
            raise Refused(what, "end that first, or name other days")
        number = Delegation.objects.using(ENGINE).filter(number=1).count() + 1
        made = Delegation(
            delegation_id=f"DEL-{number}",
            number=1,
            absent_user=acting_user,
            delegate=delegate,
            starts_on=starts_on,
            ends_on=ends_on,
            at=act.at,
            acting_user=acting_user,
        )
        made.save(using=ENGINE, force_insert=True)
        act.details |= {"delegation": made.delegation_id, "from": str(starts_on), "until": str(ends_on)}
    return made


def end_delegation(delegation_id: str, *, acting_user: str) -> Delegation:
    """End a delegation before its last day; whoever is away, the delegate or an admin does.

    Raises:
        Refused: there is none, it has ended, or it is somebody else's.
    """
    with acting("end_delegation", acting_user=acting_user, subject=delegation_id) as act:
        known = {one.delegation_id: one for one in named_delegates()}
        found = known.get(delegation_id)
        if found is None:
            raise Refused(f"no delegation '{delegation_id}' stands", "see them with 'attain delegate list'")
        if acting_user not in {found.absent_user, found.delegate} and "admin" not in roles_of(acting_user):
            raise Refused(f"{delegation_id} is not {acting_user}'s", f"ask {found.absent_user}, or an admin")
        ended = Delegation(
            delegation_id=delegation_id,
            number=found.number + 1,
            absent_user=found.absent_user,
            delegate=found.delegate,
            starts_on=found.starts_on,
            ends_on=found.ends_on,
            is_ended=True,
            at=act.at,
            acting_user=acting_user,
        )
        ended.save(using=ENGINE, force_insert=True)
        act.details |= {"absent_user": found.absent_user, "delegate": found.delegate}
    return ended


def named_delegates() -> list[Delegation]:
    """Return every delegation that nobody ended, also those whose days are over or to come, oldest first."""
    rows = Delegation.objects.using(ENGINE).order_by("delegation_id", "-number").distinct("delegation_id")
    return sorted((row for row in rows if not row.is_ended), key=lambda row: row.at)


def absent_users(delegate: str, on: date | None = None) -> list[str]:
    """Return in whose stead a user may act on a day, today by default."""
    day = on or datetime.now(UTC).date()
    return list(once(("absent", delegate, day), lambda: _absent_users(delegate, day)))


def _absent_users(delegate: str, day: date) -> list[str]:
    mine = Delegation.objects.using(ENGINE).filter(delegate=delegate, starts_on__lte=day, ends_on__gte=day)
    ids = set(mine.values_list("delegation_id", flat=True))
    return [one.absent_user for one in named_delegates() if one.delegation_id in ids] if ids else []


def delegated_roles(absent_user: str) -> frozenset[str]:
    """Return the roles that a delegate has in somebody's stead: all but being paid."""
    return roles_of(absent_user) - {PAYEE}


def acting_roles(user: str, on: date | None = None) -> frozenset[str]:
    """Return every role that a user may act in on a day: their own, and those of whom they stand in for."""
    lent = [delegated_roles(absent) for absent in absent_users(user, on)]
    return roles_of(user).union(*lent)
