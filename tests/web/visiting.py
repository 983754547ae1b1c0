"""Every screen with something on it: where it is, and who of the demo looks. Addresses come from the URLconf.

What an address names is found on the pages themselves, as a reader would: a plan in the list of plans.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tools.screens import screens

SELLER, MANAGER, ADMIN, CONTROLLER, LEADER = (
    "linda.mitchell",
    "stephen.jiang",
    "paula.barreto",
    "laura.norman",
    "brian.welcker",
)
LOOKS = (("payee", SELLER), ("manager", MANAGER), ("admin", ADMIN), ("finance", CONTROLLER), ("leader", LEADER))
PLACES: Mapping[str, str] = {
    "<str:period_id>": "FY2014-Q3",
    "<str:payee_id>": "276",
    "<str:dispute_id>": "D-1",
    "<path:deal_id>": "X1582",
    "<str:pay_run_id>": "FY2014-Q2-1",
}
# What an address names that differs from one making of the demo to the next: on which page the first link to it stands.
LISTED = {
    "admin:plan": ("/run/plans", "a[href^='/run/plans/']"),
    "admin:run": ("/run/runs", "a[href^='/run/runs/']"),
}


@dataclass(frozen=True)
class Visit:
    """A screen to look at: its route, its address, and who looks."""

    route: str
    address: str
    username: str


def visits() -> list[Visit]:
    """Every screen once, by the first of the demo's people who may see it, sorted by who looks."""
    order = [user for _, user in LOOKS]
    return sorted(_visits(), key=lambda one: order.index(one.username) if one.username in order else -1)


def _visits() -> Iterator[Visit]:
    for route, _, address, roles in screens():
        looks = next((user for role, user in LOOKS if role in roles.split(", ")), "")
        if roles == "signed in":
            looks = SELLER
        path = address
        for name, value in PLACES.items():
            path = path.replace(name, value)
        yield Visit(route, path, looks)


def sign_in(page: Page, served: str, username: str) -> None:
    """Sign in with one click; without a name, meet the sign-in page."""
    page.goto(served)
    if username:
        page.click(f"form:has(input[value='{username}']) button")
        page.wait_for_selector("main h1")


def go_to(page: Page, served: str, visit: Visit, folder: Path) -> None:
    """Open a screen."""
    base = served.rstrip("/")
    if visit.route in LISTED:
        where, link = LISTED[visit.route]
        page.goto(base + where)
        page.goto(base + str(page.locator(link).first.get_attribute("href")))
    elif visit.route == "admin:plan-impact":
        page.goto(base + "/run/plans")
        page.goto(f"{base}{page.locator(LISTED['admin:plan'][1]).first.get_attribute('href')}/impact")
    elif visit.route == "admin:grid-preview":
        page.goto(base + "/run/targets")
        with page.expect_download() as sheet:
            page.click("text=Download as XLSX")
        page.set_input_files("#file", sheet.value.path())
        page.click("text=Look at it first")
        page.wait_for_selector("main h1")
    elif visit.route == "admin:compare-runs":
        page.goto(base + "/run/runs")
        run = page.locator("input[name=after]").first.get_attribute("value")
        page.goto(f"{base}{visit.address}?before={run}&after={run}")
    elif visit.route == "admin:trial":
        file = folder / "quotas.csv"
        file.write_text("Target,Payee,Period,Amount\nquota,276,FY2014-Q4,lots\n", encoding="utf-8")
        page.goto(base + "/run/data")
        page.select_option("#table", "targets")
        page.set_input_files("#file", file)
        page.click("text=Look at it first")
        page.wait_for_selector("main h1")
    else:
        page.goto(base + visit.address)
