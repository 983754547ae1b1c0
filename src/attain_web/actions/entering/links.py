"""Links by which somebody chooses their password: nobody but the account's owner gets one that opens it.

- Whoever never came in is invited: by e-mail, or by a link that the admin is shown once and passes on.
- Whoever came in before asks for a link themselves, or an admin has one sent; it goes to the account's own address.
- Where there is no address, or nothing sends e-mail, a link needs two admins: one asks and is shown a code, another one
  agrees and is shown the link. Neither gets in with what they have; the owner, who is told by both, does.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import F
from django.urls import reverse

from attain_web.accounts.models import Account, EntryLink, Letter
from attain_web.actions.acting import ENGINE, Act, Refused, acting
from attain_web.actions.entering.letting_in import found_account, is_theirs, refuse_others_than_admins
from attain_web.actions.entering.sessions import end_sessions_of
from attain_web.actions.entering.signing_in import refuse_address, set_password

INVITATION, RESET, AGREED, LOST = "invitation", "reset", "agreed", "lost"
ASKED, OUT, USED, ENDED = "asked", "out", "used", "ended"
GOOD_FOR = {INVITATION: timedelta(days=7), RESET: timedelta(hours=1), AGREED: timedelta(days=1)}
GOOD_FOR_REQUESTS = timedelta(days=1)
MOST_AN_HOUR = 3
MOST_WRONG_CODES = 5
CODE_DIGITS = 8
SHOWN = "shown"  # to the admin who invites, and to nobody else
NO_LINK = "this link was used, or is too old"
WORDS = {
    INVITATION: ("Choose your password", "You are invited to {name}. You sign in as {username}. Choose a password at"),
    RESET: ("Another password", "A new password for {username} of {name} can be chosen at"),
}


@dataclass(frozen=True)
class Handed:
    """What whoever asked for a link is told.

    Attributes:
        link_no: which link.
        path: where the password is chosen; shown once, and only of an account that nobody came in by.
        code: what the owner has to know besides a link that another admin is shown; shown once.
        is_sent: whether it went to the account's own address.
    """

    link_no: int
    path: str = ""
    code: str = ""
    is_sent: bool = False


def send_link(username: str, *, acting_user: str) -> Handed:
    """Have somebody choose a password: by e-mail to themselves; without it as the head of this file says.

    Raises:
        Refused: there is no such account, or they are no admin.
    """
    return _to_owner(username, acting_user) or _asked_for(username, acting_user)


def _to_owner(username: str, acting_user: str) -> Handed | None:
    """Send a link, or show one of an account that nobody came in by; None where two admins are needed."""
    with acting("send_link", acting_user=acting_user, subject=username) as act:
        refuse_others_than_admins(acting_user)
        found = found_account(username)
        kind = RESET if is_theirs(found) else INVITATION
        is_sent = bool(settings.EMAIL_HOST and found.email)
        if kind == RESET and not is_sent:
            act.is_empty = True
            return None
        way = "e-mail" if is_sent else SHOWN
        link, token = _made(act, found, kind, about=way)
        if is_sent:
            _write(act, found, kind, token)
        act.details |= {"link": link.link_no, "kind": kind, "way": way}
    return Handed(link.link_no, is_sent=True) if is_sent else Handed(link.link_no, path=_path(token))


def _asked_for(username: str, acting_user: str) -> Handed:
    with acting("ask_link", acting_user=acting_user, subject=username) as act:
        refuse_others_than_admins(acting_user)
        found = found_account(username)
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        link, _ = _made(act, found, AGREED, state=ASKED, code_hash=hash_of(code))
        act.details |= {"link": link.link_no, "reason": "no e-mail reaches them"}
    return Handed(link.link_no, code=code)


def agree_to_link(link_no: int, *, acting_user: str) -> str:
    """Agree that an account gets a new link, and return its path, which is shown once; it needs the code as well.

    Raises:
        Refused: nobody asks for it any more, they asked for it themselves, it is their own account, or are no admin.
    """
    waiting = waiting_for(link_no, AGREED)
    with acting("agree_to_link", acting_user=acting_user, subject=waiting.username) as act:
        refuse_others_than_admins(acting_user)
        link = waiting_for(link_no, AGREED)
        found_account(link.username)
        if acting_user in {link.asked_by, link.username}:
            raise Refused(f"{acting_user} does not agree to their own request", "let another admin do it")
        token = secrets.token_urlsafe(32)
        link.token_hash, link.state, link.approved_by = hash_of(token), OUT, acting_user
        link.good_until = act.at + GOOD_FOR[AGREED]
        link.save(using=ENGINE)
        act.details |= {"link": link_no, "asked_by": link.asked_by}
    return _path(token)


def end_link(link_no: int, *, acting_user: str) -> None:
    """End a link that was not used, or the request for one.

    Raises:
        Refused: there is none, or they are no admin.
    """
    found = EntryLink.objects.using(ENGINE).filter(link_no=link_no, state__in=(ASKED, OUT)).first()
    if found is None:
        raise Refused(f"there is no link {link_no} that could be used", "look at the access review")
    with acting("end_link", acting_user=acting_user, subject=found.username) as act:
        refuse_others_than_admins(acting_user)
        EntryLink.objects.using(ENGINE).filter(link_no=link_no, state__in=(ASKED, OUT)).update(state=ENDED)
        act.details["link"] = link_no


def ask_for_oneself(said: str) -> None:
    """Send a link to whoever has an account of this name or address; whether there is one is told to nobody.

    Args:
        said: the username or e-mail address.
    """
    known = Account.objects.using(ENGINE).filter(is_active=True).exclude(email="")
    found = known.filter(username=said).first() or known.filter(email__iexact=said).first()
    if found is None or not settings.EMAIL_HOST:
        return
    with acting("ask_for_link", acting_user=found.username, subject=found.username) as act:
        mine = EntryLink.objects.using(ENGINE).filter(username=found.username, asked_by=found.username)
        if mine.filter(asked_at__gt=act.at - timedelta(hours=1)).count() >= MOST_AN_HOUR:
            act.is_empty = True
            return
        link, token = _made(act, found, RESET)
        _write(act, found, RESET, token)
        act.details |= {"link": link.link_no, "way": "e-mail"}


def good_link(token: str) -> EntryLink | None:
    """Return the link that somebody has; None when it was used or ended, is too old, or is none."""
    found = EntryLink.objects.using(ENGINE).filter(token_hash=hash_of(token), state=OUT, kind__in=GOOD_FOR).first()
    if found is None or found.good_until < datetime.now(UTC):
        return None
    owner = Account.objects.using(ENGINE).filter(username=found.username, is_active=True).first()
    if owner is None or (found.kind == INVITATION and is_theirs(owner)):
        return None
    return found


def choose_password(token: str, password: str, *, code: str = "", mail: str = "") -> Account:
    """Choose the password of the account that a link is for; every link to it and every session of it ends.

    Args:
        token: of the link.
        password: at least ten characters.
        code: what goes with a link that two admins gave.
        mail: where letters to them go from now on, of an invitation that was not sent there; an address that an admin
            chose for them, and at which nobody ever answered, does not stay.

    Raises:
        Refused: the link is good no more, the code is wrong, the password is too weak, or the address is none.
    """
    asked = good_link(token)
    if asked is None:
        raise Refused(NO_LINK, "ask for another one")
    if asked.code_hash and not _is_right_code(asked, code):
        raise Refused("the code does not belong to this link", "ask whoever asked for the link; five wrong ones end it")
    with acting("choose_password", acting_user=asked.username, subject=asked.username) as act:
        link = good_link(token)
        if link is None:
            raise Refused(NO_LINK, "ask for another one")
        owner = found_account(link.username)
        set_password(owner, password)
        if link.about == SHOWN:
            owner.email = mail.strip()
            if owner.email:
                refuse_address(owner.email, owner)
        owner.save(using=ENGINE)
        mine = EntryLink.objects.using(ENGINE).filter(username=owner.username, state__in=(ASKED, OUT))
        mine.exclude(link_no=link.link_no).update(state=ENDED)
        EntryLink.objects.using(ENGINE).filter(link_no=link.link_no).update(state=USED)
        act.details |= {"link": link.link_no, "kind": link.kind, "sessions": end_sessions_of(owner.username)}
    return owner


def links_known() -> list[EntryLink]:
    """Return the links that could be used, and the requests for one, the newest first."""
    found = EntryLink.objects.using(ENGINE).filter(state__in=(ASKED, OUT), good_until__gt=datetime.now(UTC))
    found = found.exclude(kind="address")
    return list(found.order_by("-link_no"))


def write_letter(act: Act, address: str, subject: str, text: str) -> None:
    """Let a letter wait to be sent, inside an action."""
    Letter(address=address, subject=subject, text=text, at=act.at).save(using=ENGINE)


def _is_right_code(link: EntryLink, code: str) -> bool:
    """Compare a code; the wrong ones are counted even though what they were sent for is refused."""
    mine = EntryLink.objects.using(ENGINE).filter(link_no=link.link_no, state=OUT, wrong_count__lt=MOST_WRONG_CODES)
    if not mine.update(wrong_count=F("wrong_count") + 1):
        return False
    return secrets.compare_digest(link.code_hash, hash_of(code.replace(" ", "")))


def waiting_for(link_no: int, kind: str) -> EntryLink:
    """Find a request that another admin has to agree to.

    Raises:
        Refused: there is none.
    """
    known = EntryLink.objects.using(ENGINE).filter(kind=kind, link_no=link_no, state=ASKED)
    found = known.filter(good_until__gt=datetime.now(UTC)).first()
    if found is None:
        raise Refused(f"nobody asks for link {link_no} any more", "look at the access review")
    return found


def _made(
    act: Act, account: Account, kind: str, *, state: str = OUT, code_hash: str = "", about: str = ""
) -> tuple[EntryLink, str]:
    """Write a link down; those of the same kind before it are good no more."""
    token = secrets.token_urlsafe(32)
    mine = EntryLink.objects.using(ENGINE).filter(username=account.username, kind=kind, state__in=(ASKED, OUT))
    mine.update(state=ENDED)
    made = EntryLink(
        username=account.username,
        kind=kind,
        state=state,
        token_hash=hash_of(token) if state == OUT else "",
        code_hash=code_hash,
        about=about,
        asked_by=act.acting_user,
        asked_at=act.at,
        good_until=act.at + GOOD_FOR[kind],
    )
    made.save(using=ENGINE, force_insert=True)
    return made, token


def _write(act: Act, account: Account, kind: str, token: str) -> None:
    subject, words = WORDS[kind]
    where = settings.PUBLIC_URL.rstrip("/") + _path(token)
    said = words.format(name="Attain", username=account.username)
    text = f"{said}\n\n{where}\n\nIt is good once. If you did not expect this, tell an admin, and do nothing.\n"
    write_letter(act, account.email, subject, text)


def _path(token: str) -> str:
    return reverse("invitation", args=[token])


def hash_of(text: str) -> str:
    """Return what is kept of a token or a code."""
    return sha256(text.encode()).hexdigest()
