"""The generated pages of the reference are those of the code as it is."""

from pathlib import Path

import pytest

from tools import reference


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    """The pages as they are generated now."""
    return reference.pages()


def test_the_committed_reference_is_the_generated_one(made: dict[str, str]) -> None:
    found = reference.differences(made)
    assert not found, "run make docs:\n  " + "\n  ".join(found)


def test_every_diagnostic_has_a_page_that_says_why(made: dict[str, str]) -> None:
    for name, code in reference.CODES.items():
        assert code.why.rstrip(".") in made[f"diagnostics/{name}.md"]


def test_a_stale_missing_or_left_over_page_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "REFERENCE", tmp_path)
    (tmp_path / "old.md").write_text(reference.NOTE + "gone", encoding="utf-8")
    (tmp_path / "own.md").write_text("written by hand", encoding="utf-8")
    (tmp_path / "stale.md").write_text("before", encoding="utf-8")
    made = {"stale.md": "after", "new.md": "new"}
    assert reference.differences(made) == ["stale.md is stale", "new.md is missing", "old.md is left over"]
    reference.write(made)
    assert reference.differences(made) == []
    assert (tmp_path / "own.md").exists()
