"""One payment, walked back: the sums equal the payment, the leaves are lines of files."""

import json
from pathlib import Path
from typing import Any

import pytest

from attain.sources import init_workspace
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "demo" / "adventure_works"


@pytest.fixture(scope="module")
def explained(attain: Run) -> dict[str, Any]:
    done = attain("explain", DEMO, "--payee", "276", "--period", "FY2013-Q1", "--format", "json")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_the_payment_of_the_demo_is_explained(explained: dict[str, Any]) -> None:
    text = json.dumps(explained)
    assert explained["payment"]["paid"] == "11747.99"
    assert "1169425.96" in text
    assert "1355000" in text
    assert "data/SalesOrderHeader.csv.gz:" in text
    assert "plans/sales_representative.yaml:" in text


def test_every_place_is_a_line_of_a_file(explained: dict[str, Any]) -> None:
    places = {text.split(" ")[0] for text in _texts(explained) if text.startswith(("data/", "plans/"))}
    lines = [place.split(":")[1] for place in places if ":" in place]
    assert len(lines) > 40
    assert all(line.isdigit() and int(line) for line in lines)
    assert all((DEMO / place.split(":")[0]).is_file() for place in places)


def _texts(node: object) -> list[str]:
    if isinstance(node, dict):
        return [text for child in node.values() for text in _texts(child)]
    if isinstance(node, list):
        return [text for child in node for text in _texts(child)]
    return [node] if isinstance(node, str) else []


def test_text_is_for_people(attain: Run, tmp_path: Path) -> None:
    init_workspace(tmp_path / "sample")
    done = attain("explain", tmp_path / "sample", "--payee", "ana", "--period", "2026-03")
    assert done.returncode == 0
    assert "$10,000.00 × 8%" in done.stdout
    assert "$10,000.00 × 12%" in done.stdout
    assert "data/deals.csv:4" in done.stdout


@pytest.mark.parametrize(
    ("payee", "period", "said"),
    [("anna", "2026-03", "did you mean 'ana'?"), ("ana", "2026-3", "did you mean '2026-03'?")],
)
def test_a_payee_or_period_that_is_not_there_is_wrong_use(
    attain: Run, tmp_path: Path, payee: str, period: str, said: str
) -> None:
    init_workspace(tmp_path / "sample")
    done = attain("explain", tmp_path / "sample", "--payee", payee, "--period", period)
    assert done.returncode == 2
    assert said in done.stderr
    assert not done.stdout


def test_a_workspace_with_problems_is_not_explained(attain: Run, tmp_path: Path) -> None:
    init_workspace(tmp_path / "sample")
    (tmp_path / "sample" / "data" / "roster.csv").write_text("payee\nben\n", encoding="utf-8")
    done = attain("explain", tmp_path / "sample", "--payee", "ana", "--period", "2026-03")
    assert done.returncode == 1
    assert "TARG" in done.stdout
