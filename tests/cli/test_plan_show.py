"""attain plan show: a plan in sentences and pictures.

1. The text has every section and the curve of every component whose pays are numbers.
2. The SVG is well-formed and the same bytes each time; JSON has the same sentences and exact points.
3. A plan that is wrong is not read; its problems are printed.
"""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
WHOLE = ROOT / "examples" / "rates" / "whole_tiers" / "plan.yaml"


def test_a_plan_is_read_and_drawn(attain: Run) -> None:
    done = attain("plan", "show", WHOLE)
    assert done.returncode == 0
    assert "Pay everything at the rate reached: 5 % from 0, 8 % from 100,000." in " ".join(done.stdout.split())
    lines = done.stdout.splitlines()
    (title,) = [number for number, line in enumerate(lines) if line.startswith("volume_commission: ")]
    assert lines[title] == "volume_commission: pay in USD by measure in USD"
    assert lines[title + 1].startswith("10,000.00 │")
    assert lines[title + 1].endswith("█")
    assert lines[-1].split() == ["0", "100,000", "125,000"]


def test_the_drawing_is_the_same_each_time(attain: Run, tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        assert attain("plan", "show", WHOLE, "--svg", tmp_path / name).returncode == 0
    text = (tmp_path / "one.svg").read_text("utf-8")
    assert text == (tmp_path / "two.svg").read_text("utf-8")
    root = ET.fromstring(text)  # noqa: S314 - our own drawing
    (line,) = root.iter("{http://www.w3.org/2000/svg}polyline")
    # 100,000 of 125,000 lies at 88 + 0.8 x 448 = 446.4; there the payout jumps from 5,000 to 8,000 of 10,000.
    assert line.attrib["points"] == "88,196 446.4,118 446.4,71.2 536,40"


def test_json_has_the_sentences_and_exact_points(attain: Run) -> None:
    shown = json.loads(attain("plan", "show", WHOLE, "--format", "json").stdout)
    assert shown["plan"] == "volume_bonus"
    assert [section["title"] for section in shown["sections"]] == [
        "A volume rate on everything",
        "volume_commission",
        "examples",
    ]
    points = dict(shown["curves"][0]["points"])
    assert points["100000"] == "8000"
    assert points["9999999/100"] == "9999999/2000"


def test_a_curve_that_cannot_be_drawn_says_why(attain: Run, tmp_path: Path) -> None:
    plan = ROOT / "demo" / "adventure_works" / "plans" / "sales_representative.yaml"
    done = attain("plan", "show", plan)
    assert "order_commission: no curve is drawn, its pay is 'payee.commission * 50%'" in done.stdout
    flat = tmp_path / "plans" / "flat.yaml"
    flat.parent.mkdir()
    (tmp_path / "attain.yaml").write_text(
        "currency: USD\nsources: {deals: {file: d.csv, key: [id], as_of: on_day, columns: {id: text, on_day: date, "
        "owner: payee, amount: money, rate: percent}}}\n",
        encoding="utf-8",
    )
    flat.write_text(
        "plan: flat\ncurrency: USD\neffective: {from: 2026-01-01}\n"
        "components: {c: {credit: {source: deals}, rate: {kind: flat_rate, pay: rate}}}\n",
        encoding="utf-8",
    )
    done = attain("plan", "show", flat, "--svg", tmp_path / "none.svg")
    assert done.returncode == 2
    assert "no curve that can be drawn" in done.stderr
    assert not (tmp_path / "none.svg").exists()


def test_a_wrong_plan_is_not_read(attain: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("plan: wrong\n", encoding="utf-8")
    done = attain("plan", "show", wrong)
    assert done.returncode == 1
    assert "YAML1" in done.stdout
    assert attain("plan", "show", tmp_path / "nothing.yaml").returncode == 2


def test_a_plan_is_written_as_a_document(attain: Run, tmp_path: Path) -> None:
    done = attain("plan", "document", WHOLE)
    assert done.returncode == 0, done.stderr
    assert "- **1.1** The plan " in done.stdout
    assert "### Example 1: " in done.stdout
    written = attain("plan", "document", WHOLE, "--out", tmp_path / "plan.md")
    assert written.returncode == 0
    assert (tmp_path / "plan.md").read_text("utf-8").rstrip() == done.stdout.rstrip()
    (tmp_path / "wrong.yaml").write_text("plan: x\n", "utf-8")
    assert attain("plan", "document", tmp_path / "wrong.yaml").returncode == 1
