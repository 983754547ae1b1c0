"""What comp admins do besides closing: a plan as a form, a version tried on past periods, a payee's view, settings."""

import json
import re
from collections.abc import Callable
from http import HTTPStatus

from django.test import Client

from attain_web.admin.writing.forms import NotAValue, sections_of, with_value
from attain_web.store.models import PlanVersion
from tests.web.test_payee_screens import text_of
from tests.web.test_sending import fields

Enter = Callable[[str], Client]
TEXT = """plan: ae  # the plan
rates:
  new: {from: '0%', pays: 5%}   # the first
  more:
    - "10%"
    - 12%
examples: {one: 1}
"""


def version(plan: str) -> PlanVersion:
    found = PlanVersion.objects.filter(plan=plan).order_by("-saved_at").first()
    assert found is not None
    return found


def test_a_field_changes_its_value_and_nothing_else() -> None:
    assert [(one.path, one.text) for section in sections_of(TEXT) for one in section.fields] == [
        ("plan", "ae"),
        ("rates.new.from", "0%"),
        ("rates.new.pays", "5%"),
        ("rates.more.0", "10%"),
        ("rates.more.1", "12%"),
    ]
    assert with_value(TEXT, "rates.new.pays", "6%") == TEXT.replace("pays: 5%", "pays: 6%")
    assert with_value(TEXT, "rates.new.from", "it's") == TEXT.replace("'0%'", "'it''s'")
    assert with_value(TEXT, "rates.more.0", 'a "b"') == TEXT.replace('"10%"', '"a \\"b\\""')
    assert sections_of("a: [") == []
    for path, typed in (("rates.new.pays", "5%, extra: 1"), ("rates.more.1", "1\n    - 2"), ("none", "1")):
        try:
            made = with_value(TEXT, path, typed)
        except NotAValue:
            continue
        raise AssertionError(made)


def test_the_form_and_the_text_are_one_plan(signed_in: Enter) -> None:
    client, one = signed_in("paula.barreto"), version("sales_manager")
    page = client.get(f"/run/plans/{one.hash}").content.decode()
    name = next(found for found in re.findall(r'name="(value:[^"]+)"', page) if "rate" in found)
    sent = fields(page, f"/run/plans/{one.hash}/save") | {"text": one.text, name: "0.75%"}
    answer = client.post(f"/run/plans/{one.hash}/value", sent, headers={"HX-Trigger-Name": name, "HX-Request": "true"})
    said = answer.content.decode()
    assert answer.status_code == HTTPStatus.OK
    assert "0.75%" in said[said.index("<textarea") : said.index("</textarea>")]
    assert "the example expects" in said
    broken = client.post(f"/run/plans/{one.hash}/value", sent | {name: "a, b: 1}"}, headers={"HX-Trigger-Name": name})
    assert "is more than one value" in broken.content.decode()
    assert PlanVersion.objects.filter(plan="sales_manager").count() == 1
    for user in ("laura.norman", "linda.mitchell"):
        assert signed_in(user).post(f"/run/plans/{one.hash}/value", sent).status_code == HTTPStatus.FORBIDDEN


def test_a_version_is_tried_on_past_periods(signed_in: Enter) -> None:
    client, one = signed_in("brian.welcker"), version("sales_manager")
    said = text_of(client.get(f"/run/plans/{one.hash}/impact?from=FY2014-Q1&to=FY2014-Q2").content.decode())
    assert "Cost, in all $0.00" in said  # the version that calculated the past changes nothing
    assert "Gain 0" in said
    rows = client.get(f"/run/plans/{one.hash}/impact?as=csv&table=payees").content.decode("utf-8-sig").splitlines()
    assert len(rows) > 15
    assert {line.rsplit(",", 1)[1] for line in rows[1:]} == {"0.00"}


def test_a_payees_view_is_seen_once_the_audit_knows(signed_in: Enter) -> None:
    from attain_web.actions.texts import text_of as words_of
    from attain_web.store.models import AuditRow

    client, where = signed_in("paula.barreto"), "/run/as/276"
    page = client.get(where).content.decode()
    assert "$1,730.27" not in page
    before = AuditRow.objects.count()
    assert client.post(where + "/begin", fields(page, where + "/begin")).status_code == HTTPStatus.CONFLICT
    assert AuditRow.objects.count() == before
    sent = fields(client.get(where).content.decode(), where + "/begin") | {"reason": "She asked about her tier"}
    assert client.post(where + "/begin", sent).status_code == HTTPStatus.FOUND
    assert AuditRow.objects.count() == before + 1
    row = AuditRow.objects.order_by("-entry_no")[0]
    assert (row.action, row.acting_user, row.subject) == ("view_as_payee", "paula.barreto", "276")
    assert words_of(json.loads(row.details)["note"]) == "She asked about her tier"
    page = client.get(where).content.decode()
    assert "You look at this as Linda Mitchell does" in text_of(page)
    assert "$1,730.27" in text_of(page)
    assert "/pay/what-if" not in page
    assert "/approve" not in page
    assert AuditRow.objects.count() == before + 1
    assert client.get("/run/as/nobody").status_code == HTTPStatus.NOT_FOUND
    for user in ("laura.norman", "stephen.jiang"):
        assert signed_in(user).get(where).status_code == HTTPStatus.FORBIDDEN


def test_settings_say_where_they_are_said(signed_in: Enter) -> None:
    said = text_of(signed_in("laura.norman").get("/run/settings").content.decode())
    assert "Currency USD attain.yaml, currency" in said
    assert "Database The embedded PostgreSQL DATABASE_URL" in said
