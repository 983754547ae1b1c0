"""What people write in their own words: kept outside the chains, bound to them by a salted hash, and erasable."""

import secrets
from collections.abc import Iterable
from hashlib import sha256

from attain_web.actions.acting import ENGINE, Act
from attain_web.store.facts.personal import ERASED
from attain_web.store.models import FreeText


def keep_text(act: Act, text: str, *, about: str = "") -> str:
    """Keep a text inside an action and return its digest; empty for no text.

    Args:
        act: the action.
        text: what was written.
        about: the payee it is about.
    """
    said = text.strip()
    if not said:
        return ""
    salt = secrets.token_hex(16)
    kept = FreeText(digest=digest_of(salt, said), salt=salt, text=said, written_by=act.acting_user, about=about)
    kept.save(using=ENGINE, force_insert=True)
    return kept.digest


def digest_of(salt: str, text: str) -> str:
    """Return the hash by which a text is named."""
    return sha256(f"{salt}{text}".encode()).hexdigest()


def texts_of(digests: Iterable[str]) -> dict[str, str]:
    """Return texts by their digests; one that was erased says so, and no digest is no text."""
    wanted = {digest for digest in digests if digest}
    found = dict(FreeText.objects.using(ENGINE).filter(digest__in=wanted).values_list("digest", "text"))
    return {"": ""} | dict.fromkeys(wanted, ERASED) | found


def text_of(digest: str) -> str:
    """Return one text."""
    return texts_of([digest])[digest]
