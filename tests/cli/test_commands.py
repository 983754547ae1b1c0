"""check, calculate, schema: what they print, what they write, and how they end.

1. Exit status 0 fine, 1 problems in plans or data, 2 wrong use.
2. With problems nothing is written, and all of them are shown at once.
3. A plan whose examples fail is not used.
4. JSON on stdout is JSON, whatever happens.
"""

import json
from pathlib import Path

import pytest

from attain.sources import init_workspace
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    init_workspace(tmp_path / "sample")
    return tmp_path / "sample"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _plan(sample: Path) -> Path:
    return sample / "plans" / "account_executive.yaml"


def test_problems_are_shown_at_once_and_nothing_is_written(attain: Run, sample: Path, tmp_path: Path) -> None:
    _edit(_plan(sample), "value: amount", "value: amont")
    _edit(_plan(sample), "currency: USD", "currency: UDS")
    _edit(sample / "data" / "deals.csv", "60000.00", "60,000.00.00")
    checked = attain("check", sample)
    assert checked.returncode == 1
    for code in ("PLAN101", "FILE20"):
        assert code in checked.stdout
    assert "Traceback" not in checked.stdout + checked.stderr
    done = attain("calculate", sample, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert not (tmp_path / "out").exists()


def test_a_plan_whose_example_fails_is_not_used(attain: Run, sample: Path, tmp_path: Path) -> None:
    _edit(_plan(sample), "pay: 12%", "pay: 13%")
    checked = attain("check", sample)
    assert checked.returncode == 1
    assert "PLAN107  the example expects 2000.00; the plan pays 2100.00 on line 2" in checked.stdout
    done = attain("calculate", sample, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert not (tmp_path / "out").exists()


def test_check_prints_json(attain: Run, sample: Path) -> None:
    _edit(_plan(sample), "pay: 12%", "pay: 13%")
    (problem,) = json.loads(attain("check", sample, "--format", "json").stdout)
    assert (problem["code"], problem["file"], problem["severity"]) == (
        "PLAN107",
        "plans/account_executive.yaml",
        "error",
    )
    assert problem["line"]
    assert problem["column"]


def test_rows_left_out_by_a_null_condition_are_counted(attain: Run, sample: Path) -> None:
    _edit(sample / "data" / "deals.csv", "20000.00,true,ana", "20000.00,,ana")
    checked = attain("check", sample)
    assert checked.returncode == 0
    assert "1 of 5 rows of 'deals' are left out, because a column is empty: 'is_won' in 1" in checked.stdout
    assert checked.stdout.endswith("1 note\n")


def test_one_plan_is_checked_on_its_own(attain: Run, sample: Path) -> None:
    _edit(sample / "data" / "deals.csv", "60000.00", "not a number")
    checked = attain("check", _plan(sample))
    assert (checked.returncode, checked.stdout) == (0, "no problems\n")
    _edit(_plan(sample), "pay: 12%", "pay: 13%")
    assert attain("check", _plan(sample)).returncode == 1


def test_an_example_of_the_project_is_checked_without_files(attain: Run) -> None:
    checked = attain("check", ROOT / "examples" / "rates" / "marginal_tiers" / "plan.yaml")
    assert (checked.returncode, checked.stdout) == (0, "no problems\n")


def test_calculate_prints_the_reconciliation_and_the_payments(attain: Run, sample: Path) -> None:
    done = attain("calculate", sample)
    assert done.returncode == 0
    words = [line.split() for line in done.stdout.splitlines()]
    assert ["deals", "data/deals.csv", "rows", "5", "5", "0"] in words
    assert ["amount", "235500.50", "235500.50", "0.00"] in words
    assert ["ana", "2026-01", "USD", "4,800.00", "4,800.00"] in words
    assert "reading" in done.stderr


def test_calculate_prints_all_tables_as_json(attain: Run, sample: Path) -> None:
    done = attain("calculate", sample, "--format", "json")
    tables = json.loads(done.stdout)
    assert list(tables) == ["credits", "measures", "earnings", "payments", "periods", "rejects"]
    assert tables["payments"][0]["paid"] == 480_000
    assert tables["credits"][0]["credited_on"] == "2026-01-15"


def test_calculate_prints_problems_as_json(attain: Run, sample: Path) -> None:
    _edit(_plan(sample), "pay: 12%", "pay: 13%")
    done = attain("calculate", sample, "--format", "json")
    assert done.returncode == 1
    assert [problem["code"] for problem in json.loads(done.stdout)] == ["PLAN107"]


def test_as_of_leaves_later_deals_out(attain: Run, sample: Path) -> None:
    done = attain("calculate", sample, "--as-of", "2026-01-31")
    assert "earned 4,800.00" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "nowhere"], "there is no folder or plan 'nowhere'"),
        (["calculate", "nowhere"], "there is no folder 'nowhere'"),
        (["calculate", "sample/attain.yaml"], "is a file; name the folder that holds attain.yaml"),
        (["explain", "nowhere", "--payee", "a", "--period", "b"], "there is no folder 'nowhere'"),
        (["statements", "nowhere", "--out", "out"], "there is no folder 'nowhere'"),
        (["calculate", "sample", "--as-of", "yesterday"], "yesterday"),
        (["calculate"], "WORKSPACE"),
        (["explain", "sample"], "--payee"),
        (["calculate", "sample", "--format", "xml"], "xml"),
        (["pay"], "pay"),
        (["schema", "nothing"], "nothing"),
    ],
)
@pytest.mark.usefixtures("sample")
def test_wrong_use_ends_with_a_line_and_status_2(attain: Run, tmp_path: Path, words: list[str], said: str) -> None:
    done = attain(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_to_is_wrong_use(attain: Run, sample: Path) -> None:
    done = attain("calculate", sample, "--out", sample / "attain.yaml")
    assert done.returncode == 2
    assert "cannot be written to" in done.stderr


def test_a_folder_without_attain_yaml_is_a_problem(attain: Run, tmp_path: Path) -> None:
    done = attain("check", tmp_path)
    assert done.returncode == 1
    assert "WORK101" in done.stdout


@pytest.mark.parametrize(("document", "key"), [("plan", "components"), ("workspace", "sources")])
def test_a_schema_is_printed(attain: Run, document: str, key: str) -> None:
    printed = json.loads(attain("schema", document).stdout)
    assert key in printed["properties"]
    assert printed["$schema"]


def test_the_installed_command_is_the_same(installed: Run, sample: Path) -> None:
    assert installed("--version").stdout == "attain 0.1.0\n"
    done = installed("check", ".", cwd=sample)
    assert (done.returncode, done.stdout) == (0, "no problems\n")
    assert "reading" in done.stderr
    assert installed("check", "nowhere").returncode == 2


def test_help_is_quick_and_names_every_command(attain: Run) -> None:
    done = attain("--help")
    assert done.returncode == 0
    for name in ("init", "check", "calculate", "explain", "statements", "demo", "schema"):
        assert f"\n  {name} " in done.stdout
