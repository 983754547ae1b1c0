"""Tokens: what says who acts, where a program asks, and on a database of yours; good until a day, and until ended."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from attain_web.accounts.models import Account, TokenRule
from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.actions.entering.letting_in import is_theirs
from attain_web.actions.entering.standing import may_act
from attain_web.actions.people import GIVERS, roles_of
from attain_web.store.models import Token

LONGEST_NAME = 60
MOST_DAYS = 3_660


@dataclass(frozen=True)
class Known:
    """A token that is good: whose it is, and whether it changes nothing."""

    user: str
    only_reads: bool


@dataclass(frozen=True)
class Shown:
    """A token as its user sees it: the first signs of its hash, by which it is ended, and its rule."""

    prefix: str
    user: str
    made_at: datetime
    name: str
    good_until: datetime | None
    only_reads: bool
    is_good: bool


def make_token(
    user: str, *, acting_user: str, name: str = "", days: int | None = None, only_reads: bool = False
) -> str:
    """Make a token that acts as a user and return it; only its hash is kept, so it is shown this once.

    Whoever the first token of a store acts as lets others in who never came in; everybody else makes tokens for
    themselves alone.

    Args:
        user: as whom it acts.
        acting_user: who makes it.
        name: what it is for.
        days: for how long it is good; without end by default.
        only_reads: whether it changes nothing.

    Raises:
        Refused: it is for somebody else who came in before, whoever makes it does not let others in, or the days are
            none.
    """
    if (days is not None and not 1 <= days <= MOST_DAYS) or len(name) > LONGEST_NAME:
        raise Refused(f"a token is good for 1 to {MOST_DAYS} days, and its name is short", "choose others")
    with acting("make_token", acting_user=acting_user, subject=user) as act:
        first = Token.objects.using(ENGINE).order_by("made_at").first()
        if first is not None and acting_user != user:
            if acting_user != first.user:
                raise Refused(f"{acting_user} makes tokens for {acting_user} alone", f"ask {first.user}")
            if is_theirs(Account.objects.using(ENGINE).filter(username=user).first() or _nobody(user)):
                raise Refused(f"{user} has a token, or came in before", f"let {user} make another one")
        token = secrets.token_urlsafe(32)
        made = Token(hash=_hash(token), user=user, made_at=act.at, acting_user=acting_user)
        made.save(using=ENGINE, force_insert=True)
        until = act.at + timedelta(days=days) if days is not None else None
        rule = TokenRule(hash=made.hash, name=name, good_until=until, only_reads=only_reads)
        rule.save(using=ENGINE, force_insert=True)
        act.details |= {"days": days, "only_reads": only_reads, "token": made.hash[:8]}
    return token


def end_token(prefix: str, *, acting_user: str) -> str:
    """End a token: one's own, or as an admin anybody's. Returns whose it was.

    Args:
        prefix: the first signs of its hash, as the list shows them.
        acting_user: who ends it.

    Raises:
        Refused: there is no such token of theirs.
    """
    found = Token.objects.using(ENGINE).filter(hash__startswith=prefix) if len(prefix) >= 8 else Token.objects.none()
    known = [one for one in found if one.user == acting_user or roles_of(acting_user) & set(GIVERS)]
    if len(known) != 1:
        raise Refused("there is no such token of yours", "look at the list of your tokens")
    with acting("end_token", acting_user=acting_user, subject=known[0].user) as act:
        rule, _ = TokenRule.objects.using(ENGINE).get_or_create(hash=known[0].hash)
        if rule.ended_at is not None:
            raise Refused("this token has ended", "it is good for nothing")
        rule.ended_at, rule.ended_by = act.at, acting_user
        rule.save(using=ENGINE)
        act.details["token"] = known[0].hash[:8]
    return known[0].user


def known_token(token: str) -> Known | None:
    """Return what a token says; None for one that nobody has, that has ended, or whose days are over."""
    found = Token.objects.using(ENGINE).filter(hash=_hash(token)).first() if token else None
    if found is None:
        return None
    rule = TokenRule.objects.using(ENGINE).filter(hash=found.hash).first()
    return Known(found.user, bool(rule and rule.only_reads)) if _is_good(rule) else None


def user_of_token(token: str) -> str | None:
    """Return whose token it is, of one that may change things and of somebody who still may; None for every other."""
    found = known_token(token)
    return found.user if found is not None and not found.only_reads and may_act(found.user) else None


def tokens_of(user: str) -> list[Shown]:
    """Return the tokens of somebody, the newest first."""
    rules = TokenRule.objects.using(ENGINE).in_bulk()
    found = []
    for one in Token.objects.using(ENGINE).filter(user=user).order_by("-made_at"):
        rule = rules.get(one.hash) or TokenRule(hash=one.hash)
        said = (rule.name, rule.good_until, rule.only_reads, _is_good(rule))
        found.append(Shown(one.hash[:12], one.user, one.made_at, *said))
    return found


def has_tokens() -> bool:
    """Whether anybody has one."""
    return Token.objects.using(ENGINE).exists()


def _is_good(rule: TokenRule | None) -> bool:
    if rule is None:
        return True
    return rule.ended_at is None and (rule.good_until is None or rule.good_until > datetime.now(UTC))


def _nobody(user: str) -> Account:
    """Return an account that is none, to ask whether somebody came in before."""
    made = Account(username=user)
    made.set_unusable_password()
    return made


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
