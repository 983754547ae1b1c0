"""Statements are pages that open from the disk, and the demo writes them for everybody."""

import re
from pathlib import Path

from attain.sources import init_workspace
from tests.cli.conftest import Run


def test_a_page_per_payment_and_an_index(attain: Run, tmp_path: Path) -> None:
    init_workspace(tmp_path / "sample")
    done = attain("statements", "sample", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "open out/index.html\n"
    index = (tmp_path / "out" / "index.html").read_text("utf-8")
    links = set(re.findall(r'href="([^"#]+\.html)"', index))
    assert links
    assert all((tmp_path / "out" / link).is_file() for link in links)


def test_paper_and_spreadsheets_of_one_payment(attain: Run, tmp_path: Path) -> None:
    init_workspace(tmp_path / "sample")
    asked = ("--as", "pdf", "--as", "xlsx", "--as", "csv", "--payee", "ana", "--period", "2026-01")
    done = attain("statements", "sample", "--out", "out", *asked, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "written to out\n"
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"ana_2026-01_USD.{form}" for form in ("pdf", "xlsx", "csv")
    }
    wrong = attain("statements", "sample", "--out", "none", "--payee", "anna", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "did you mean 'ana'?" in wrong.stderr
    assert not (tmp_path / "none").exists()


def test_a_workspace_with_problems_has_no_statements(attain: Run, tmp_path: Path) -> None:
    init_workspace(tmp_path / "sample")
    (tmp_path / "sample" / "data" / "targets.csv").unlink()
    done = attain("statements", "sample", "--out", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert "FILE101" in done.stdout
    assert not (tmp_path / "out").exists()


def test_the_demo_says_what_it_did_and_what_to_open(attain: Run, tmp_path: Path) -> None:
    done = attain("demo", "--out", tmp_path / "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^276 +Linda Mitchell +11,747\.99 +86\.3%", done.stdout, re.MULTILINE)
    assert "to review: 676 rows of orders: Outside the representative's territory history" in done.stdout
    assert f"open {tmp_path / 'out' / 'statements' / 'index.html'}" in done.stdout
    assert len(list((tmp_path / "out" / "statements").glob("*.html"))) == 164
    assert (tmp_path / "out" / "payments.parquet").is_file()
