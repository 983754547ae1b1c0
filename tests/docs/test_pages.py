"""The pages say what is true: commands print what is shown, links and tests exist, decisions have their parts."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from attain.cli.application import add_commands, app
from tests.docs.pages import ROOT, Block, blocks, commands, pages, shows

LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)#\s]+)(?:#[^)]*)?\)")
NAMED_TEST = re.compile(r"`(?P<file>tests/[\w/]+\.py)(?:::(?P<name>\w+))?`")
FILE_BLOCKS = {"yaml", "csv"}


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _has_commands(page: Path) -> bool:
    return any(b.kind == "console" and "$ attain" in b.text for b in blocks(page.read_text("utf-8")))


@pytest.mark.skipif(not importlib.util.find_spec("attain.cli"), reason="there is no command line yet")
@pytest.mark.parametrize("page", [page for page in pages() if _has_commands(page)], ids=_name)
def test_a_page_runs_from_top_to_bottom(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks titled with a path are written there; commands run in order and print what the page shows."""
    for folder in ("demo", "examples"):
        if (ROOT / folder).is_dir():
            shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("var"))  # a store that runs
    monkeypatch.chdir(tmp_path)
    add_commands(app)
    for block in blocks(page.read_text("utf-8")):
        if block.kind in FILE_BLOCKS and block.title:
            _write(tmp_path / block.title, block)
        elif block.kind == "console":
            _run(page, block)
        elif block.kind == "python" and block.title == "run":
            _run_python(page, block, tmp_path)


def _run_python(page: Path, block: Block, folder: Path) -> None:
    """Run a block of Python in the page's folder; it is a test of its own when it asserts something."""
    command = [sys.executable, "-W", "error", "-c", block.text]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, f"{_name(page)}:{block.line}: {done.stderr}"


def _write(path: Path, block: Block) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")


def _run(page: Path, block: Block) -> None:
    """Run the commands of a block in this process: starting one for each would take most of the time."""
    environment = {"COLUMNS": "110", "NO_COLOR": "1", "TERM": "dumb"}
    for command in commands(block):
        words = shlex.split(command.words)
        if words[0] != "attain":
            continue
        done = CliRunner().invoke(app, words[1:], env=environment)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        place = f"{_name(page)}:{command.line} {command.words}"
        assert done.exit_code == command.exit_status, f"{place}\n{done.stdout}{done.stderr}"
        assert shows(command.output, done.stdout + done.stderr), f"{place} printed:\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_a_plan_on_a_page_is_checked(page: Path) -> None:
    """A plan stands in a block titled with its path, so that the page's commands read it."""
    plans = [block for block in blocks(page.read_text("utf-8")) if block.text.startswith("plan:")]
    found = [f"{_name(page)}:{block.line}" for block in plans if not block.title or not _has_commands(page)]
    assert not found, f"title the block with a path and run attain check below it: {found}"


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = [m["target"] for m in LINK.finditer(text) if "://" not in m["target"]]
    found = [target for target in targets if not (page.parent / target).exists()]
    assert not found, f"{_name(page)}: {found}"


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_every_named_test_exists(page: Path) -> None:
    found: list[str] = []
    for named in NAMED_TEST.finditer(page.read_text("utf-8")):
        file = ROOT / named["file"]
        if not file.exists() or (named["name"] and f"def {named['name']}(" not in file.read_text("utf-8")):
            found.append(named[0])
    assert not found, f"{_name(page)}: {found}"


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=_name)
def test_a_decision_has_context_decision_and_consequences(page: Path) -> None:
    text = page.read_text("utf-8")
    assert re.search(r"^## Context\n.*^## Decision\n\n> .+?\n.*^## Consequences\n", text, re.MULTILINE | re.DOTALL)
    assert _name(page).rpartition("/")[2] in (ROOT / "docs" / "decisions" / "index.md").read_text("utf-8")


def test_the_glossary_defines_a_word_once() -> None:
    words = re.findall(r"^\*\*(.+?)\*\*", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.MULTILINE)
    assert len(words) == len({word.lower() for word in words})
    assert words


def test_the_behaviours_index_lists_every_behaviour() -> None:
    folder = ROOT / "docs" / "behaviours"
    listed = set(LINK.findall((folder / "index.md").read_text("utf-8")))
    found = [page.name for page in folder.glob("*.md") if page.name != "index.md" and page.name not in listed]
    assert not found, f"docs/behaviours/index.md does not list {found}"


def test_the_index_of_plans_lists_every_plan_of_the_library() -> None:
    index = ROOT / "docs" / "plans.md"
    listed = [target.split("/")[-2] for target in LINK.findall(index.read_text("utf-8")) if "/plans/" in target]
    assert listed == sorted(path.parent.name for path in (ROOT / "examples" / "plans").glob("*/attain.yaml"))


def test_every_fragment_of_the_changelog_has_a_type() -> None:
    fragments = [page.name for page in (ROOT / "changes").glob("*") if page.name != "README.md"]
    found = [name for name in fragments if not re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|pay)\.md", name)]
    assert not found, f"changes/: {found}"


@pytest.mark.parametrize(
    ("shown", "printed", "is_shown"),
    [
        ("total 5\n", "total 5\n", True),
        ("total 5\n", "total 6\n", False),
        ("first\n...\nlast\n", "first\nmiddle\nlast\n", True),
        ("first\n...\n", "first\n", True),
        ("total ...\n", "total 1,169,425.96\n", True),
        ("total ...\n", "sum 1\n", False),
    ],
)
def test_what_a_page_shows_is_compared(shown: str, printed: str, *, is_shown: bool) -> None:
    assert shows(shown, printed) is is_shown
