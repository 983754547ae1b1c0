"""Deals that pay nobody: counted where a period is closed, listed with what stopped each, and given to programs."""

import csv
from collections.abc import Callable, Iterator
from datetime import timedelta
from http import HTTPStatus
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from attain_web.admin import covering
from attain_web.figures import nobody
from attain_web.figures.opened import OpenedRun, newest_run
from attain_web.figures.payees import PayPeriod, basis_of, pay_periods_known
from tests.questions.uncredited.workspace import PLAN, ROSTER, asked, written
from tests.web.test_payee_screens import text_of

Enter = Callable[[str], Client]
MISSED = [("=B", "tom is in the roster from 2026-02-01"), ("F", "'owner' is empty"), ("G", "'closed_on' is empty")]


def open_period() -> PayPeriod:
    """The last period whose figures are those of the newest run."""
    run = newest_run()
    assert run is not None
    known = [(one, basis_of(one.period_id)) for one in pay_periods_known(settings.WORKSPACE)]
    return next(one for one, basis in reversed(known) if basis is not None and basis.run.run_id == run.run_id)


@pytest.fixture
def missed(seeded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PayPeriod]:
    """A period in which three deals pay nobody, and one is lost; another is of the period before."""
    assert seeded
    period = open_period()
    day, before = period.starts_on, period.starts_on - timedelta(days=1)
    orders = (
        "id,closed_on,owner,partner,amount,currency,stage,cash_on\n"
        f"A,{day},ana,,1000,USD,Won,\n=B,{day},tom,,500,USD,Won,\nF,{day},,,60.5,USD,Won,\nG,,ana,,70,USD,Won,\n"
        f"H,{day},ana,,80,USD,Lost,\nI,{before},tom,,90,USD,Won,\n"
    )
    plan = PLAN.replace("2026-01-01", "2000-01-01")
    folder = written(tmp_path / "w", orders=orders, plans=(plan,), roster=ROSTER.replace("ana,2026", "ana,2000"))
    opened, results, _ = asked(folder)
    monkeypatch.setattr(nobody, "opened_run", lambda *_: OpenedRun(opened, results))
    nobody.forget()
    yield period
    nobody.forget()


def test_a_period_lists_the_deals_that_pay_nobody(signed_in: Enter, missed: PayPeriod) -> None:
    client, where = signed_in("paula.barreto"), f"/run/periods/{missed.period_id}"
    assert "3 deals pay nobody" in text_of(client.get(where).content.decode())
    answer = client.get(f"{where}/uncredited?as=csv&table=deals")
    assert answer.status_code == HTTPStatus.OK
    listed = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Deal"].lstrip("'"), row["Why"].lstrip("'")) for row in listed] == [
        (deal, why.lstrip("'")) for deal, why in MISSED
    ]
    assert listed[0]["Deal"] == "'=B"
    assert [row["Amount (USD)"] for row in listed] == ["500", "60.5", "70"]
    said = text_of(client.get(f"{where}/uncredited").content.decode())
    assert "1 more are left out by a condition of the plans, on purpose" in said
    assert "Not on a plan that day" in said
    assert "$60.50" in said
    assert client.get("/run/periods/never/uncredited").status_code == HTTPStatus.NOT_FOUND


def test_files_have_every_deal_that_pays_nobody(
    signed_in: Enter, missed: PayPeriod, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(covering, "MOST", 2)
    client, where = signed_in("paula.barreto"), f"/run/periods/{missed.period_id}/uncredited"
    assert "The first 2 of 3 deals" in text_of(client.get(where).content.decode())
    listed = client.get(f"{where}?as=csv&table=deals").content.decode("utf-8-sig").splitlines()
    assert len(listed) == 1 + 3


def test_the_demo_leaves_deals_out_on_purpose_only(signed_in: Enter) -> None:
    where = f"/run/periods/{open_period().period_id}"
    client = signed_in("laura.norman")
    assert "0 deals pay nobody" in text_of(client.get(where).content.decode())
    said = text_of(client.get(f"{where}/uncredited").content.decode())
    assert "Every deal of the period pays somebody, or is left out on purpose." in said


def test_what_a_period_pays_nobody_for_is_not_for_sellers(signed_in: Enter) -> None:
    address = f"/run/periods/{open_period().period_id}/uncredited"
    for user in ("linda.mitchell", "stephen.jiang"):
        assert signed_in(user).get(address).status_code == HTTPStatus.FORBIDDEN
