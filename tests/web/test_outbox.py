"""What is told to others: signed, once, again when it did not arrive, to nobody on the inside; notices as wished."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.core import mail

from attain_web.actions import planning
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.closing import deciding, disputing, periods, statements
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role
from attain_web.outbox import delivering
from attain_web.outbox.delivering import deliver_due, place_of, signature_of
from attain_web.outbox.mailing import mail_dashboards, mail_notices
from attain_web.outbox.models import Delivery, Notice, Wish
from attain_web.outbox.noticing import ANSWERED, PUBLISHED, WAITING
from attain_web.outbox.passing import pass_on
from attain_web.outbox.registering import end_webhook, register_webhook
from attain_web.outbox.wishing import change_wish, notices_of, read_notices

ADMIN, LEADER = "dana", "lea"
URL = "https://example.com/hook?a=1"
Sent = list[tuple[str, dict[str, str], bytes]]


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network in which example.com is somewhere, and nothing else."""

    def known(host: str, port: int, **_: Any) -> list[Any]:
        if host not in {"example.com", "inside.example"}:
            raise OSError(host)
        return [(2, 1, 6, "", ("93.184.215.14" if host == "example.com" else "10.0.0.5", port))]

    monkeypatch.setattr(delivering.socket, "getaddrinfo", known)


def begin(workspace: Path) -> None:
    """Roles besides the admin's, facts, an approved plan, and a period whose statements are published."""
    grant_role(LEADER, "leader", acting_user=ADMIN)
    grant_role("ana", "payee", acting_user=ADMIN, payee_id="ana")
    grant_role("bo", "payee", acting_user=ADMIN, payee_id="bo")
    pass_on()
    import_workspace(workspace, acting_user=ADMIN)
    for digest in planning.save_plans(workspace, acting_user=ADMIN).hashes.values():
        planning.move_plan(digest, "submit", acting_user=ADMIN)
        planning.move_plan(digest, "approve", acting_user=LEADER)
    periods.calculate_period(workspace, "2026-01", acting_user=ADMIN)
    periods.review_period("2026-01", acting_user=ADMIN)
    statements.publish_statements("2026-01", acting_user=ADMIN)


def later() -> None:
    """Let what waits be due."""
    Delivery.objects.using(ENGINE).filter(state="waits").update(next_at=datetime.now(UTC) - timedelta(seconds=1))


@pytest.mark.usefixtures("outside")
def test_what_happens_is_told_once_and_signed(workspace: Path) -> None:
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    hook = register_webhook(URL, ["deal.changed", "statement.published"], acting_user=ADMIN)
    begin(workspace)
    disputing.raise_dispute("2026-01", "ana", "A deal is missing", acting_user="ana")
    while pass_on():
        pass
    assert pass_on() == 0
    sent: Sent = []

    def send(url: str, headers: dict[str, str], content: bytes) -> int:
        sent.append((url, headers, content))
        return 204

    assert deliver_due(send) == 3
    assert deliver_due(send) == 0
    said = [json.loads(content) for _, _, content in sent]
    assert [one["kind"] for one in said] == ["deal.changed", "statement.published", "statement.published"]
    assert said[0]["changes"]["deals"] == {"added": 4, "changed": 0, "gone": 0}
    assert {one["payee_id"] for one in said[1:]} == {"ana", "bo"}
    for url, headers, content in sent:
        assert url == URL
        assert headers["Attain-Signature"] == signature_of(hook.secret, headers["Attain-Timestamp"], content)
        assert headers["Attain-Signature"] != signature_of("another", headers["Attain-Timestamp"], content)


@pytest.mark.usefixtures("outside")
def test_what_does_not_arrive_is_tried_again_and_given_up_at_last(workspace: Path) -> None:
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    hook = register_webhook(URL, ["deal.changed"], acting_user=ADMIN)
    begin(workspace)
    pass_on()
    assert deliver_due(lambda *_: 500) == 1
    first = Delivery.objects.using(ENGINE).get()
    assert (first.state, first.try_count, first.answer) == ("waits", 1, "500")
    assert first.next_at > datetime.now(UTC) + timedelta(seconds=5)

    def unreachable(*_: object) -> int:
        raise ConnectionRefusedError(111, "nobody listens")

    for _ in range(len(delivering.WAITING)):
        assert deliver_due(unreachable) == 0
        later()
        assert deliver_due(unreachable) == 1
    last = Delivery.objects.using(ENGINE).get()
    assert (last.state, last.try_count) == ("given up", len(delivering.WAITING) + 1)
    assert "nobody listens" in last.answer
    end_webhook(hook.pk, acting_user=ADMIN)
    import_workspace(workspace, acting_user=ADMIN)
    pass_on()
    assert Delivery.objects.using(ENGINE).count() == 1


@pytest.mark.usefixtures("outside", "workspace")
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://inside.example/", "on the inside"),
        ("ftp://example.com/", "no address"),
        ("https://user:pass@example.com/", "no address"),
        ("https://nowhere.example/", "nobody knows"),
        ("hello", "no address"),
    ],
)
def test_an_address_of_the_inside_is_refused(url: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        register_webhook(url, ["deal.changed"], acting_user=ADMIN)


@pytest.mark.usefixtures("outside", "workspace")
def test_webhooks_are_for_admins_and_known_events() -> None:
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    with pytest.raises(Refused, match="does not register"):
        register_webhook(URL, ["deal.changed"], acting_user="ana")
    with pytest.raises(Refused, match="no event 'x'"):
        register_webhook(URL, ["x"], acting_user=ADMIN)
    with pytest.raises(Refused, match="no webhook 7"):
        end_webhook(7, acting_user=ADMIN)


class _Listening(BaseHTTPRequestHandler):
    heard: list[dict[str, str]] = []

    def do_POST(self) -> None:
        self.heard.append(
            dict(self.headers) | {"content": self.rfile.read(int(self.headers["Content-Length"])).decode()}
        )
        self.send_response(302)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:  # type of the library
        return


@pytest.fixture
def listening() -> Iterator[str]:
    """A server on the inside."""
    server = HTTPServer(("127.0.0.1", 0), _Listening)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


def test_over_the_network_nothing_is_followed_elsewhere(listening: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="on the inside"):
        place_of(listening)
    monkeypatch.setattr(settings, "WEBHOOKS_MAY_GO_INSIDE", True)
    assert delivering._sent(listening, {"Attain-Event": "deal.changed"}, b"{}") == 302
    assert _Listening.heard[-1]["Attain-Event"] == "deal.changed"


def test_people_are_told_what_they_wish(workspace: Path) -> None:
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    change_wish(acting_user="ana", mail="ana@example.com", in_app=[], by_mail=[PUBLISHED], dashboard_on=None)
    change_wish(acting_user="bo", mail="", in_app=[ANSWERED], by_mail=[], dashboard_on=None)
    begin(workspace)
    dispute = disputing.raise_dispute("2026-01", "bo", "A deal is missing", acting_user="bo").dispute_id
    disputing.say_in_dispute(dispute, "We look", acting_user=ADMIN)
    draft = deciding.Draft("adjustment", "ana", "2026-01", "USD", 100, "Trade fair")
    deciding.draft_decisions([draft], acting_user=ADMIN)
    while pass_on():
        pass
    assert [one.words for one in notices_of("ana")] == ["Your statement of 2026-01 is published"]
    assert notices_of("ana")[0].read_at is not None, "they want it by e-mail alone"
    assert [one.kind for one in notices_of("bo")] == [ANSWERED]
    waiting = [one.words for one in notices_of(LEADER) if one.kind == WAITING]
    assert waiting == ["ADJ-1 waits for approval", "Period 2026-01 waits for approval", "A plan waits for approval"]
    assert not [one for one in notices_of(ADMIN) if one.kind == WAITING], "nobody is told what they did themselves"
    assert mail_notices() == 1
    assert mail_notices() == 0
    (message,) = mail.outbox
    assert message.to == ["ana@example.com"]
    assert "/pay/statements/2026-01/ana" in message.body
    assert read_notices(acting_user="bo") == 1
    assert read_notices(acting_user="bo") == 0


@pytest.fixture(autouse=True)
def _mailbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """E-mail stays here."""
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    mail.outbox = []


@pytest.mark.usefixtures("workspace")
def test_a_wish_that_cannot_be_met_is_refused() -> None:
    for wish, said in (
        ({"mail": "ana", "in_app": [], "by_mail": []}, "no e-mail address"),
        ({"mail": "", "in_app": [], "by_mail": [PUBLISHED]}, "no e-mail address to send to"),
        ({"mail": "a@b.co", "in_app": ["gossip"], "by_mail": []}, "no notice 'gossip'"),
    ):
        with pytest.raises(Refused, match=said):
            change_wish(acting_user="ana", dashboard_on=None, **wish)
    assert not Notice.objects.using(ENGINE).exists()


def test_the_dashboard_is_sent_once_on_its_day(seeded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from attain_web.setup import ready

    ready(seeded)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    leader = "brian.welcker"
    change_wish(acting_user=leader, mail="brian@example.com", in_app=[], by_mail=[], dashboard_on=0)
    change_wish(acting_user="linda.mitchell", mail="linda@example.com", in_app=[], by_mail=[], dashboard_on=0)
    Wish.objects.using(ENGINE).update(dashboard_sent_on=None)
    monday = date(2026, 11, 23)
    assert mail_dashboards(monday - timedelta(days=1)) == 0
    assert (mail_dashboards(monday), mail_dashboards(monday)) == (1, 0)  # a seller has no dashboard
    (message,) = mail.outbox
    assert message.to == ["brian@example.com"]
    name, content, _ = message.attachments[0]
    assert name == "dashboard.html"
    assert "<html" in content
