"""The five first tasks, each done by a real Chromium as one would do it, with a screenshot kept in the docs."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import SCREENSHOTS

Enter = Callable[..., Page]


def kept(page: Page, name: str) -> None:
    """Look at the page; with KEEP_SCREENSHOTS the picture of the docs is taken anew."""
    picture = page.screenshot()
    path = SCREENSHOTS / f"{name}.png"
    if os.environ.get("KEEP_SCREENSHOTS") or not path.exists():
        path.write_bytes(picture)


def test_everybody_begins_at_the_sign_in_page(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(served)
    expect(page.locator(".people button")).to_have_count(5)
    kept(page, "sign_in")
    page.close()


def test_a_seller_sees_why_a_deal_paid_and_approves(enter: Enter) -> None:
    page = enter("linda.mitchell")
    expect(page.locator("h1")).to_contain_text(re.compile("Your (quarter so far|FY2014-Q4)"))  # as others left it
    kept(page, "payee_home")
    page.click("text=Open the statement")
    page.locator("a.why", has_text="$248.23").click()
    panel = page.locator("#trace")
    expect(panel.locator("h2")).to_have_text("Why $248.23")
    expect(panel).to_contain_text("$10,946.61 up to 70%")
    expect(panel).to_contain_text("data/opportunities.csv.gz:")
    kept(page, "payee_statement")
    page.click("text=Approve $9,766.08")
    expect(page.locator("[role=status]")).to_contain_text("You approved your statement of FY2014-Q3")
    expect(page.locator("h1 .chip")).to_have_text("Approved")


def test_a_seller_asks_what_if(enter: Enter) -> None:
    page = enter("linda.mitchell")
    page.goto(page.url.split("/pay/")[0] + "/pay/what-if")
    expect(page.locator("[data-answer]")).to_have_text("$1,730.27")
    page.check("[aria-label='Deal X1582 closes']")
    expect(page.locator("[data-answer]")).to_have_text("$2,643.21")
    page.fill("#goal", "5000")
    expect(page.locator("#answer")).to_contain_text("To earn $5,000.00")
    kept(page, "payee_what_if")
    page.fill("#goal", "a lot")
    expect(page.locator("#answer")).to_contain_text("'a lot' is no amount for the goal")


def test_a_manager_answers_a_dispute_and_approves_an_adjustment(enter: Enter) -> None:
    page = enter("stephen.jiang")
    expect(page.locator("h1")).to_contain_text("Team")
    kept(page, "manager_team")
    page.click("nav.side >> text=Disputes >> nth=0")
    page.click("text=D-1")
    page.fill("#reason", "The deal closed under Tsvi; I ask him about the hand-over.")
    page.click("button:has-text('Answer')")
    expect(page.locator("[role=status]")).to_contain_text("Your answer to D-1 was sent")
    expect(page.locator("h1 .chip")).to_have_text("Answered")
    kept(page, "manager_dispute")
    page.click("nav.side >> text=Adjustments")
    page.locator("tr", has_text="ADJ-1").locator("button", has_text="Approve").click()
    expect(page.locator("[role=status]")).to_contain_text("ADJ-1 is approved")
    kept(page, "manager_adjustments")


def test_a_comp_admin_calculates_and_hands_in(enter: Enter) -> None:
    page = enter("paula.barreto")
    page.click("text=FY2014-Q4")
    expect(page.locator("h1 .chip")).to_have_text("Open")
    page.click("button:has-text('Calculate')")
    expect(page.locator("[role=status]")).to_contain_text("Period FY2014-Q4 is calculated")
    page.click("button:has-text('Submit')")
    expect(page.locator("[role=status]")).to_contain_text("Period FY2014-Q4 is in review")
    expect(page.locator("main")).to_contain_text(
        "Paula Barreto de Mattos did calculate and may not approve: ask somebody who had no part in it"
    )
    kept(page, "admin_period")


def test_a_comp_admin_edits_a_plan_while_its_examples_run(enter: Enter) -> None:
    page = enter("paula.barreto")
    page.click("nav.side >> text=Plans")
    page.locator("section", has_text="Sales manager").locator("a.mono").first.click()
    text = page.input_value("#text")
    page.fill("#text", text.replace("rate: 0.25%", "rate: 0.3%"))
    expect(page.locator("#checked")).to_contain_text("the example expects 100.00; the plan pays 120.00", timeout=30_000)
    kept(page, "admin_plan")
    page.click("text=Save as a new version")
    expect(page.locator("[role=alert]")).to_contain_text("The plan has errors, and nothing was saved")
    assert "rate: 0.3%" in page.input_value("#text")


def test_a_comp_admin_maps_a_file_sees_its_rejects_and_takes_it_back(enter: Enter, tmp_path: Path) -> None:
    page = enter("paula.barreto")
    page.click("nav.side >> text=Data")

    def upload(header: str, worth: str) -> None:
        file = tmp_path / "quotas.csv"
        file.write_text(f"{header},Payee,Period,Amount\nquota,276,FY2014-Q4,{worth}\n", encoding="utf-8")
        page.select_option("#table", "targets")
        page.set_input_files("#file", file)
        page.click("text=Look at it first")

    upload("Name", "lots")
    expect(page.locator("main")).to_contain_text("'lots' is not a number")
    page.click("nav.side >> text=Data")
    upload("Target", "1200000")
    expect(page.locator("main")).to_contain_text("'name' is not in the header")
    page.select_option("[name=map-name]", "Target")
    with page.expect_navigation():
        page.click("text=Map and look again")
    kept(page, "admin_upload")
    page.click("button:has-text('Load 1 row')")
    expect(page.locator("[role=status]")).to_contain_text("is loaded")
    kept(page, "admin_data")
    page.locator("button", has_text="Take back").first.click()
    expect(page.locator("[role=status]")).to_contain_text("is taken back by batch")


def test_a_controller_approves_and_exports_a_pay_run(enter: Enter) -> None:
    page = enter("laura.norman")
    page.click("text=FY2014-Q2-1")
    expect(page.locator("main")).to_contain_text("17 payments")
    page.click("button:has-text('Approve')")
    expect(page.locator("[role=status]")).to_contain_text("Pay run FY2014-Q2-1 is approved")
    page.click("button:has-text('Export')")
    expect(page.locator("[role=status]")).to_contain_text("Pay run FY2014-Q2-1 is exported")
    with page.expect_download() as download:
        page.click("a:has-text('CSV')")
    rows = download.value.path().read_text(encoding="utf-8").splitlines()
    assert rows[0] == "pay_run,payee,currency,amount"
    assert "FY2014-Q2-1,276,USD,10434.34" in rows
    kept(page, "finance_pay_run")
    page.set_input_files("#file", download.value.path())
    page.click("button:has-text('Acknowledge')")
    expect(page.locator("[role=status]")).to_contain_text("acknowledged")
    page.click("nav.side >> text=Tie-out")
    page.goto(page.url.split("?")[0] + "?period=FY2014-Q2")
    expect(page.locator("main")).to_contain_text("0 rows")
    kept(page, "finance_tie_out")


def test_a_leader_sees_what_moved_the_pipeline(enter: Enter) -> None:
    page = enter("brian.welcker")
    expect(page.locator("h1")).to_contain_text("FY2014-Q4")
    kept(page, "leader_dashboard")
    page.click("nav.side >> text=Bridge")
    expect(page.locator("main")).to_contain_text("$15,065,913.71")
    expect(page.locator("main")).to_contain_text("$14,860,857.61")
    kept(page, "leader_bridge")
    page.click("nav.side >> text=Forecast")
    expect(page.locator("h1")).to_contain_text("Forecast of FY2014-Q4")
    kept(page, "leader_forecast")
