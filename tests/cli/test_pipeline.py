"""attain pipeline: deals in the shapes of CRMs in, what is known of them out."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.opportunities.native import OPPORTUNITY_HISTORY, SALESFORCE, STAGES, workspace
from tests.tidy.tree import ROOT

LIVE = ROOT / "demo" / "adventure_works_live"
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


def test_as_at_a_past_day_shows_the_stages_of_then(attain: Run, tmp_path: Path) -> None:
    done = attain("pipeline", "as-at", _folder(tmp_path), "--at", "2026-02-10")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Proposal Made      1  10,000.00" in done.stdout
    assert "3 open deals, 18,500.50 USD" in done.stdout


def test_the_bridge_adds_up_in_the_terminal(attain: Run, tmp_path: Path) -> None:
    done = attain("pipeline", "bridge", _folder(tmp_path), "--from", "2026-02-10", "--format", "json")
    found = {row["reason"]: row["change"] for row in json.loads(done.stdout)}
    assert found["start"] == 1_850_050
    assert (found["increased"], found["won"], found["lost"], found["end"]) == (200_000, -1_200_000, -50_000, 800_050)


def test_wrong_words_are_answered(attain: Run, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    assert "is no column of deals" in attain("pipeline", "as-at", folder, "--by", "colour").stderr
    assert "there is no load 7" in attain("pipeline", "as-at", folder, "--known-at", "7").stderr
    done = attain("pipeline", "bridge", folder, "--from", "2026-02-10", "--period", "2026-Q9")
    assert done.returncode == 2
    assert "no period of the calendar" in done.stderr


def test_doubtful_deals_come_with_their_reason(attain: Run, tmp_path: Path) -> None:
    done = attain("pipeline", "doubtful", _folder(tmp_path), "--period", "2026-Q2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "average cycle 74 days" in done.stdout


def test_the_shape_of_the_pipeline(attain: Run, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    done = attain("pipeline", "shape", folder, "--at", "2026-03-20")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2026-03  Prospecting      1   8,000.50" in done.stdout
    assert "2026-03-31      1  8,000.50" in done.stdout
    assert "no account has several open deals" in done.stdout
    found = json.loads(attain("pipeline", "shape", folder, "--by-month-of", "created", "--format", "json").stdout)
    assert [(row["month"], row["deal_count"]) for row in found["by_month"]] == [("2026-01", 1)]
    assert found["parked"] == []


def test_what_slipped_out_of_a_period_is_listed(attain: Run, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    done = attain("pipeline", "slips", folder, "--period", "2026-03")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Renewal  005U2  2026-03-31  2026-05-15  8,000.50" in done.stdout
    assert "1 of 2 deals moved out of 2026-03; slip rate: 44.4 % of the value" in done.stdout
    moved = json.loads(attain("pipeline", "slips", folder, "--period", "2026-03", "--format", "json").stdout)
    assert [row["opportunity_id"] for row in moved] == ["006B"]
    assert "had not begun" in attain("pipeline", "slips", folder, "--period", "2026-Q3").stderr
    none = attain("pipeline", "slips", folder, "--period", "2026-02")
    assert "0 of 1 deal moved out of 2026-02; slip rate: 0.0 % of the value" in none.stdout


def test_an_age_that_is_not_known_is_said(attain: Run, tmp_path: Path) -> None:
    # 006B, open, has neither a day of creation nor a history.
    deals = SALESFORCE.replace("2026-01-10T10:00:00.000+0000", "")
    pipeline = f"{{opportunities: {{file: d.csv}}, stages: {STAGES}}}"
    done = attain("pipeline", "doubtful", workspace(tmp_path, pipeline, {"d.csv": deals}), "--period", "2026-Q2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "of 1 open deal due the age is not known" in done.stdout


def test_how_likely_deals_slip_and_how_far_that_held(attain: Run) -> None:
    done = attain("pipeline", "doubtful", LIVE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "how likely each slips is learned from 8 earlier periods" in done.stdout
    found = json.loads(attain("pipeline", "doubtful", LIVE, "--format", "json").stdout)
    assert all(0 < row["slip_probability"] < 1 for row in found)
    words = attain("pipeline", "doubtful", LIVE, "--reliability").stdout
    assert "judged on the last" in words
    tenths = json.loads(attain("pipeline", "doubtful", LIVE, "--reliability", "--format", "json").stdout)
    assert [row["group"] for row in tenths] == list(range(1, 11))
    assert sum(row["is_inside"] for row in tenths) >= 9


def test_without_earlier_periods_reliability_is_not_shown(attain: Run, tmp_path: Path) -> None:
    done = attain("pipeline", "doubtful", _folder(tmp_path), "--reliability")
    assert done.returncode == 2
    assert "it takes four earlier periods" in done.stderr
