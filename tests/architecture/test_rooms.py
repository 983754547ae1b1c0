"""The rooms stand in one order, and the map on the architecture page is that order."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.tidy.tree import ROOT, SOURCE


def _layers() -> list[str]:
    """The rooms of the import contract, first to last in the flow of data."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["id"] == "flow")["layers"]
    return [layer.strip("()") for layer in reversed(layers)]


def _rooms() -> set[str]:
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    return folders | {path.stem for path in SOURCE.glob("*.py") if path.stem != "__init__"}


def test_the_contract_names_every_room() -> None:
    assert not _rooms() - set(_layers())


def test_the_map_is_the_contract() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    mapped = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert mapped == [room for room in _layers() if room in _rooms()]


def test_the_page_of_architecture_is_one_page() -> None:
    assert (ROOT / "ARCHITECTURE.md").read_text("utf-8").count("\n") <= 120


def test_a_room_outside_the_order_breaks_the_contract(tmp_path: Path) -> None:
    """The contract is exhaustive: a folder nobody thought about is refused."""
    _copy(tmp_path)
    assert _lint(tmp_path).returncode == 0
    (tmp_path / "attain" / "utils").mkdir()
    (tmp_path / "attain" / "utils" / "__init__.py").write_text("", encoding="utf-8")
    refused = _lint(tmp_path)
    assert refused.returncode != 0
    assert "utils" in refused.stdout + refused.stderr


def test_an_import_against_the_flow_breaks_the_contract(tmp_path: Path) -> None:
    _copy(tmp_path)
    (tmp_path / "attain" / "diagnostics" / "codes.py").write_text("import attain.money\n", encoding="utf-8")
    assert _lint(tmp_path).returncode != 0


def test_the_core_may_not_know_the_application(tmp_path: Path) -> None:
    _copy(tmp_path)
    (tmp_path / "attain" / "diagnostics" / "codes.py").write_text("import attain_web.databases\n", encoding="utf-8")
    refused = _lint(tmp_path)
    assert refused.returncode != 0
    assert "The core knows nothing of the application BROKEN" in refused.stdout


def _copy(folder: Path) -> None:
    for package in ("attain", "attain_web"):
        shutil.copytree(SOURCE.parent / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environment = {"PYTHONPATH": str(folder), "PATH": "", "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)
