"""What an operation declares: who may use it. One that declares nothing is shown to nobody.

@reads(router, "/periods", like="admin:periods", gives=Page[PeriodRow])
def list_periods(request): ...
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.urls import URLPattern, URLResolver, get_resolver
from ninja import Router

from attain.lifecycles import ROLES
from attain_web.access.screens import SIGNED_IN, Declared, declared_by, is_api
from attain_web.api.shapes import ProblemSaid

Operation = TypeVar("Operation", bound=Callable[..., Any])
READ_PROBLEMS = (400, 401, 403, 404, 405, 409, 422, 429, 500)
ACT_PROBLEMS = (*READ_PROBLEMS, 412, 415, 428)
KINDS = "x-answers-with"  # what an operation answers with besides JSON


def reads(router: Router, path: str, *roles: str, like: str = "", gives: Any, **options: Any) -> Any:
    """Declare an operation that changes nothing.

    Args:
        router: which audience's.
        path: its address.
        roles: who may use it; roles that there are not are left out.
        like: the screen whose readers may use it, by the name of its route.
        gives: the shape of the answer.
        options: of django-ninja.
    """
    return _declared(router, "GET", path, roles, like=like, gives=gives, problems=READ_PROBLEMS, **options)


def acts(router: Router, path: str, *roles: str, like: str = "", gives: Any, **options: Any) -> Any:
    """Declare an operation that changes something, with a POST; see ``reads``."""
    return _declared(router, "POST", path, roles, like=like, gives=gives, problems=ACT_PROBLEMS, **options)


def declared_way(operation: Any) -> Callable[[], Declared | None]:
    """Return what finds out who may use an operation."""
    return getattr(operation, "declared_way", lambda: None)


@cache
def screens_by_route() -> dict[str, Declared]:
    """Return what every address of the pages declares, by the name of its route."""
    found: dict[str, Declared] = {}

    def below(resolver: URLResolver, space: str) -> None:
        for one in resolver.url_patterns:
            if isinstance(one, URLResolver):
                below(one, f"{one.namespace}:" if one.namespace else space)
            elif isinstance(one, URLPattern) and not is_api(one.callback):
                declared = declared_by(one.callback)
                if declared is not None and one.name:
                    found[space + one.name] = declared

    below(get_resolver(), "")
    return found


def _declared(
    router: Router, method: str, path: str, roles: tuple[str, ...], *, like: str, **options: Any
) -> Callable[[Operation], Operation]:
    assert bool(roles) != bool(like), f"{path} declares roles, or the screen that it is like"
    gives, problems = options.pop("gives"), options.pop("problems")

    def way() -> Declared | None:
        if like:
            return screens_by_route().get(like)
        known = frozenset(roles) & {*ROLES, SIGNED_IN}
        return Declared(known, "") if known else None

    def register(operation: Operation) -> Operation:
        answers: dict[Any, Any] = {200: gives} | dict.fromkeys(problems, ProblemSaid)
        options.setdefault("operation_id", operation.__name__)
        operation.declared_way = way  # pyright: ignore[reportFunctionMemberAccess] - functions have attributes
        return router.api_operation([method], path, response=answers, **options)(operation)

    return register
