"""Every screen judged by axe-core in Chromium: no violation, light and dark, wide and narrow; no page scrolls sideways.

`make test` looks at each screen once, every fourth in each of the four ways; `make axe` looks at each in all of them.
At 1280 px, 400 % of zoom leaves 320 px of the page's own: every screen is asked whether it fits.
"""

from importlib.resources import files
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.web.visiting import Visit, go_to, sign_in, visits

WAYS = (("light", 1280), ("dark", 360), ("dark", 1280), ("light", 360))
ZOOMED = 320
OPEN = "document.querySelectorAll('details:not(.palette)').forEach(one => one.open = true)"
JUDGE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(
    one => one.id + ': ' + one.nodes.slice(0, 3).map(
        node => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join(' | '))"""


def judged(page: Page, engine: str, ways: list[tuple[str, int]]) -> list[str]:
    """What axe finds on the page as it stands, and where it scrolls sideways."""
    page.evaluate(engine)
    page.evaluate(OPEN)
    found: list[str] = []
    for scheme, width in ways:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{scheme} {width}: {one}" for one in page.evaluate(JUDGE)]
        found += [f"{width}: {one}" for one in sideways(page, width)]
    page.set_viewport_size({"width": ZOOMED, "height": 256})
    return found + [f"400 %: {one}" for one in sideways(page, ZOOMED)]


def sideways(page: Page, width: int) -> list[str]:
    """Say that the page itself scrolls sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"the page is {wide} px wide"] if wide > width else []


def walked(
    browser: Browser, served: str, folder: Path, asked: list[tuple[Visit, list[tuple[str, int]]]]
) -> dict[str, list[str]]:
    """Look at screens in some ways; what was found, by route."""
    engine = files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    found: dict[str, list[str]] = {}
    page, who = None, None
    for visit, ways in asked:
        if page is None or visit.username != who:
            if page is not None:
                page.context.close()
            page = browser.new_context(bypass_csp=True).new_page()
            sign_in(page, served, visit.username)
            who = visit.username
        page.set_viewport_size({"width": 1280, "height": 900})
        go_to(page, served, visit, folder)
        found[visit.route] = judged(page, engine, ways)
    if page is not None:
        page.context.close()
    return found


def test_axe_finds_nothing_on_any_screen(browser: Browser, served: str, tmp_path: Path) -> None:
    asked = [(visit, [way]) for visit, way in zip(visits(), cycle(WAYS), strict=False)]
    found = walked(browser, served, tmp_path, asked)
    assert len(found) > 30
    assert {route: said for route, said in found.items() if said} == {}


@pytest.mark.slow
def test_axe_finds_nothing_in_any_way(browser: Browser, served: str, tmp_path: Path) -> None:
    found = walked(browser, served, tmp_path, [(visit, list(WAYS)) for visit in visits()])
    assert {route: said for route, said in found.items() if said} == {}
