"""What somebody changes of their own account: password and e-mail address; whoever asks has said who they are again."""

import secrets

from django.conf import settings
from django.urls import reverse

from attain_web.accounts.models import Account, EntryLink
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.entering.letting_in import found_account
from attain_web.actions.entering.links import GOOD_FOR_REQUESTS, hash_of, write_letter
from attain_web.actions.entering.sessions import end_sessions_of
from attain_web.actions.entering.signing_in import refuse_address, set_password

ADDRESS = "address"


def change_password(password: str, *, acting_user: str) -> Account:
    """Choose another password; every session ends, and the one that asks begins anew.

    Raises:
        Refused: it is too weak.
    """
    with acting("change_password", acting_user=acting_user, subject=acting_user) as act:
        owner = found_account(acting_user)
        set_password(owner, password)
        owner.save(using=ENGINE)
        EntryLink.objects.using(ENGINE).filter(username=acting_user, state__in=("asked", "out")).update(state="ended")
        act.details["sessions"] = end_sessions_of(acting_user)
    return owner


def change_address(mail: str, *, acting_user: str) -> bool:
    """Say where letters go; with e-mail, once the new address answered. Returns whether it counts already.

    Raises:
        Refused: it is none, or another account's.
    """
    with acting("change_address", acting_user=acting_user, subject=acting_user) as act:
        owner = found_account(acting_user)
        refuse_address(mail, owner)
        if not settings.EMAIL_HOST:
            owner.email = mail
            owner.save(using=ENGINE, update_fields=["email"])
            return True
        token = secrets.token_urlsafe(32)
        mine = EntryLink.objects.using(ENGINE).filter(username=acting_user, kind=ADDRESS)
        mine.filter(state="out").update(state="ended")
        made = EntryLink(username=acting_user, kind=ADDRESS, state="out", token_hash=hash_of(token), about=mail)
        made.asked_by, made.asked_at, made.good_until = acting_user, act.at, act.at + GOOD_FOR_REQUESTS
        made.save(using=ENGINE, force_insert=True)
        where = settings.PUBLIC_URL.rstrip("/") + reverse("own-address", args=[token])
        write_letter(act, mail, "Your e-mail address", f"To have letters sent here, open\n\n{where}\n")
        if owner.email:
            write_letter(act, owner.email, "Your e-mail address", "Letters to you are asked to go elsewhere.\n")
        act.details["link"] = made.link_no
    return False


def accept_address(token: str, *, acting_user: str) -> None:
    """Let letters go to an address that answered.

    Raises:
        Refused: the link is good no more, is somebody else's, or another account has the address now.
    """
    with acting("accept_address", acting_user=acting_user, subject=acting_user) as act:
        out = EntryLink.objects.using(ENGINE).filter(kind=ADDRESS, state="out", username=acting_user)
        found = out.filter(token_hash=hash_of(token), good_until__gt=act.at).first()
        if found is None:
            raise Refused("this link was used, is too old, or is somebody else's", "ask for another one")
        owner = found_account(acting_user)
        refuse_address(found.about, owner)
        owner.email, found.state = found.about, "used"
        owner.save(using=ENGINE, update_fields=["email"])
        found.save(using=ENGINE)
