"""The command line as a person meets it: a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ATTAIN = Path(sys.executable).parent / "attain"
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def attain() -> Run:
    """Run ``attain`` with some words; the folder it runs in is ``cwd``."""

    def run(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"COLUMNS": "110", "NO_COLOR": "1", "TERM": "dumb", "POLARS_MAX_THREADS": "2"}
        command = [str(ATTAIN), *map(str, words)]
        return subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    return run
