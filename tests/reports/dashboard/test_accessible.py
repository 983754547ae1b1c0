"""The dashboard in Chromium, judged by axe-core: no violation, light and dark, on a wide screen and a narrow one."""

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from attain.reports.dashboard import dashboard_page
from tests.reports.checking import DEMOS, asked_of


@pytest.fixture(scope="module")
def engine() -> str:
    return files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("demo", [DEMOS[0], pytest.param(DEMOS[1], marks=pytest.mark.slow)])
def test_axe_finds_nothing(engine: str, browser: Browser, demo: str, tmp_path: Path) -> None:
    asked = asked_of(demo)
    page = tmp_path / "dashboard.html"
    page.write_text(dashboard_page(asked.question, asked.calendar, "Acme"), encoding="utf-8")
    found: dict[str, list[str]] = {}
    for scheme in ("light", "dark"):
        for width in (1280, 360):
            screen = {"width": width, "height": 900}
            context = browser.new_context(color_scheme=scheme, viewport=screen, bypass_csp=True)
            view = context.new_page()
            view.goto(page.as_uri())
            view.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            view.evaluate(engine)
            judged = view.evaluate("axe.run(document)")
            assert judged["passes"]
            found[f"{scheme} {width}"] = [one["id"] for one in judged["violations"]]
            # Wide tables and charts scroll in themselves, and never the page.
            assert view.evaluate("document.documentElement.scrollWidth") == width
            context.close()
    assert {screen: names for screen, names in found.items() if names} == {}
    assert len(found) == 4
