"""What nobody types by hand: each of it was a failure once, and is refused or read now."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from attain_web.actions.acting import ENGINE, Refused
from attain_web.actions.selling.forecasting import submit_forecast
from attain_web.store.models import ForecastSubmission
from tests.web.api.conftest import PREFIX, Ask, asking, tokens
from tests.web.test_bulk import GOOD, LOOK, file
from tests.web.test_grids import UP, rows_of, workbook

__all__ = ["asking", "tokens"]  # fixtures
Enter = Callable[[str], Client]
FAILED = HTTPStatus.INTERNAL_SERVER_ERROR
NUMBERS = ("²", "٣" * 3, "9" * 5_000, "-1", "1e9", "")


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_no_number_is_none(signed_in: Enter, number: str) -> None:
    client = signed_in("paula.barreto")
    client.raise_request_exception = False
    assert client.get("/run/audit", {"before": number}).status_code == HTTPStatus.OK
    assert client.get("/finance/contract-costs", {"months": number}).status_code < FAILED
    for where, said in (
        ("/run/people/link", {"step": "agree", "link_no": number}),
        ("/run/people/link", {"step": "end", "link_no": number}),
        ("/account/factors/remove", {"number": number}),
        ("/account/tokens", {"days": number, "name": "x"}),
        ("/notices/wish", {"dashboard_on": number, "mail": "a@b.co"}),
    ):
        answer = client.post(where, said | {"form_token": f"{where}{number}{said}"})
        assert answer.status_code < FAILED, (where, number)


@pytest.mark.parametrize(
    "body", [rb'{"text": "\u0000"}', rb'{"text": "\ud800"}', b'{"text": "\xed\xa0\x80"}', b'{"text": "a\\u0000b"}']
)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
def test_no_body_holds_what_no_text_has_whatever_it_calls_itself(asking: Ask, body: bytes, kind: str) -> None:
    client = asking("linda.mitchell")
    path = f"{PREFIX}/statements/FY2014-Q3/276/dispute"
    answer = client.client.generic("POST", path, body, content_type=kind, headers=client.headers)
    assert HTTPStatus.BAD_REQUEST <= answer.status_code < FAILED, answer.content


def test_the_last_day_there_is_can_be_calculated_on(asking: Ask) -> None:
    answer = asking("paula.barreto").post("/runs", {"as_of": "9999-12-31"})
    assert answer.status_code == HTTPStatus.OK, answer.content


def test_an_address_that_cannot_be_taken_apart_is_no_webhook(asking: Ask) -> None:
    answer = asking("paula.barreto").post("/webhooks", {"url": "http://[", "kinds": ["deal.changed"]})
    assert answer.status_code == HTTPStatus.CONFLICT, answer.content


def test_a_file_may_have_a_very_long_name(signed_in: Enter) -> None:
    client = signed_in("paula.barreto")
    answer = client.post(LOOK, {"file": file(GOOD, "ü" * 240 + ".csv")})
    assert answer.status_code == HTTPStatus.OK


def test_an_upload_is_found_under_its_own_kind_alone(signed_in: Enter) -> None:
    client = signed_in("paula.barreto")
    client.raise_request_exception = False
    rows, stamp = rows_of(client.get("/run/grids/targets/download").content)
    sheet = client.post(UP, {"file": workbook(rows, stamp)}).headers["Location"].rpartition("/")[2]
    csv = b"name,payee,period,amount\nquota,276,FY2014-Q4,1\n"
    sent = {"table": "targets", "file": SimpleUploadedFile("t.csv", csv)}
    load = client.post("/run/data/upload", sent).headers["Location"].rpartition("/")[2]
    for path in (f"/run/data/trials/{sheet}", f"/run/grids/targets/{load}", f"/run/grids/roster/{sheet}"):
        assert client.get(path).status_code == HTTPStatus.NOT_FOUND, path
        for action in ("load", "map"):
            answer = client.post(f"{path}/{action}", {"form_token": f"{path}{action}"})
            assert answer.status_code < FAILED, (path, action)
    assert client.get(f"/run/data/trials/{load}").status_code == HTTPStatus.OK
    assert client.get(f"/run/grids/targets/{sheet}").status_code == HTTPStatus.OK


def test_a_forecast_is_kept_under_the_name_that_its_period_has(signed_in: Enter, seeded: object) -> None:
    from django.conf import settings

    del seeded
    client = signed_in("linda.mitchell")
    client.raise_request_exception = False
    before = ForecastSubmission.objects.using(ENGINE).count()
    sent = {"owner": "276", "period": "FY2014-Q3\n", "worth": "100", "form_token": "odd"}
    assert client.post("/sales/forecasts/submit", sent).status_code == HTTPStatus.CONFLICT
    assert ForecastSubmission.objects.using(ENGINE).count() == before
    with pytest.raises(Refused, match="is no period"):
        submit_forecast(settings.WORKSPACE, "276", " FY2014-Q3", 100, acting_user="linda.mitchell")
    good = client.post("/sales/forecasts/submit", sent | {"period": "FY2014-Q3", "form_token": "good"})
    assert good.headers["Location"].endswith("?period=FY2014-Q3")
