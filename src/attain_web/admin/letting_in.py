"""Letting people in and out, from the access review: accounts made and closed, links sent and agreed to."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.entering.factors import agree_to_lost_factors, ask_lost_factors, require_factor
from attain_web.actions.entering.links import LOST, Handed, agree_to_link, end_link, send_link
from attain_web.actions.entering.signing_in import end_account, make_account, open_account
from attain_web.actions.typed import number_in
from attain_web.admin.people import GIVERS, shown
from attain_web.shell.sending import done_once


@screen(*GIVERS, acts=True)
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account, and have its owner choose a password."""
    typed, user = request.POST, viewer_of(request).user
    username = typed.get("username", "").strip()

    def do() -> str:
        name, mail = typed.get("name", "").strip(), typed.get("mail", "").strip()
        make_account(username, acting_user=user, name=name, mail=mail)
        return said_of_link(username, send_link(username, acting_user=user), request.build_absolute_uri)

    return _done(request, do)


@screen(*GIVERS, acts=True)
def link(request: HttpRequest) -> HttpResponse:
    """Send a link to an account that there is, agree to one, or end one."""
    typed, user = request.POST, viewer_of(request).user
    step, username, number = typed.get("step", ""), typed.get("username", ""), number_in(typed.get("link_no", ""))

    def do() -> str:
        if step == "send":
            return said_of_link(username, send_link(username, acting_user=user), request.build_absolute_uri)
        if step == "lost":
            asked = ask_lost_factors(username, acting_user=user)
            return f"Another admin has to agree that {username} lost their second factors (request {asked.link_no})"
        if number is None or step not in {"agree", "end"}:
            raise Refused("there is no such link", "choose one of the buttons")
        if step == "end":
            end_link(number, acting_user=user)
            return f"Link {number} is good for nothing"
        if typed.get("kind") == LOST:
            return f"{agree_to_lost_factors(number, acting_user=user)} has no second factor any more"
        path = agree_to_link(number, acting_user=user)
        return f"Pass this on to the owner, who needs the code as well: {request.build_absolute_uri(path)}"

    return _done(request, do)


@screen(*GIVERS, acts=True)
def factor_rule(request: HttpRequest) -> HttpResponse:
    """Ask for a second factor of whoever has a role, or not any more."""
    user, typed = viewer_of(request).user, request.POST
    role, is_required = typed.get("role", ""), typed.get("step") == "require"

    def do() -> str:
        require_factor(role, acting_user=user, is_required=is_required)
        how = "with a second factor alone" if is_required else "as before"
        return f"Whoever is {role.replace('_', ' ')} comes in {how}"

    return _done(request, do)


@screen(*GIVERS, acts=True)
def close(request: HttpRequest) -> HttpResponse:
    """Close an account, or open it again."""
    user, username = viewer_of(request).user, request.POST.get("username", "")
    is_opened = request.POST.get("step") == "open"

    def do() -> str:
        (open_account if is_opened else end_account)(username, acting_user=user)
        return f"The account of {username} is {'open again' if is_opened else 'closed'}"

    return _done(request, do)


def said_of_link(username: str, handed: Handed, address: Callable[[str], str] = str) -> str:
    """Say what came of sending a link; the one place where a link or a code is shown."""
    if handed.is_sent:
        return f"{username} is sent a link, to the e-mail address of their account"
    if handed.path:
        return f"Pass this on to {username}, who chooses a password there: {address(handed.path)}"
    return f"Another admin has to agree to link {handed.link_no}. Tell {username} this code, shown once: {handed.code}"


def _done(request: HttpRequest, do: Callable[[], str]) -> HttpResponse:
    problem = done_once(request, do)
    return shown(request, problem=problem, typed=request.POST) if problem else redirect("admin:people")
