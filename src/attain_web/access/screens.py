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


def declared_by(view: Any) -> Declared | None:
    """Return what a view declares; None when it declares nothing."""
    found = getattr(view, "declared", None)
    return found if isinstance(found, Declared) else None
