"""The next year is looked at before anything is saved; its plans become drafts, its targets a sheet with a preview."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client

from attain_web.accounts.models import Account
from attain_web.actions import planning
from attain_web.actions.entering.tokens import make_token
from attain_web.actions.people import grant_role
from tests.store.test_rollover import year
from tests.web.test_payee_screens import text_of
from tests.web.test_sending import fields

__all__ = ["year"]  # a fixture
Enter = Callable[[str], Client]
PAGE = "/run/rollover?year=2026&factor=105%25&round_to=1000"


@pytest.fixture
def admin(year: Path) -> Client:
    """Dana, who administers a small workspace with a plan of 2026."""
    assert (year / "plans" / "sales.yaml").exists()
    grant_role("dana", "admin", acting_user="dana")
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.create(username="dana"), backend="attain_web.accounts.backend.ByPassword")
    return client


def test_the_next_year_is_seen_saved_and_loaded(admin: Client) -> None:
    page = admin.get(PAGE).content.decode()
    said = text_of(page)
    assert "Plans 1 0 saved before" in said
    assert "Targets 2 0 known before" in said
    assert "gone is gone by 2027-01-01" in said
    saved = admin.post("/run/rollover/plans", fields(page, "/run/rollover/plans"))
    assert saved.status_code == HTTPStatus.FOUND, text_of(saved.content.decode())
    after = text_of(admin.get(saved.headers["Location"]).content.decode())
    assert "Saved as drafts: sales_2027" in after
    assert "Plans 0 1 saved before" in after
    assert planning.state_of(planning.version_of("sales_2027")) == "draft"
    staged = admin.post("/run/rollover/targets", fields(page, "/run/rollover/targets"))
    assert staged.status_code == HTTPStatus.FOUND, text_of(staged.content.decode())
    where = staged.headers["Location"]
    preview = admin.get(where).content.decode()
    assert "Added 2 Changed 0 Deleted 0" in text_of(preview)
    loaded = admin.post(f"{where}/load", fields(preview, f"{where}/load"))
    assert loaded.status_code == HTTPStatus.FOUND, text_of(loaded.content.decode())
    again = text_of(admin.get(PAGE).content.decode())
    assert "Targets 0 2 known before" in again
    nothing = admin.post("/run/rollover/targets", fields(page, "/run/rollover/targets"))
    assert "The next year has no new targets" in text_of(nothing.content.decode())


def test_a_program_rolls_over_too(admin: Client) -> None:
    sent = {"year": "2026", "factor": "105%", "round_to": "1000"}
    token = make_token("dana", acting_user="dana")
    headers = {"Idempotency-Key": "a-key-of-this-test", "Authorization": f"Bearer {token}"}
    answer = admin.post("/api/v1/rollover", sent, content_type="application/json", headers=headers)
    assert answer.status_code == HTTPStatus.OK, answer.content
    values = answer.json()["values"]
    assert values["plans"] == {"sales_2027": "sales_2026"}
    assert {row["amount"] for row in values["targets"]} == {"105000", "84000"}
    assert planning.state_of(planning.version_of("sales_2027")) == "draft"


def test_what_makes_no_sense_is_said_in_place(admin: Client) -> None:
    answer = admin.get("/run/rollover?year=soon")
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "is no year of the calendar" in text_of(answer.content.decode())


def test_without_a_year_it_is_that_of_today(signed_in: Enter) -> None:
    said = text_of(signed_in("paula.barreto").get("/run/rollover").content.decode())
    assert "What follows 2014" in said
    assert "the calendar has no period a year after" in said
