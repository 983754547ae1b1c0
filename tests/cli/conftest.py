"""The command line as a person meets it: words in, an exit status and two streams of text out."""

import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest
from typer.testing import CliRunner

from attain.cli import app

ATTAIN = Path(sys.executable).parent / "attain"
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture(scope="session")
def attain() -> Run:
    """Run ``attain`` with some words, in this process; ``cwd`` is the folder it runs in."""

    def run(*words: object, cwd: Path | None = None) -> Done:
        texts = [str(word) for word in words]
        with chdir(cwd or Path.cwd()):
            result = CliRunner().invoke(app, texts, env={"COLUMNS": "110", "NO_COLOR": "1", "TERM": "dumb"})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return subprocess.CompletedProcess(texts, result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def installed() -> Run:
    """Run ``attain`` as it is installed, on its own."""

    def run(*words: object, cwd: Path | None = None) -> Done:
        command = [str(ATTAIN), *map(str, words)]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)

    return run
