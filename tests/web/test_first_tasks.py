"""The five first tasks, each done by a real Chromium as one would do it, with a screenshot kept in the docs."""

import os
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.web.conftest import SCREENSHOTS

Enter = Callable[..., Page]


def kept(page: Page, name: str) -> None:
    """Look at the page; with KEEP_SCREENSHOTS the picture of the docs is taken anew."""
    picture = page.screenshot()
    path = SCREENSHOTS / f"{name}.png"
    if os.environ.get("KEEP_SCREENSHOTS") or not path.exists():
        path.write_bytes(picture)


def test_a_seller_sees_why_a_deal_paid_and_approves(enter: Enter) -> None:
    page = enter("linda.mitchell")
    expect(page.locator("h1")).to_contain_text("Your quarter so far")
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
