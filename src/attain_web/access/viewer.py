"""Who looks at a page: the user, their roles, and whose pay they may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest

from attain_web.accounts.models import Account
from attain_web.actions.access import seen_of, seen_on, visible_payees
from attain_web.actions.delegating import acting_roles
from attain_web.actions.people import Days, payees_of


@dataclass(frozen=True)
class Viewer:
    """Somebody who is signed in.

    Attributes:
        account: theirs.
    """

    account: Account

    @property
    def user(self) -> str:
        """The user of every action."""
        return self.account.username

    @cached_property
    def roles(self) -> frozenset[str]:
        """Their roles, and those of whom they stand in for today."""
        return acting_roles(self.user)

    @cached_property
    def payees(self) -> tuple[str, ...]:
        """The payees whose pay is theirs."""
        return tuple(sorted(payees_of(self.user)))

    @property
    def own_payee(self) -> str:
        """The payee whose pay is theirs; empty without one."""
        return self.payees[0] if self.payees else ""

    def is_any(self, *roles: str) -> bool:
        """Whether they have one of some roles."""
        return bool(self.roles & set(roles))

    def visible_to(self, asked: Iterable[str], period_id: str = "") -> frozenset[str]:
        """Return those of some payees whose pay they may see: of a period, or at any time."""
        return visible_payees(self.user, asked, period_id)

    def seen_of(self, asked: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """Return those of some payees and periods whose pay they may see."""
        return seen_of(self.user, asked)

    def seen_on(self, asked: Iterable[tuple[str, Days]]) -> frozenset[tuple[str, Days]]:
        """Return those of some payees and days whom they may see on one of these days."""
        return seen_on(self.user, asked)

    def refuse_unless_visible(self, payee_id: str, period_id: str = "", *, during: Days | None = None) -> None:
        """Say that there is no such page about a payee whose pay they may not see, of a period, of days, or ever.

        Raises:
            Http404: they may not; whether there is such a payee is not said either.
        """
        seen = self.seen_on([(payee_id, during)]) if during else self.visible_to([payee_id], period_id)
        if payee_id not in self.payees and not seen:
            raise Http404("there is no such page, or it is not yours to see")


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who looks; asked once per request.

    Raises:
        Http404: nobody is signed in, which a declared screen does not let happen.
    """
    asked: Any = request
    if not hasattr(asked, "attain_viewer"):
        if not isinstance(request.user, Account):
            raise Http404("sign in first")
        asked.attain_viewer = Viewer(request.user)
    return asked.attain_viewer
