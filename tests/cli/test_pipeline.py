"""attain pipeline: deals in the shapes of CRMs in, what is known of them out."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.opportunities.native import OPPORTUNITY_HISTORY, SALESFORCE, STAGES, workspace

PIPELINE = f"{{opportunities: {{file: d.csv}}, history: [{{kind: salesforce_history, file: h.csv}}], stages: {STAGES}}}"


def _folder(tmp_path: Path) -> Path:
    return workspace(tmp_path, PIPELINE, {"d.csv": SALESFORCE, "h.csv": OPPORTUNITY_HISTORY})


def test_reading_says_what_was_found(attain: Run, tmp_path: Path) -> None:
    done = attain("pipeline", "read", _folder(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 deals in 8 versions, known from 1 load" in done.stdout
    assert "stage read from 'StageName'" in done.stdout


def test_problems_are_json_for_programs(attain: Run, tmp_path: Path) -> None:
    done = attain("pipeline", "read", workspace(tmp_path, "{}", {}), "--format", "json")
    assert done.returncode == 1
    assert [one["code"] for one in json.loads(done.stdout)] == ["OPPO101"]
