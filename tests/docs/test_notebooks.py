"""The notebook pages run: cells share their names from top to bottom, and print what stands below them."""

import contextlib
import io
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks, pages, shows

NOTEBOOKS = [page for page in pages() if any(b.title == "cell" for b in blocks(page.read_text("utf-8")))]


def test_there_is_a_notebook_page() -> None:
    assert ROOT / "docs" / "notebook.md" in NOTEBOOKS


@pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.name)
def test_a_notebook_runs_from_top_to_bottom(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "notebook"}
    printed, checked = "", 0
    for block in blocks(page.read_text("utf-8")):
        if block.kind == "python" and block.title == "cell":
            shown = io.StringIO()
            with contextlib.redirect_stdout(shown):
                exec(compile(block.text, f"{page.name}:{block.line}", "exec"), names)  # noqa: S102 - our own page
            printed = shown.getvalue()
        elif block.kind == "text":
            assert shows(block.text, printed), f"{page.name}:{block.line} printed:\n{printed}"
            checked += 1
    assert checked > 5
