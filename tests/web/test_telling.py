"""One that cannot be told keeps nobody else's news back, and whoever left is told nothing."""

from datetime import UTC, date, datetime, timedelta
from http.client import BadStatusLine
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address

from attain_web.accounts.models import Letter, SignedIn
from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.entering.factors import require_factor
from attain_web.actions.entering.signing_in import end_account, make_account
from attain_web.actions.entering.tokens import make_token, user_of_token
from attain_web.actions.people import grant_role
from attain_web.jobs import worker
from attain_web.jobs.asking import ask_job
from attain_web.jobs.forgetting import forget_over
from attain_web.jobs.working import do_job
from attain_web.outbox.delivering import deliver_due, place_of
from attain_web.outbox.mailing import mail_dashboards, mail_letters, mail_notices
from attain_web.outbox.models import Delivery, Notice, Wish
from attain_web.outbox.noticing import KINDS, WAITING
from attain_web.outbox.passing import pass_on
from attain_web.outbox.registering import register_webhook
from attain_web.outbox.wishing import change_wish
from tests.web.test_outbox import ADMIN, LEADER, URL, _mailbox, begin, outside

__all__ = ["_mailbox", "outside"]  # fixtures


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    "mail_of", ["a,b@example.com", "ana@example..com", "ana@example.com\nbcc: x@example.com", "a b@c.de"]
)
def test_what_is_no_address_is_none_anywhere(mail_of: str) -> None:
    with pytest.raises(Refused, match="no e-mail address"):
        change_wish(acting_user="ana", mail=mail_of, in_app=[], by_mail=[], dashboard_on=None)
    with pytest.raises(Refused, match="no e-mail address"):
        make_account("ana", acting_user=ADMIN, mail=mail_of)


def noticed(user: str, mail_of: str) -> Notice:
    """A notice that waits to be sent to an address, which was taken when more of them were."""
    Wish(user=user, mail=mail_of, in_app=[], by_mail=list(KINDS)).save(using=ENGINE)
    made = Notice(user=user, entry_no=1, number=0, kind=WAITING, words="x", address="/", at=datetime.now(UTC))
    made.wants_mail = True
    made.save(using=ENGINE)
    return made


@pytest.mark.usefixtures("workspace")
def test_one_address_that_takes_nothing_keeps_nobody_elses_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, last = noticed("ana", "a,b@example.com"), noticed("bo", "full@example.com"), noticed("cy", "c@d.co")
    Letter(address="ana@example..com", subject="x", text="x", at=datetime.now(UTC)).save(using=ENGINE)
    Letter(address="bo@example.com", subject="x", text="x", at=datetime.now(UTC)).save(using=ENGINE)
    send = EmailMessage.send

    def sent(message: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if message.to == ["full@example.com"]:
            raise SMTPRecipientsRefused({"full@example.com": (452, b"mailbox full")})
        sanitize_address(message.to[0], "utf-8")  # as it is done before a server is asked
        return send(message, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", sent)
    assert (mail_notices(), mail_letters()) == (1, 1)
    assert [one.to for one in mail.outbox] == [["c@d.co"], ["bo@example.com"]]
    for one in (first, second, last):
        one.refresh_from_db(using=ENGINE)
    assert [one.wants_mail for one in (first, second, last)] == [False, True, True], "the first is given up"
    assert not Letter.objects.using(ENGINE).exists()
    Notice.objects.using(ENGINE).update(at=datetime.now(UTC) - timedelta(days=2))
    assert mail_notices() == 0
    second.refresh_from_db(using=ENGINE)
    assert not second.wants_mail, "after a day that one is given up too"

    def refused(*_: object, **__: object) -> int:
        raise ConnectionRefusedError

    noticed("di", "di@example.com")
    monkeypatch.setattr(EmailMessage, "send", refused)
    assert mail_notices() == 0
    assert Notice.objects.using(ENGINE).get(user="di").wants_mail, "while nobody takes e-mail it waits"


@pytest.mark.usefixtures("outside")
def test_one_webhook_that_answers_nonsense_keeps_nothing_else_back(workspace: Path) -> None:
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    register_webhook("https://example.com/böse?a=ü", ["deal.changed"], acting_user=ADMIN)
    register_webhook(URL, ["deal.changed"], acting_user=ADMIN)
    begin(workspace)
    pass_on()
    tried: list[str] = []

    def send(url: str, *_: object) -> int:
        tried.append(url)
        if "b" in url.removeprefix("https://example.com/"):
            raise UnicodeEncodeError("ascii", "\0" * 9_000 + "\ud800", 0, 1, "nonsense")
        return 204

    assert deliver_due(send) == 2
    assert len(tried) == 2
    first, second = Delivery.objects.using(ENGINE).order_by("id")
    assert (first.state, first.try_count, second.state) == ("waits", 1, "delivered")
    assert first.answer
    assert first.answer.isprintable()


@pytest.mark.usefixtures("outside")
def test_an_answer_is_cut_to_what_can_be_kept(workspace: Path) -> None:
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    register_webhook(URL, ["deal.changed"], acting_user=ADMIN)
    begin(workspace)
    pass_on()

    def send(*_: object) -> int:
        raise BadStatusLine("HTTP\0/1.1 " + "x" * 9_000)

    assert deliver_due(send) == 1
    found = Delivery.objects.using(ENGINE).get()
    assert found.try_count == 1
    assert len(found.answer) == 300


@pytest.mark.usefixtures("outside", "workspace")
def test_where_a_webhook_leads_is_written_as_the_web_writes_it() -> None:
    assert place_of("https://example.com/böse?a=ü&b=%C3%BC").path == "/b%C3%B6se?a=%C3%BC&b=%C3%BC"
    for broken in ("http://[", "http://[::1", "http://example.com:port/"):
        with pytest.raises(Refused):
            place_of(broken)


def test_what_goes_wrong_with_one_thing_to_tell_keeps_none_of_the_others_back(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def broken() -> None:
        told.append("broken")
        raise ZeroDivisionError

    monkeypatch.setattr(worker, "TOLD", (broken, lambda: told.append("others"), broken))
    worker.tell_others()
    assert told == ["broken", "others", "broken"]


@pytest.mark.usefixtures("workspace")
def test_whoever_left_is_told_nothing_and_has_nothing_done() -> None:
    """Their private address had notices and the dashboard for ever, and what they had asked for was done."""
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    grant_role(LEADER, "leader", acting_user=ADMIN)
    make_account(LEADER, acting_user=ADMIN)
    token = make_token(LEADER, acting_user=LEADER)
    job = ask_job("report", {"period_id": "2026-Q1"}, acting_user=LEADER)
    noticed(LEADER, "lea@home.example")
    Wish.objects.using(ENGINE).filter(user=LEADER).update(dashboard_on=0)
    assert user_of_token(token) == LEADER
    end_account(LEADER, acting_user=ADMIN)
    wish = Wish.objects.using(ENGINE).get(user=LEADER)
    assert (wish.mail, wish.by_mail, wish.dashboard_on) == ("", [], None)
    Wish.objects.using(ENGINE).filter(user=LEADER).update(mail="lea@home.example", dashboard_on=0)
    assert mail_notices() == 0
    assert mail_dashboards(date(2026, 11, 23)) == 0
    assert mail.outbox == []
    assert user_of_token(token) is None
    assert do_job(job.job_no) == "failed"


@pytest.mark.usefixtures("workspace")
def test_whoever_lacks_the_factor_that_their_role_needs_does_nothing_by_a_command() -> None:
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    grant_role(LEADER, "leader", acting_user=ADMIN)
    make_account(LEADER, acting_user=ADMIN)
    token = make_token(LEADER, acting_user=LEADER)
    require_factor("leader", acting_user=ADMIN, is_required=True)
    assert user_of_token(token) is None
    require_factor("leader", acting_user=ADMIN, is_required=False)
    assert user_of_token(token) == LEADER


@pytest.mark.usefixtures("workspace")
def test_sessions_that_are_over_are_forgotten() -> None:
    now = datetime.now(UTC)
    for key, ends in (("over", now - timedelta(hours=1)), ("open", now + timedelta(hours=1))):
        Session(session_key=key, session_data="", expire_date=ends).save()
        SignedIn(session_key=key, username="ana", way="password", browser="").save()
    assert forget_over(now) == 1
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    assert list(SignedIn.objects.values_list("session_key", flat=True)) == ["open"]
