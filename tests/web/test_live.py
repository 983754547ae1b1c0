"""Open pages follow what others do, without a reload; the stream says what changed and nothing that is somebody's."""

import asyncio
import json
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.request import Request, urlopen

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect

from attain_web.actions.access import payees_seen
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.people import grant_role
from attain_web.live.hub import MOST_OF_ONE, Hub
from attain_web.store.telling import CHANNEL, KINDS, WHOSE, tell_changed
from tests.web.conftest import ROOT
from tests.web.test_payee_screens import DEAL

Enter = Callable[..., Page]
MOST_SECONDS = 2.0
BUSY = 5  # what a load and a page may take longer while other tests run beside; docs/measurements/load.md measures it
HEADER = "Id,StageName,CloseDate,Amount,OwnerId,IsWon,IsClosed,AccountId,Territory"
MADE_OF_STEPS = {"plan", "decision", "dispute"}  # the names of their actions are made of the step


@pytest.mark.usefixtures("workspace")
def test_what_is_told_names_kind_key_and_batch_and_no_person() -> None:
    known = connections["default"].get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{n: known[n] for n in names if known.get(n)}, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        grant_role("ana", "admin", acting_user="ana")
        with connections["engine"].cursor() as cursor:
            tell_changed(cursor, "approve_statement", "2026-01/ana", {})
            tell_changed(cursor, "import_workspace", "/srv/acme", {"batch": 7})
            tell_changed(cursor, "raise_dispute", "2026-01/ana", {})
            tell_changed(cursor, "make_token", "ana", {})
        said = [json.loads(one.payload) for one in listener.notifies(timeout=5, stop_after=5)]
    assert said == [
        {"kind": "role", "key": "", "batch": None},
        {"kind": "statement", "key": "2026-01", "batch": None},
        {"kind": "facts", "key": "", "batch": 7},
        {"kind": "dispute", "key": "", "batch": None},
        {"kind": "other", "key": "", "batch": None},
    ]


@pytest.mark.usefixtures("workspace")
def test_what_is_one_payees_is_told_to_whoever_may_see_it_and_never_says_whose() -> None:
    hub, told = Hub(), {name: asyncio.Queue[str | None]() for name in ("ana", "bo", "manager of bo", "admin")}
    sees: dict[str, frozenset[str] | None] = {"ana": frozenset({"ana"}), "bo": frozenset({"bo"}), "admin": None}
    sees["manager of bo"] = frozenset({"mia", "bo"})
    hub.waiting = {told[name]: payees for name, payees in sees.items()}
    hub.hear(json.dumps({"kind": "dispute", "key": "", "batch": None, WHOSE: "bo"}))
    hub.hear(json.dumps({"kind": "facts", "key": "", "batch": 7}))
    heard = {name: [json.loads(queue.get_nowait() or "") for _ in range(queue.qsize())] for name, queue in told.items()}
    facts, dispute = ({"kind": "facts", "key": "", "batch": 7}, {"kind": "dispute", "key": "", "batch": None})
    assert heard.pop("ana") == [facts]
    assert all(said == [dispute, facts] for said in heard.values()), heard
    grant_role("ana", "admin", acting_user="ana")
    grant_role("cy", "payee", acting_user="ana", payee_id="cy")
    assert (payees_seen("ana"), payees_seen("cy"), payees_seen("nobody")) == (None, {"cy"}, set())


@pytest.mark.usefixtures("workspace")
def test_somebody_has_so_many_streams_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    hub = Hub()
    monkeypatch.setattr(hub, "_listen", _listens_to_nothing)
    monkeypatch.setattr("attain_web.live.views.HUB", hub)
    account = make_account("ana", acting_user="ana", password="correct horse battery")
    client = Client(SERVER_NAME="localhost")
    client.force_login(account, backend="attain_web.accounts.backend.ByPassword")

    async def opened() -> tuple[bool, bool]:
        streams = [hub.changes({}, None, "ana") for _ in range(MOST_OF_ONE)]
        for one in streams:
            await anext(one)
        is_full = hub.has_enough("ana")
        status = (await sync_to_async(client.get)("/events")).status_code
        assert status == HTTPStatus.TOO_MANY_REQUESTS
        assert not hub.has_enough("bo")
        await streams[0].aclose()
        return is_full, hub.has_enough("ana")

    found: list[tuple[bool, bool]] = []  # in a thread of its own: a browser's loop may run in this one
    thread = threading.Thread(target=lambda: found.append(asyncio.run(opened())))
    thread.start()
    thread.join()
    assert found == [(True, False)]
    assert hub.open["ana"] in {0, MOST_OF_ONE - 1}


async def _listens_to_nothing(*_: object) -> None:
    return


def test_every_action_that_a_page_follows_says_of_which_kind_it_is() -> None:
    from attain_web.shell.navigation import LIVE

    followed = {kind for kinds in LIVE.values() for kind in kinds.split()}
    assert followed <= set(KINDS.values())
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "src" / "attain_web").rglob("*.py"))
    made = [name for name in KINDS if name.rpartition("_")[2] not in MADE_OF_STEPS]
    assert [name for name in made if sources.count(f'"{name}"') < 2] == []


def test_what_a_seller_asks_is_seen_in_an_open_page(enter: Enter) -> None:
    watching, acting = enter("paula.barreto"), enter("linda.mitchell")
    root = watching.url.split("/run/")[0]
    watching.goto(f"{root}/team/disputes")
    watching.evaluate("window.isTheSame = true")
    rows = watching.locator("main tbody tr")
    before = rows.count()
    acting.goto(f"{root}/pay/missing?deal={DEAL}&period=FY2014-Q2")
    time.sleep(1)  # the stream is open
    report = acting.locator("form[action='/pay/missing/report']")
    report.locator("textarea").fill("I handed it over in June")
    report.locator("button").click()
    expect(acting.locator("[role=status]")).to_contain_text("was sent")
    began = time.monotonic()
    expect(rows).to_have_count(before + 1)
    seconds = time.monotonic() - began
    assert watching.evaluate("window.isTheSame"), "the page was not loaded anew"
    assert seconds < MOST_SECONDS


def test_a_saved_deal_is_seen_in_an_open_tracker(enter: Enter, tmp_path: Path) -> None:
    watching, acting = enter("linda.mitchell"), enter("paula.barreto")
    root = watching.url.split("/pay/")[0]
    watching.goto(f"{root}/pay/tracker")
    watching.evaluate("window.isTheSame = true")
    file = tmp_path / "deals.csv"
    file.write_text(f"{HEADER}\nX99001,Negotiation,2014-04-20,3000.00,276,false,false,29825,4\n", encoding="utf-8")
    acting.goto(f"{root}/run/data")
    acting.select_option("#table", "deals")
    acting.set_input_files("#file", file)
    acting.check("[name=is_part]")
    acting.click("text=Look at it first")
    acting.wait_for_selector("button:has-text('Load 1 row')")
    assert "X99001" not in watching.inner_text("main")
    began = time.monotonic()
    acting.click("button:has-text('Load 1 row')")
    expect(watching.locator("main")).to_contain_text("X99001")
    seconds = time.monotonic() - began
    assert watching.evaluate("window.isTheSame"), "the page was not loaded anew"
    acting.goto(f"{root}/run/data")
    acting.locator("button", has_text="Take back").first.click()
    expect(watching.locator("main")).not_to_contain_text("X99001")
    assert seconds < BUSY * MOST_SECONDS


def test_what_somebody_types_is_not_lost_when_the_page_changes(enter: Enter, served: str) -> None:
    typing = enter("paula.barreto")
    typing.goto(f"{served}team/adjustments")
    typing.fill("textarea[name=reason]", "Half a sent")
    time.sleep(1)
    other = enter("paula.barreto")
    other.goto(f"{served}team/adjustments")
    form = other.locator("form[action$='/adjustments/draft']")
    form.locator("[name=payee_id]").select_option("276")
    form.locator("[name=worth]").fill("4.00")
    form.locator("[name=reason]").fill("Trade fair")
    form.locator("button").last.click()
    expect(other.locator("[role=status]")).to_contain_text("is drafted")
    expect(typing.locator("#changed")).to_contain_text("has changed meanwhile")
    assert typing.input_value("textarea[name=reason]") == "Half a sent"


def test_the_stream_is_for_who_is_signed_in(served: str) -> None:
    with urlopen(Request(f"{served}events"), timeout=20) as answer:  # noqa: S310 -- our own server
        assert answer.url.startswith(f"{served}sign-in")
