"""What goes wrong, as problems that say what to do: refusals, diagnostics, shapes, stale things, and the unforeseen."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from attain.diagnostics import Diagnostic
from attain_web.access.problems import problem
from attain_web.actions.acting import Refused

MOST_PROBLEMS = 100
LOG = logging.getLogger("django.request")


class NotSo(Exception):
    """A request that cannot be answered: status, what is wrong, what to do, and every single problem."""

    def __init__(self, status: int, what: str, fix: str, problems: Iterable[Diagnostic] = ()) -> None:
        super().__init__(what)
        self.status, self.what, self.fix = status, what, fix
        self.problems = list(problems)


def as_problem(found: Diagnostic) -> dict[str, str]:
    """Return a diagnostic as it stands inside a problem."""
    return {"code": found.code, "place": str(found.where), "what": found.what, "why": found.why, "fix": found.fix}


def teach(api: NinjaAPI) -> None:
    """Let an API answer everything that goes wrong with a problem."""
    api.add_exception_handler(Refused, lambda _, refused: problem(409, refused.what, refused.fix))
    api.add_exception_handler(NotSo, _not_so)
    api.add_exception_handler(Http404, lambda _, missing: problem(404, str(missing) or MISSING, LOOK))
    api.add_exception_handler(ValidationError, _misshapen)
    api.add_exception_handler(HttpError, lambda _, error: problem(error.status_code, str(error), "mend the request"))
    api.add_exception_handler(RequestDataTooBig, lambda *_: problem(422, "the request is too large", "send less"))
    api.add_exception_handler(SuspiciousOperation, lambda _, error: problem(400, str(error), "mend the request"))
    api.add_exception_handler(Exception, _unforeseen)


MISSING = "there is nothing here, or it is not yours to see"
LOOK = "look at the list that it would stand in"


def _not_so(request: HttpRequest, found: NotSo) -> HttpResponse:
    del request
    shown = [as_problem(one) for one in found.problems[:MOST_PROBLEMS]]
    return problem(found.status, found.what, found.fix, problems=shown)


def _misshapen(request: HttpRequest, error: ValidationError) -> HttpResponse:
    del request
    shown = [_of_shape(one) for one in error.errors[:MOST_PROBLEMS]]
    return problem(422, "the request has not the shape that is asked for", "see openapi.json", problems=shown)


def _of_shape(error: Mapping[str, Any]) -> dict[str, str]:
    place = ".".join(str(part) for part in error.get("loc", ()))
    return {"code": str(error.get("type", "")), "place": place, "what": str(error.get("msg", "")), "fix": "mend it"}


def _unforeseen(request: HttpRequest, error: Exception) -> HttpResponse:
    LOG.error("%s %s failed", request.method, request.path, exc_info=error)
    return problem(500, "something went wrong that nobody foresaw", "nothing was changed; tell whoever runs the server")
