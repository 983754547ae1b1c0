"""Leaves, files of disputes, links and tokens by the API: done by whom they are for, and as they were seen."""

from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from attain_web.actions.acting import ENGINE
from attain_web.actions.entering.tokens import make_token
from attain_web.store.models import Dispute
from tests.store.test_fences import paid
from tests.web.api.conftest import PREFIX, Asking
from tests.web.api.test_former import FEBRUARY, moved

__all__ = ["moved", "paid"]  # fixtures
pytestmark = pytest.mark.usefixtures("moved")
LEAVE = {
    "payee_id": "bo",
    "starts_on": "2026-03-01",
    "ends_before": "2026-04-01",
    "policy": "keep_target",
    "reason": "Parental leave",
}


def asking(user: str) -> Asking:
    """A program of somebody's."""
    return Asking(make_token(user, acting_user=user))


def test_a_leave_is_recorded_by_their_manager_and_approved_as_it_was_seen() -> None:
    former = asking("u3").post("/leaves", LEAVE)
    assert former.status_code == HTTPStatus.NOT_FOUND, "mia leads bo no more"
    manager, judge = asking("u4"), asking("fin")
    made = manager.post("/leaves", LEAVE)
    assert made.status_code == HTTPStatus.OK, made.content
    path = f"/leaves/{made.json()['values']['leave_id']}"
    assert asking("u1").get(path).status_code == HTTPStatus.NOT_FOUND
    seen = judge.get(path)
    assert seen.json()["state"] == "recorded"
    assert judge.post(f"{path}/approve").status_code == HTTPStatus.PRECONDITION_REQUIRED
    assert judge.post(f"{path}/approve", if_match='"leave-7"').status_code == HTTPStatus.PRECONDITION_FAILED
    assert manager.post(f"{path}/approve", if_match=seen.headers["ETag"]).status_code == HTTPStatus.FORBIDDEN
    done = judge.post(f"{path}/approve", if_match=seen.headers["ETag"])
    assert done.status_code == HTTPStatus.OK, done.content
    assert judge.get(path).json()["state"] == "approved"
    whose = {row["payee_id"] for row in asking("u1").get("/leaves").json()["items"]}
    assert whose <= {"ana"}


def test_files_of_a_dispute_are_for_whoever_has_a_part_in_it() -> None:
    one = Dispute.objects.using(ENGINE).get(payee_id="bo", period_id=FEBRUARY).dispute_id
    path = f"/disputes/{one}/files"

    def sent(user: str) -> Any:
        client = asking(user)
        file = {"file": SimpleUploadedFile("../../mail.txt", b"=1+1")}
        return client.client.post(PREFIX + path, file, headers=client.headers)

    for user in ("u1", "u3", "u5"):
        assert sent(user).status_code == HTTPStatus.NOT_FOUND
        assert asking(user).get(path).status_code == HTTPStatus.NOT_FOUND
    made = sent("u2")
    assert made.status_code == HTTPStatus.OK, made.content
    digest = made.json()["values"]["digest"]
    (row,) = asking("u4").get(path).json()["items"]
    assert (row["name"], row["by"]) == ("mail.txt", "u2")
    given = asking("u4").get(f"{path}/{digest}")
    assert given.content == b"=1+1"
    assert given.headers["Content-Type"] == "application/octet-stream"
    assert asking("u3").get(f"{path}/{digest}").status_code == HTTPStatus.NOT_FOUND


def test_a_token_is_listed_and_ended_by_its_user() -> None:
    client = asking("u2")
    (row,) = client.get("/tokens").json()["items"]
    assert asking("u1").post(f"/tokens/{row['prefix']}/end").status_code == HTTPStatus.CONFLICT
    assert client.post(f"/tokens/{row['prefix']}/end").status_code == HTTPStatus.OK
    assert client.get("/tokens").status_code == HTTPStatus.UNAUTHORIZED
