"""attain tracker: targets, and what open deals would pay."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.metrics.test_asking import opened
from tests.questions.whatif.workspace import opened as paying


def test_targets_are_shown_with_what_is_won(attain: Run, tmp_path: Path) -> None:
    opened(tmp_path, "targets")
    done = attain("tracker", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "person   005U1  2026-Q1" in done.stdout
    assert "80.0 %" in done.stdout
    records = json.loads(attain("tracker", tmp_path, "--period", "2026-Q1", "--format", "json").stdout)
    assert [one["won"] for one in records] == [1_200_000, 1_200_000, 0]


def test_the_open_deals_of_a_payee(attain: Run, tmp_path: Path) -> None:
    paying(tmp_path)
    words = ("--payee", "Ana", "--open", "stage = 'Offer'", "--won", "stage=Won")
    done = attain("tracker", tmp_path, *words, "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["potential"] - found["earned"] == found["pipeline"] == 500_000
    assert [one["in_order"] for one in found["deals"]] == [300_000, 200_000]
    assert "these add up to the pipeline" in attain("tracker", tmp_path, *words).stdout


def test_wrong_words_are_answered(attain: Run, tmp_path: Path) -> None:
    opened(tmp_path)
    assert "has no targets" in attain("tracker", tmp_path).stderr
    assert "--open" in attain("tracker", tmp_path, "--payee", "Ana").stderr
