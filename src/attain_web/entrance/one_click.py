"""Sign-in by one click: only in a workspace marked demo, on this machine alone, and on the embedded store.

All of them are asked every time; `attain doctor` says the same.
"""

from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from attain_web.figures.workspace import workspace_now


@dataclass(frozen=True)
class DemoPerson:
    """Somebody whom one click signs in as.

    Attributes:
        username: theirs.
        role: what they are, in words.
        task: what to try first.
        task_route: where that begins.
    """

    username: str
    role: str
    task: str
    task_route: str


PEOPLE = (
    DemoPerson("linda.mitchell", "Seller", "See what one deal paid and why, and approve your statement", "payee:home"),
    DemoPerson("stephen.jiang", "Sales manager", "Answer a dispute of somebody in your team", "manager:team"),
    DemoPerson("paula.barreto", "Compensation admin", "Hand in the figures of a quarter for review", "admin:periods"),
    DemoPerson("laura.norman", "Controller", "Approve a pay run and export it to payroll", "finance:pay-runs"),
    DemoPerson("brian.welcker", "Sales leader", "See what moved the pipeline since February", "leader:bridge"),
)


def why_not(listens_on: str) -> str:
    """Say why nobody may sign in with one click; empty when they may.

    Args:
        listens_on: the address that the server listens on.
    """
    if settings.DATABASE_URL:
        return "DATABASE_URL is set: on a database of yours everybody signs in with a password"
    if not workspace_now(settings.WORKSPACE).is_demo:
        return "the workspace is not marked 'demo: true' in attain.yaml"
    if settings.IS_BEHIND_TLS or not _is_loopback(listens_on):
        return f"the server listens on '{listens_on}' or stands behind a proxy, and not on this machine alone"
    return ""


def is_allowed(request: HttpRequest) -> bool:
    """Whether one click may sign somebody in: asked of the workspace, and of where the request came from."""
    is_passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"))
    return not why_not(settings.LISTENS_ON) and not is_passed_on and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return address == "localhost" or ip_address(address).is_loopback
    except ValueError:
        return False
