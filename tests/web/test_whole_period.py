"""A whole period by browser alone, as four people, from an empty store to the evidence; it ties out with the CLI.

Import, map, fix a reject, edit a plan until its examples pass, approve, calculate, review, dispute, correct, approve,
publish, post, close, export payments, gather the evidence.
"""

import csv
import gzip
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from attain_web.setup import ready
from tests.store.conftest import remove
from tests.web.conftest import DEMO, ended, started, url_of
from tests.web.visiting import ADMIN, CONTROLLER, LEADER, SELLER

PERIOD, PAYEE, QUOTA, ADDED = "FY2014-Q3", "276", "870000", 150_00
PLAN = Path("plans", "sales_representative.yaml")
OLD_BONUS, NEW_BONUS = "[0, 0, 0, 500, 0, 500]", "[0, 0, 0, 600, 0, 400]"


def small(folder: Path) -> Path:
    """The demo with one seller and the deals that close from the quarter on, and nobody's past."""
    (folder / "plans").mkdir(parents=True)
    (folder / "data").mkdir()
    text = (DEMO / "attain.yaml").read_text(encoding="utf-8")
    text = text[: text.index("pipeline:")]
    (folder / "attain.yaml").write_text(text, encoding="utf-8")
    (folder / PLAN).write_bytes((DEMO / PLAN).read_bytes())
    (folder / "data" / "periods.csv").write_bytes((DEMO / "data" / "periods.csv").read_bytes())
    for name in ("roster.csv", "quotas.csv"):
        lines = (DEMO / "data" / name).read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines[1:] if line.split(",")[0] in {"273", "274", PAYEE} or f",{PAYEE}," in line]
        (folder / "data" / name).write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8")
    with gzip.open(DEMO / "data" / "opportunities.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept_rows = [row for row in rows if row["OwnerId"] == PAYEE and row["CloseDate"] >= "2013-11-30"]
    with gzip.open(folder / "data" / "opportunities.csv.gz", "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(kept_rows)
    return folder


def let_in(workspace: Path) -> None:
    """Give four people their accounts and roles; all else is done in the browser."""
    ready(workspace)
    from attain_web.actions.entering.signing_in import make_account
    from attain_web.actions.people import grant_role

    for user in (SELLER, ADMIN, CONTROLLER, LEADER):
        make_account(user, acting_user=ADMIN, name=user.replace(".", " ").title())
    grant_role(ADMIN, "admin", acting_user=ADMIN)
    grant_role(CONTROLLER, "finance", acting_user=ADMIN)
    grant_role(LEADER, "leader", acting_user=ADMIN)
    grant_role(SELLER, "payee", acting_user=ADMIN, payee_id=PAYEE)
    connections.close_all()


def cli(*words: str) -> str:
    """What a command of the CLI prints."""
    command = [sys.executable, "-c", "from attain.cli import main; main()", *words]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Path]:
    """A small workspace with a store of its own."""
    workspace = small(tmp_path / "small")
    let_in(workspace)
    yield workspace
    connections.close_all()
    remove(workspace)


def test_a_whole_period_by_four_people(browser: Browser, alone: Path, tmp_path: Path) -> None:
    server = started(alone, "--port", "0")
    pages: list[Page] = []
    try:
        base = url_of(server).rstrip("/")

        def enter(user: str) -> Page:
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            pages.append(page)
            page.goto(base)
            page.click(f"form:has(input[value='{user}']) button")
            page.wait_for_selector("main h1")
            return page

        lines, evidence = lived(base, {user: enter(user) for user in (SELLER, ADMIN, CONTROLLER, LEADER)}, tmp_path)
    finally:
        for page in pages:
            page.context.close()
        status = ended(server)
    assert status == 0
    ties(alone, tmp_path, lines, evidence)


def said(page: Page, words: str) -> None:
    """What was just done is told."""
    expect(page.locator(".toast")).to_contain_text(words)


def lived(base: str, people: dict[str, Page], folder: Path) -> tuple[list[dict[str, str]], bytes]:
    """The period, step by step; the lines that leave for payroll, and the evidence."""
    seller, admin, controller, leader = (people[user] for user in (SELLER, ADMIN, CONTROLLER, LEADER))
    imported(admin, base, folder)
    planned(admin, leader, base)
    admin.goto(f"{base}/run/runs")
    admin.click("text=Calculate now")
    said(admin, "is there")
    admin.goto(f"{base}/run/periods/{PERIOD}")
    admin.click("main button:has-text('Calculate')")
    said(admin, "is calculated")
    admin.click("main button:has-text('Submit')")
    said(admin, "is in review")
    admin.click("main button:has-text('Publish')")
    said(admin, "are published")
    disputed(seller, admin, controller, base)
    seller.goto(f"{base}/pay/statements/{PERIOD}/{PAYEE}")
    seller.click("button:has-text('Approve $')")
    said(seller, "You approved your statement")
    leader.goto(f"{base}/team/inbox")
    leader.click(f"a.b:has-text('{PERIOD}')")
    leader.click("main button:has-text('Approve')")
    said(leader, "is approved")
    admin.goto(f"{base}/run/periods/{PERIOD}")
    admin.click("main button:has-text('Post')")
    said(admin, "is posted")
    controller.goto(f"{base}/run/periods/{PERIOD}")
    controller.click("main button:has-text('Close')")
    said(controller, "is closed")
    return paid(admin, controller, base)


def imported(admin: Page, base: str, folder: Path) -> None:
    """Load the files; then a quota by a file of its own, with another header and one reject that is mended."""
    admin.goto(f"{base}/run/data")
    admin.click("text=Load the workspace's files")
    said(admin, "Batch 1 is loaded")

    def upload(worth: str) -> None:
        file = folder / "quotas.csv"
        file.write_text(f"Target,Payee,Period,Amount\nquota,{PAYEE},{PERIOD},{worth}\n", encoding="utf-8")
        admin.goto(f"{base}/run/data")
        admin.select_option("#table", "targets")
        admin.set_input_files("#file", file)
        admin.click("text=Look at it first")
        admin.select_option("[name=map-name]", "Target")
        with admin.expect_navigation():
            admin.click("text=Map and look again")

    upload("eight hundred")
    expect(admin.locator("main")).to_contain_text("'eight hundred' is not a number")
    expect(admin.locator("button:has-text('Load 1 row')")).to_have_count(0)
    upload(QUOTA)
    admin.click("button:has-text('Load 1 row')")
    said(admin, "Batch 2 is loaded")


def planned(admin: Page, leader: Page, base: str) -> None:
    """Save the plan, raise its bonus in the form, mend the example in the text, and have another approve it."""
    admin.goto(f"{base}/run/plans")
    admin.click("text=Save the workspace's plans")
    said(admin, "Saved: sales_representative")
    admin.locator("a.mono").first.click()
    bonus = admin.locator("[name='value:components.deal_bonus.rate.steps.0.pay']")
    bonus.fill("600")
    bonus.press("Tab")
    expect(admin.locator("#checked")).to_contain_text("the example expects")
    text = admin.input_value("#text")
    assert "{at: 100%, pay: 600}" in text
    admin.fill("#text", text.replace(OLD_BONUS, NEW_BONUS))
    expect(admin.locator("#checked")).not_to_contain_text("the example expects")
    expect(admin.locator("#checked .fail")).to_have_count(0)
    admin.click("text=Save as a new version")
    said(admin, "A new version of sales_representative is saved")
    admin.click("main button:has-text('Submit')")
    said(admin, "is in review")
    leader.goto(f"{base}/team/inbox")
    leader.click("a.b:has-text('sales representative')")
    leader.click("main button:has-text('Approve')")
    said(leader, "is approved")


def disputed(seller: Page, admin: Page, controller: Page, base: str) -> None:
    """The seller asks; the admin drafts what is owed, the controller approves it and accepts the dispute."""
    seller.goto(f"{base}/pay/missing?period={PERIOD}")
    seller.fill("#text", "The fair in Seattle was promised 150.00")
    seller.click("text=Send the question")
    said(seller, "Dispute D-1 was sent")
    admin.goto(f"{base}/team/adjustments")
    admin.select_option("#payee_id", PAYEE)
    admin.select_option("#period_id", PERIOD)
    admin.fill("#worth", "150.00")
    admin.fill("#reason", "Fair in Seattle, D-1")
    admin.click("button:has-text('Draft')")
    said(admin, "is drafted")
    controller.goto(f"{base}/team/inbox")
    controller.check("[aria-label='Approve ADJ-1']")
    controller.click("text=Approve what is ticked")
    said(controller, "1 of 1 approved")
    controller.click("a.b:has-text('D-1')")
    controller.fill("#reason", "Paid with this quarter")
    controller.click("main button:has-text('Accept')")
    said(controller, "D-1 is accepted")


def paid(admin: Page, controller: Page, base: str) -> tuple[list[dict[str, str]], bytes]:
    """Draft, approve and export the pay run, have payroll answer, tie out, and gather the evidence."""
    admin.goto(f"{base}/finance/pay-runs")
    admin.select_option("#period_id", PERIOD)
    admin.click("text=Draft a pay run")
    said(admin, "is drafted")
    run = admin.url.rsplit("/", 1)[1]
    controller.goto(f"{base}/finance/pay-runs/{run}")
    controller.click("main button:has-text('Approve')")
    said(controller, "is approved")
    controller.click("main button:has-text('Export')")
    said(controller, "is exported")
    with controller.expect_download() as file:
        controller.click("a:has-text('CSV')")
    text = file.value.path().read_text(encoding="utf-8")
    controller.set_input_files("#file", file.value.path())
    controller.click("button:has-text('Acknowledge')")
    said(controller, "is acknowledged")
    controller.goto(f"{base}/finance/tie-out?period={PERIOD}")
    expect(controller.locator("main")).to_contain_text("0 rows")
    controller.goto(f"{base}/finance/journals")
    with controller.expect_download() as evidence:
        controller.click("text=Gather the evidence")
    return list(csv.DictReader(io.StringIO(text))), evidence.value.path().read_bytes()


def ties(workspace: Path, folder: Path, lines: list[dict[str, str]], evidence: bytes) -> None:
    """The CLI finds the same: it calculates the files as they became, and ties the store out."""
    copy = small(folder / "again")
    text = (copy / PLAN).read_text(encoding="utf-8")
    (copy / PLAN).write_text(
        text.replace("{at: 100%, pay: 500}", "{at: 100%, pay: 600}").replace(OLD_BONUS, NEW_BONUS), encoding="utf-8"
    )
    quotas = (copy / "data" / "quotas.csv").read_text(encoding="utf-8")
    changed = re.sub(rf"quota,{PAYEE},{PERIOD},\d+", f"quota,{PAYEE},{PERIOD},{QUOTA}", quotas)
    assert changed != quotas
    (copy / "data" / "quotas.csv").write_text(changed, encoding="utf-8")
    calculated = json.loads(cli("calculate", str(copy), "--format", "json"))
    mine = [row for row in calculated["payments"] if (row["payee_id"], row["period_id"]) == (PAYEE, PERIOD)]
    cents = sum(row["paid"] for row in mine)
    assert cents > 0
    assert [(line["payee"], line["currency"]) for line in lines] == [(PAYEE, "USD")]
    assert round(float(lines[0]["amount"]) * 100) == cents + ADDED
    assert json.loads(cli("tie-out", str(workspace), PERIOD, "--as", CONTROLLER, "--json")) in ([], {"rows": []})
    names = zipfile.ZipFile(io.BytesIO(evidence)).namelist()
    assert any("index" in name for name in names)
