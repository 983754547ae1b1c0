"""Nobody sees the pay of whom they led no more, nor of the time before they led them: every operation, page and list.

Bo reported to mia until January was over, and to zoe since. Every role asks for bo's January and February.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from attain_web.access.screens import SIGNED_IN, declared_by
from attain_web.actions.access import seeing
from attain_web.actions.closing.claims.counterfactual import Correction, would_change
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.entering.tokens import make_token
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role, roles_of
from attain_web.actions.running import calculate_run
from attain_web.store.models import Decision, Dispute, Leave
from tests.store.test_fences import JANUARY, paid
from tests.web.api.conftest import Asking
from tests.web.api.test_access import BODIES, asked, filled, operations
from tests.web.test_screens import _filled, routes

__all__ = ["paid"]  # a fixture
FEBRUARY = "2026-02"
HIDDEN = {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.METHOD_NOT_ALLOWED}
BO, ANA = {("bo", JANUARY), ("bo", FEBRUARY)}, {("ana", JANUARY), ("ana", FEBRUARY)}
EVERYBODY = frozenset({"bo", "ana", "mia", "zoe"})
SEES = {  # the pay of whom of ana and bo each may see, and when
    "u2": BO,  # bo
    "u1": ANA,  # ana, to whom bo is foreign
    "u3": {("bo", JANUARY)} | ANA,  # mia, who led bo before
    "u4": {("bo", FEBRUARY)},  # zoe, who leads bo now
    "u5": set[tuple[str, str]](),  # leads nobody
    "sam": set[tuple[str, str]](),  # a system admin
    **dict.fromkeys(("olga", "fin", "lea", "audie"), BO | ANA),
}
OF_USER = {"u2": {"bo"}, "u1": {"ana"}, "u3": {"bo", "ana", "mia"}, "u4": {"bo", "zoe"}, "u5": set[str](), "sam": set()}


@pytest.fixture
def moved(paid: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Bo has moved to another team, and there is somebody of every role."""
    monkeypatch.setattr(settings, "API_REQUESTS_A_MINUTE", 1_000_000)
    config = paid / "attain.yaml"
    text = config.read_text("utf-8").replace("manager: payee}", "manager: payee, from: date, before: date}")
    config.write_text(text, "utf-8")
    rows = "ana,AE,mia,,\nbo,AE,mia,,2026-02-01\nbo,AE,zoe,2026-02-01,\nmia,VP,,,\nzoe,VP,,,\n"
    paid.joinpath("data/roster.csv").write_text(f"payee,title,manager,from,before\n{rows}", encoding="utf-8")
    import_workspace(paid, acting_user="olga")
    for user, role, payee in (
        ("u4", "manager", ""),
        ("u4", "payee", "zoe"),
        ("u5", "manager", ""),
        ("lea", "leader", ""),
        ("audie", "auditor", ""),
        ("sam", "system_admin", ""),
    ):
        grant_role(user, role, acting_user="olga", payee_id=payee)
    calculate_run(paid, acting_user="olga")
    return paid


def about(payee: str, period: str) -> dict[str, str]:
    """What stands in the address of something about a payee and a period."""
    dispute = Dispute.objects.using("engine").filter(payee_id=payee, period_id=period).first()
    decision = Decision.objects.using("engine").filter(payee_id=payee, period_id=period).first()
    return {
        "payee_id": payee,
        "period_id": period,
        "dispute_id": dispute.dispute_id if dispute else "",
        "decision_id": decision.decision_id if decision else "",
        "leave_id": "",
        "plan": "sales",
    }


NOTHING = "No pipeline yet"  # this workspace has none, and says so to everybody
NAMES = ("payee_id", "dispute_id", "decision_id")


@pytest.mark.usefixtures("moved")
def test_no_operation_about_a_payee_and_a_time_is_for_others() -> None:
    leaks: list[str] = []
    count = 0
    for user, sees in SEES.items():
        client = Asking(make_token(user, acting_user=user))
        roles = {*roles_of(user), SIGNED_IN}
        for payee, period in sorted(BO | ANA):
            said = about(payee, period)
            for method, path, operation in operations():
                named = [name for name in NAMES if "{" + name + "}" in path]
                if not named or not all(said[name] for name in named):
                    continue
                is_of_time = "{period_id}" in path or "payee_id" not in named
                may = (payee, period) in sees if is_of_time else payee in {one for one, _ in sees}
                for body in BODIES if method == "post" and not may else BODIES[:1]:
                    if method == "post" and may:
                        continue  # what is theirs to do is tried elsewhere
                    status = asked(client, method, filled(path, **said), body, if_match="*").status_code
                    count += 1
                    is_for_role = bool(roles & set(operation["x-roles"]))
                    if not may and status not in (HIDDEN if is_for_role else {HTTPStatus.FORBIDDEN}):
                        leaks.append(f"{user} {method} {path} of {payee} {period}: {status}")
                    if may and is_for_role and status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                        leaks.append(f"{user} {method} {path} of {payee} {period}: {status}")
    assert not leaks, "\n".join(leaks)
    assert count > 500


@pytest.mark.usefixtures("moved")
def test_no_list_holds_what_is_of_others_or_of_another_time() -> None:
    leaks: list[str] = []
    count = 0
    for user, whose in OF_USER.items():
        client = Asking(make_token(user, acting_user=user))
        for method, path, _ in operations():
            if method != "get" or any("{" + name + "}" in path for name in (*NAMES, "number", "form")):
                continue
            answer = client.get(filled(path, period_id=FEBRUARY, plan="sales"))
            if answer.status_code != HTTPStatus.OK or "json" not in answer.headers["Content-Type"]:
                continue
            for payee, period in rows_of(json.loads(answer.content)):
                count += 1
                is_seen = (payee, period) in SEES[user] or payee not in {"bo", "ana"}
                if payee in EVERYBODY and (payee not in whose or (period in {JANUARY, FEBRUARY} and not is_seen)):
                    leaks.append(f"{user} {path}: {payee} {period}")
    assert not leaks, "\n".join(leaks)
    assert count > 10


@pytest.mark.usefixtures("moved")
def test_no_page_about_a_payee_and_a_time_is_for_others() -> None:
    leaks: list[str] = []
    for user, sees in SEES.items():
        client = Client(SERVER_NAME="localhost")
        account = make_account(user, acting_user="olga")
        client.force_login(account, backend="attain_web.accounts.backend.ByPassword")
        for payee, period in sorted(BO | ANA):
            said = about(payee, period)
            for path, one in routes():
                declared = declared_by(one.callback)
                assert declared is not None
                if "<str:payee_id>" not in path and "<str:dispute_id>" not in path:
                    continue
                if "<str:dispute_id>" in path and not said["dispute_id"]:
                    continue
                is_of_time = "<str:period_id>" in path or "<str:dispute_id>" in path
                if (payee, period) in sees or (not is_of_time and payee in {name for name, _ in sees}):
                    continue
                where = path.replace("<str:period_id>", period).replace("<str:dispute_id>", said["dispute_id"])
                for ask in asks(client):
                    answer = ask("/" + _filled(where, payee))
                    status = answer.status_code
                    if status not in HIDDEN and NOTHING not in answer.content.decode():
                        leaks.append(f"{user} {where} of {payee} {period}: {status}")
    assert not leaks, "\n".join(leaks)


def asks(client: Client) -> list[Callable[[str], Any]]:
    """Ways to ask for a page: as a reader, and with a form."""
    return [client.get, lambda path: client.post(path, {"text": "x", "reason": "x", "form_token": f"t{path}"})]


def rows_of(said: Any, period: str = "") -> Iterator[tuple[str, str]]:
    """Every payee that an answer names, with the period that is said beside or above them."""
    if isinstance(said, dict):
        own = said.get("period_id", period)
        for name in ("payee_id", "owner_id"):
            if isinstance(said.get(name), str) and "role" not in said:
                yield said[name], str(own)
        for value in said.values():
            yield from rows_of(value, str(own))
    elif isinstance(said, list):
        for value in said:
            yield from rows_of(value, period)


@pytest.mark.usefixtures("moved")
def test_what_holds_now_and_what_came_later_is_for_whoever_leads_them_now() -> None:
    """Leaves, plans with targets, and reasons for declining were for whoever ever led somebody."""
    seen = {"u3": {"ana"}, "u4": {"bo"}, "u5": set[str](), "olga": {"ana", "bo"}}
    for user, payees in seen.items():
        client = Asking(make_token(user, acting_user=user))
        for path in ("/leaves", "/acceptances"):
            found = {one["payee_id"] for one in client.get(path).json()["items"]} & {"ana", "bo"}
            assert found == payees, (user, path)
        status = client.get("/leaves/of bo").status_code
        assert (status == HTTPStatus.OK) == ("bo" in payees), user
        with seeing(user) as cursor:
            cursor.execute("SELECT payee_id FROM leave")
            assert {payee for (payee,) in cursor.fetchall()} == payees, "the database says the same"
    days = {"starts_on": date(2026, 1, 5), "ends_before": date(2026, 1, 9), "policy": "keep_target"}
    before = Leave(leave_id="before", payee_id="bo", at=datetime.now(UTC), acting_user="olga", **days)
    before.save(using="engine", force_insert=True)
    found = {user: Asking(make_token(user, acting_user=user)).get("/leaves").json()["items"] for user in seen}
    assert {user for user, rows in found.items() if "before" in {one["leave_id"] for one in rows}} == {"u3", "olga"}


def test_a_correction_touches_nobodys_pay_of_another_time(moved: Path) -> None:
    late = [Correction("deals", "D2", "closed_on", "2026-02-20")]
    found = would_change(moved, FEBRUARY, late, viewer="u3")
    assert {(one.payee_id, one.period_id) for one in found.touched} == {("bo", JANUARY)}
    assert found.hidden_count == 1, "there is more of bo"
    since = would_change(moved, FEBRUARY, late, viewer="u4")
    assert {(one.payee_id, one.period_id) for one in since.touched} == {("bo", FEBRUARY)}


@pytest.mark.usefixtures("moved")
def test_the_page_of_acceptances_is_of_the_team_as_it_is() -> None:
    for user, own, others in (("u3", "ana", "bo"), ("u4", "bo", "ana")):
        client = Client(SERVER_NAME="localhost")
        account = make_account(user, acting_user="olga")
        client.force_login(account, backend="attain_web.accounts.backend.ByPassword")
        listed = client.get("/team/acceptances?as=csv&table=acceptances").content.decode("utf-8-sig").splitlines()
        people = {line.partition(",")[0].strip('"') for line in listed[1:]}
        assert own in people, user
        assert others not in people, user
