"""Who is who at another provider (OIDC): accounts are joined with its subjects, and none is made untold."""

from collections.abc import Collection

from allauth.socialaccount.models import SocialAccount
from django.conf import settings

from attain_web.accounts.models import Account
from attain_web.actions.acting import ENGINE, Refused, acting

UNKNOWN = "nobody here has the e-mail address that your provider vouches for"


def account_of_subject(provider: str, subject: str, mails: Collection[str]) -> Account:
    """Return whose account a subject's is, joined by the e-mail address that the provider verified the first time.

    Args:
        provider: which.
        subject: who, as the provider says.
        mails: the addresses that it verified.

    Raises:
        Refused: there is no such account, it is closed, or is joined with another subject of the provider.
    """
    known = SocialAccount.objects.using(ENGINE).filter(provider=provider)
    joined = known.filter(uid=subject).first()
    if joined is not None:
        owner = Account.objects.using(ENGINE).filter(pk=joined.user_id, is_active=True).first()
        if owner is None:
            raise Refused("your account is closed", "ask an admin")
        return owner
    for mail in mails:
        owner = Account.objects.using(ENGINE).filter(email__iexact=mail, is_active=True).first() if mail else None
        if owner is not None:
            if known.filter(user_id=owner.pk).exists():
                raise Refused("this account is somebody else's at your provider", "ask an admin")
            return _joined(owner, provider, subject)
    if not settings.OIDC_MAKES_ACCOUNTS or not mails:
        raise Refused(UNKNOWN, "ask an admin to invite you with this address")
    return _joined(_made(next(iter(mails))), provider, subject)


def _made(mail: str) -> Account:
    """Make an account without a role for somebody whom the provider vouches for."""
    with acting("make_account", acting_user=mail, subject=mail) as act:
        if Account.objects.using(ENGINE).filter(username=mail).exists():
            raise Refused(UNKNOWN, "ask an admin to invite you with this address")
        made = Account(username=mail, email=mail)
        made.set_unusable_password()
        made.save(using=ENGINE)
        act.details |= {"is_new": True, "has_password": False, "way": "oidc"}
    return made


def _joined(owner: Account, provider: str, subject: str) -> Account:
    with acting("join_subject", acting_user=owner.username, subject=owner.username) as act:
        SocialAccount(user_id=owner.pk, provider=provider, uid=subject).save(using=ENGINE, force_insert=True)
        act.details["provider"] = provider
    return owner
