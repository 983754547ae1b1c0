"""The demo of deals with a past: what is read, what is drawn, and whether what came is where the forecast said."""

import csv
import json
from decimal import Decimal
from pathlib import Path

from tests.cli.conftest import Run
from tests.tidy.tree import ROOT

LIVE = ROOT / "demo" / "adventure_works_live"


def test_every_deal_of_the_demo_has_its_whole_past(attain: Run) -> None:
    done = attain("pipeline", "read", LIVE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no problems" in done.stdout
    assert "the past is told of: amount, close_date, outcome, owner_id, stage" in done.stdout


def test_what_really_came_lies_where_the_forecast_said(attain: Run) -> None:
    found = json.loads(attain("forecast", LIVE, "--format", "json").stdout)
    with (LIVE / "data" / "outcomes.csv").open(encoding="utf-8") as file:
        rows = [
            row for row in csv.DictReader(file) if row["Outcome"] == "Closed Won" and row["ClosedOn"] < "2014-06-01"
        ]
    came = found["roll_up"]["closed"]["deals"] + sum(int(Decimal(row["Amount"]) * 100) for row in rows)
    assert found["p10"] < came < found["p90"]


def test_every_chart_of_deals_is_drawn(attain: Run, tmp_path: Path) -> None:
    done = attain("report", LIVE, "--out", tmp_path / "d.html")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "d.html").read_text("utf-8")
    assert text.count('class="needs"') == 1
    assert "Needs what was paid" in text
