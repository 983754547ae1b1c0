"""attain report: from a file of deals to a dashboard in two commands."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.opportunities.native import SALESFORCE
from tests.tidy.tree import ROOT


def test_from_a_file_to_a_dashboard_in_two_commands(attain: Run, tmp_path: Path) -> None:
    deals = tmp_path / "deals.csv"
    deals.write_text(SALESFORCE, encoding="utf-8")
    made = attain("init", tmp_path / "own", deals)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "attain report" in made.stdout
    done = attain("report", tmp_path / "own")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "own" / "dashboard.html").read_text("utf-8")
    assert "$12,000.00" in text
    assert "Needs a history of StageName" in text


def test_the_demo_of_twenty_thousand_deals(attain: Run, tmp_path: Path) -> None:
    done = attain("report", ROOT / "demo" / "regional_sales", "--out", tmp_path / "d.html")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "d.html").read_text("utf-8")
    assert "20,000 deals, 19 sellers with open ones" in text
    assert "$27.8M" in text
    assert "Needs targets: pipeline.targets names no file." in text
    read = attain("pipeline", "read", ROOT / "demo" / "regional_sales")
    assert "20,000 deals in 34,667 versions" in read.stdout
