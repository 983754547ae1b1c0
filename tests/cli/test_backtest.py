"""attain backtest: a plan and a past period in, cost and payees out."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.questions.whatif.workspace import opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    opened(tmp_path)
    text = (tmp_path / "plans" / "sales.yaml").read_text("utf-8")
    (tmp_path / "next.yaml").write_text(text.replace("pay: 5%", "pay: 6%"), "utf-8")
    (tmp_path / "broken.yaml").write_text("plan: broken\n", "utf-8")
    return tmp_path


def test_cost_and_payees(attain: Run, folder: Path) -> None:
    done = attain("backtest", folder, "--plan", folder / "next.yaml", "--period", "2026", "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["payees"][0]["difference"] == 100_000
    assert "1 gain, 0 lose" in attain("backtest", folder, "--plan", folder / "next.yaml", "--period", "2026").stdout


@pytest.mark.parametrize(
    ("file", "period", "status", "said"),
    [
        ("nothing.yaml", "2026", 2, "cannot be read"),
        ("broken.yaml", "2026", 1, "YAML"),
        ("next.yaml", "2026-Q7", 2, "no period of the calendar"),
    ],
)
def test_wrong_use_says_so(attain: Run, folder: Path, file: str, period: str, *, status: int, said: str) -> None:
    done = attain("backtest", folder, "--plan", folder / file, "--period", period)
    assert done.returncode == status, done.stdout + done.stderr
    assert said in done.stdout + done.stderr
