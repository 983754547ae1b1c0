"""Malformed plans and the text a person sees for each: ``python -m tests.diagnostics.snapshots`` writes it anew."""

from pathlib import Path

from attain.diagnostics import render_text
from attain.plans import read_plan
from tests.plans.workspaces import read_workspace

HERE = Path(__file__).parent
SNAPSHOTS = HERE / "snapshots"


def rendered(code: str) -> str:
    """Return what is said about the malformed plan of a code."""
    workspace = read_workspace(HERE / "workspace.yaml")
    plan, problems = read_plan((SNAPSHOTS / f"{code}.yaml").read_text("utf-8"), f"{code}.yaml")
    if plan is not None:
        problems = [*problems, *workspace.problems(plan)]
    return render_text(problems) + "\n"


def codes() -> list[str]:
    """Return the codes that have a malformed plan."""
    return sorted(path.stem for path in SNAPSHOTS.glob("*.yaml"))


if __name__ == "__main__":
    for name in codes():
        (SNAPSHOTS / f"{name}.txt").write_text(rendered(name), encoding="utf-8")
