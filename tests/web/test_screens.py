"""Who sees what: every address declares it, and every role meets what it declares, and nobody another's pay."""

from collections.abc import Callable, Iterator
from http import HTTPStatus

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from attain_web.access.screens import declared_by, is_api
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.people import grant_role, roles_of

Enter = Callable[[str], Client]
PEOPLE = {
    "payee": "linda.mitchell",
    "manager": "stephen.jiang",
    "admin": "paula.barreto",
    "finance": "laura.norman",
    "leader": "brian.welcker",
    "auditor": "otto.hahn",
    "system_admin": "sina.berg",
}


def routes() -> list[tuple[str, URLPattern]]:
    """Every address, with its view."""
    return list(_below(get_resolver(), ""))


def _below(resolver: URLResolver, before: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _below(one, path)
        elif not is_api(one.callback):  # operations have a matrix of their own: tests/web/api/test_access.py
            yield path, one


def test_every_address_says_who_may_see_it() -> None:
    found = [path for path, one in routes() if declared_by(one.callback) is None]
    assert found == []
    assert len(routes()) > 15


def test_nobody_sees_a_page_without_signing_in(signed_in: Enter) -> None:
    client = signed_in("")
    for path, one in routes():
        declared = declared_by(one.callback)
        assert declared is not None
        if declared.is_open:
            continue
        for method in (client.get, client.post):
            answer = method("/" + _filled(path, "276"))
            assert answer.status_code in {HTTPStatus.FOUND, HTTPStatus.METHOD_NOT_ALLOWED}, path
            if answer.status_code == HTTPStatus.FOUND:
                assert answer.headers["Location"].startswith("/sign-in"), path


def entered(signed_in: Enter, role: str) -> Client:
    """Somebody of a role: of the demo's people, or let in now."""
    user = PEOPLE[role]
    if role not in {"auditor", "system_admin"}:
        return signed_in(user)
    client = signed_in("")
    account = make_account(user, acting_user="paula.barreto", name=user)
    if role not in roles_of(user):
        grant_role(user, role, acting_user="paula.barreto")
    client.force_login(account, backend="attain_web.accounts.backend.ByPassword")
    return client


def test_every_role_meets_what_is_declared(signed_in: Enter) -> None:
    wrong: list[str] = []
    for role in PEOPLE:
        client = entered(signed_in, role)
        mine = {role} | ({"payee"} if role == "manager" else set())
        for path, one in routes():
            declared = declared_by(one.callback)
            assert declared is not None
            if declared.is_open or path.startswith("sign-"):
                continue
            status = client.get("/" + _filled(path, "276")).status_code
            is_let_in = status != HTTPStatus.FORBIDDEN
            if is_let_in != declared.admits(frozenset(mine)):
                wrong.append(f"{role} {path}: {status}")
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                wrong.append(f"{role} {path}: {status}")
    assert wrong == []


def test_nobody_sees_the_pay_of_who_is_not_theirs(signed_in: Enter) -> None:
    """A seller sees their own; a manager their reports'; nobody else's name or pay is on any answer."""
    paths = [path for path, one in routes() if "<str:payee_id>" in path and declared_by(one.callback)]
    assert paths
    for user, own, foreign in (("linda.mitchell", "276", "275"), ("stephen.jiang", "276", "290")):
        client = signed_in(user)
        for path in paths:
            assert client.get("/" + _filled(path, foreign)).status_code in {
                HTTPStatus.NOT_FOUND,
                HTTPStatus.FORBIDDEN,  # not for their role at all
                HTTPStatus.METHOD_NOT_ALLOWED,
            }, path
            posted = client.post("/" + _filled(path, foreign), {"text": "x", "form_token": "t" + path})
            assert posted.status_code in {
                HTTPStatus.NOT_FOUND,
                HTTPStatus.METHOD_NOT_ALLOWED,
                HTTPStatus.FORBIDDEN,
            }, path
        assert client.get(f"/pay/statements/FY2014-Q2/{own}").status_code == HTTPStatus.OK


def test_a_manager_sees_nobody_of_another_team(signed_in: Enter) -> None:
    """Rachel Valdez reports to somebody else; what is about everybody is not for managers at all."""
    client = signed_in("stephen.jiang")
    for path in ("/team/", "/team/?period=FY2014-Q2", "/team/disputes", "/team/adjustments"):
        page = client.get(path).content.decode()
        assert "Valdez" not in page, path
    assert "Linda Mitchell" in client.get("/team/?period=FY2014-Q2").content.decode()
    for path in ("/run/periods", "/finance/pay-runs", "/finance/roll-forward", "/run/audit", "/run/people"):
        assert client.get(path).status_code == HTTPStatus.FORBIDDEN, path


def _filled(path: str, payee: str) -> str:
    said = {
        "<path:name>": "attain/icon.svg",
        "<str:period_id>": "FY2014-Q2",
        "<str:payee_id>": payee,
        "<int:number>": "1",
        "<int:job_no>": "1",
        "<str:username>": "nobody",
        "<str:token>": "none",
        "<str:provider_id>": "none",
        "<str:form>": "csv",
        "<str:dispute_id>": "D-1",
        "<path:deal_id>": "65177",
        "<str:decision_id>": "ADJ-1",
        "<str:pay_run_id>": "FY2014-Q2-1",
        "<int:batch_no>": "1",
        "<str:digest>": "0" * 64,
        "<str:name>": "no-such-trial",
        "<str:run_id>": "0" * 64,
        "<str:table>": "targets",
    }
    for name, value in said.items():
        path = path.replace(name, value)
    assert "<" not in path, f"say what stands in {path}"
    return path
