"""Aimed cases: for every diagnostic code a malformed workspace that reaches it.

They come from ``aimed/*.yaml`` (changes of one small workspace), from the plans of ``tests/diagnostics/snapshots``,
from those with planted faults of ``tests/questions/lint`` and from the files and workspaces of ``tests.sources.cases``.
"""

import gzip
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from attain.sources import init_workspace
from tests.fuzz.drafts import SETTINGS, Files
from tests.fuzz.running import Outcome, run
from tests.fuzz.starts import filled, whole
from tests.questions.lint.planting import PLANTED
from tests.sources.cases import FILES, WORKSPACES
from tests.sources.making import config_of

HERE = Path(__file__).parent / "aimed"
SNAPSHOTS = Path(__file__).parents[1] / "diagnostics"
# The workspace of the plans with planted faults.
PLANTED_IN = PLANTED[0].parents[1] / "workspace.yaml"
# In memory they are larger than a fuzz run should be.
_TOO_LARGE = {"mostly empty lines"}


@dataclass(frozen=True)
class Aimed:
    """A case: its name, the code that it must reach (empty where any will do), its files, and a plan to check alone."""

    name: str
    code: str
    files: Files
    command: str = ""
    plan: str = ""

    def run(self) -> Outcome:
        """Run it as everything else, or as the command that it is about."""
        return run(self.files, plan=self.plan) if self.command != "init" else _initialised()


def aimed() -> list[Aimed]:
    """Every aimed case."""
    return [*_changes(), *_snapshots(), *_planted(), *_sources()]


def base() -> Files:
    """The small workspace that is changed."""
    return whole(HERE / "base.yaml")


def _changes() -> Iterator[Aimed]:
    start = base()
    for path in sorted(HERE.glob("*.yaml")):
        cases = YAML(typ="base", pure=True).load(path.read_text("utf-8"))
        if path.stem == "base":
            continue
        for number, case in enumerate(cases, start=1):
            yield Aimed(f"{path.stem} {number}", case["code"], _changed(start, case), case.get("command", ""))


def _changed(start: Files, case: dict) -> Files:
    files = {name: content for name, content in start.items() if name not in case.get("without", [])}
    for name, words in case.get("replace", {}).items():
        text = files[name].decode()
        for before, after in words.items():
            assert before in text, f"{case['code']}: {name} has no '{before}'"
            text = text.replace(before, after)
        files[name] = text.encode()
    files |= {name: text.encode() for name, text in case.get("files", {}).items()}
    return files | {name: gzip.compress(b"0" * int(size)) for name, size in case.get("packed", {}).items()}


def _snapshots() -> Iterator[Aimed]:
    """The plans that are wrong in one way each, in their workspace with empty files."""
    settings = (SNAPSHOTS / "workspace.yaml").read_bytes()
    for path in sorted((SNAPSHOTS / "snapshots").glob("*.yaml")):
        yield Aimed(f"plan {path.stem}", path.stem, {SETTINGS: settings, f"plans/{path.name}": path.read_bytes()})


def _planted() -> Iterator[Aimed]:
    """The plans with a planted fault, with the rows of their first example, and alone."""
    for path in PLANTED:
        files = filled(path, PLANTED_IN)
        yield Aimed(f"planted {path.stem}", "", files, plan=next(name for name in files if name.startswith("plans/")))


def _sources() -> Iterator[Aimed]:
    """Sources that cannot be read, each with the plans missing as well."""
    for title, (settings, columns, content) in FILES.items():
        if title not in _TOO_LARGE:
            files = {SETTINGS: config_of(columns, settings).encode(), "data/deals.csv": _bytes(content)}
            yield Aimed(f"file {title}", "", files)
    for title, (config, contents) in WORKSPACES.items():
        files = {name: _bytes(content) for name, content in contents.items()}
        yield Aimed(f"workspace {title}", "", {SETTINGS: config.encode("utf-8", "surrogateescape"), **files})


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _initialised() -> Outcome:
    """Make a workspace where one is already."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / SETTINGS).write_bytes(base()[SETTINGS])
        written, _, found = init_workspace(folder)
    return Outcome(found, [path.name for path in written])
