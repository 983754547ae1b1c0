"""attain metrics: the catalogue and its values."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.test_pipeline import _folder


def test_the_catalogue_is_an_array_of_objects(attain: Run) -> None:
    done = attain("metrics", "--list", "--format", "json")
    records = json.loads(done.stdout)
    assert len(records) >= 40
    assert all(one["name"] and one["unit"] and one["definition"] for one in records)


def test_values_are_json_for_programs(attain: Run, tmp_path: Path) -> None:
    words = ("--metric", "won_value", "--metric", "lead_count", "--by", "person", "--period", "2026-Q1")
    done = attain("metrics", _folder(tmp_path), *words, "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert {one["by"]["person"]: one["value"] for one in found if one["metric"] == "won_value"}["005U1"] == 1_200_000
    assert found[-1]["undefined"].startswith("needs leads")
    assert found[-1]["value"] is None


def test_people_read_what_is_not_defined(attain: Run, tmp_path: Path) -> None:
    done = attain("metrics", _folder(tmp_path), "--period", "2026-Q1")
    assert "Win rate by count" in done.stdout
    assert "50.0 %" in done.stdout
    assert "not defined: needs targets" in done.stdout


def test_wrong_words_are_answered(attain: Run, tmp_path: Path) -> None:
    assert "is no metric" in attain("metrics", "--list", "--metric", "luck").stderr
    assert "is no dimension" in attain("metrics", _folder(tmp_path), "--by", "colour").stderr
    assert attain("metrics").returncode == 2
    assert attain("metrics", "--format", "metricflow").stdout.startswith("metrics:\n")
