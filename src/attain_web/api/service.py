"""The API put together: its operations with their declarations, its contract as OpenAPI, and its addresses."""

import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI
from ninja.operation import PathView
from ninja.security import HttpBearer

from attain_web.access.problems import PROBLEM_TYPE, problem
from attain_web.access.screens import ANYBODY, Declared, screen
from attain_web.api.declaring import KINDS, declared_way
from attain_web.api.limits import limited
from attain_web.api.once import KEY, once
from attain_web.api.operations import ROUTERS
from attain_web.api.parsing import NO_TEXT, OfTexts, is_broken
from attain_web.api.refusing import LOOK, MISSING, teach

PREFIX = "/api/v1"


class OfToken(HttpBearer):
    """The token that the door has read already."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return who asks; nobody where the token is nobody's."""
        del token
        return request.user if request.user.is_authenticated else None


API = NinjaAPI(
    title="Attain",
    version="1",
    description="Every action and read of the screens. Amounts are in minor units of their currency.",
    auth=OfToken(),
    parser=OfTexts(),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api-v1",
)
teach(API)
for name, router in ROUTERS.items():
    API.add_router("", router, tags=[name])


@screen(ANYBODY)
def contract(request: HttpRequest) -> HttpResponse:
    """Give the contract of the API as OpenAPI."""
    del request
    return JsonResponse(openapi())


def openapi() -> dict[str, Any]:
    """Return the contract: every operation with its roles, problems and kinds of answer."""
    found: dict[str, Any] = json.loads(json.dumps(API.get_openapi_schema(path_prefix=PREFIX), default=str))
    roles = {one.operation_id: declared_way(one.view_func)() for view in path_views() for one in view.operations}
    for methods in found["paths"].values():
        for method, operation in methods.items():
            declared = roles[operation["operationId"]]
            operation["x-roles"] = sorted(declared.roles) if declared else []
            kinds = operation.pop(KINDS, None)
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    answer["content"] = {PROBLEM_TYPE: answer["content"]["application/json"]}
                elif kinds:
                    answer["content"] = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}
            if method == "post":
                said = {"name": KEY, "in": "header", "required": False, "schema": {"type": "string", "maxLength": 200}}
                operation.setdefault("parameters", []).append(said)
    return found


def path_views() -> list[PathView]:
    """Return every address with its operations."""
    return [view for router in ROUTERS.values() for view in router.path_operations.values()]


def answered(view: PathView, shown: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return what answers at an address: within limits, once, and with problems where something is wrong.

    Args:
        view: its operations.
        shown: what answers as django-ninja does.
    """
    methods = {method: declared_way(one.view_func) for one in view.operations for method in one.methods}

    def one(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in methods:
            allowed = {"Allow": ", ".join(sorted(methods))}
            return problem(405, f"{request.method} is not for this address", "see openapi.json", headers=allowed)
        refused = limited(request) or _unreadable(request)
        if refused is not None:
            return refused
        if request.method == "POST":
            return once(request, lambda: shown(request, *args, **kwargs))
        return shown(request, *args, **kwargs)

    one.csrf_exempt = True  # a token is sent by no browser on its own
    one.declared_ways = methods
    return one


def _nothing(request: HttpRequest) -> HttpResponse:
    """Say that there is no such operation."""
    del request
    return problem(404, MISSING, LOOK)


_nothing.csrf_exempt = True
_nothing.declared = Declared(frozenset({ANYBODY}), "")


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    """Refuse characters that no text holds: the zero character, and halves of others."""
    whole = request.get_full_path()
    wrong = "%00" in whole or "\0" in request.path or "\ufffd" in request.path
    if request.content_type == "application/json":
        wrong = wrong or is_broken(request.body)
    return problem(422, *NO_TEXT) if wrong else None


def patterns() -> list[URLPattern]:
    """Return the addresses of the API, below its prefix."""
    views = {_route(address): view for one in ROUTERS.values() for address, view in one.path_operations.items()}
    made, *_ = API.urls
    found = {str(one.pattern): one for one in made if isinstance(one, URLPattern) and str(one.pattern) in views}
    ours = [path(route, answered(views[route], one.callback), name=one.name) for route, one in found.items()]
    return [path("openapi.json", contract, name="openapi"), *ours, re_path(r"^.*$", _nothing, name="nothing")]


def _route(address: str) -> str:
    """Write an address as Django does."""
    return re.sub(r"{(?:(\w+):)?(\w+)}", lambda m: f"<{m[1]}:{m[2]}>" if m[1] else f"<{m[2]}>", address).lstrip("/")
