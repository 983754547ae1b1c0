"""The second factor: added, asked for, locked like a password, taken away by its owner alone, and asked of roles."""

import re
import time
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page

from attain_web.accounts.models import Account
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.entering import factors
from attain_web.actions.entering.tokens import make_token
from attain_web.store.models import AuditRow
from tests.web.test_letting_in import ADMIN, CONTROLLER, OTHER, SECOND, SECRET, _is_quick, client_of, people

__all__ = ["_is_quick", "people"]  # fixtures


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows, now or some half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def sent(client: Client, path: str, **said: str) -> str:
    """What comes of a form of one's own account."""
    answer = client.post(path, {"form_token": f"t{time.time()}{path}{said}", **said}, follow=True)
    return answer.content.decode()


def with_app(client: Client) -> tuple[str, list[str]]:
    """Add an app; its secret and the recovery codes."""
    secret = re.findall(r"<code>(\w+)</code>", client.get("/account/totp").content.decode())[0]
    page = sent(client, "/account/totp/add", code=code_of(secret), confirm=SECRET)
    return secret, re.findall(r"<code>(\d+)</code>", page)


def half(user: str = CONTROLLER, password: str = SECRET) -> Client:
    """A browser in which somebody said their password."""
    client = Client(SERVER_NAME="localhost")
    answer = client.post("/sign-in/password", {"username": user, "password": password, "next": "/account"})
    assert answer.headers["Location"] == "/sign-in/second"
    return client


@pytest.mark.usefixtures("people")
def test_an_app_is_added_and_asked_for() -> None:
    client = client_of(CONTROLLER)
    assert "not your password" in sent(client, "/account/totp/add", code="1", confirm="wrong").lower()
    secret, codes = with_app(client)
    assert len(set(codes)) == 10
    kept = Authenticator.objects.using(ENGINE).get(type="totp").data["secret"]
    assert secret not in kept, "it is kept encrypted"
    there = half()
    assert there.get("/account").status_code == HTTPStatus.FOUND, "they are not in yet"
    assert "is not right" in there.post("/sign-in/second/code", {"code": "000000"}).content.decode()
    done = there.post("/sign-in/second/code", {"code": code_of(secret, 1)})
    assert done.headers["Location"] == "/account"
    assert there.get("/account").status_code == HTTPStatus.OK
    again = half().post("/sign-in/second/code", {"code": code_of(secret, 1)})
    assert again.status_code == HTTPStatus.FORBIDDEN, "a code is good once"
    by_recovery = half().post("/sign-in/second/code", {"code": codes[3]})
    assert by_recovery.status_code == HTTPStatus.FOUND
    assert half().post("/sign-in/second/code", {"code": codes[3]}).status_code == HTTPStatus.FORBIDDEN
    ways = AuditRow.objects.using(ENGINE).filter(action="sign_in", acting_user=CONTROLLER).values_list("details")
    assert '{"way":"password and recovery code"}' in {one for (one,) in ways}


@pytest.mark.usefixtures("people")
def test_wrong_codes_lock_the_account_though_the_password_is_right() -> None:
    """Whoever knows the password does not begin to count anew by writing it again."""
    secret, codes = with_app(client_of(CONTROLLER))
    assert half().post("/sign-in/second/code", {"code": codes[0]}).status_code == HTTPStatus.FOUND
    there = half()  # one try
    for _ in range(3):
        there.post("/sign-in/second/code", {"code": "000000"})
    half()  # the fifth
    assert there.post("/sign-in/second/code", {"code": code_of(secret, 1)}).status_code == HTTPStatus.FORBIDDEN
    locked = Client(SERVER_NAME="localhost").post("/sign-in/password", {"username": CONTROLLER, "password": SECRET})
    assert locked.status_code == HTTPStatus.FORBIDDEN
    rows = AuditRow.objects.using(ENGINE).filter(action="lock_account", subject=CONTROLLER)
    assert rows.count() == 1, "an auditor sees that somebody tried"


@pytest.mark.usefixtures("people")
def test_a_second_factor_is_taken_away_by_its_owner_who_says_again_who_they_are() -> None:
    client = client_of(CONTROLLER)
    with_app(client)
    (one,) = factors.factors_of(Account.objects.get(username=CONTROLLER))
    other = client_of(ADMIN)
    assert "no such second factor" in sent(other, "/account/factors/remove", number=str(one.pk), confirm=SECRET)
    assert "not your password" in sent(client, "/account/factors/remove", number=str(one.pk), confirm=OTHER)
    page = sent(client, "/account/codes", confirm=SECRET)
    assert len(re.findall(r"<code>\d+</code>", page)) == 10
    sent(client, "/account/factors/remove", number=str(one.pk), confirm=SECRET)
    assert not Authenticator.objects.using(ENGINE).exists()
    done = AuditRow.objects.using(ENGINE).filter(subject=CONTROLLER).values_list("action", flat=True)
    assert {"add_factor", "new_recovery_codes", "remove_factor"} <= set(done)


@pytest.mark.usefixtures("people")
def test_a_role_that_needs_one_sees_nothing_without() -> None:
    with pytest.raises(Refused, match="does not let people in"):
        factors.require_factor("finance", acting_user=CONTROLLER, is_required=True)
    factors.require_factor("finance", acting_user=ADMIN, is_required=True)
    client = client_of(CONTROLLER)
    assert client.get("/finance/pay-runs").headers["Location"] == "/account"
    assert client.post("/run/jobs/ask", {"kind": "post"}).headers["Location"] == "/account"
    assert "needs a second factor" in client.get("/account").content.decode()
    headers = {"authorization": f"Bearer {make_token(CONTROLLER, acting_user=CONTROLLER)}"}
    assert client.get("/api/v1/me", headers=headers).status_code == HTTPStatus.FORBIDDEN
    with_app(client)
    assert client.get("/api/v1/me", headers=headers).status_code == HTTPStatus.OK
    assert client.get("/finance/pay-runs").status_code == HTTPStatus.OK
    assert client_of(ADMIN).get("/run/people").status_code == HTTPStatus.OK


@pytest.mark.usefixtures("people")
def test_lost_factors_are_taken_away_by_two_admins() -> None:
    with_app(client_of(CONTROLLER))
    asked = factors.ask_lost_factors(CONTROLLER, acting_user=ADMIN)
    for user in (ADMIN, CONTROLLER):
        with pytest.raises(Refused):
            factors.agree_to_lost_factors(asked.link_no, acting_user=user)
    factors.agree_to_lost_factors(asked.link_no, acting_user=SECOND)
    page = client_of(CONTROLLER).get("/account").content.decode()
    assert "dana says that you lost your second factors" in page


@pytest.mark.usefixtures("people")
def test_with_another_key_of_the_server_no_code_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    secret, codes = with_app(client_of(CONTROLLER))
    owner = Account.objects.get(username=CONTROLLER)
    monkeypatch.setattr(settings, "SECRET_KEY", "another")
    assert factors.right_code(owner, code_of(secret, 1)) == ""
    assert factors.right_code(owner, codes[0]) == ""


@pytest.mark.usefixtures("people")
def test_what_is_no_passkey_is_refused() -> None:
    client = client_of(CONTROLLER)
    for credential in ("", "{}", "[]", "null", '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}'):
        client.get("/account/passkey")
        page = sent(client, "/account/passkey/add", name="Key", credential=credential, confirm=SECRET)
        assert "made no passkey" in page, credential
        with_none = half_with_passkey().post("/sign-in/second/passkey", {"credential": credential})
        assert with_none.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.FOUND}
    assert not Authenticator.objects.using(ENGINE).exists()


def half_with_passkey() -> Client:
    """A browser that is not half in: nobody's passkey is asked for."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def passkey_page(browser: Browser, served: str) -> Iterator[tuple[Page, str]]:
    """A real browser with a device that holds passkeys, on a name that passkeys are bound to."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    said = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = said | {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page, served.replace("127.0.0.1", "localhost").rstrip("/")
    context.close()
    connections.close_all()


def test_a_passkey_is_made_and_asked_for(passkey_page: tuple[Page, str]) -> None:
    page, base = passkey_page
    page.goto(base + "/sign-in")
    page.click("form:has(input[value='laura.norman']) button")
    page.goto(base + "/account/passkey")
    page.fill("#name", "This laptop")
    page.click("text=Make a passkey")
    page.wait_for_selector("text=Your recovery codes")
    recovery = page.locator("ul.codes code").first.inner_text()
    page.goto(base + "/account")
    assert "This laptop" in page.content()
    page.context.clear_cookies()
    page.goto(base + "/sign-in")
    page.click("form:has(input[value='laura.norman']) button")
    page.wait_for_selector("text=show your second factor")
    page.click("text=Use a passkey")
    page.wait_for_selector("nav.side")
    page.goto(base + "/account")
    page.click("summary:has-text('Take it away')")
    form = page.locator("form:has(input[name=number])")
    form.locator("input[name=confirm]").fill("0000000000")
    form.locator("button").click()
    page.wait_for_selector("text=not your password")
    page.click("summary:has-text('Take it away')")
    form.locator("input[name=confirm]").fill(recovery)
    form.locator("button").click()
    page.wait_for_selector("text=a stolen password opens nothing")
