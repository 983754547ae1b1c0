"""Accounts: made, given a password, and signed in to; each with an audit row."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from attain_web.accounts.models import Account
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.people import GIVERS, granted, roles_of

SHORTEST = 10


def make_account(username: str, *, acting_user: str, name: str = "", password: str = "") -> Account:
    """Make an account, or give one that is there another name or password.

    Args:
        username: the user of roles and of the audit.
        acting_user: who makes it.
        name: as others read it; the one there is stays where none is given.
        password: at least ten characters; without one nobody signs in by password.

    Raises:
        Refused: the username is empty, the password is too short, or somebody other than an admin makes it for others.
    """
    if not username.strip():
        raise Refused("an account has a username", "name it")
    if password and len(password) < SHORTEST:
        raise Refused("the password is too short", f"choose one of at least {SHORTEST} characters")
    with acting("make_account", acting_user=acting_user, subject=username) as act:
        is_first = not granted()
        if not is_first and acting_user != username and not roles_of(acting_user) & set(GIVERS):
            raise Refused(f"{acting_user} does not make accounts", "ask an admin")
        made = Account.objects.using(ENGINE).filter(username=username).first() or Account(username=username)
        made.name = name or made.name
        if password:
            _refuse_weak(password, made)
            made.set_password(password)
        elif made.pk is None:
            made.set_unusable_password()
        made.save(using=ENGINE)
        act.details["has_password"] = made.has_usable_password()
    return made


def record_sign_in(username: str, *, way: str) -> None:
    """Record that somebody signed in.

    Args:
        username: who.
        way: ``password`` or ``one click``.
    """
    with acting("sign_in", acting_user=username, subject=username) as act:
        act.details["way"] = way


def _refuse_weak(password: str, account: Account) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused("; ".join(error.messages), "choose another password") from None
