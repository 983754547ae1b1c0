"""attain simulate: a workspace, a period and a past in, costs out."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.questions.simulate.test_simulating import opened

WORDS = ("--period", "2026-H1", "--past", "2025-H1")


def test_every_outcome_and_drawn_ones(attain: Run, tmp_path: Path) -> None:
    opened(tmp_path)
    done = attain("simulate", tmp_path, *WORDS, "--every", "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["cost"]["USD"] == {"mean": 6500, "p10": 4000, "p50": 6000, "p90": 10000}
    assert "what drives it" in attain("simulate", tmp_path, *WORDS, "--scenarios", "20").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--unit", "week"), "no unit to draw"),
        (("--unit", "year"), "not made of whole periods"),
        (("--plan", "nothing.yaml"), "cannot be read"),
    ],
)
def test_wrong_use_says_so(attain: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    opened(tmp_path)
    done = attain("simulate", tmp_path, *WORDS, *words)
    assert done.returncode == 2
    assert said in done.stderr
