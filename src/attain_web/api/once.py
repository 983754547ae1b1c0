"""A request is done once: the answer of a key is kept in the transaction of what it did, and given again."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.db import connections, transaction
from django.http import HttpRequest, HttpResponse

from attain_web.access.problems import problem
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import ENGINE
from attain_web.api.models import AnsweredRequest

KEY = "Idempotency-Key"
LONGEST_KEY = 200
KEPT_FOR = timedelta(days=1)  # an answer may hold what is shown once
SECONDS_BETWEEN = 600.0
_FORGOT = [0.0]
# Who sends a key a second time at the same time waits here until the first is done.
CLAIM = """
INSERT INTO answered_request ("user", key, digest, status, kind, etag, content, at)
VALUES (%s, %s, %s, 0, '', '', ''::bytea, now()) ON CONFLICT DO NOTHING
"""


def once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request that changes something, whole or not at all; with a known key give the answer that was given.

    Args:
        request: the POST.
        answer: what does it.
    """
    key = request.headers.get(KEY, "")
    if len(key) > LONGEST_KEY:
        return problem(400, f"the {KEY} is longer than {LONGEST_KEY} characters", "send a shorter one")
    user = viewer_of(request).user
    if key:
        _forget_old()
    with transaction.atomic(using=ENGINE):
        if key and not _claimed(user, key, digest_of(request)):
            return _again(user, key, digest_of(request))
        made = answer()
        if made.status_code >= 400:
            transaction.set_rollback(True, using=ENGINE)
        elif key:
            _keep(user, key, made)
    return made


def forget_answers(before: datetime) -> int:
    """Forget the answers that were given before an instant, and return how many; their keys are free again."""
    count, _ = AnsweredRequest.objects.using(ENGINE).filter(at__lt=before).delete()
    return count


def _forget_old() -> None:
    """Forget what nobody sends again, now and then."""
    now = time.monotonic()
    if now - _FORGOT[0] >= SECONDS_BETWEEN:
        _FORGOT[0] = now
        forget_answers(datetime.now(UTC) - KEPT_FOR)


def digest_of(request: HttpRequest) -> str:
    """Return the sha256 of what a request asks for; the parts of a form are what they say, and not how they are cut."""
    said = sha256(f"{request.method}\0{request.get_full_path()}\0".encode())
    if request.content_type == "multipart/form-data":
        for name, values in sorted(request.POST.lists()):
            said.update(f"{name}\0{values}\0".encode(errors="replace"))
        for name, file in sorted(request.FILES.items()):
            said.update(f"{name}\0{file.name}\0".encode(errors="replace"))
            for chunk in file.chunks():
                said.update(chunk)
            file.seek(0)
    else:
        said.update(request.body)
    return said.hexdigest()


def _claimed(user: str, key: str, digest: str) -> bool:
    with connections[ENGINE].cursor() as cursor:
        cursor.execute(CLAIM, [user, key, digest])
        return bool(cursor.rowcount)


def _again(user: str, key: str, digest: str) -> HttpResponse:
    known = AnsweredRequest.objects.using(ENGINE).get(user=user, key=key)
    if known.digest != digest:
        what = f"the {KEY} '{key}' was sent before with another request"
        return problem(422, what, "choose a new key for a new request")
    given = HttpResponse(bytes(known.content), status=known.status, content_type=known.kind)
    given.headers["Idempotency-Replayed"] = "true"
    if known.etag:
        given.headers["ETag"] = known.etag
    return given


def _keep(user: str, key: str, made: HttpResponse) -> None:
    AnsweredRequest.objects.using(ENGINE).filter(user=user, key=key).update(
        status=made.status_code,
        kind=made.headers["Content-Type"],
        etag=made.headers.get("ETag", ""),
        content=made.content,
    )
