"""What an attacker or a careless colleague would try, once it had worked: each was mended after it was found."""

import asyncio
from collections.abc import MutableMapping
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from attain_web.access.interrupted import reader_of_form
from attain_web.accounts.models import TokenRule
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.agreeing.leaves import Absence, record_leave
from attain_web.actions.closing import deciding, disputing
from attain_web.actions.closing.claims.evidence import attach_evidence, evidence_of
from attain_web.actions.closing.claims.missing import matched_deals
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.entering.tokens import end_token, make_token, tokens_of, user_of_token
from attain_web.actions.people import grant_role, take_role
from attain_web.actions.selling.forecasting import submit_forecast
from attain_web.jobs.asking import ask_job
from attain_web.jobs.working import do_job
from attain_web.outbox.delivering import is_outside
from tests.store.test_fences import paid
from tests.web.api.test_former import FEBRUARY, moved

__all__ = ["moved", "paid"]  # fixtures
SECRET = "correct horse battery"  # noqa: S105 -- nobody's


def dispute_of_bo() -> str:
    """The dispute of bo about February, whom mia led until January was over."""
    from attain_web.store.models import Dispute

    return Dispute.objects.using(ENGINE).get(payee_id="bo", period_id=FEBRUARY).dispute_id


def test_whoever_leads_somebody_no_more_does_nothing_about_their_time_since(moved: Path) -> None:
    """The pages asked; the actions themselves, which the commands call, did not."""
    one = dispute_of_bo()
    for act in (
        lambda: disputing.say_in_dispute(one, "I think", acting_user="u3"),
        lambda: disputing.end_dispute(one, "reject", acting_user="u3", reason="no"),
        lambda: attach_evidence(one, "mail.txt", b"x", acting_user="u3"),
        lambda: evidence_of(one, viewer="u3"),
        lambda: matched_deals(one, viewer="u3"),
        lambda: submit_forecast(moved, "bo", "2026-Q2", 1, acting_user="u3"),
        lambda: deciding.draft_decisions(
            [deciding.Draft("adjustment", "bo", FEBRUARY, "USD", 100, "a present")], acting_user="u3"
        ),
        lambda: record_leave(
            Absence("bo", date(2026, 3, 1), date(2026, 4, 1), "keep_target", "away"), acting_user="u3"
        ),
    ):
        with pytest.raises(Refused, match=r"not for u3|not u3's"):
            act()
    disputing.say_in_dispute(one, "I look into it", acting_user="u4")
    draft = deciding.Draft("adjustment", "bo", FEBRUARY, "USD", 100, "agreed")
    assert deciding.draft_decisions([draft], acting_user="olga")


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "10.0.0.5", "169.254.169.254", "0.0.0.0", "224.0.0.1", "100.64.0.1"),  # noqa: S104 -- refused
        *("::1", "::", "::ffff:127.0.0.1", "::ffff:a00:5", "::127.0.0.1", "fe80::1%eth0", "fec0::1", "ff02::1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:5::1"),
    ],
)
def test_a_webhook_leads_to_nothing_inside_however_it_is_written(number: str) -> None:
    assert not is_outside(number)


def test_the_world_outside_is_outside() -> None:
    for number in ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"):
        assert is_outside(number)


@pytest.mark.usefixtures("workspace")
def test_a_token_ends_with_its_day_and_when_it_is_ended() -> None:
    grant_role("dana", "admin", acting_user="dana")
    grant_role("bo", "finance", acting_user="dana")
    token = make_token("bo", acting_user="bo", name="export", days=30)
    assert user_of_token(token) == "bo"
    (shown,) = tokens_of("bo")
    assert (shown.name, shown.is_good, shown.only_reads) == ("export", True, False)
    TokenRule.objects.using(ENGINE).update(good_until=datetime.now(UTC) - timedelta(seconds=1))
    assert user_of_token(token) is None
    other = make_token("bo", acting_user="bo")
    prefix = next(one.prefix for one in tokens_of("bo") if one.is_good)
    with pytest.raises(Refused, match="no such token of yours"):
        end_token(prefix, acting_user="ana")
    for wrong in ("", "a", prefix[:4]):
        with pytest.raises(Refused, match="no such token of yours"):
            end_token(wrong, acting_user="bo")
    end_token(prefix, acting_user="dana")
    assert user_of_token(other) is None
    for days in (0, -1, 10**9):
        with pytest.raises(Refused, match="good for 1 to"):
            make_token("bo", acting_user="bo", days=days)


@pytest.mark.usefixtures("workspace")
def test_a_token_that_only_reads_changes_nothing() -> None:
    grant_role("dana", "admin", acting_user="dana")
    headers = {"authorization": f"Bearer {make_token('dana', acting_user='dana', only_reads=True)}"}
    client = Client(SERVER_NAME="localhost")
    assert client.get("/api/v1/me", headers=headers).status_code == HTTPStatus.OK
    said = {"user": "eve", "role": "admin"}
    answer = client.post("/api/v1/roles/give", said, content_type="application/json", headers=headers)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "only reads" in answer.json()["detail"]
    assert user_of_token(headers["authorization"].removeprefix("Bearer ")) is None, "nor does it with the commands"


@pytest.mark.usefixtures("workspace")
def test_nobody_makes_a_token_for_whoever_came_in_before() -> None:
    """Whoever the first token acts as lets others in; they could act as a controller who had no token yet."""
    make_account("laura", acting_user="laura", password=SECRET)
    make_token("dana", acting_user="dana")
    with pytest.raises(Refused, match="came in before"):
        make_token("laura", acting_user="dana")
    assert make_token("new", acting_user="dana")


@pytest.mark.usefixtures("workspace")
def test_a_job_is_done_by_whoever_may_still_ask_for_it() -> None:
    """One that only reads would have been done for somebody who lost the role meanwhile."""
    grant_role("dana", "admin", acting_user="dana")
    grant_role("lea", "leader", acting_user="dana")
    job = ask_job("report", {"period_id": "2026-Q1"}, acting_user="lea")
    take_role("lea", "leader", acting_user="dana")
    assert do_job(job.job_no) == "failed"
    job.refresh_from_db(using=ENGINE)
    assert "does not start" in job.result["said"]


@pytest.mark.usefixtures("workspace")
def test_no_password_is_kept_of_a_form_whose_session_ended() -> None:
    """A form that waited is kept and shown again; what is secret of it is not, whatever its field is called."""
    client = Client(SERVER_NAME="localhost")
    said = {"shown_to": reader_of_form("ana"), "name": "Laptop", "code": "123456", "credential": "{}"}
    client.post("/account/password", said | {"password": SECRET, "again": SECRET, "confirm": SECRET})
    assert SECRET not in str(dict(client.session))
    assert "123456" not in str(dict(client.session))
    assert "Laptop" in str(dict(client.session))


@pytest.mark.usefixtures("workspace")
def test_nobody_who_never_signed_in_fills_the_database() -> None:
    """Half a megabyte of any form was kept for half a day, for whoever sent it, as often as they did."""
    for shown_to in ("", "ana", "ana:1:forged", reader_of_form("ana")[:-1]):
        client = Client(SERVER_NAME="localhost")
        client.post("/pay/missing/report", {"shown_to": shown_to, "text": "x" * 400_000})
        assert settings.SESSION_COOKIE_NAME not in client.cookies, shown_to
    assert not Session.objects.exists()


def test_what_is_larger_than_any_upload_is_not_kept_anywhere() -> None:
    """The server took a body of any size from anybody, and wrote it to the disk before it asked who they are."""
    from attain_web.asgi import bounded

    sent: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def endless() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"x" * 400, "more_body": True}

    async def greedy(_: Any, receive: Any, __: Any) -> None:
        while (await receive())["more_body"]:
            pass

    for headers in ([], [(b"content-length", b"2000")], [(b"content-length", b"lots")]):
        sent.clear()
        asyncio.run(bounded(greedy, 1000)({"type": "http", "headers": headers}, endless, send))
        assert sent[0]["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def test_cookies_are_for_the_server_alone() -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    said = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert said["default-src"] == ["'none'"]
    assert not [one for values in said.values() for one in values if "unsafe" in one or one == "*"]


@pytest.mark.usefixtures("workspace")
def test_an_answer_that_held_a_secret_is_forgotten_after_a_day() -> None:
    """The answer of a key is given again, links and secrets too; it was kept for ever."""
    from attain_web.api.models import AnsweredRequest
    from attain_web.api.once import forget_answers

    grant_role("dana", "admin", acting_user="dana")
    headers = {"authorization": f"Bearer {make_token('dana', acting_user='dana')}", "idempotency-key": "k-1"}
    client = Client(SERVER_NAME="localhost")
    make_account("ana", acting_user="dana")
    said = {"username": "ana"}
    answer = client.post("/api/v1/accounts/link", said, content_type="application/json", headers=headers)
    assert "/invitation/" in answer.json()["values"]["path"]
    AnsweredRequest.objects.using(ENGINE).update(at=datetime.now(UTC) - timedelta(days=2))
    assert forget_answers(datetime.now(UTC) - timedelta(days=1)) == 1
    assert not AnsweredRequest.objects.using(ENGINE).exists()


@pytest.mark.usefixtures("workspace")
def test_one_address_does_not_try_a_password_on_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five wrong tries lock an account; one try on each of a thousand accounts locked none."""
    monkeypatch.setattr(settings, "TRIES_A_MINUTE", 3)
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="192.0.2.77")

    def tried(number: int) -> int:
        return client.post("/sign-in/password", {"username": f"user{number}", "password": "Spring2026!"}).status_code

    assert [tried(number) for number in range(5)] == [403, 403, 403, 429, 429]
    other = Client(SERVER_NAME="localhost", REMOTE_ADDR="192.0.2.78")
    assert other.post("/sign-in/password", {"username": "x", "password": "y"}).status_code == HTTPStatus.FORBIDDEN
