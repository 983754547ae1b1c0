"""Tokens: on a database of yours, what says who acts."""

import secrets
from hashlib import sha256

from attain_web.actions.acting import ENGINE, Refused, acting
from attain_web.store.models import Token


def make_token(user: str, *, acting_user: str) -> str:
    """Make a token that acts as a user and return it; only its hash is kept, so it is shown this once.

    Whoever the first token of a store acts as lets others in; everybody else makes tokens for themselves alone.

    Raises:
        Refused: it is for somebody else who has one, or whoever makes it does not let others in.
    """
    with acting("make_token", acting_user=acting_user, subject=user) as act:
        first = Token.objects.using(ENGINE).order_by("made_at").first()
        if first is not None and acting_user != user:
            if acting_user != first.user:
                raise Refused(f"{acting_user} makes tokens for {acting_user} alone", f"ask {first.user}")
            if Token.objects.using(ENGINE).filter(user=user).exists():
                raise Refused(f"{user} has a token", f"let {user} make another one")
        token = secrets.token_urlsafe(32)
        made = Token(hash=_hash(token), user=user, made_at=act.at, acting_user=acting_user)
        made.save(using=ENGINE, force_insert=True)
    return token


def user_of_token(token: str) -> str | None:
    """Return whose token it is; None for one that nobody has."""
    found = Token.objects.using(ENGINE).filter(hash=_hash(token)).first() if token else None
    return found.user if found else None


def has_tokens() -> bool:
    """Whether anybody has one."""
    return Token.objects.using(ENGINE).exists()


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
