"""attain diff: two states in, the causes of their difference out."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.questions.whatif.workspace import opened


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    before = tmp_path / "before"
    before.mkdir()
    opened(before)
    after = tmp_path / "after"
    shutil.copytree(before, after)
    return before, after


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_causes_are_told_apart(attain: Run, sides: tuple[Path, Path]) -> None:
    """The first tier at 6 % pays 1,000 more on 100,000; then a deal of 10,000 less is 1,000 less at 10 %."""
    before, after = sides
    edit(after / "data" / "deals.csv", "C,2026-03-12,,Ana,50000", "C,2026-03-12,,Ana,40000")
    edit(after / "plans" / "sales.yaml", "pay: 5%", "pay: 6%")
    done = attain("diff", before, after, "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    causes = {row["cause"]: row["earning_amount"] for row in json.loads(done.stdout)["causes"]}
    assert causes == {"plan": 100_000, "data": -100_000}
    text = attain("diff", before, after, "--payee", "Ana").stdout
    assert "Ana's difference" in text


def test_a_plan_alone_and_recorded_tables(attain: Run, sides: tuple[Path, Path]) -> None:
    before, after = sides
    edit(after / "plans" / "sales.yaml", "pay: 5%", "pay: 6%")
    done = attain("diff", before, "--plan", after / "plans" / "sales.yaml")
    assert "plan" in done.stdout
    assert "1,000.00" in done.stdout
    attain("calculate", before, "--out", before / "out")
    assert "nothing differs" in attain("diff", before, "--recorded", before / "out").stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("nowhere",), 2, "there is no folder"),
        (("--plan", "nothing.yaml"), 2, "cannot be read"),
        (("--recorded", "."), 2, "holds no earnings table"),
    ],
)
def test_wrong_use_says_so(
    attain: Run, sides: tuple[Path, Path], words: tuple[str, ...], status: int, said: str
) -> None:
    done = attain("diff", sides[0], *words)
    assert done.returncode == status
    assert said in done.stderr


def test_a_side_with_errors_is_named(attain: Run, sides: tuple[Path, Path]) -> None:
    edit(sides[1] / "plans" / "sales.yaml", "pay: 5%", "pay: five")
    done = attain("diff", *sides)
    assert done.returncode == 1
    assert "DIFF201" in done.stdout
    assert "the state after cannot be calculated" in done.stdout
