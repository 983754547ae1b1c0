"""Problems as programs read them (RFC 9457): what is wrong, why it matters, and what to do instead."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

PROBLEM_TYPE = "application/problem+json"


def problem(
    status: int,
    what: str,
    fix: str,
    *,
    problems: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return a problem as an answer.

    Args:
        status: of HTTP.
        what: what is wrong.
        fix: what to do instead.
        problems: every single one, each with code, place, what, why and fix, where there are some.
        headers: of the answer.
    """
    said: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    said |= {"detail": what[:1].upper() + what[1:], "fix": fix[:1].upper() + fix[1:], "problems": list(problems)}
    content = json.dumps(said, ensure_ascii=False, default=str)
    return HttpResponse(content.encode(errors="replace"), status=status, content_type=PROBLEM_TYPE, headers=headers)
