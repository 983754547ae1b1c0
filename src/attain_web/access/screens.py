"""What a screen declares: who may see it, and of which kind it is. One that declares nothing is shown to nobody.

@screen("payee", title="Home")
def home(request): ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from attain.lifecycles import ROLES

Shown = Callable[..., HttpResponse]
ANYBODY, SIGNED_IN = "anybody", "signed in"


@dataclass(frozen=True)
class Declared:
    """What a view says about itself.

    Attributes:
        roles: who may see it; ``anybody`` needs no sign-in, ``signed in`` no role.
        title: what the screen is called; empty for what only acts or answers for a part of one.
    """

    roles: frozenset[str]
    title: str

    @property
    def is_open(self) -> bool:
        """Whether it needs no sign-in."""
        return ANYBODY in self.roles

    def admits(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles may see it."""
        return bool(self.roles & (roles | {ANYBODY, SIGNED_IN}))


def screen(*roles: str, title: str = "", acts: bool = False) -> Callable[[Shown], Shown]:
    """Declare who may see a view.

    Args:
        roles: some of ``attain.lifecycles.ROLES``, or ``anybody``, or ``signed in``.
        title: of a whole page.
        acts: whether it changes something, and is only posted to.
    """
    unknown = set(roles) - {*ROLES, ANYBODY, SIGNED_IN}
    assert roles, "a screen names its roles"
    assert not unknown, f"no role: {unknown}"

    def declared(view: Shown) -> Shown:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        methods = ["POST"] if acts else ["GET", "HEAD"]
        guarded = require_http_methods(methods)(shown)
        guarded.declared = Declared(frozenset(roles), title)  # pyright: ignore[reportAttributeAccessIssue] - functions have attributes
        return guarded

    return declared


def declared_by(view: Any, method: str = "") -> Declared | None:
    """Return what a view declares; None when it declares nothing.

    Args:
        view: of an address.
        method: of a request; an address of the API declares for each method who may use it, all of them by default.
    """
    found = getattr(view, "declared", None)
    if isinstance(found, Declared):
        return found
    ways: dict[str, Callable[[], Declared | None]] = getattr(view, "declared_ways", {})
    if method:
        return ways[method]() if method in ways else None
    declared = [way() for way in ways.values()]
    known = [one for one in declared if one is not None]
    return Declared(frozenset().union(*(one.roles for one in known)), "") if known == declared and known else None


def is_api(view: Any) -> bool:
    """Whether an address is one of the API, which answers programs."""
    return hasattr(view, "declared_ways")


def has_way(view: Any, method: str) -> bool:
    """Whether an address of the API has an operation of a method."""
    return method in getattr(view, "declared_ways", {})
