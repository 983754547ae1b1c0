"""A workspace from somebody's own files, or a sample: both can be checked and calculated at once."""

from pathlib import Path

from tests.cli.conftest import Run

ORDERS = """\
SalesOrderID\t OrderDate \tSubTotal\tSalesPersonID\tTerritoryID
43659\t2026-01-31\t20565.6206\t279\t5
43660\t2026-01-31\t1294.2529\t279\t5
43661\t2026-02-15\t32726.4786\t282\t6
43662\t2026-02-28\t28832.5289\t\t6
43663\t2026-03-31\t419.4589\t276\t4
"""


def test_a_sample_can_be_checked_and_calculated_as_it_stands(attain: Run, tmp_path: Path) -> None:
    made = attain("init", "sample", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "plans/account_executive.yaml" in made.stdout
    checked = attain("check", "sample", cwd=tmp_path)
    assert (checked.returncode, checked.stdout) == (0, "no problems\n"), checked.stdout
    done = attain("calculate", "sample", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "2 payees: earned 12,840.04, paid 12,840.04 USD" in done.stdout
    assert (tmp_path / "out" / "payments.parquet").exists()


def test_a_workspace_is_proposed_from_somebodys_file(attain: Run, tmp_path: Path) -> None:
    (tmp_path / "SalesOrderHeader.csv").write_text(ORDERS, encoding="utf-8")
    made = attain("init", "mine", "SalesOrderHeader.csv", cwd=tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    assert "SalesPersonID" in made.stdout
    assert "owner" in made.stdout
    assert (tmp_path / "mine" / "data" / "SalesOrderHeader.csv").read_text("utf-8") == ORDERS
    checked = attain("check", "mine", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    done = attain("calculate", "mine", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert "3 payees" in done.stdout


def test_nothing_is_overwritten(attain: Run, tmp_path: Path) -> None:
    (tmp_path / "attain.yaml").write_text("name: mine\n", encoding="utf-8")
    made = attain("init", ".", cwd=tmp_path)
    assert made.returncode == 1
    assert "attain.yaml  WORK107  the file exists" in made.stdout
    assert (tmp_path / "attain.yaml").read_text("utf-8") == "name: mine\n"
    assert not (tmp_path / "plans").exists()


def test_a_file_that_is_not_there_is_wrong_use(attain: Run, tmp_path: Path) -> None:
    made = attain("init", "mine", "deals.csv", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (2, "attain: there is no file 'deals.csv'\n")
    assert not (tmp_path / "mine").exists()


def test_a_file_where_the_folder_belongs_is_wrong_use(attain: Run, tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(ORDERS, encoding="utf-8")
    made = attain("init", "deals.csv", cwd=tmp_path)
    assert made.returncode == 2
    assert "name a folder first" in made.stderr
