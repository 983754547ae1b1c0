"""Tables are written whole or not at all, and the same inputs give the same bytes.

1. Two runs write the same bytes.
2. The order of the source's rows and the number of threads change nothing.
3. With errors nothing is written; a failed run leaves the files of the one before.
4. Every file keeps its table's contract.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from attain.credits import CREDITS
from attain.earnings import EARNINGS
from attain.measures import MEASURES
from attain.payments import PAYMENTS
from attain.periods import PERIODS
from attain.runs import calculate_opened, open_workspace
from attain.runs.writing import TABLE_NAMES, write_tables
from attain.sources import REJECTS, init_workspace

CONTRACTS = {table.name: table for table in (CREDITS, MEASURES, EARNINGS, PAYMENTS, PERIODS, REJECTS)}
PROGRAM = """
import sys
from pathlib import Path
from attain.runs import calculate_opened, open_workspace
from attain.runs.writing import write_tables
opened = open_workspace(Path(sys.argv[1]))
write_tables(calculate_opened(opened), opened.loaded, Path(sys.argv[2]))
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    init_workspace(tmp_path / "sample")
    return tmp_path / "sample"


def _write(workspace: Path, out: Path) -> list[Path]:
    opened = open_workspace(workspace)
    return write_tables(calculate_opened(opened), opened.loaded, out)


def _digests(out: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}


def test_all_tables_of_the_contract_are_written(workspace: Path, tmp_path: Path) -> None:
    files = _write(workspace, tmp_path / "a" / "out")
    assert [file.name for file in files] == [f"{name}.parquet" for name in TABLE_NAMES]
    for file in files:
        frame = pl.read_parquet(file)
        assert CONTRACTS[file.stem].checked(frame).equals(frame)
    assert pl.read_parquet(files[3])["paid"].sum() == 1_284_004


def test_two_runs_write_the_same_bytes(workspace: Path, tmp_path: Path) -> None:
    _write(workspace, tmp_path / "a")
    _write(workspace, tmp_path / "b")
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_do_not_matter(workspace: Path, tmp_path: Path, threads: int) -> None:
    _write(workspace, tmp_path / "a")
    environment = os.environ | {"POLARS_MAX_THREADS": str(threads)}
    command = [sys.executable, "-c", PROGRAM, str(workspace), str(tmp_path / "b")]
    subprocess.run(command, env=environment, check=True, timeout=60)
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")


def test_the_order_of_rows_matters_only_where_lines_of_the_file_are_named(workspace: Path, tmp_path: Path) -> None:
    _write(workspace, tmp_path / "a")
    deals = workspace / "data" / "deals.csv"
    header, *rows = deals.read_text("utf-8").splitlines()
    deals.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    _write(workspace, tmp_path / "b")
    before, after = _digests(tmp_path / "a"), _digests(tmp_path / "b")
    assert before.pop("credits.parquet") != after.pop("credits.parquet")
    assert before == after


def test_with_errors_nothing_is_written(workspace: Path, tmp_path: Path) -> None:
    (workspace / "data" / "roster.csv").write_text("payee,title\nana,Account Executive\n", encoding="utf-8")
    with pytest.raises(ValueError, match="errors"):
        _write(workspace, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_failed_write_leaves_the_files_of_the_run_before(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(workspace, tmp_path / "out")
    (tmp_path / "out" / "mine.txt").write_text("kept", encoding="utf-8")
    before = _digests(tmp_path / "out")
    real = pl.LazyFrame.sink_parquet

    def full(frame: pl.LazyFrame, file: Path, **settings: object) -> None:
        if file.name == "payments.parquet":
            raise OSError(28, "No space left on device")
        real(frame, file, **settings)

    monkeypatch.setattr(pl.LazyFrame, "sink_parquet", full)
    with pytest.raises(OSError, match="No space"):
        _write(workspace, tmp_path / "out")
    assert _digests(tmp_path / "out") == before
