"""Start a workspace: from the user's own files, or from a small sample. Nothing is ever overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from attain.diagnostics import Diagnostic, Place, has_errors
from attain.sources import problems
from attain.sources.config import CONFIG_FILE
from attain.sources.names import snake
from attain.sources.proposals.draft import Draft, config_text, plan_text, roster_text, survey, targets_text
from attain.sources.proposals.propose import Proposal, propose
from attain.sources.proposals.sample import SAMPLE_FILES

_TAKEN = {"periods", "earnings", "roster", "targets", "fx"}


def init_workspace(folder: Path, files: Sequence[Path] = ()) -> tuple[list[Path], str, list[Diagnostic]]:
    """Make a workspace in a folder.

    With files: copies them to data/, writes attain.yaml with a proposal for each, and drafts a roster,
    targets and a first plan from the owners found. Without: writes a sample that can be calculated.

    Args:
        folder: where to make it; it is created if need be.
        files: the user's data.

    Returns:
        The files written (none if there are errors), the proposal as text, and every problem found.
    """
    if not files:
        texts = {name: text.encode() for name, text in SAMPLE_FILES.items()}
        written, found = _write(folder, texts)
        return written, "a sample: five deals, two payees, one plan with a quota" if written else "", found
    drafts, found = _drafts(folder, files)
    if has_errors(found):
        return [], "", found
    main = next((d for d in drafts if d.is_payable), None)
    texts = {d.file: d.path.read_bytes() for d in drafts if d.is_copied}
    seen = survey(main) if main else None
    texts[CONFIG_FILE] = config_text(drafts, main, seen).encode()
    if main and seen:
        texts["data/roster.csv"] = roster_text(seen).encode()
        texts["data/targets.csv"] = targets_text(seen).encode()
        texts["plans/first_plan.yaml"] = plan_text(main, seen).encode()
    written, refused = _write(folder, texts)
    return written, _said(drafts, main) if written else "", [*found, *refused]


def _drafts(folder: Path, files: Sequence[Path]) -> tuple[list[Draft], list[Diagnostic]]:
    drafts: list[Draft] = []
    found: list[Diagnostic] = []
    names: set[str] = set(_TAKEN)
    targets: set[str] = set()
    for path in files:
        is_inside = path.resolve().is_relative_to(folder.resolve())
        file = path.resolve().relative_to(folder.resolve()).as_posix() if is_inside else f"data/{path.name}"
        proposal, wrong = propose(path, file)
        found += wrong
        if proposal is None:
            continue
        if file in targets:
            what = f"two files are called {path.name}"
            found.append(Diagnostic.of(problems.NOT_OVERWRITTEN, Place(file), what, "rename one of them"))
        targets.add(file)
        name = _free(snake(path.name.split(".")[0]), names)
        names.add(name)
        drafts.append(Draft(name, file, path, proposal, is_copied=not is_inside))
    return drafts, found


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


@dataclass(frozen=True)
class _Target:
    path: Path
    content: bytes


def _write(folder: Path, contents: dict[str, bytes]) -> tuple[list[Path], list[Diagnostic]]:
    """Write all files, or none if any of them exists."""
    targets = [_Target(folder / name, content) for name, content in contents.items()]
    found: list[Diagnostic] = []
    for name, target in zip(contents, targets, strict=True):
        if target.path.exists():
            fix = "name an empty folder, or remove the file first"
            found.append(Diagnostic.of(problems.NOT_OVERWRITTEN, Place(name), "the file exists", fix))
    if found:
        return [], found
    for target in targets:
        target.path.parent.mkdir(parents=True, exist_ok=True)
        with target.path.open("xb") as file:
            file.write(target.content)
    return [t.path for t in targets], []


def _said(drafts: list[Draft], main: Draft | None) -> str:
    proposals: list[Proposal] = [d.proposal for d in drafts]
    lines = [p.text for p in proposals]
    if main is None:
        lines.append("no plan drafted: no file has an owner, an amount and a date")
    return "\n\n".join(lines)
