"""Whether somebody can come in already, and what others did about it; asked before anybody is let in as them."""

from datetime import datetime

from attain_web.accounts.models import Account, EntryLink
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.people import GIVERS, granted, roles_of
from attain_web.store.models import AuditRow, Token

ANYBODY = "somebody"  # who said that they were the account's owner, and did not show it
# What others do about an account, and how its owner is told; {} is who did it.
DONE_BY_OTHERS = {
    "send_link": "{} sent you a link to choose a password",
    "ask_link": "{} asked for a new link to your account, because there is no e-mail address to send it to",
    "agree_to_link": "{} agreed to a new link to your account",
    "give_password": "{} gave your account another password, at the machine itself",
    "ask_lost_factors": "{} says that you lost your second factors, and asked to have them taken away",
    "take_factors": "{} took your second factors away, at the machine itself",
    "agree_to_lost_factors": "{} agreed that your second factors are lost, and took them away",
    "lock_account": "{} tried wrong passwords or codes, and your account was locked for a quarter of an hour",
    "end_account": "{} closed your account",
    "open_account": "{} opened your account again",
}


def found_account(username: str) -> Account:
    """Find an account that is open, inside an action.

    Raises:
        Refused: there is none.
    """
    found = Account.objects.using(ENGINE).filter(username=username, is_active=True).first()
    if found is None:
        raise Refused(f"there is no account '{username}'", "make it first")
    return found


def is_theirs(account: Account) -> bool:
    """Whether somebody has come in by an account, or acted under its name, so that nobody else may come in by it."""
    return (
        account.has_usable_password()
        or account.last_login is not None
        or AuditRow.objects.using(ENGINE).filter(acting_user=account.username).exists()
        or Token.objects.using(ENGINE).filter(user=account.username).exists()
        or EntryLink.objects.using(ENGINE).filter(username=account.username, state="used").exists()
    )


def refuse_others_than_admins(user: str) -> None:
    """Let nobody but an admin let others in; everybody, until the first role is given.

    Raises:
        Refused: they are none.
    """
    if granted() and not roles_of(user) & set(GIVERS):
        raise Refused(f"{user} does not let people in", "ask an admin")


def done_by_others(username: str, since: datetime | None) -> list[str]:
    """Return what others did about an account since an instant, as its owner is told, the oldest first."""
    rows = AuditRow.objects.using(ENGINE).filter(subject=username, action__in=DONE_BY_OTHERS)
    rows = rows.exclude(acting_user=username)
    rows = rows.filter(at__gt=since) if since else rows
    return [DONE_BY_OTHERS[row.action].format(row.acting_user) for row in rows.order_by("entry_no")]
