"""Signing in with another provider (OIDC): a small one that runs here, and who may come in by it."""

import json
import time
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.conf import settings
from django.test import Client

from attain_web.accounts.models import Account
from attain_web.actions.acting import ENGINE
from attain_web.actions.entering.signing_in import end_account
from attain_web.actions.people import roles_of
from attain_web.commands.web.doctor import _about_provider
from attain_web.store.models import AuditRow
from tests.web.test_factors import with_app
from tests.web.test_letting_in import ADMIN, CONTROLLER, _is_quick, client_of, people

__all__ = ["_is_quick", "people"]  # fixtures
pytestmark = pytest.mark.usefixtures("people")
CLIENT = "attain-here"
KEY = "a key of the small provider, long enough"


class Provider(BaseHTTPRequestHandler):
    """Says who somebody is, as the test wants it."""

    url = ""
    said: dict[str, Any] = {}
    signed: dict[str, Any] = {}
    asked: list[dict[str, list[str]]] = []

    def do_GET(self) -> None:
        paths = ("authorize", "token", "userinfo", "jwks")
        names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
        known = {name: f"{self.url}/{path}" for name, path in zip(names, paths, strict=True)}
        found = {"issuer": self.url, "token_endpoint_auth_methods_supported": ["client_secret_post"], **known}
        self._answer(self.said if self.path == "/userinfo" else found)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.asked.append(form)
        now = int(time.time())
        signed = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, **self.signed}
        self._answer({"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(signed, KEY)})

    def _answer(self, found: dict[str, Any]) -> None:
        content = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Provider]]:
    """The provider, and a server that knows it."""
    server = HTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    Provider.url = f"http://127.0.0.1:{server.server_port}"
    Provider.asked = []
    app = {"provider_id": settings.OIDC_ID, "name": "Here", "client_id": CLIENT, "secret": "s"}
    apps = {"OAUTH_PKCE_ENABLED": True, "APPS": [app | {"settings": {"server_url": Provider.url}}]}
    monkeypatch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", {"openid_connect": apps})
    monkeypatch.setattr(settings, "OIDC_URL", Provider.url)
    monkeypatch.setattr(settings, "OIDC_CLIENT", CLIENT)
    yield Provider
    server.shutdown()
    server.server_close()


def is_said(subject: str, mail: str, *, is_verified: object = True, signed: str = "") -> None:
    """Let the provider say who comes."""
    Provider.said = {"sub": subject, "email": mail, "email_verified": is_verified}
    Provider.signed = {"sub": signed or subject}


def came(client: Client | None = None) -> tuple[Client, Any]:
    """Go to the provider, and come back."""
    client = client or Client(SERVER_NAME="localhost")
    begun = client.get(f"/sign-in/with/{settings.OIDC_ID}")
    assert begun.status_code == HTTPStatus.FOUND, begun.content
    asked = parse_qs(urlsplit(begun.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    state = asked["state"][0]
    return client, client.get(f"/sign-in/with/{settings.OIDC_ID}/back", {"code": "c", "state": state})


def is_in(client: Client) -> bool:
    """Whether somebody is signed in."""
    return client.get("/sessions").status_code == HTTPStatus.OK


@pytest.mark.usefixtures("provider")
def test_who_has_an_account_comes_in_by_a_verified_address_and_then_by_their_subject() -> None:
    Account.objects.filter(username=CONTROLLER).update(email="laura@example.com")
    page = Client(SERVER_NAME="localhost").get("/sign-in").content.decode()
    assert f"/sign-in/with/{settings.OIDC_ID}" in page
    is_said("s-1", "Laura@Example.com")
    client, answer = came()
    assert answer.headers["Location"] == "/", answer.content
    assert is_in(client)
    assert Provider.asked[0]["code_verifier"], "the code is bound to who asked for it"
    is_said("s-1", "another@example.com")
    assert is_in(came()[0]), "the subject says who they are, whatever their address is now"
    is_said("s-2", "laura@example.com")
    other, answer = came()
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "somebody else" in answer.content.decode()
    assert not is_in(other)
    done = AuditRow.objects.using(ENGINE).filter(subject=CONTROLLER).values_list("action", flat=True)
    assert "join_subject" in set(done)


@pytest.mark.usefixtures("provider")
@pytest.mark.parametrize("is_verified", [False, None, "false", 0, "no"])
def test_an_address_that_is_not_verified_lets_nobody_in(is_verified: object) -> None:
    Account.objects.filter(username=CONTROLLER).update(email="laura@example.com")
    is_said("s-1", "laura@example.com", is_verified=is_verified)
    client, answer = came()
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not is_in(client)


@pytest.mark.usefixtures("provider")
def test_nobody_comes_in_by_what_is_told_of_somebody_else() -> None:
    Account.objects.filter(username=CONTROLLER).update(email="laura@example.com")
    is_said("s-1", "laura@example.com", signed="s-9")
    client, answer = came()
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not is_in(client)
    Provider.signed = {"sub": "s-1", "aud": "another"}
    Provider.said["sub"] = "s-1"
    assert not is_in(came()[0]), "what was signed for another client"


@pytest.mark.usefixtures("provider")
def test_what_comes_back_was_begun_in_the_same_browser() -> None:
    Account.objects.filter(username=CONTROLLER).update(email="laura@example.com")
    is_said("s-1", "laura@example.com")
    begun = Client(SERVER_NAME="localhost").get(f"/sign-in/with/{settings.OIDC_ID}")
    state = parse_qs(urlsplit(begun.headers["Location"]).query)["state"][0]
    other = Client(SERVER_NAME="localhost")
    for said in ({"code": "c", "state": state}, {"code": "c"}, {"error": "access_denied"}, {"state": state}):
        answer = other.get(f"/sign-in/with/{settings.OIDC_ID}/back", said)
        assert answer.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.BAD_GATEWAY}, said
        assert not is_in(other)


@pytest.mark.usefixtures("provider")
def test_nobody_is_made_silently_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    is_said("s-7", "new@example.com")
    client, answer = came()
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not Account.objects.filter(email="new@example.com").exists()
    monkeypatch.setattr(settings, "OIDC_MAKES_ACCOUNTS", True)
    assert is_in(came(client)[0])
    made = Account.objects.get(email="new@example.com")
    assert roles_of(made.username) == frozenset()
    is_said("s-8", "other@example.com", is_verified=False)
    assert not is_in(came()[0])


@pytest.mark.usefixtures("provider")
def test_a_second_factor_is_asked_for_and_a_closed_account_is_closed() -> None:
    Account.objects.filter(username=CONTROLLER).update(email="laura@example.com")
    with_app(client_of(CONTROLLER))
    is_said("s-1", "laura@example.com")
    client, answer = came()
    assert answer.headers["Location"] == "/sign-in/second"
    assert not is_in(client)
    end_account(CONTROLLER, acting_user=ADMIN)
    client, answer = came()
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert not is_in(client)


def test_a_provider_that_nobody_named_is_none() -> None:
    client = Client(SERVER_NAME="localhost")
    assert client.get("/sign-in/with/none").status_code == HTTPStatus.NOT_FOUND
    assert client.get("/sign-in/with/none/back").status_code == HTTPStatus.NOT_FOUND
    assert "/sign-in/with/" not in client.get("/sign-in").content.decode()


def test_the_doctor_looks_at_the_provider(provider: type[Provider], monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(_about_provider()) == []
    monkeypatch.setenv("ATTAIN_OIDC_URL", provider.url)
    assert not all(one.is_well for one in _about_provider())
    monkeypatch.setenv("ATTAIN_OIDC_CLIENT", CLIENT)
    monkeypatch.setenv("ATTAIN_OIDC_SECRET", "s")
    found = list(_about_provider())
    assert all(one.is_well for one in found), found
    assert any("/back" in one.what for one in found)
    monkeypatch.setattr(settings, "OIDC_URL", "http://127.0.0.1:1")
    assert not all(one.is_well for one in _about_provider())
