"""The dashboard in Chromium, judged by axe-core: no violation, light and dark, on a wide screen and a narrow one."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from attain.reports.dashboard import dashboard_page
from tests.reports.checking import DEMOS, asked_of

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="module")
def engine() -> str:
    pytest.importorskip("axe_core_python", reason="axe-core-python is not installed: make setup")
    return files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")


@pytest.fixture(scope="module")
def browser() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail(f"none of {', '.join(BROWSERS)} is on the PATH: install Chromium")
    return found


@pytest.mark.parametrize("demo", [DEMOS[0], pytest.param(DEMOS[1], marks=pytest.mark.slow)])
def test_axe_finds_nothing(engine: str, browser: str, demo: str, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    asked = asked_of(demo)
    page = tmp_path / "dashboard.html"
    page.write_text(dashboard_page(asked.question, asked.calendar, "Acme"), encoding="utf-8")
    found: dict[str, list[str]] = {}
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            for width in (1280, 360):
                screen = {"width": width, "height": 900}
                context = opened.new_context(color_scheme=scheme, viewport=screen, bypass_csp=True)
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
        opened.close()
    assert {screen: names for screen, names in found.items() if names} == {}
    assert len(found) == 4
