"""Accounts: made, closed, given a password at the machine itself, and signed in to; each with an audit row."""

import os
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from attain_web.accounts.backend import LOCKED_FOR
from attain_web.accounts.models import Account, EntryLink
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.entering.letting_in import ANYBODY, found_account, is_theirs, refuse_others_than_admins
from attain_web.actions.entering.sessions import end_sessions_of
from attain_web.actions.people import granted
from attain_web.actions.typed import is_mail
from attain_web.store.models import AuditRow

SHORTEST = 10


def make_account(username: str, *, acting_user: str, name: str = "", mail: str = "", password: str = "") -> Account:
    """Make an account, or give one that is there another name; nobody types a password for somebody else.

    Args:
        username: the user of roles and of the audit.
        acting_user: who makes it.
        name: as others read it; the one there is stays where none is given.
        mail: where letters to them go; of an account that somebody has come in by, nobody else changes it.
        password: at least ten characters; only until the first role is given, when nobody's duties can be mixed up.

    Raises:
        Refused: the username is empty, the password is too weak or not for them to choose, the e-mail address is none,
            is somebody else's or not for them to change, or they are no admin.
    """
    if not username.strip():
        raise Refused("an account has a username", "name it")
    with acting("make_account", acting_user=acting_user, subject=username) as act:
        if acting_user != username:
            refuse_others_than_admins(acting_user)
        known = Account.objects.using(ENGINE).filter(username=username).first()
        made = known or Account(username=username)
        made.name = name or made.name
        if mail and mail != made.email:
            refuse_address(mail, made)
            if known is not None and is_theirs(known):
                raise Refused(f"{username} alone changes where letters to them go", "let them do it under Your account")
            made.email = mail
        if password:
            if granted() or (known is not None and is_theirs(known) and acting_user != username):
                raise Refused("nobody types a password for somebody else", "send them a link")
            set_password(made, password)
        elif made.pk is None:
            made.set_unusable_password()
        made.save(using=ENGINE)
        act.details |= {"is_new": known is None, "has_password": made.has_usable_password()}
    return made


def give_password(username: str, password: str, *, acting_user: str, name: str = "") -> Account:
    """Give an account a password at the machine itself, and make the account where there is none.

    Whoever has the shell of the machine has the embedded store too; it is recorded, and its owner is told. On a
    database of yours nobody gives anybody else a password, nor themselves another one without the one they have.

    Raises:
        Refused: the password is too weak, or the database is one of yours and the account is somebody's.
    """
    with acting("give_password", acting_user=acting_user, subject=username) as act:
        found = Account.objects.using(ENGINE).filter(username=username).first() or Account(username=username)
        if os.environ.get("DATABASE_URL"):
            if acting_user != username:
                raise Refused("nobody types a password for somebody else", "send them a link")
            if found.pk is not None and found.has_usable_password():
                raise Refused(f"{username} has a password", "change it under Your account")
        found.name = name or found.name
        set_password(found, password)
        found.save(using=ENGINE)
        end_sessions_of(username)
        act.details |= {"where": "shell"}
    return found


def end_account(username: str, *, acting_user: str) -> Account:
    """Close an account: nobody signs in by it, its sessions end and its tokens and links are good for nothing.

    Nothing is told to its owner by e-mail any more, and what they asked to be done is not begun.

    Raises:
        Refused: there is none, it is one's own, or they are no admin.
    """
    with acting("end_account", acting_user=acting_user, subject=username) as act:
        refuse_others_than_admins(acting_user)
        found = found_account(username)
        if acting_user == username:
            raise Refused(f"{username} does not close their own account", "let another admin do it")
        found.is_active = False
        found.save(using=ENGINE, update_fields=["is_active"])
        EntryLink.objects.using(ENGINE).filter(username=username, state__in=("asked", "out")).update(state="ended")
        wishes = apps.get_model("outbox", "Wish").objects.using(ENGINE).filter(user=username)
        wishes.update(mail="", by_mail=[], dashboard_on=None)
        act.details["sessions"] = end_sessions_of(username)
    return found


def open_account(username: str, *, acting_user: str) -> Account:
    """Open an account again that was closed; its owner comes in as before.

    Raises:
        Refused: it is not closed, or they are no admin.
    """
    with acting("open_account", acting_user=acting_user, subject=username):
        refuse_others_than_admins(acting_user)
        found = Account.objects.using(ENGINE).filter(username=username, is_active=False).first()
        if found is None:
            raise Refused(f"there is no closed account '{username}'", "look at the access review")
        found.is_active = True
        found.save(using=ENGINE, update_fields=["is_active"])
    return found


def record_sign_in(username: str, *, way: str) -> None:
    """Record that somebody signed in.

    Args:
        username: who.
        way: such as ``password`` or ``one click``.
    """
    with acting("sign_in", acting_user=username, subject=username) as act:
        act.details["way"] = way


def record_lock(username: str) -> None:
    """Record, once for each time, that wrong tries locked an account; its owner is told."""
    found = Account.objects.using(ENGINE).filter(username=username, locked_until__gt=datetime.now(UTC)).first()
    if found is None or found.locked_until is None:
        return
    since = found.locked_until - LOCKED_FOR - timedelta(seconds=1)
    with acting("lock_account", acting_user=ANYBODY, subject=username) as act:
        rows = AuditRow.objects.using(ENGINE).filter(action="lock_account", subject=username, at__gt=since)
        act.is_empty = rows.exists()


def set_password(account: Account, password: str) -> None:
    """Set the password of an account that is saved afterwards, inside an action.

    Raises:
        Refused: it is too weak.
    """
    if len(password) < SHORTEST:
        raise Refused("the password is too short", f"choose one of at least {SHORTEST} characters")
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused("; ".join(error.messages), "choose another password") from None
    account.set_password(password)
    account.failure_count, account.locked_until = 0, None


def refuse_address(mail: str, account: Account) -> None:
    """Let no account have an e-mail address that is none, or another account's.

    Raises:
        Refused: it is one of these.
    """
    if not is_mail(mail):
        raise Refused(f"'{mail}' is no e-mail address", "write it like ana@example.com")
    if Account.objects.using(ENGINE).filter(email__iexact=mail).exclude(pk=account.pk).exists():
        raise Refused("another account has this e-mail address", "choose one that is theirs alone")
