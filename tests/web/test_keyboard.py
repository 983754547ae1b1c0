"""Twelve journeys by keyboard alone: nothing is clicked, and whatever has the focus shows that it has it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

FARTHEST = 160
NAMED = """(wanted) => {
    const one = document.activeElement;
    if (!one || one === document.body) return [false, '', true];
    const label = one.labels?.[0]?.textContent ?? '';
    const said = one.getAttribute('aria-label') ?? (label || one.textContent || one.value || '');
    const name = said.trim().replace(/\\s+/g, ' ');
    const look = getComputedStyle(one);
    const shown = look.outlineStyle !== 'none' || look.boxShadow !== 'none' || one.tabIndex < 0 || one.type === 'date';
    return [name === wanted || (wanted.length > 8 && name.includes(wanted)), name.slice(0, 60), shown];
}"""


class Keys:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, name: str) -> None:
        """Press Tab until something of this name has the focus; every stop on the way shows where it is."""
        passed: list[str] = []
        for _ in range(FARTHEST):
            self.press("Tab")
            is_it, there, is_shown = self.page.evaluate(NAMED, name)
            assert is_shown, f"the focus on '{there}' cannot be seen"
            if is_it:
                return
            passed.append(there)
        raise AssertionError(f"Tab does not reach '{name}', but {passed}")

    def enter(self, name: str) -> None:
        """Go to something and press Enter on it."""
        self.tab_to(name)
        self.press("Enter")

    def write(self, name: str, text: str) -> None:
        """Go to a field and write in the place of what stands there."""
        self.tab_to(name)
        self.press("Control+A")
        self.page.keyboard.type(text)


@pytest.fixture
def keys(browser: Browser, served: str) -> Iterator[Callable[..., Keys]]:
    """Sign in by keyboard."""
    opened: list[Page] = []

    def signed_in(name: str, *, path: str = "", width: int = 1280) -> Keys:
        page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        opened.append(page)
        page.goto(served)
        one = Keys(page)
        one.enter(name)
        page.wait_for_selector("nav.tabbar", state="attached")
        if path:
            page.goto(served.rstrip("/") + path)
        return one

    yield signed_in
    for page in opened:
        page.context.close()


Sign = Callable[..., Keys]


def test_the_first_stop_skips_to_the_content(keys: Sign) -> None:
    one = keys("Linda Mitchell")
    one.press("Tab")
    expect(one.page.locator(":focus")).to_have_text("Skip to content")
    one.press("Enter")
    expect(one.page.locator("#main")).to_be_focused()


def test_a_number_is_opened_and_closed_and_the_focus_comes_back(keys: Sign) -> None:
    one = keys("Linda Mitchell", path="/pay/statements/FY2014-Q3/276")
    one.enter("$248.23")
    expect(one.page.locator("#trace h2")).to_have_text("Why $248.23")
    expect(one.page.locator("#trace h2")).to_be_focused()
    one.press("Escape")
    expect(one.page.locator("#trace h2")).to_have_count(0)
    expect(one.page.locator(":focus")).to_have_text("$248.23")


def test_what_if_is_asked(keys: Sign) -> None:
    one = keys("Linda Mitchell", path="/pay/what-if")
    expect(one.page.locator("[data-answer]")).to_have_text("$1,730.27")
    one.tab_to("Deal X1582 closes")
    one.press("Space")
    expect(one.page.locator("[data-answer]")).to_have_text("$2,643.21")


def test_another_period_is_chosen(keys: Sign) -> None:
    one = keys("Linda Mitchell", path="/pay/")
    one.enter("Previous period")
    expect(one.page.locator("h1")).to_contain_text("Your FY2014-Q3")


def test_a_missing_deal_is_looked_for(keys: Sign) -> None:
    one = keys("Linda Mitchell", path="/pay/missing")
    one.write("The deal's id", "65177")
    one.press("Enter")
    expect(one.page.locator("[role=status]")).to_contain_text("credited to José Saraiva")


def test_a_dispute_is_raised_and_withdrawn(keys: Sign) -> None:
    one = keys("Linda Mitchell", path="/pay/missing?period=FY2014-Q1")
    one.write("What is missing", "My part of the July fair")
    one.enter("Send the question")
    expect(one.page.locator(".toast")).to_contain_text("was sent")
    one.enter("Withdraw")
    expect(one.page.locator(".toast")).to_contain_text("is withdrawn")


def test_an_adjustment_is_drafted(keys: Sign) -> None:
    one = keys("Stephen Jiang", path="/team/adjustments")
    one.write("Amount in USD", "12.50")
    one.write("Why", "A correction by hand")
    one.enter("Draft")
    expect(one.page.locator(".toast")).to_contain_text("is drafted")


def test_a_plan_is_edited_and_its_example_fails(keys: Sign) -> None:
    one = keys("Paula Barreto", path="/run/plans")
    one.page.locator("section", has_text="Sales manager").locator("a.mono").first.focus()
    one.press("Enter")
    expect(one.page.locator("h1")).to_contain_text("Sales manager")
    one.tab_to("Text of the plan")
    one.press("Control+End")
    one.page.keyboard.type("\nno_such_key: 1\n")
    expect(one.page.locator("#checked")).to_contain_text("no_such_key")
    one.press("Tab")
    expect(one.page.locator("#text")).not_to_be_focused()


def test_the_audit_is_searched(keys: Sign) -> None:
    one = keys("Paula Barreto", path="/run/audit")
    one.write("Who", "laura")
    one.enter("Search")
    expect(one.page.locator("tbody tr").first).to_contain_text("Laura Norman")
    assert "Paula" not in one.page.locator("tbody").inner_text()


def test_a_period_ties_out(keys: Sign) -> None:
    one = keys("Laura Norman", path="/finance/tie-out?period=FY2014-Q1")
    expect(one.page.locator("main")).to_contain_text("0 rows")
    one.tab_to("Period")
    one.press("ArrowUp")
    expect(one.page.locator("h1")).to_contain_text("FY2014-Q2")


def test_a_jump_leads_anywhere(keys: Sign) -> None:
    one = keys("Brian Welcker", path="/sales/")
    one.press("Control+K")
    expect(one.page.locator("#jump-q")).to_be_focused()
    one.page.keyboard.type("doubt")
    expect(one.page.locator(".jumps a")).to_have_count(1)
    one.press("Enter")
    expect(one.page.locator("h1")).to_have_text("Doubtful deals of FY2014-Q4")
    one.press("Control+K")
    one.page.keyboard.type("mitchell")
    expect(one.page.locator(".jumps a").first).to_contain_text("Linda Mitchell")
    one.press("ArrowDown", "Enter")
    expect(one.page.locator("h1")).to_contain_text("FY2014-Q4 statement")
    one.press("Control+K", "Escape")
    expect(one.page.locator("#palette")).not_to_be_visible()


def test_numbers_are_hidden_and_the_narrow_menu_is_opened(keys: Sign) -> None:
    one = keys("Linda Mitchell", path="/pay/", width=360)
    one.tab_to("Hide numbers")
    one.press("Space")
    one.enter("More")
    expect(one.page.locator(".tabbar .sheet")).to_be_visible()
    one.enter("My disputes")
    expect(one.page.locator("h1")).to_have_text("My disputes")
    expect(one.page.locator("html")).to_have_attribute("data-mask", "on")
    expect(one.page.locator("[data-do=mask]")).to_have_attribute("aria-pressed", "true")
