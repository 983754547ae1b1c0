"""What managers and leaders see of the pipeline: a team's own alone, what people forecast of it, and whom to coach."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from http import HTTPStatus

from django.conf import settings
from django.test import Client

from attain_web.access.selling import in_period, owners_seen, seen_by
from attain_web.accounts.models import Account
from attain_web.actions.acting import ENGINE
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.people import grant_role, on_day
from attain_web.figures.pipelines import pipeline_of
from attain_web.store.models import ForecastAdjustment, ForecastSubmission
from tests.web.test_payee_screens import text_of
from tests.web.test_sending import fields

Enter = Callable[[str], Client]
SELLER, MANAGER, LEADER = "linda.mitchell", "stephen.jiang", "brian.welcker"
PAGES = ("/sales/", "/sales/pipeline?by=person", "/sales/doubtful", "/sales/forecast", "/sales/forecasts")
QUARTER = "FY2014-Q4"
FORECASTS, SUBMIT, ADJUST = "/sales/forecasts", "/sales/forecasts/submit", "/sales/forecasts/adjust"


def cells(page: str) -> dict[str, list[str]]:
    """The rows of the tables of a page, by the words of their first cell."""
    rows = re.findall(r'<tr[^>]*><th scope="row">(.*?)</th>(.*?)</tr>', page, re.DOTALL)
    return {
        said(name): [said(one) for one in re.findall(r"<td[^>]*>(.*?)</td>", rest, re.DOTALL)] for name, rest in rows
    }


def said(markup: str) -> str:
    return unescape(text_of(markup)).strip()


def test_a_manager_sees_the_pipeline_of_the_team_alone(signed_in: Enter) -> None:
    manager, leader = signed_in(MANAGER), signed_in(LEADER)
    for path in PAGES:
        assert "Valdez" not in manager.get(path).content.decode(), path
    where = "/sales/pipeline?by=person"
    mine, whole = (cells(client.get(where).content.decode()) for client in (manager, leader))
    assert "Linda Mitchell" in mine
    assert "Rachel Valdez" in whole
    assert mine.items() < whole.items()  # of every person the same, and of fewer
    assert "you and who reports to you" in manager.get("/sales/").content.decode()
    assert "who reports to you" not in leader.get("/sales/").content.decode()


def test_what_moved_a_teams_pipeline_adds_up_too(signed_in: Enter) -> None:
    del signed_in
    whole = pipeline_of(settings.WORKSPACE)
    assert whole is not None
    from attain.snapshots import Scope, bridge

    found = seen_by(MANAGER, whole, on_day(whole.today))
    assert found.owners is not None
    assert "290" not in found.owners
    assert "276" in found.owners
    since = found.on(whole.today - timedelta(days=42))
    moved = dict(bridge(found.book, Scope(), since, found.deals.today).select("reason", "change").iter_rows())
    assert moved["start"] == found.book.open_at(since)["amount"].sum() > 0
    assert sum(change for reason, change in moved.items() if reason != "end") == moved["end"]
    assert moved["end"] == found.book.open_at(found.deals.today)["amount"].sum()
    everything = whole.book.open_at(whole.deals.today)
    assert moved["end"] == everything.filter(everything["owner_id"].is_in(sorted(found.owners)))["amount"].sum()


def test_who_sees_everybody_sees_the_whole_pipeline_and_a_seller_their_own(signed_in: Enter) -> None:
    del signed_in
    whole = pipeline_of(settings.WORKSPACE)
    assert whole is not None
    period = whole.period(QUARTER)
    assert period is not None
    assert seen_by(LEADER, whole, in_period(period)).owners is None
    assert owners_seen(SELLER, whole, in_period(period)) == {"276"}


def table_of(client: Client, address: str, table: str) -> list[list[str]]:
    """A table of a page as it leaves as CSV, without its heading."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}as=csv&table={table}")
    assert answer.status_code == HTTPStatus.OK
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def entered(client: Client, username: str) -> Client:
    """Sign in as somebody whom no click lets in."""
    client.force_login(Account.objects.get(username=username), backend="attain_web.accounts.backend.ByPassword")
    return client


def sent_to(client: Client, action: str, **typed: str) -> tuple[int, str]:
    """Send a form of the forecasts' page; its status, and what the next page says."""
    page = client.get(f"{FORECASTS}?period={QUARTER}").content.decode()
    answer = client.post(action, fields(page, action) | typed)
    if answer.status_code == HTTPStatus.FOUND:
        return answer.status_code, client.get(answer.headers["Location"]).content.decode()
    return answer.status_code, answer.content.decode()


def test_a_seller_submits_a_forecast_and_the_manager_sees_it(signed_in: Enter) -> None:
    seller, manager = signed_in(SELLER), signed_in(MANAGER)
    status, page = sent_to(seller, SUBMIT, owner="276", worth="2,100,000.00", note="Without the fair")
    assert status == HTTPStatus.FOUND
    assert f"The forecast of {QUARTER} is submitted" in page
    sent_to(seller, SUBMIT, owner="276", worth="1950000")
    rows = table_of(seller, f"{FORECASTS}?period={QUARTER}", "history")
    assert [(row[1], row[3], row[4], row[5]) for row in rows if row[3] == "Submitted"][:2] == [
        ("Linda Mitchell", "Submitted", "1950000.00", ""),
        ("Linda Mitchell", "Submitted", "2100000.00", "Without the fair"),
    ]
    seen = table_of(manager, f"{FORECASTS}?period={QUARTER}", "people")
    assert [row[5] for row in seen if row[0] == "Linda Mitchell"] == ["1950000.00"]
    assert all(row[-1].endswith(" UTC") for row in seen if row[0] == "Linda Mitchell"), "when, in a column of its own"
    assert len(seen) > 1
    assert [row[0] for row in table_of(seller, f"{FORECASTS}?period={QUARTER}", "people")] == ["Linda Mitchell"]


def test_an_adjustment_keeps_what_the_number_was_and_can_be_taken_away(signed_in: Enter) -> None:
    manager, seller = signed_in(MANAGER), signed_in(SELLER)
    where = f"{FORECASTS}?period={QUARTER}&roll=single"

    def commit() -> list[str]:
        return next(row for row in table_of(seller, where, "people") if row[0] == "Linda Mitchell")

    before = commit()[2]
    assert sent_to(manager, ADJUST, owner="276", category="commit", worth="1.00", note="")[0] == HTTPStatus.CONFLICT
    status, page = sent_to(manager, ADJUST, owner="276", category="commit", worth="12345.67", note="Half of it slips")
    assert status == HTTPStatus.FOUND
    assert "adjusted by manager, was " in page
    assert commit()[2] == "12345.67"
    assert [row[2:] for row in table_of(seller, where, "adjusted")] == [[before, before, "12345.67"]]
    history = table_of(seller, where, "history")
    assert ("Stephen Jiang", "Half of it slips") in {(row[1], row[5]) for row in history}
    assert sent_to(manager, ADJUST, owner="276", category="commit", worth="", note="It holds")[0] == HTTPStatus.FOUND
    assert commit()[2] == before
    assert "taken away" in {row[4] for row in table_of(seller, where, "history")}


def test_nobody_forecasts_for_whom_they_do_not_see_and_nothing_typed_is_lost(signed_in: Enter) -> None:
    seller, manager = signed_in(SELLER), signed_in(MANAGER)
    rows = ForecastSubmission.objects.using(ENGINE).count(), ForecastAdjustment.objects.using(ENGINE).count()
    status, page = sent_to(seller, SUBMIT, owner="277", worth="1", note="Not mine")
    assert status == HTTPStatus.CONFLICT
    assert "Not mine" in page
    status, page = sent_to(manager, SUBMIT, owner="290", worth="1")
    assert status == HTTPStatus.CONFLICT
    status, page = sent_to(seller, SUBMIT, owner="276", worth="a lot", note="Surely & <more>")
    assert status == HTTPStatus.CONFLICT
    assert "is no amount in USD" in page
    assert 'value="a lot"' in page
    assert "Surely &amp; &lt;more&gt;" in page
    first = seller.get(FORECASTS).content.decode()
    form = fields(first, SUBMIT) | {"owner": "276", "worth": "5"}
    assert seller.post(SUBMIT, form).status_code == HTTPStatus.FOUND
    assert seller.post(SUBMIT, form).status_code == HTTPStatus.CONFLICT  # the second click
    assert ForecastSubmission.objects.using(ENGINE).count() == rows[0] + 1
    assert ForecastAdjustment.objects.using(ENGINE).count() == rows[1]
    assert signed_in("laura.norman").post(SUBMIT, form).status_code == HTTPStatus.FORBIDDEN


def test_coaching_names_the_deals_to_talk_about(signed_in: Enter) -> None:
    manager = signed_in(MANAGER)
    rows = table_of(manager, f"/team/coaching/276?period={QUARTER}", "deals")
    assert rows
    assert all(row[4] for row in rows)  # each says what to do
    assert all("%" in row[5] for row in rows)
    levers = table_of(manager, f"/team/coaching/276?period={QUARTER}", "levers")
    assert levers[0][0] == "Win rate by count"
    words = text_of(manager.get("/team/coaching/276").content.decode())
    assert "Linda Mitchell" in words
    assert manager.get("/team/coaching/290").status_code == HTTPStatus.NOT_FOUND
    assert manager.get("/team/coaching/nobody").status_code == HTTPStatus.NOT_FOUND
    assert signed_in(SELLER).get("/team/coaching/276").status_code == HTTPStatus.FORBIDDEN


def test_doubtful_deals_say_how_likely_each_moves_out(signed_in: Enter) -> None:
    page = signed_in(LEADER).get(f"/sales/doubtful?period={QUARTER}").content.decode()
    words = text_of(page)
    assert "is learned from" in words
    shares = [share for row in cells(page).values() if len(row) > 7 for share in row[3:5]]
    assert shares
    assert all(re.fullmatch(r"(under |over )?\d+%", share) for share in shares)


def test_a_deal_shows_its_way_through_the_pipeline_to_whom_it_is(signed_in: Enter) -> None:
    page = signed_in(MANAGER).get(f"/sales/doubtful?period={QUARTER}").content.decode()
    deal = re.findall(r'href="/pay/deals/([^"]+)">[^<]*</a></th><td>Linda Mitchell', page)[0]
    for user in (SELLER, MANAGER, LEADER):
        rows = table_of(signed_in(user), f"/pay/deals/{deal}", "path")
        assert len(rows) > 1, user
        assert "Linda Mitchell" in {row[3] for row in rows}
        assert all(row[4] for row in rows)
    other = entered(signed_in(""), "ranjit.varkey")  # of another team
    assert other.get(f"/pay/deals/{deal}").status_code == HTTPStatus.NOT_FOUND


def test_a_manager_of_nobody_meets_empty_pages_and_no_failure(signed_in: Enter) -> None:
    client = signed_in("")
    make_account("mona.new", acting_user="paula.barreto", name="Mona New")
    grant_role("mona.new", "manager", acting_user="paula.barreto")
    client = entered(client, "mona.new")
    for path in (*PAGES, "/sales/bridge", "/team/", "/team/review", "/team/inbox", "/team/adjustments"):
        answer = client.get(path)
        assert answer.status_code == HTTPStatus.OK, path
        assert "Mitchell" not in answer.content.decode(), path
    assert client.get("/sales/?as=xlsx").status_code == HTTPStatus.OK
