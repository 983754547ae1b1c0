"""What managers decide: the inbox that empties, several at once, a stand-in, and plans that are accepted as shown."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from django.test import Client

from attain_web.actions.closing import deciding
from tests.web.test_payee_screens import text_of
from tests.web.test_selling_screens import table_of
from tests.web.test_sending import fields

Enter = Callable[[str], Client]
INBOX = "/team/inbox"


def drafted(payee: str, minor: int) -> str:
    """An adjustment that somebody else drafted."""
    made = deciding.Draft("adjustment", payee, "FY2014-Q3", "USD", minor, "For the test")
    return deciding.draft_decisions([made], acting_user="paula.barreto")[0].decision_id


def test_the_inbox_empties(signed_in: Enter) -> None:
    manager, admin = signed_in("stephen.jiang"), signed_in("paula.barreto")
    mine, other = drafted("276", 1_00), drafted("279", 2_00)
    foreign = drafted("290", 4_00)  # of another team
    page = manager.get(INBOX).content.decode()
    assert f'value="{mine}"' in page
    assert f'value="{other}"' in page
    assert foreign not in page
    assert f'value="{mine}"' not in admin.get(INBOX).content.decode()  # nobody approves what they drafted
    sent = fields(page, INBOX + "/approve") | {"decision": [mine, other, foreign]}
    assert manager.post(INBOX + "/approve", sent).status_code == HTTPStatus.NOT_FOUND  # foreign: not theirs to see
    page = manager.get(INBOX).content.decode()
    waiting = [one for one in (mine, other) if f'value="{one}"' in page]
    sent = fields(page, INBOX + "/approve") | {"decision": waiting or [mine]}
    assert manager.post(INBOX + "/approve", sent).status_code == HTTPStatus.FOUND
    assert {deciding.decision_thing(one).state for one in (mine, other)} == {"approved"}
    again = manager.post(INBOX + "/approve", sent)
    assert again.status_code == HTTPStatus.CONFLICT
    page = manager.get(INBOX).content.decode()
    nothing = manager.post(INBOX + "/approve", fields(page, INBOX + "/delegate"))
    assert "Nothing is ticked" in nothing.content.decode()


def test_two_tabs_approve_once(signed_in: Enter) -> None:
    manager = signed_in("stephen.jiang")
    one = drafted("276", 8_00)
    tabs = [fields(manager.get(INBOX).content.decode(), INBOX + "/approve") | {"decision": [one]} for _ in range(2)]
    for tab in tabs:
        assert manager.post(INBOX + "/approve", tab).status_code == HTTPStatus.FOUND
    said = text_of(manager.get(INBOX).content.decode())
    assert f"0 of 1 approved; {one}" in said
    steps = [step.action for step in deciding.decision_thing(one).steps]
    assert steps.count("approve") == 1


def test_somebody_stands_in(signed_in: Enter) -> None:
    manager = signed_in("stephen.jiang")
    today = datetime.now(UTC).date()
    page = manager.get(INBOX).content.decode()
    sent = fields(page, INBOX + "/delegate") | {"delegate": "amy.alberts", "starts_on": "soon", "ends_on": ""}
    wrong = manager.post(INBOX + "/delegate", sent)
    assert "&#x27;soon&#x27; is no day" in wrong.content.decode()
    assert 'value="amy.alberts"' in wrong.content.decode()
    sent = fields(wrong.content.decode(), INBOX + "/delegate") | {
        "delegate": "amy.alberts",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=3)).isoformat(),
    }
    assert manager.post(INBOX + "/delegate", sent).status_code == HTTPStatus.FOUND
    page = manager.get(INBOX).content.decode()
    assert "Amy Alberts for Stephen Jiang" in text_of(page)
    forms = page[page.index('name="step" value="end"') - 600 :]
    ending = fields(forms, INBOX + "/delegate")
    assert manager.post(INBOX + "/delegate", ending).status_code == HTTPStatus.FOUND
    assert "Amy Alberts for Stephen Jiang" not in text_of(manager.get(INBOX).content.decode())


def test_a_plan_is_asked_for_and_accepted_as_it_was_shown(signed_in: Enter) -> None:
    admin, seller = signed_in("paula.barreto"), signed_in("linda.mitchell")
    page = admin.get("/team/acceptances").content.decode()
    assert admin.post("/team/acceptances/ask", fields(page, "/team/acceptances/ask")).status_code == HTTPStatus.FOUND
    page = seller.get("/pay/quota").content.decode()
    sent = fields(page, "/pay/quota/answer")
    assert sent["terms"]
    other = seller.post("/pay/quota/answer", sent | {"step": "accept", "terms": "another/version"})
    assert other.status_code == HTTPStatus.CONFLICT
    assert "changed meanwhile" in other.content.decode()
    bare = seller.post(
        "/pay/quota/answer",
        fields(seller.get("/pay/quota").content.decode(), "/pay/quota/answer") | {"step": "decline"},
    )
    assert bare.status_code == HTTPStatus.CONFLICT
    sent = fields(seller.get("/pay/quota").content.decode(), "/pay/quota/answer")
    assert seller.post("/pay/quota/answer", sent | {"step": "accept"}).status_code == HTTPStatus.FOUND
    assert "Accepted" in text_of(seller.get("/pay/quota").content.decode())
    rows = admin.get("/team/acceptances?as=csv&table=acceptances").content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[3] for line in rows if line.startswith("Linda Mitchell")] == ["Accepted"]
    assert "Rachel Valdez" not in signed_in("stephen.jiang").get("/team/acceptances").content.decode()


def test_a_correction_is_tried_before_anybody_decides(signed_in: Enter) -> None:
    client = signed_in("paula.barreto")
    page = client.get("/team/disputes/D-1").content.decode()
    assert "65177" in page[page.index('id="matched"') :]
    asked = "?source=deals&deal=65177&column=owner&value=277"
    rows = text_of(client.get("/team/disputes/D-1" + asked).content.decode())
    changed = rows[rows.index("What it would change Everybody") :]
    assert "Jillian Carson" in changed
    assert "José Saraiva" in changed
    wrong = client.get("/team/disputes/D-1?source=deals&deal=65177&column=nothing&value=1").content.decode()
    assert 'role="alert"' in wrong


def test_a_file_is_added_to_a_dispute_and_given_back_as_it_was(signed_in: Enter) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, where = signed_in("stephen.jiang"), "/team/disputes/D-1/attach"
    page = client.get("/team/disputes/D-1").content.decode()
    sent = fields(page, where) | {"file": SimpleUploadedFile("../mail.html", b"<script>1</script>")}
    assert client.post(where, sent).status_code == HTTPStatus.FOUND
    page = client.get("/team/disputes/D-1").content.decode()
    link = re.findall(r'href="(/team/disputes/D-1/files/[^"]+)"', page)[0]
    answer = client.get(link)
    assert answer.content == b"<script>1</script>"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mail.html"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert signed_in("linda.mitchell").get(link).status_code == HTTPStatus.NOT_FOUND


def test_the_review_lists_only_the_teams_deals(signed_in: Enter) -> None:
    address = "/team/review"
    manager, leader = (table_of(signed_in(user), address, "deals") for user in ("stephen.jiang", "brian.welcker"))
    assert manager
    assert "Rachel Valdez" not in {row[1] for row in manager}
    assert "Rachel Valdez" in {row[1] for row in leader}
    assert all(int(row[6]) >= 0 for row in manager)
    assert all(row[8] for row in manager)  # each says what to do
    assert signed_in("linda.mitchell").get(address).status_code == HTTPStatus.FORBIDDEN


def test_the_company_leads_to_its_teams_and_they_to_people(signed_in: Enter) -> None:
    leader, manager = signed_in("brian.welcker"), signed_in("stephen.jiang")
    where = "/team/?period=FY2014-Q3"
    page = leader.get(where).content.decode()
    assert "Team by team" in page
    assert "team=274" in page
    of_jiang = leader.get(f"{where}&team=274").content.decode()
    assert "Team of Stephen Jiang" in text_of(of_jiang)
    assert "Linda Mitchell" in of_jiang
    assert "Rachel Valdez" not in of_jiang
    assert 'href="/team/coaching/276?period=FY2014-Q3"' in of_jiang
    assert "Rachel Valdez" in leader.get(f"{where}&team=none").content.decode()
    assert "Rachel Valdez" not in manager.get(f"{where}&team=290").content.decode()
