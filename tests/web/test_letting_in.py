"""Nobody is let in as somebody else: what an admin may do about accounts, and every way in that they might try."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client, override_settings

from attain_web.accounts.models import Account, EntryLink
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.entering.links import (
    agree_to_link,
    choose_password,
    end_link,
    good_link,
    links_known,
    send_link,
)
from attain_web.actions.entering.signing_in import end_account, make_account, open_account
from attain_web.actions.entering.tokens import make_token
from attain_web.actions.people import grant_role
from attain_web.outbox.wishing import change_wish
from attain_web.store.models import AuditRow

SECRET, OTHER = "correct horse battery", "another one, longer"  # nobody's
ADMIN, SECOND, CONTROLLER = "dana", "otto", "laura"
pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture(autouse=True)
def _is_quick() -> Iterator[None]:
    """Passwords are kept in a way that takes no time."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def people(workspace: object) -> None:
    """Two admins and a controller who came in by a password of her own, as did the first admin."""
    del workspace
    for user in (ADMIN, CONTROLLER):
        make_account(user, acting_user=user, password=SECRET)
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    grant_role(SECOND, "admin", acting_user=ADMIN)
    grant_role(CONTROLLER, "finance", acting_user=ADMIN)


def client_of(user: str, password: str = SECRET) -> Client:
    """A browser of somebody's."""
    client = Client(SERVER_NAME="localhost")
    assert client.post("/sign-in/password", {"username": user, "password": password}).status_code == HTTPStatus.FOUND
    return client


def posted(client: Client, where: str, **said: str) -> str:
    """What the access review says after a form of it was sent."""
    client.post(f"/run/people/{where}", {"form_token": f"t{said}{where}", **said})
    return client.get("/run/people").content.decode()


def token_in(said: str) -> str:
    """The token of the link in a text."""
    found = re.search(r"/invitation/([\w-]+)", said)
    assert found, said
    return found[1]


def enters(user: str, password: str) -> bool:
    """Whether somebody signs in."""
    sent = {"username": user, "password": password}
    return Client(SERVER_NAME="localhost").post("/sign-in/password", sent).status_code == HTTPStatus.FOUND


def test_an_admin_gets_in_as_nobody_who_came_in_before() -> None:
    """The link of somebody's account is shown to no admin, whichever way they ask for it."""
    client = client_of(ADMIN)
    shown = posted(client, "link", step="send", username=CONTROLLER)
    shown += posted(client, "invite", username=CONTROLLER, name="Laura", password=OTHER)
    assert "/invitation/" not in shown
    assert not enters(CONTROLLER, OTHER)
    with pytest.raises(Refused, match="nobody types a password"):
        make_account(CONTROLLER, acting_user=ADMIN, password=OTHER)
    with pytest.raises(Refused, match="laura alone changes"):
        make_account(CONTROLLER, acting_user=ADMIN, mail="dana@example.com")
    assert enters(CONTROLLER, SECRET)


def test_the_api_lets_nobody_in_either() -> None:
    client = Client(SERVER_NAME="localhost")
    headers = {"authorization": f"Bearer {make_token(ADMIN, acting_user=ADMIN)}"}

    def ask(path: str, **said: str) -> Any:
        return client.post(f"/api/v1/accounts{path}", said, content_type="application/json", headers=headers)

    assert ask("", username=CONTROLLER, password=OTHER).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert ask("", username=CONTROLLER, mail="dana@example.com").status_code == HTTPStatus.CONFLICT
    handed = ask("/link", username=CONTROLLER).json()["values"]
    assert handed["path"] == ""
    assert ask(f"/links/{handed['link_no']}/agree").status_code == HTTPStatus.CONFLICT
    new = ask("", username="nina", name="Nina Neu")
    assert new.status_code == HTTPStatus.OK
    assert token_in(ask("/link", username="nina").json()["values"]["path"])


@pytest.mark.parametrize("how", ["token", "audit", "one click"])
def test_who_came_in_without_a_password_has_no_invitation_either(how: str) -> None:
    make_account("bo", acting_user=ADMIN)
    if how == "token":
        make_token("bo", acting_user="bo")
    elif how == "audit":
        change_wish(acting_user="bo", mail="", in_app=[], by_mail=[], dashboard_on=None)
    else:
        Account.objects.filter(username="bo").update(last_login=datetime.now(UTC))
    assert send_link("bo", acting_user=ADMIN).path == ""


def test_an_invitation_is_shown_once_and_used_once() -> None:
    make_account("ana", acting_user=ADMIN, name="Ana Sommer")
    path = send_link("ana", acting_user=ADMIN).path
    client = Client(SERVER_NAME="localhost")
    page = client.get(path)
    assert "Ana Sommer" in page.content.decode()
    assert page.headers["Referrer-Policy"] == "no-referrer"
    wrong = client.post(f"{path}/accept", {"password": SECRET, "again": "another"})
    assert "not the same" in wrong.content.decode()
    weak = client.post(f"{path}/accept", {"password": "short", "again": "short"})
    assert "too short" in weak.content.decode()
    kept = client.post(f"{path}/accept", {"password": SECRET, "again": SECRET})
    assert kept.headers["Location"] == "/sign-in"
    assert enters("ana", SECRET)
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    again = client.post(f"{path}/accept", {"password": OTHER, "again": OTHER})
    assert again.status_code == HTTPStatus.NOT_FOUND


def test_an_invitation_that_was_kept_back_opens_nothing_once_its_owner_came_in() -> None:
    """The admin keeps the link; its owner comes in by other means: it opens nothing any more."""
    make_account("ana", acting_user=ADMIN)
    token = token_in(send_link("ana", acting_user=ADMIN).path)
    assert good_link(token)
    Account.objects.filter(username="ana").update(last_login=datetime.now(UTC))
    assert good_link(token) is None
    with pytest.raises(Refused, match="was used, or is too old"):
        choose_password(token, OTHER)


def test_an_address_that_an_admin_chose_does_not_stay_by_itself() -> None:
    make_account("ana", acting_user=ADMIN, mail="dana+ana@example.com")
    choose_password(token_in(send_link("ana", acting_user=ADMIN).path), SECRET)
    assert Account.objects.get(username="ana").email == ""
    make_account("bo", acting_user=ADMIN)
    choose_password(token_in(send_link("bo", acting_user=ADMIN).path), SECRET, mail="bo@example.com")
    assert Account.objects.get(username="bo").email == "bo@example.com"


def test_links_are_from_admins_for_a_week_and_the_newest_alone() -> None:
    make_account("ana", acting_user=ADMIN)
    for act in (
        lambda: send_link("ana", acting_user=CONTROLLER),
        lambda: make_account("new", acting_user=CONTROLLER),
        lambda: end_account("ana", acting_user=CONTROLLER),
        lambda: end_link(links_known()[0].link_no, acting_user=CONTROLLER),
    ):
        send_link("ana", acting_user=ADMIN)
        with pytest.raises(Refused, match="does not let people in"):
            act()
    with pytest.raises(Refused, match="no account"):
        send_link("nobody", acting_user=ADMIN)
    first, second = (token_in(send_link("ana", acting_user=ADMIN).path) for _ in range(2))
    assert good_link(first) is None
    assert good_link(second)
    EntryLink.objects.using(ENGINE).update(good_until=datetime.now(UTC) - timedelta(seconds=1))
    assert good_link(second) is None


def test_without_e_mail_two_admins_and_the_owner_are_needed() -> None:
    """Whoever asks has the code, whoever agrees has the link, and neither gets in."""
    make_account(SECOND, acting_user=ADMIN)
    choose_password(token_in(send_link(SECOND, acting_user=ADMIN).path), SECRET)
    owner = client_of(CONTROLLER)
    asked = send_link(CONTROLLER, acting_user=ADMIN)
    with pytest.raises(Refused, match="does not agree to their own"):
        agree_to_link(asked.link_no, acting_user=ADMIN)
    with pytest.raises(Refused, match="does not let people in"):
        agree_to_link(asked.link_no, acting_user="mallory")
    shown = posted(client_of(SECOND), "link", step="agree", link_no=str(asked.link_no))
    token = token_in(shown)
    with pytest.raises(Refused, match="nobody asks for link"):
        agree_to_link(asked.link_no, acting_user=SECOND)
    with pytest.raises(Refused, match="code does not belong"):
        choose_password(token, OTHER)
    sent = {"password": OTHER, "again": OTHER, "code": asked.code}
    done = Client(SERVER_NAME="localhost").post(f"/invitation/{token}/accept", sent)
    assert done.headers["Location"] == "/sign-in"
    assert owner.get("/sessions").status_code == HTTPStatus.FOUND, "their sessions have ended"
    page = client_of(CONTROLLER, OTHER).get("/sessions").content.decode()
    assert "dana asked for a new link to your account" in page
    assert "otto agreed to a new link to your account" in page
    rows = AuditRow.objects.using(ENGINE).filter(subject=CONTROLLER).values_list("action", "acting_user")
    assert {("ask_link", ADMIN), ("agree_to_link", SECOND), ("choose_password", CONTROLLER)} <= set(rows)


def test_five_wrong_codes_end_a_link() -> None:
    asked = send_link(CONTROLLER, acting_user=ADMIN)
    token = token_in(agree_to_link(asked.link_no, acting_user=SECOND))
    for number in range(5):
        with pytest.raises(Refused, match="code does not belong"):
            choose_password(token, OTHER, code=f"{(int(asked.code) + number + 1) % 10**8:08d}")
    with pytest.raises(Refused, match="code does not belong"):
        choose_password(token, OTHER, code=asked.code)
    assert enters(CONTROLLER, SECRET)


def test_a_closed_account_is_closed() -> None:
    client = client_of(CONTROLLER)
    token = make_token(CONTROLLER, acting_user=CONTROLLER)
    with pytest.raises(Refused, match="their own account"):
        end_account(ADMIN, acting_user=ADMIN)
    end_account(CONTROLLER, acting_user=ADMIN)
    assert client.get("/sessions").status_code == HTTPStatus.FOUND
    assert not enters(CONTROLLER, SECRET)
    headers = {"authorization": f"Bearer {token}"}
    asked = Client(SERVER_NAME="localhost").get("/api/v1/me", headers=headers)
    assert asked.status_code == HTTPStatus.UNAUTHORIZED
    with pytest.raises(Refused, match="no account"):
        send_link(CONTROLLER, acting_user=ADMIN)
    open_account(CONTROLLER, acting_user=ADMIN)
    assert enters(CONTROLLER, SECRET)


def test_many_tries_at_once_are_no_more_than_five() -> None:
    """A try counts before the password is looked at, so that a hundred at once are not a hundred tries."""
    from attain_web.accounts import backend

    owner = Account.objects.get(username=CONTROLLER)
    assert [backend.may_try(owner) for _ in range(7)] == [True] * 5 + [False] * 2
    assert not enters(CONTROLLER, SECRET)
    later = datetime.now(UTC) - timedelta(seconds=1)
    Account.objects.filter(username=CONTROLLER).update(locked_until=later)
    assert enters(CONTROLLER, SECRET)
    owner.refresh_from_db()
    assert (owner.failure_count, owner.locked_until) == (0, None)
