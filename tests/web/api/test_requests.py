"""Requests: done once, decided about what was seen, answered in parts and within limits, and refused with a reason."""

import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from attain_web.actions.acting import ENGINE
from attain_web.store.models import AuditRow, Decision, Dispute
from tests.web.api.conftest import Ask, Asking

SELLER, MANAGER, ADMIN, CONTROLLER = "linda.mitchell", "stephen.jiang", "paula.barreto", "laura.norman"
DISPUTE = "/statements/FY2014-Q3/276/dispute"
DRAFT = {
    "kind": "adjustment",
    "payee_id": "276",
    "period_id": "FY2014-Q3",
    "currency": "USD",
    "worth": "12.50",
    "reason": "Trade fair",
}


def test_the_same_key_does_nothing_twice(asking: Ask) -> None:
    client = asking(SELLER)
    count = Dispute.objects.using(ENGINE).count()
    first = client.post(DISPUTE, {"text": "A deal is missing"}, idempotency_key="a-1")
    again = client.post(DISPUTE, {"text": "A deal is missing"}, idempotency_key="a-1")
    assert first.status_code == again.status_code == HTTPStatus.OK
    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Dispute.objects.using(ENGINE).count() == count + 1
    other = client.post(DISPUTE, {"text": "Another deal is missing"}, idempotency_key="a-1")
    assert other.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "sent before with another request" in other.json()["detail"]
    assert asking(MANAGER).post("/what-if", {}, idempotency_key="a-1").status_code != other.status_code


def test_a_refusal_is_not_kept(asking: Ask) -> None:
    client = asking(ADMIN)
    wrong = client.post("/adjustments", DRAFT | {"period_id": "never"}, idempotency_key="a-2")
    assert wrong.status_code == HTTPStatus.CONFLICT
    assert client.post("/adjustments", DRAFT, idempotency_key="a-2").status_code == HTTPStatus.OK


def test_ten_at_once_with_one_key_do_it_once(asking: Ask) -> None:
    client, count = asking(ADMIN), Decision.objects.using(ENGINE).count()
    said: list[Any] = []

    def ask() -> None:
        said.append(client_of(client).post("/adjustments", DRAFT, idempotency_key="a-3"))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one.status_code for one in said} == {HTTPStatus.OK}
    assert len({one.content for one in said}) == 1
    assert Decision.objects.using(ENGINE).count() == count + 1


def client_of(one: Asking) -> Asking:
    """The same token in another thread."""
    return Asking(one.headers["authorization"].removeprefix("Bearer "))


def test_one_decides_about_what_one_saw(asking: Ask) -> None:
    made = asking(ADMIN).post("/adjustments", DRAFT | {"worth": "3.00"}).json()["values"]["decision_id"]
    path = f"/adjustments/{made}"
    client = asking(MANAGER)
    seen = client.get(path).headers["ETag"]
    blind = client.post(f"{path}/approve")
    assert blind.status_code == HTTPStatus.PRECONDITION_REQUIRED
    stale = client.post(f"{path}/approve", if_match='"adjustment-7"')
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    done = client.post(f"{path}/approve", if_match=seen)
    assert done.status_code == HTTPStatus.OK, done.content
    assert done.json()["state"] == "approved"
    assert done.headers["ETag"] != seen
    late = client.post(f"{path}/reject", {"reason": "no"}, if_match=seen)
    assert late.status_code == HTTPStatus.PRECONDITION_FAILED


def test_nobody_approves_what_they_drafted(asking: Ask) -> None:
    client = asking(ADMIN)
    path = f"/adjustments/{client.post('/adjustments', DRAFT).json()['values']['decision_id']}"
    rows = AuditRow.objects.using(ENGINE).count()
    refused = client.post(f"{path}/approve", if_match=client.get(path).headers["ETag"])
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "may not 'approve'" in refused.json()["detail"]
    assert AuditRow.objects.using(ENGINE).count() == rows


def test_a_list_comes_in_parts_without_a_row_twice(asking: Ask) -> None:
    client = asking(ADMIN)
    whole = client.get("/audit", limit=60).json()["items"]
    parts, cursor = [], ""
    while len(parts) < 60:
        page = client.get("/audit", limit=7, cursor=cursor).json()
        parts += page["items"]
        cursor = page["next_cursor"]
    assert [one["entry_no"] for one in parts[:60]] == [one["entry_no"] for one in whole]
    for path in ("/audit", "/roles", "/runs", "/targets"):
        wrong = client.get(path, cursor="what")
        assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, path
    last = client.get("/metrics", limit=200).json()
    assert last["next_cursor"] is None


def test_who_asks_too_often_is_told_when_to_ask_again(asking: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = asking(CONTROLLER)
    monkeypatch.setattr(settings, "API_REQUESTS_A_MINUTE", 3)
    said = [client.get("/me") for _ in range(5)]
    assert said[-1].status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 1 <= int(said[-1].headers["Retry-After"]) <= 61
    assert asking(SELLER).get("/me").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    ("ask", "status", "said"),
    [
        (lambda a: a.get("/nothing-here"), 404, "nothing here"),
        (lambda a: a.get("/periods/never"), 404, "no such period"),
        (lambda a: a.get("/audit", limit="many"), 422, "shape"),
        (lambda a: a.post("/roles/give", {"user": "x"}), 422, "shape"),
        (lambda a: a.post("/roles/give", {"user": "x", "role": "king"}), 409, "no role 'king'"),
        (lambda a: a.post("/roles/give", {"user": "x\0", "role": "admin"}), 422, "characters"),
        (lambda a: a.post("/periods"), 405, "not for this address"),
        (lambda a: a.get("/pipeline", by="colour"), 422, "is no group"),
        (lambda a: a.get("/pipeline", on="2014-02-30"), 422, "shape"),
        (lambda a: a.post("/batches/999/undo"), 409, "no batch 999"),
    ],
)
def test_what_is_wrong_is_a_problem_that_says_what_to_do(
    asking: Ask, ask: Callable[[Asking], Any], status: int, said: str
) -> None:
    answer = ask(asking(ADMIN))
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == status
    assert said in found["detail"]
    assert found["fix"]


def test_a_plan_with_errors_is_refused_with_its_diagnostics(asking: Ask) -> None:
    client = asking(ADMIN)
    version = client.get("/plans").json()["items"][0]["digest"]
    text = client.get(f"/plans/{version}").json()["text"].replace("rate:", "rat:")
    answer = client.post(f"/plans/{version}/versions", {"text": text})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    first = answer.json()["problems"][0]
    assert all(first[name] for name in ("code", "place", "what", "why", "fix"))
    checked = client.post(f"/plans/{version}/check", {"text": text})
    assert checked.json()["problems"]


def test_a_seller_asks_what_if(asking: Ask) -> None:
    client = asking(SELLER)
    now = client.get("/tracker").json()
    assert now["earned"] == 173_027
    deal = now["deals"][0]
    answer = client.post("/what-if", {"deals": [{"deal": "X1582"}]}).json()
    assert (answer["now"], answer["then"]) == (173_027, 264_321)
    assert deal["pays"] >= now["deals"][-1]["pays"]
    goal = client.post("/what-if", {"goal": "5000"}).json()
    assert goal["needed"] > 0
    wrong = client.post("/what-if", {"goal": "a lot"})
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_table_is_loaded_and_taken_back(asking: Ask) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = asking(ADMIN)

    def load(key: str, worth: str) -> Any:
        content = f"name,payee,period,amount\nquota,276,FY2014-Q4,{worth}\n".encode()
        return client.client.post(
            "/api/v1/tables/targets/rows",
            {"file": SimpleUploadedFile("t.csv", content)},
            headers=client.headers | {"idempotency-key": key},
        )

    wrong = load("t-0", "lots")
    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "is not a number" in wrong.json()["problems"][0]["what"]
    made, again = load("t-1", "1200000"), load("t-1", "1200000")
    assert made.json()["values"]["changes"]["targets"]["changed"] == 1
    assert again.content == made.content
    assert load("t-1", "1300000").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    undone = client.post(f"/batches/{made.json()['values']['batch_no']}/undo")
    assert undone.status_code == HTTPStatus.OK
