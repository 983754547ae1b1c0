"""The access review: who may sign in, which roles they have, whose pay is theirs; given and taken by admins."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from attain.lifecycles import ROLES
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.accounts.models import Account
from attain_web.actions.entering.factors import roles_with_factor
from attain_web.actions.entering.links import links_known
from attain_web.actions.people import PAYEE, grant_role, granted, take_role
from attain_web.shell.sending import Problem, done_once

REVIEWERS = ("admin", "finance", "leader", "auditor", "system_admin")
GIVERS = ("admin", "system_admin")


@screen(*REVIEWERS, title="Access review")
def people(request: HttpRequest) -> HttpResponse:
    """List everybody with their roles."""
    return shown(request)


@screen(*GIVERS, acts=True)
def change(request: HttpRequest) -> HttpResponse:
    """Give a role, or take one away."""
    typed = request.POST
    user, role = typed.get("user", "").strip(), typed.get("role", "")
    payee = typed.get("payee_id", "").strip() if role == PAYEE else ""
    is_given = typed.get("step") == "grant"

    def do() -> str:
        change_role = grant_role if is_given else take_role
        change_role(user, role, acting_user=viewer_of(request).user, payee_id=payee)
        return f"{user} {'has' if is_given else 'does not have'} the role {role}" + (f" of {payee}" if payee else "")

    problem = done_once(request, do)
    return shown(request, problem=problem, typed=typed) if problem else redirect("admin:people")


def shown(
    request: HttpRequest, *, problem: Problem | None = None, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Show the access review, after something was refused too."""
    grants = granted()
    accounts = {one.username: one for one in Account.objects.all()}
    users = sorted({*accounts, *(one.user for one in grants)})
    rows = [
        {"user": user, "account": accounts.get(user), "grants": [one for one in grants if one.user == user]}
        for user in users
    ]
    known = {
        "rows": rows,
        "roles": ROLES,
        "can_change": viewer_of(request).is_any(*GIVERS),
        "links": links_known(),
        "factor_roles": roles_with_factor(),
        "problem": problem,
        "typed": typed or {},
    }
    return render(request, "admin/people.html", known, status=409 if problem else 200)
