"""attain what-if: words in, an answer or a reason out."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.questions.whatif.workspace import opened

OPEN = ("--open", "stage = 'Offer'", "--won", "stage=Won")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    opened(tmp_path)
    return tmp_path


def test_answers_are_json_for_programs(attain: Run, folder: Path) -> None:
    words = ("--change", "B: amount=10000", *OPEN, "--goal", "15,000", "--order", "--policies", "--format", "json")
    done = attain("what-if", folder, "--payee", "Ana", *words)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert [row["difference"] for row in found["earned"] if row["difference"]] == [-250_000, -50_000]
    assert [one["credit"] for one in found["goals"]] == ["29,999.95"] * 3
    assert found["open_deals"]["deals"][0] == {"deal": "D", "alone": 300_000, "marginal": 300_000}
    assert found["orders"] == []
    assert [one["code"] for one in found["diagnostics"]] == ["WHAT208"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--payee", "Anna"), 2, "did you mean 'Ana'?"),
        (("--payee", "Ana", "--goal", "15000"), 2, "--open and --won"),
        (("--payee", "Ana", "--goal", "much", *OPEN), 2, "'much' is no amount"),
        (("--payee", "Ana", "--goal", "15000.005", *OPEN), 2, "finer than the minor unit"),
        (("--payee", "Ana", "--add", "5000"), 2, "no column with a value"),
        (("--payee", "Ana", "--change", "A amount=5"), 2, "does not say what changes"),
        (("--payee", "Ana", "--period", "2026-Q9"), 2, "no period of the calendar"),
        (("--payee", "Ana", "--remove", "Q"), 1, "WHAT201"),
        (("--payee", "Ana", "--open", "stage ="), 1, "EXPR"),
    ],
)
def test_what_cannot_be_answered_says_why(
    attain: Run, folder: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    done = attain("what-if", folder, *words)
    assert done.returncode == status, done.stdout + done.stderr
    assert said in done.stdout + done.stderr
