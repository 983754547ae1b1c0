"""Second factors: codes of an app (TOTP), passkeys and recovery codes; added and taken away by their owner alone."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    validate_totp_code,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

from attain.lifecycles import ROLES
from attain_web.accounts.backend import may_try
from attain_web.accounts.models import Account, EntryLink, FactorRule
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.entering.letting_in import found_account, refuse_others_than_admins
from attain_web.actions.entering.links import GOOD_FOR_REQUESTS, LOST, waiting_for
from attain_web.actions.entering.sessions import end_sessions_of

TOTP, PASSKEY, RECOVERY = "totp", "webauthn", "recovery_codes"
FACTORS = (TOTP, PASSKEY)
LONGEST_NAME = 60
MOST_PASSKEYS = 20


def factors_of(account: Account) -> list[Authenticator]:
    """Return the second factors of an account, the oldest first; recovery codes are none."""
    known = Authenticator.objects.using(ENGINE).filter(user_id=account.pk, type__in=FACTORS)
    return list(known.order_by("created_at", "pk"))


def codes_left(account: Account) -> int:
    """Return how many recovery codes of an account were not used."""
    found = Authenticator.objects.using(ENGINE).filter(user_id=account.pk, type=RECOVERY).first()
    return len(RecoveryCodes(found).get_unused_codes()) if found else 0


def add_totp(secret: str, code: str, *, acting_user: str, stays: str = "") -> list[str]:
    """Add an app that shows codes, once it showed a right one.

    Args:
        secret: what the app took over.
        code: what it shows.
        acting_user: whose.
        stays: the key of their session, which goes on; with the first factor every other one ends, which began without.

    Returns:
        New recovery codes, which are shown once; none where there are some.

    Raises:
        Refused: the code is wrong, or there is such an app already.
    """
    with acting("add_factor", acting_user=acting_user, subject=acting_user) as act:
        owner = found_account(acting_user)
        if any(one.type == TOTP for one in factors_of(owner)):
            raise Refused("an app shows codes for you already", "take that one away first")
        if not secret or not validate_totp_code(secret, code.replace(" ", "")):
            raise Refused("the code is not the one that the app shows now", "check the clock of the device, try again")
        _end_others(act, owner, stays)
        _add(owner, TOTP, {"secret": encrypt(secret)})
        act.details["kind"] = TOTP
        return _codes_unless_there(owner)


def add_passkey(name: str, credential: Mapping[str, Any], *, acting_user: str, stays: str = "") -> list[str]:
    """Add a passkey that the browser made and that was checked; ends sessions and returns codes as ``add_totp`` does.

    Raises:
        Refused: it has no name, or there are too many.
    """
    with acting("add_factor", acting_user=acting_user, subject=acting_user) as act:
        owner = found_account(acting_user)
        if not name.strip() or len(name) > LONGEST_NAME:
            raise Refused("the passkey has no name, or a very long one", "name the device that holds it")
        if len(factors_of(owner)) >= MOST_PASSKEYS:
            raise Refused(f"there are {MOST_PASSKEYS} passkeys", "take one away first")
        _end_others(act, owner, stays)
        _add(owner, PASSKEY, {"name": name.strip(), "credential": json.loads(json.dumps(dict(credential)))})
        act.details["kind"] = PASSKEY
        return _codes_unless_there(owner)


def remove_factor(number: int, *, acting_user: str) -> None:
    """Take a second factor of one's own away; with the last one the recovery codes go.

    Raises:
        Refused: there is none of theirs.
    """
    with acting("remove_factor", acting_user=acting_user, subject=acting_user) as act:
        owner = found_account(acting_user)
        found = next((one for one in factors_of(owner) if one.pk == number), None)
        if found is None:
            raise Refused("there is no such second factor of yours", "look at the list")
        found.delete(using=ENGINE)
        if not factors_of(owner):
            Authenticator.objects.using(ENGINE).filter(user_id=owner.pk).delete()
        act.details["kind"] = found.type


def new_recovery_codes(*, acting_user: str) -> list[str]:
    """Make new recovery codes for oneself; those before are good for nothing.

    Raises:
        Refused: there is no second factor that they could stand in for.
    """
    with acting("new_recovery_codes", acting_user=acting_user, subject=acting_user):
        owner = found_account(acting_user)
        if not factors_of(owner):
            raise Refused("there is no second factor", "add one first; recovery codes stand in for it")
        Authenticator.objects.using(ENGINE).filter(user_id=owner.pk, type=RECOVERY).delete()
        return _codes_unless_there(owner)


def right_code(account: Account, code: str) -> str:
    """Say of which kind a right code is, ``code`` or ``recovery code``; empty for a wrong one, and while locked.

    A code counts as a try before it is looked at, and is good once.
    """
    said = code.replace(" ", "").replace("-", "")
    if not said or not may_try(account):
        return ""
    with transaction.atomic(using=ENGINE):
        known = Authenticator.objects.using(ENGINE).select_for_update().filter(user_id=account.pk)
        by_kind = {one.type: one for one in known if one.type != PASSKEY}
        if TOTP in by_kind and _uses_totp(by_kind[TOTP], said):
            return "code"
        return "recovery code" if RECOVERY in by_kind and _uses_recovery(by_kind[RECOVERY], said) else ""


def used_passkey(found: Authenticator) -> None:
    """Remember that a passkey was used."""
    Authenticator.objects.using(ENGINE).filter(pk=found.pk).update(last_used_at=datetime.now(UTC))


def require_factor(role: str, *, acting_user: str, is_required: bool) -> None:
    """Ask for a second factor of whoever has a role, or ask for none any more.

    Raises:
        Refused: there is no such role, or they are no admin.
    """
    with acting("require_factor", acting_user=acting_user, subject=role) as act:
        refuse_others_than_admins(acting_user)
        if role not in ROLES:
            raise Refused(f"there is no role '{role}'", f"it is one of {', '.join(ROLES)}")
        known = FactorRule.objects.using(ENGINE).filter(role=role)
        if known.exists() == is_required:
            act.is_empty = True
        elif is_required:
            FactorRule(role=role, asked_by=acting_user, at=act.at).save(using=ENGINE, force_insert=True)
        else:
            known.delete()
        act.details["is_required"] = is_required


def roles_with_factor() -> frozenset[str]:
    """Return the roles whose people come in with a second factor alone."""
    return frozenset(FactorRule.objects.using(ENGINE).values_list("role", flat=True))


def ask_lost_factors(username: str, *, acting_user: str) -> EntryLink:
    """Ask, as an admin, that the second factors of somebody be taken away who lost them; another admin has to agree.

    Raises:
        Refused: they have none, or whoever asks is no admin.
    """
    with acting("ask_lost_factors", acting_user=acting_user, subject=username) as act:
        refuse_others_than_admins(acting_user)
        owner = found_account(username)
        if not factors_of(owner):
            raise Refused(f"{username} has no second factor", "send them a link where they forgot their password")
        EntryLink.objects.using(ENGINE).filter(username=username, kind=LOST, state="asked").update(state="ended")
        made = EntryLink(username=username, kind=LOST, state="asked", asked_by=acting_user, asked_at=act.at)
        made.good_until = act.at + GOOD_FOR_REQUESTS
        made.save(using=ENGINE, force_insert=True)
        act.details["link"] = made.link_no
    return made


def agree_to_lost_factors(link_no: int, *, acting_user: str) -> str:
    """Agree that somebody lost their second factors, and take them away; their password stays. Returns whose.

    Raises:
        Refused: nobody asks for it, they asked for it themselves, the account is theirs, or they are no admin.
    """
    username = waiting_for(link_no, LOST).username
    with acting("agree_to_lost_factors", acting_user=acting_user, subject=username) as act:
        refuse_others_than_admins(acting_user)
        asked = waiting_for(link_no, LOST)
        if acting_user in {asked.asked_by, username}:
            raise Refused(f"{acting_user} does not agree to their own request", "let another admin do it")
        _take_all(act, username)
        asked.state, asked.approved_by = "used", acting_user
        asked.save(using=ENGINE)
        act.details |= {"link": link_no, "asked_by": asked.asked_by}
    return username


def take_factors(username: str, *, acting_user: str) -> None:
    """Take somebody's second factors away at the machine itself, where there is no second admin; it is told to them.

    Raises:
        Refused: there is no such account, or the database is one of yours, which no shell stands for.
    """
    if os.environ.get("DATABASE_URL"):
        raise Refused("on a database of yours two admins take second factors away", "ask for it under Access review")
    with acting("take_factors", acting_user=acting_user, subject=username) as act:
        _take_all(act, username)


def _take_all(act: Act, username: str) -> None:
    count, _ = Authenticator.objects.using(ENGINE).filter(user_id=found_account(username).pk).delete()
    act.details["count"] = count


def _end_others(act: Act, owner: Account, stays: str) -> None:
    """End what somebody began without a second factor, when they add the first."""
    if not factors_of(owner):
        act.details["sessions"] = end_sessions_of(owner.username, but=stays)


def _add(owner: Account, kind: str, said: dict[str, Any]) -> Authenticator:
    made = Authenticator(user_id=owner.pk, type=kind, data=said)
    made.save(using=ENGINE, force_insert=True)
    return made


def _codes_unless_there(owner: Account) -> list[str]:
    if Authenticator.objects.using(ENGINE).filter(user_id=owner.pk, type=RECOVERY).exists():
        return []
    seed = {"seed": encrypt(RecoveryCodes.generate_seed()), "used_mask": 0}
    return RecoveryCodes(_add(owner, RECOVERY, seed)).generate_codes()


def _uses_totp(found: Authenticator, code: str) -> bool:
    """Compare a code with those of now; one that was used, or came before one that was, is good no more."""
    secret, last = decrypt(found.data["secret"]), found.data.get("last_counter", -1)
    for counter in yield_hotp_counters_from_time():
        if counter > last and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, counter))):
            found.data["last_counter"], found.last_used_at = counter, datetime.now(UTC)
            found.save(using=ENGINE)
            return True
    return False


def _uses_recovery(found: Authenticator, code: str) -> bool:
    for number, one in enumerate(RecoveryCodes(found).generate_codes()):
        is_used = found.data["used_mask"] >> number & 1
        if not is_used and compare_user_code(actual=code, expected=one):
            found.data["used_mask"] |= 1 << number
            found.last_used_at = datetime.now(UTC)
            found.save(using=ENGINE)
            return True
    return False
