"""attain forecast: the roll-up and the projection."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.opportunities.native import OPPORTUNITY_HISTORY, SALESFORCE, STAGES, workspace

FORECASTS = "owner,period,submitted_at,amount\n005U2,2026-Q2,2026-03-01,7000\n005U1,2026-Q1,2026-02-01,11000\n"
ADJUSTMENTS = "owner,period,category,author,adjusted_at,amount,note\n005U2,2026-Q2,commit,005U2,2026-03-31,6000,slow\n"


def _folder(tmp_path: Path) -> Path:
    parts = ["opportunities: {file: d.csv}", "history: [{kind: salesforce_history, file: h.csv}]", f"stages: {STAGES}"]
    parts += ["forecasts: {file: f.csv}", "adjustments: {file: a.csv}"]
    files = {"d.csv": SALESFORCE, "h.csv": OPPORTUNITY_HISTORY, "f.csv": FORECASTS, "a.csv": ADJUSTMENTS}
    return workspace(tmp_path, "{" + ", ".join(parts) + "}", files)


def test_the_deals_the_owner_and_the_manager_have_their_numbers(attain: Run, tmp_path: Path) -> None:
    done = attain("forecast", _folder(tmp_path), "--period", "2026-Q2", "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["roll_up"]["commit"] == {"deals": 800_050, "owners": 600_000, "managers": 600_000}
    assert found["target"] is None


def test_people_read_the_projection_and_what_is_stale(attain: Run, tmp_path: Path) -> None:
    done = attain("forecast", _folder(tmp_path), "--period", "2026-Q2", "--single")
    assert "commit       8,000.50  6,000.00  6,000.00" in done.stdout
    assert "projection: P10" in done.stdout
    assert "stale: 005U2, 31 days old" in done.stdout


def test_the_accuracy_of_what_was_submitted(attain: Run, tmp_path: Path) -> None:
    words = ("--period", "2026-Q1", "--metric", "forecast_wmape", "--format", "json")
    (found,) = json.loads(attain("metrics", _folder(tmp_path), *words).stdout)
    assert round(found["value"], 4) == round(1_000 / 12_000, 4)
