"""Who may ask what: every operation declares it, every role meets what it declares, and nobody another's pay."""

import json
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

import pytest

from attain.lifecycles import ROLES
from attain_web.access.problems import problem
from attain_web.access.screens import SIGNED_IN
from attain_web.api.declaring import declared_way
from attain_web.api.service import openapi, path_views
from tests.web.api.conftest import Ask, Asking
from tests.web.test_screens import PEOPLE

FILLED = {
    "period_id": "FY2014-Q2",
    "payee_id": "276",
    "number": "1",
    "form": "csv",
    "dispute_id": "D-1",
    "decision_id": "ADJ-1",
    "pay_run_id": "FY2014-Q2-1",
    "batch_no": "1",
    "digest": "0" * 64,
    "job_no": "1",
    "link_no": "1",
    "prefix": "00000000",
    "leave_id": "none",
    "plan": "salesperson",
    "delegation_id": "none",
    "table": "targets",
    "name": "quota_attainment",
}
BODIES: tuple[dict[str, str], ...] = ({}, {"text": "x"}, {"reason": "x"})


@cache
def contract() -> dict[str, Any]:
    """The contract, written once."""
    return openapi()


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation of the contract: method, address below the prefix, and what it says of itself."""
    for path, methods in contract()["paths"].items():
        for method, operation in methods.items():
            yield method, path.removeprefix("/api/v1"), operation


def filled(path: str, **said: str) -> str:
    """An address about something that there is."""
    for name, value in {**FILLED, **said}.items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path, f"say what stands in {path}"
    return path


def asked(client: Asking, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """Ask for an operation."""
    return client.get(path) if method == "get" else client.post(path, body, **headers)


def everybody(asking: Ask) -> dict[str, Asking]:
    """Somebody of every role; of those that the demo has nobody of, somebody is made."""
    from attain_web.actions.people import grant_role, roles_of

    for role in ("auditor", "system_admin"):  # after the last of them nobody else gives roles
        if role not in roles_of(PEOPLE[role]):
            grant_role(PEOPLE[role], role, acting_user=PEOPLE["admin"])
    assert set(PEOPLE) == set(ROLES)
    return {role: asking(user) for role, user in PEOPLE.items()}


def test_every_operation_says_who_may_use_it() -> None:
    said = [(one.operation_id, declared_way(one.view_func)()) for view in path_views() for one in view.operations]
    assert [name for name, declared in said if declared is None] == []
    assert len(said) > 60
    assert len({name for name, _ in said}) == len(said)


def test_an_operation_that_declares_nothing_is_shown_to_nobody(asking: Ask) -> None:
    from attain_web.api import service

    view = next(view for view in path_views() if view.operations[0].operation_id == "list_periods")
    kept = view.operations[0].view_func.declared_way
    view.operations[0].view_func.declared_way = lambda: None
    try:
        shown = service.answered(view, lambda *_, **__: None)
        assert service.declared_way(view.operations[0].view_func)() is None
        from django.test import RequestFactory

        from attain_web.access.middleware import DeclaredScreens
        from attain_web.accounts.models import Account

        request = RequestFactory().get("/api/v1/periods")
        request.user = Account(username=PEOPLE["admin"])
        answer = DeclaredScreens(lambda _: None).process_view(request, shown, (), {})
        assert answer is not None
        assert answer.status_code == HTTPStatus.FORBIDDEN
    finally:
        view.operations[0].view_func.declared_way = kept
    assert asking(PEOPLE["admin"]).get("/periods").status_code == HTTPStatus.OK


def test_nobody_asks_without_a_token(asking: Ask) -> None:
    for client in (asking(""), Asking("nobody's")):
        for method, path, _ in operations():
            answer = asked(client, method, filled(path))
            assert answer.status_code == HTTPStatus.UNAUTHORIZED, path
            assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert asking("").get("/openapi.json").status_code == HTTPStatus.OK


def test_a_session_of_a_browser_asks_nothing(asking: Ask) -> None:
    client = asking("").client
    from django.conf import settings

    settings.LISTENS_ON = "127.0.0.1"
    assert client.post("/sign-in/demo", {"username": PEOPLE["admin"]}).status_code == HTTPStatus.FOUND
    assert client.get("/run/periods").status_code == HTTPStatus.OK
    assert client.get("/api/v1/periods").status_code == HTTPStatus.UNAUTHORIZED


def test_every_role_meets_what_is_declared(asking: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is let in is told to come back later, so that nothing is done and nothing takes long."""
    from attain_web.api import service

    monkeypatch.setattr(service, "limited", lambda _: problem(HTTPStatus.TOO_MANY_REQUESTS, "later", "wait"))
    wrong: list[str] = []
    for role, client in everybody(asking).items():
        mine = {role, SIGNED_IN} | ({"payee"} if role == "manager" else set())
        for method, path, operation in operations():
            status = asked(client, method, filled(path)).status_code
            is_admitted = bool(mine & set(operation["x-roles"]))
            if status != (HTTPStatus.TOO_MANY_REQUESTS if is_admitted else HTTPStatus.FORBIDDEN):
                wrong.append(f"{role} {method} {path}: {status}")
    assert wrong == []


def test_nobody_sees_the_pay_of_who_is_not_theirs(asking: Ask) -> None:
    """Own, a report's, a foreign one's: 276 is the seller, 290 reports to somebody else than the manager."""
    for user, own, foreign in ((PEOPLE["payee"], "276", "275"), (PEOPLE["manager"], "276", "290")):
        client = asking(user)
        assert client.get(f"/statements/FY2014-Q2/{own}").status_code == HTTPStatus.OK
        for method, path, _ in operations():
            if "{payee_id}" not in path:
                continue
            for body in BODIES:
                status = asked(client, method, filled(path, payee_id=foreign), body, if_match="*").status_code
                assert status in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY}, path
        assert client.get("/tracker", payee_id=foreign).status_code == HTTPStatus.NOT_FOUND
        assert client.post("/what-if", {"payee_id": foreign}).status_code == HTTPStatus.NOT_FOUND


def test_lists_hold_nobody_who_is_not_theirs(asking: Ask) -> None:
    roster = [row["cells"] for row in asking(PEOPLE["admin"]).get("/roster", limit=200).json()["items"]]
    team = {"274", *(row["payee"] for row in roster if row["manager"] == "274")}
    assert {"276", "284"} <= team
    assert not {"290", "286"} & team
    seen = {PEOPLE["payee"]: {"276"}, PEOPLE["manager"]: team}
    for user, whose in seen.items():
        client = asking(user)
        for method, path, _ in operations():
            if method == "get" and "{payee_id}" not in path:
                found = client.get(filled(path))
                if found.headers["Content-Type"].startswith("application/json"):
                    assert set(_payees(json.loads(found.content))) <= whose, path


def test_everything_about_everybody_is_not_for_payees_and_managers(asking: Ask) -> None:
    for user in (PEOPLE["payee"], PEOPLE["manager"]):
        for path in ("/periods", "/pay-runs", "/balances", "/audit", "/roles", "/runs", "/roster", "/roll-forward"):
            assert asking(user).get(path).status_code == HTTPStatus.FORBIDDEN, path


def _payees(said: Any) -> Iterator[str]:
    """Every payee that an answer names."""
    if isinstance(said, dict):
        if isinstance(said.get("payee_id"), str) and "role" not in said:
            yield said["payee_id"]
        for value in said.values():
            yield from _payees(value)
    elif isinstance(said, list):
        for value in said:
            yield from _payees(value)
