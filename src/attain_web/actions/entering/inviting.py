"""Invitations: a link by which somebody chooses their password, good once and for a week."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse

from attain_web.accounts.models import Account
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.people import granted, roles_of

LINKS = PasswordResetTokenGenerator()  # bound to the password that there is, so that a new one ends every link


def invitation_path(username: str, *, acting_user: str) -> str:
    """Return the path of a link by which somebody chooses their password.

    Raises:
        Refused: there is no such account, or somebody other than an admin invites.
    """
    with acting("invite", acting_user=acting_user, subject=username):
        if granted() and not roles_of(acting_user) & {"admin", "system_admin"}:
            raise Refused(f"{acting_user} does not invite people", "ask an admin")
        found = Account.objects.using(ENGINE).filter(username=username, is_active=True).first()
        if found is None:
            raise Refused(f"there is no account '{username}'", "make it first")
        return reverse("invitation", args=[username, LINKS.make_token(found)])


def invited(username: str, token: str) -> Account | None:
    """Return whose invitation it is; None when it was used, is too old, or is none."""
    found = Account.objects.using(ENGINE).filter(username=username, is_active=True).first()
    return found if found is not None and LINKS.check_token(found, token) else None


def accept_invitation(username: str, token: str, password: str) -> Account:
    """Give an invited account its password; the link is good no more.

    Raises:
        Refused: the link is good no more, or the password is too weak.
    """
    if invited(username, token) is None:
        raise Refused("this invitation was used, or is too old", "ask for another one")
    if not password:
        raise Refused("the password is missing", "choose one")
    return make_account(username, acting_user=username, password=password)
