"""attain shadow: a workspace and an export in, classes of differences out."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.questions.whatif.workspace import opened

EXPORT = "who,deal,paid\nAna,A,4000\nAna,B,3000.00\nAna,C,500000\n"
COLUMNS = ("--payee", "who", "--amount", "paid")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    opened(tmp_path)
    (tmp_path / "export.csv").write_text(EXPORT, "utf-8")
    (tmp_path / "empty.csv").write_text("who,deal,paid\n", "utf-8")
    return tmp_path


def test_every_line_has_a_class(attain: Run, folder: Path) -> None:
    done = attain("shadow", folder, folder / "export.csv", *COLUMNS, "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert {one["class"]: one["line_count"] for one in found["classes"]} == {"equal": 2, "scale": 1}
    assert [line["deal"] for line in found["lines"]] == ["C"]
    assert "scale" in attain("shadow", folder, folder / "export.csv", *COLUMNS).stdout


@pytest.mark.parametrize(
    ("file", "words", "status", "said"),
    [
        ("nothing.csv", COLUMNS, 2, "there is no file"),
        ("export.csv", (), 1, "payee"),
        ("empty.csv", COLUMNS, 1, "SHAD202"),
    ],
)
def test_what_cannot_be_compared_says_why(
    attain: Run, folder: Path, file: str, words: tuple[str, ...], *, status: int, said: str
) -> None:
    done = attain("shadow", folder, folder / file, *words)
    assert done.returncode == status, done.stdout + done.stderr
    assert said in done.stdout + done.stderr
