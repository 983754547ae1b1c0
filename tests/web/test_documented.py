"""docs/screens.md: every screen is in it, each with a test that there is and the picture that it names."""

from pathlib import Path

import pytest

from tests.web.conftest import ROOT, SCREENSHOTS
from tools.screens import PAGE, SHOWN, screens, written

pytestmark = pytest.mark.usefixtures("seeded")


def test_every_screen_is_in_the_table_and_nothing_else() -> None:
    assert {route for route, *_ in screens()} == set(SHOWN)


def test_every_screen_names_a_test_that_there_is() -> None:
    for route, (test, _) in SHOWN.items():
        file, _, name = test.partition("::")
        assert f"def {name}(" in Path(ROOT, file).read_text(encoding="utf-8"), route


def test_every_picture_is_there() -> None:
    named = {picture for _, picture in SHOWN.values() if picture}
    assert named == {path.stem for path in SCREENSHOTS.glob("*.png")}


def test_the_page_is_written_from_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "run python tools/screens.py"
