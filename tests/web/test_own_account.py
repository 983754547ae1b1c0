"""One's own account: what changes there ends other sessions, waits for nobody, and counts every wrong try."""

from http import HTTPStatus

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError, connections, transaction
from django.test import Client

from attain_web.accounts.models import Account, SignedIn
from attain_web.actions.acting import ENGINE, LOCK
from attain_web.actions.entering.sessions import sessions_of
from attain_web.actions.entering.tokens import tokens_of
from attain_web.databases import databases_of
from attain_web.store.models import AuditRow
from tests.web.test_factors import code_of, sent, with_app
from tests.web.test_letting_in import ADMIN, CONTROLLER, OTHER, SECRET, _is_quick, client_of, enters, people

__all__ = ["_is_quick", "people"]  # fixtures
pytestmark = pytest.mark.usefixtures("people")
NEW = {"password": OTHER, "again": OTHER}


@pytest.fixture
def _waits_briefly(people: None) -> None:
    """A connection that would wait for ever gives up, so that a test fails and does not hang."""
    del people
    with connections["default"].cursor() as cursor:
        cursor.execute("SET lock_timeout = '3s'")


@pytest.mark.usefixtures("_waits_briefly")
def test_a_password_is_changed_by_whoever_signed_in_with_it() -> None:
    """The session that asks is among those that end; the request waited for itself, and everybody for the request."""
    here, there = client_of(CONTROLLER), client_of(CONTROLLER)
    before = here.session.session_key
    assert "Your password is changed" in sent(here, "/account/password", confirm=SECRET, **NEW)
    assert here.get("/account").status_code == HTTPStatus.OK
    assert there.get("/account").status_code == HTTPStatus.FOUND
    assert here.session.session_key != before
    assert [one.session_key for one in sessions_of(CONTROLLER)] == [here.session.session_key]
    assert enters(CONTROLLER, OTHER)
    assert not enters(CONTROLLER, SECRET)


def without_password() -> tuple[Client, str]:
    """A browser of somebody who came in by another provider and a code, and the secret of their app."""
    client = client_of(CONTROLLER)
    secret, _ = with_app(client)
    owner = Account.objects.get(username=CONTROLLER)
    owner.set_unusable_password()
    owner.save(using=ENGINE)
    client.force_login(owner, backend="attain_web.accounts.backend.ByPassword")
    session = client.session
    session["second_factor"] = "code"
    session.save()
    return client, secret


def test_no_connection_waits_for_ever() -> None:
    for alias in ("default", "engine", "audit"):
        with connections[alias].cursor() as cursor:
            for name in ("lock_timeout", "idle_in_transaction_session_timeout"):
                cursor.execute(f"SHOW {name}")
                assert cursor.fetchone()[0] != "0", (alias, name)
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone()[0] == "0", "a long import is one statement"
    given = databases_of("postgresql://a:b@localhost/x?options=-c%20lock_timeout%3D5s", settings.WORKSPACE)
    assert given["default"]["OPTIONS"]["options"].split()[-3:] == ["lock_timeout=5s", "-c", "role=attain_app"]


def test_who_waits_for_the_workspace_is_let_go_at_last() -> None:
    with connections[ENGINE].cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    try:
        with transaction.atomic(using="audit"), connections["audit"].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            with pytest.raises(OperationalError, match="lock timeout"):
                client_of(CONTROLLER)
    finally:
        connections[ENGINE].close()
    assert client_of(CONTROLLER)


def test_wrong_confirmations_count_lock_and_are_recorded() -> None:
    """Each was undone with the form that it came with, so that an open session could guess for ever."""
    client = client_of(CONTROLLER)
    for number in range(5):
        assert "not your password" in sent(client, "/account/password", confirm=f"guess {number}", **NEW).lower()
    assert not enters(CONTROLLER, SECRET), "five are too many"
    assert "not your password" in sent(client, "/account/password", confirm=SECRET, **NEW).lower()
    rows = AuditRow.objects.using(ENGINE).filter(action="lock_account", subject=CONTROLLER)
    assert rows.count() == 1


def test_a_code_that_confirms_is_good_once_whatever_becomes_of_the_form() -> None:
    client, secret = without_password()
    code = code_of(secret, 1)
    refused = sent(client, "/account/address", mail="no address", confirm=code)
    assert "no e-mail address" in refused
    assert "not your password" in sent(client, "/account/address", mail="l@example.com", confirm=code).lower()


def test_one_address_does_not_try_confirmations_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "TRIES_A_MINUTE", 2)
    client = client_of(CONTROLLER)
    said = {"confirm": "x", "form_token": "t"} | NEW
    far = [client.post("/account/password", said, REMOTE_ADDR="192.0.2.99").status_code for _ in range(4)]
    assert far == [409, 409, 429, 429]


def test_a_session_from_before_the_factor_changes_nothing_of_the_account() -> None:
    """A stolen session and a known password added a factor of their own, and made a token that needs none."""
    old = client_of(CONTROLLER)
    mine = client_of(CONTROLLER)
    with_app(mine)
    assert old.get("/account").status_code == HTTPStatus.FOUND, "it has ended with the first factor"
    assert mine.get("/account").status_code == HTTPStatus.OK
    kept = client_of(ADMIN)  # one that nobody could end, because it was begun before sessions were remembered
    SignedIn.objects.using(ENGINE).filter(username=ADMIN).delete()
    with_app(client_of(ADMIN))
    assert kept.get("/account").status_code == HTTPStatus.OK
    page = sent(kept, "/account/tokens", name="mine", days="9", confirm=SECRET)
    assert "without your second factor" in page
    for path in ("/account/totp/add", "/account/passkey/add", "/account/codes", "/account/password"):
        assert "without your second factor" in kept.post(path, {"form_token": path, "confirm": SECRET}).content.decode()
    assert tokens_of(ADMIN) == []


def test_signing_in_over_somebody_elses_session_is_one_that_can_be_ended() -> None:
    client = client_of(ADMIN)
    sent_in = {"username": CONTROLLER, "password": SECRET}
    assert client.post("/sign-in/password", sent_in).status_code == HTTPStatus.FOUND
    keys = set(SignedIn.objects.using(ENGINE).values_list("session_key", flat=True))
    assert "" not in keys
    assert client.session.session_key in keys
    page = client.get("/sessions").content.decode()
    assert "This one" in page
    client.post("/sessions/end")
    assert not Session.objects.filter(session_key__in=keys).exists() or not sessions_of(CONTROLLER)


def test_a_form_that_was_sent_before_is_not_confirmed_again() -> None:
    """The second click of a code that was right is no wrong code."""
    client, secret = without_password()
    said = {"form_token": "twice", "mail": "laura@example.com", "confirm": code_of(secret, 1)}
    assert client.post("/account/address", said).status_code == HTTPStatus.FOUND
    again = client.post("/account/address", said).content.decode()
    assert "form was sent before" in again
    assert Account.objects.get(username=CONTROLLER).failure_count == 0
