"""What somebody had typed when their session ended: kept until they signed in again, and shown to nobody else.

Files and passwords are not kept. A form says for whom it was shown; whoever else signs in does not see it. What no form
of ours said, signed when it was shown to somebody, is not kept at all, so that nobody who never signed in fills a disk.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

KEPT, SHOWN_TO = "interrupted", "shown_to"
SECRET = frozenset({"confirm", "again", "code", "credential"})  # beside whatever calls itself a password
HIDDEN = frozenset({"csrfmiddlewaretoken", "form_token", SHOWN_TO}) | SECRET
LONGEST = 500_000
SHOWN_FOR = 7 * 24 * 3600


@dataclass(frozen=True)
class Interrupted:
    """A form that was not done.

    Attributes:
        address: where it goes.
        page: where it was filled in; empty where the browser did not say.
        fields: names and texts, in order.
        has_files: whether files were chosen, which have to be chosen again.
    """

    address: str
    page: str
    fields: tuple[tuple[str, str], ...]
    has_files: bool


def of_request(request: HttpRequest) -> Interrupted:
    """Return the form that a request carries."""
    sent: MultiValueDict[str, str] = request.POST
    fields = [
        (name, text)
        for name, texts in sent.lists()
        if name not in HIDDEN and "password" not in name.lower()
        for text in texts
    ]
    return Interrupted(request.path, own_page(request), tuple(fields), bool(request.FILES))


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="a form was shown to")


def reader_of_form(username: str) -> str:
    """Return what a form says of whom it was shown to, which nobody else can make it say."""
    return _signer().sign(username) if username else ""


def _reader_in(text: str) -> str:
    """Return whom a form was shown to; empty where nobody can know."""
    try:
        return _signer().unsign(text, max_age=SHOWN_FOR)
    except BadSignature:
        return ""


def keep(request: HttpRequest) -> None:
    """Keep what a form carries until its reader has signed in again."""
    one, reader = of_request(request), _reader_in(request.POST.get(SHOWN_TO, ""))
    if reader and one.fields and sum(len(text) for _, text in one.fields) <= LONGEST:
        said: dict[str, Any] = {"for": reader, "has_files": one.has_files}
        request.session[KEPT] = said | {"address": one.address, "page": one.page, "fields": list(one.fields)}


def kept_for(request: HttpRequest, username: str) -> Interrupted | None:
    """Return what was kept for a user; what is somebody else's is forgotten."""
    said = request.session.get(KEPT)
    if said is None:
        return None
    if said["for"] != username:
        del request.session[KEPT]
        return None
    fields = tuple((name, text) for name, text in said["fields"])
    return Interrupted(said["address"], said["page"], fields, said["has_files"])


def forget(request: HttpRequest) -> None:
    """Forget what was kept."""
    request.session.pop(KEPT, None)


def own_page(request: HttpRequest) -> str:
    """Return the page of ours that a request came from, as a path; empty for none."""
    found = urlsplit(request.headers.get("Referer", ""))
    if found.netloc != request.get_host():
        return ""
    return f"{found.path}?{found.query}" if found.query else found.path


def is_from_here(request: HttpRequest) -> bool:
    """Whether a browser says that a form came from a page of ours, which no other site can make it say."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(said).netloc == request.get_host()
