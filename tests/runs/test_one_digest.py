"""One digest: a workspace whose rows are shuffled, calculated again and again, on one, two and four threads.

1. Every rerun writes the same tables, byte for byte; ``credits`` but for the line of the file that it names.
2. That line is where the shuffled file holds the transaction.
"""

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from attain.runs.writing import TABLE_NAMES
from bench.workload import write_workspace

THREADS = (1, 2, 4)
PROGRAM = """
import sys
from pathlib import Path
from attain.runs import calculate_opened, open_workspace
from attain.runs.writing import write_tables
for folder in map(Path, sys.argv[1:]):
    opened = open_workspace(folder)
    write_tables(calculate_opened(opened), opened.loaded, folder / "out")
"""


def test_three_reruns_have_one_digest(tmp_path: Path) -> None:
    assert len(_digests(tmp_path, deal_count=3_000, rerun_count=1)) == 1


@pytest.mark.slow
def test_sixty_reruns_have_one_digest(tmp_path: Path) -> None:
    found = _digests(tmp_path, deal_count=70_000, rerun_count=20)  # more lines than a row group holds
    sys.stdout.write(f"{len(THREADS)} x 20 reruns of 70,000 deals, {len(found)} digest: {' '.join(sorted(found))}\n")
    assert len(found) == 1


def _digests(folder: Path, *, deal_count: int, rerun_count: int) -> set[str]:
    """Calculate a workspace so often with each number of threads, each time with its rows in another order."""
    write_workspace(folder / "given", deal_count, seed=1)
    found: set[str] = set()
    for threads in THREADS:
        shuffled = [folder / f"{number}-{threads}" for number in range(rerun_count)]
        for number, rerun in enumerate(shuffled):
            _shuffle(folder / "given", rerun, seed=10 * number + threads)
        environment = os.environ | {"POLARS_MAX_THREADS": str(threads)}
        subprocess.run([sys.executable, "-c", PROGRAM, *map(str, shuffled)], env=environment, check=True)
        found |= {_digest(rerun) for rerun in shuffled}
    return found


def _shuffle(given: Path, folder: Path, seed: int) -> None:
    """Copy a workspace with the rows of every table in another order."""
    for path in sorted(given.rglob("*")):
        copy = folder / path.relative_to(given)
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".parquet":
            pl.read_parquet(path).sample(fraction=1, shuffle=True, seed=seed).write_parquet(copy)
        elif path.is_file():
            copy.write_bytes(path.read_bytes())


def _digest(workspace: Path) -> str:
    out = workspace / "out"
    assert sorted(path.stem for path in out.iterdir()) == sorted(TABLE_NAMES)
    digest = hashlib.sha256()
    for name in TABLE_NAMES:
        path = out / f"{name}.parquet"
        digest.update(_without_lines(path, workspace) if name == "credits" else path.read_bytes())
    return digest.hexdigest()


def _without_lines(path: Path, workspace: Path) -> bytes:
    """The credits but for the lines they name, after these were looked up."""
    frame = pl.read_parquet(path)
    ids = pl.read_parquet(workspace / "data" / "deals.parquet")["deal_id"]
    assert frame["transaction_id"].equals(ids.gather(frame["source_line"] - 2), check_names=False)
    written = io.BytesIO()
    frame.drop("source_line").write_ipc(written)
    return written.getvalue()
