"""Run the commands of the store in this process, as the entry points of the project name them."""

import json
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

ROOT = Path(__file__).parents[2]
GROUP = "attain.commands"


def application() -> typer.Typer:
    """An application with every command that the project declares."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    made = typer.Typer()
    for name, value in project["entry-points"][GROUP].items():
        loaded: Any = EntryPoint(name, value, GROUP).load()
        if isinstance(loaded, typer.Typer):
            made.add_typer(loaded, name=name)
        else:
            made.command(name=name)(loaded)
    return made


def attain(*words: object, status: int = 0) -> str:
    """Run a command, check how it ended, and return what it printed; the last word may be a JSON flag."""
    result = CliRunner().invoke(application(), [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == status, result.output
    return result.output


def said(*words: object) -> Any:
    """Run a command with ``--json`` and return what it says."""
    result = CliRunner().invoke(application(), [*map(str, words), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
