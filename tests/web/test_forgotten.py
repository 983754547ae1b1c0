"""Links that go by e-mail, asked for by whoever forgot their password, and what the machine's own shell may do."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from typer.testing import CliRunner

from attain_web.accounts.models import Account, Letter
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.entering.links import ask_for_oneself, choose_password, good_link
from attain_web.actions.entering.signing_in import give_password
from attain_web.outbox.mailing import mail_letters
from attain_web.outbox.noticing import YOURS
from attain_web.outbox.passing import pass_on
from attain_web.outbox.wishing import notices_of
from attain_web.store.models import AuditRow
from tests.web.test_letting_in import (
    ADMIN,
    CONTROLLER,
    OTHER,
    SECOND,
    SECRET,
    _is_quick,
    client_of,
    enters,
    people,
    posted,
    token_in,
)

__all__ = ["_is_quick", "people"]  # fixtures
pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def sends_mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that sends e-mail, which stays here."""
    monkeypatch.setattr(settings, "EMAIL_HOST", "mail.example.com")
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    mail.outbox = []
    yield
    mail.outbox = []


@pytest.mark.usefixtures("sends_mail")
def test_a_link_to_somebodys_account_goes_to_their_own_address_alone() -> None:
    Account.objects.filter(username=CONTROLLER).update(email="laura@example.com")
    shown = posted(client_of(ADMIN), "link", step="send", username=CONTROLLER)
    assert "laura is sent a link" in shown
    assert "/invitation/" not in shown
    assert mail_letters() == 1
    (letter,) = mail.outbox
    assert letter.to == ["laura@example.com"]
    assert not Letter.objects.using(ENGINE).exists(), "what holds a link is not kept"
    choose_password(token_in(letter.body), OTHER)
    assert enters(CONTROLLER, OTHER)
    pass_on()
    audit = " ".join(AuditRow.objects.using(ENGINE).values_list("details", flat=True))
    assert "example.com" not in audit, "an address can be erased; the audit cannot"


@pytest.mark.usefixtures("sends_mail")
def test_who_forgot_their_password_is_sent_a_link_and_nobody_learns_who_has_an_account() -> None:
    Account.objects.filter(username=CONTROLLER).update(email="Laura@example.com")
    client = Client(SERVER_NAME="localhost")
    said = {
        client.post("/sign-in/forgotten/send", {"who": who}).content.decode()
        for who in ("laura", "laura@example.com", "nobody", "", ADMIN)
    }
    assert len({re.sub(r'value="[^"]*"', "", one) for one in said}) == 1
    assert mail_letters() == 2
    assert {one.to[0] for one in mail.outbox} == {"Laura@example.com"}
    assert good_link(token_in(mail.outbox[0].body)) is None, "the newest alone is good"
    for _ in range(4):
        ask_for_oneself(CONTROLLER)
    assert mail_letters() == 1, "three an hour are enough"
    choose_password(token_in(mail.outbox[-1].body), OTHER)
    assert enters(CONTROLLER, OTHER)


def test_without_e_mail_nobody_is_promised_a_letter() -> None:
    page = Client(SERVER_NAME="localhost").get("/sign-in/forgotten").content.decode()
    assert "sends no e-mail" in page
    ask_for_oneself(CONTROLLER)
    assert not Letter.objects.using(ENGINE).exists()


def test_a_password_given_at_the_machine_is_recorded_and_told() -> None:
    pass_on()
    give_password(CONTROLLER, OTHER, acting_user="root")
    assert enters(CONTROLLER, OTHER)
    row = AuditRow.objects.using(ENGINE).get(action="give_password")
    assert (row.acting_user, row.subject) == ("root", CONTROLLER)
    while pass_on():
        pass
    (notice,) = [one for one in notices_of(CONTROLLER) if one.kind == YOURS]
    assert "root gave your account another password" in notice.words


def test_on_a_database_of_yours_the_command_gives_nobody_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/attain")
    with pytest.raises(Refused, match="nobody types a password"):
        give_password(CONTROLLER, OTHER, acting_user=ADMIN)
    with pytest.raises(Refused, match="has a password"):
        give_password(ADMIN, OTHER, acting_user=ADMIN)
    give_password(SECOND, OTHER, acting_user=SECOND)
    assert enters(SECOND, OTHER)
    assert not enters(CONTROLLER, OTHER)


def test_the_command_invites(workspace: Any) -> None:
    import typer

    from attain_web.commands.web.accounts import account

    app = typer.Typer()
    app.command()(account)
    made = CliRunner().invoke(app, [str(workspace), "nina", "--link", "--as", ADMIN])
    assert made.exit_code == 0, made.output
    choose_password(token_in(made.output), SECRET)
    again = CliRunner().invoke(app, [str(workspace), "nina", "--link", "--as", ADMIN])
    assert "another admin has to agree" in again.output
    given = CliRunner().invoke(app, [str(workspace), "nina", "--as", "root"], input=f"{OTHER}\n")
    assert given.exit_code == 0, given.output
    assert enters("nina", OTHER)
