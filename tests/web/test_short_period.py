"""A whole period in short: the pages and forms of ``make period`` without a browser, on a small workspace."""

import csv
import io
import zipfile
from http import HTTPStatus
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from attain_web.actions.closing.figures import period
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.people import grant_role
from tests.store.small import CONFIG
from tests.web.test_payee_screens import text_of
from tests.web.test_sending import fields
from tests.web.test_whole_period import cli

ADMIN, LEADER, CONTROLLER, SELLER = "dana", "eve", "carl", "ana"
PERIOD, PAYEE = "2026-01", "ana"
FACTS = f"/run/periods/{PERIOD}"
STATEMENT = f"/pay/statements/{PERIOD}/{PAYEE}"


class Person(Client):
    """Somebody who presses buttons."""

    def press(self, page: str, action: str, **typed: object) -> str:
        """Open a page, fill in its form, send it, and read the page that comes."""
        shown = self.get(page)
        assert shown.status_code == HTTPStatus.OK, page
        answer = self.post(action, fields(shown.content.decode(), action) | typed)
        assert answer.status_code == HTTPStatus.FOUND, text_of(answer.content.decode())[:4000]
        return text_of(self.get(answer.headers["Location"]).content.decode())


@pytest.fixture
def people(workspace: Path) -> dict[str, Person]:
    """Four people with their roles; targets and trackers are not needed."""
    (workspace / "attain.yaml").write_text(CONFIG.replace("2026-12-31", "2026-02-15"), encoding="utf-8")
    found: dict[str, Person] = {}
    for user in (ADMIN, LEADER, CONTROLLER, SELLER):
        account = make_account(user, acting_user=ADMIN, name=user.title())
        found[user] = Person(SERVER_NAME="localhost")
        found[user].force_login(account, backend="attain_web.accounts.backend.ByPassword")
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    grant_role(LEADER, "leader", acting_user=ADMIN)
    grant_role(CONTROLLER, "finance", acting_user=ADMIN)
    grant_role(SELLER, "payee", acting_user=ADMIN, payee_id=PAYEE)
    return found


def test_a_period_goes_its_way_by_forms_alone(people: dict[str, Person], workspace: Path) -> None:
    admin, leader, controller, seller = (people[user] for user in (ADMIN, LEADER, CONTROLLER, SELLER))
    assert "Batch 1 is loaded" in admin.press("/run/data", "/run/data/load")
    admin.press("/run/plans", "/run/plans/save")
    plan = next(line for line in admin.get("/run/plans").content.decode().split('href="') if "/run/plans/" in line[:12])
    where = plan.split('"')[0]
    text = admin.get(where).content.decode()
    admin.press(where, f"{where}/save", text=_text(text).replace("10%", "12%"))
    where = admin.get("/run/plans").content.decode().split('href="/run/plans/')[1:]
    newest = next(
        f"/run/plans/{one[:64]}" for one in where if "12%" in admin.get(f"/run/plans/{one[:64]}").content.decode()
    )
    admin.press(newest, f"{newest}/act", step="submit")
    assert "is approved" in leader.press(newest, f"{newest}/act", step="approve")
    admin.press("/run/runs", "/run/runs/make")
    for step, said in (("calculate", "is calculated"), ("submit", "is in review"), ("publish", "are published")):
        assert said in admin.press(FACTS, f"{FACTS}/act", step=step)
    asked = seller.press(f"/pay/missing?period={PERIOD}", "/pay/missing/report", text="The fair was promised 15.00")
    assert "Dispute D-1 was sent" in asked
    wanted = {"kind": "adjustment", "payee_id": PAYEE, "period_id": PERIOD, "worth": "15.00", "reason": "The fair, D-1"}
    admin.press("/team/adjustments", "/team/adjustments/draft", **wanted)
    assert "not in the payment" in text_of(seller.get(STATEMENT).content.decode())
    assert "1 of 1 approved" in controller.press("/team/inbox", "/team/inbox/approve", decision="ADJ-1")
    controller.press("/team/disputes/D-1", "/team/disputes/D-1/act", step="accept", reason="Paid with this month")
    assert "$135.00" in text_of(seller.get(STATEMENT).content.decode())  # 12 % of 1,000.00, and 15.00 by hand
    assert "$135.00" in text_of(seller.get(f"/pay/year?period={PERIOD}").content.decode())
    with zipfile.ZipFile(io.BytesIO(seller.get(f"{STATEMENT}/as/xlsx").content)) as book:
        assert "$135.00" in book.read("xl/sharedStrings.xml").decode()
    assert "You approved your statement" in seller.press(STATEMENT, f"{STATEMENT}/approve")
    admin.press("/team/adjustments", "/team/adjustments/draft", **wanted | {"worth": "5.00"})
    assert "1 of 1 approved" in controller.press("/team/inbox", "/team/inbox/approve", decision="ADJ-2")
    changed = text_of(seller.get(STATEMENT).content.decode())
    assert "The amount changed after it was approved. Approved were $135.00; it is $140.00 now" in changed
    assert "You approved your statement" in seller.press(STATEMENT, f"{STATEMENT}/approve")
    assert "The amount changed" not in text_of(seller.get(STATEMENT).content.decode())
    people["bo"] = _second_seller()
    other = f"/pay/statements/{PERIOD}/bo"
    assert "You approved your statement" in people["bo"].press(other, f"{other}/approve")
    tabs = [fields(leader.get(FACTS).content.decode(), f"{FACTS}/act") | {"step": "approve"} for _ in range(2)]
    assert leader.post(f"{FACTS}/act", tabs[0]).status_code == HTTPStatus.FOUND
    late = leader.post(f"{FACTS}/act", tabs[1])
    assert late.status_code == HTTPStatus.CONFLICT
    assert "changed while you looked at it" in late.content.decode()
    assert [step.action for step in period(PERIOD).steps].count("approve") == 1
    assert "is posted" in admin.press(FACTS, f"{FACTS}/act", step="post")
    assert "is closed" in controller.press(FACTS, f"{FACTS}/act", step="close")
    lines = paid(admin, controller)
    assert {line["payee"]: line["amount"] for line in lines} == {"ana": "140.00", "bo": "240.00"}
    assert cli("tie-out", str(workspace), PERIOD, "--as", CONTROLLER, "--json").strip() in {"[]", '{"rows": []}'}


def paid(admin: Person, controller: Person) -> list[dict[str, str]]:
    """Pay, prove, and return what payroll got."""
    admin.press("/finance/pay-runs", "/finance/pay-runs/draft", period_id=PERIOD)
    run = f"/finance/pay-runs/{PERIOD}-1"
    controller.press(run, f"{run}/act", step="approve")
    controller.press(run, f"{run}/act", step="export")
    content = controller.get(f"{run}/as/csv").content
    answer = SimpleUploadedFile("paid.csv", content)
    assert "is acknowledged" in controller.press(run, f"{run}/act", step="acknowledge", file=answer)
    assert "0 rows" in text_of(controller.get(f"/finance/tie-out?period={PERIOD}").content.decode())
    evidence = controller.post("/finance/evidence", {"period": PERIOD}).content
    names = zipfile.ZipFile(io.BytesIO(evidence)).namelist()
    assert {"index.csv", "index.sig", "decisions.csv"} <= {name.rpartition("/")[2] for name in names}
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def _text(page: str) -> str:
    from html import unescape

    return unescape(page.split('id="text"')[1].split(">", 1)[1].split("</textarea>", maxsplit=1)[0]).lstrip("\n")


def _second_seller() -> Person:
    account = make_account("bo", acting_user=ADMIN, name="Bo")
    grant_role("bo", "payee", acting_user=ADMIN, payee_id="bo")
    made = Person(SERVER_NAME="localhost")
    made.force_login(account, backend="attain_web.accounts.backend.ByPassword")
    return made
