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


REPORT_EXPORT = """\
Opportunity ID,Opportunity Name,Stage,Close Date,Amount,Opportunity Owner,Created Date,Account Name,Won,Closed
006A,Rollout,Closed Won,3/20/2026,"12,000.00",Ana Bell,1/5/2026,Acme,1,1
006B,Renewal,Negotiation/Review,5/15/2026,"8,000.50",Ben Cole,1/10/2026,Bolt,0,0
006C,Trial,Closed Lost,2/11/2026,500.00,Ana Bell,1/20/2026,Acme,0,1
"""


def test_a_report_exported_with_its_labels_is_recognised_too(attain: Run, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(REPORT_EXPORT, encoding="utf-8")
    made = attain("init", tmp_path / "own", tmp_path / "deals.csv")
    assert made.returncode == 0, made.stdout + made.stderr
    done = attain("report", tmp_path / "own")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "own" / "dashboard.html").read_text("utf-8")
    assert "$12,000.00" in text
    assert "Ben Cole" in text
    assert "Needs a history of StageName" in text
