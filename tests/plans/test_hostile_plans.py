"""A plan that was broken on purpose is explained, or still right; the checks never fail themselves."""

import pytest

from attain.diagnostics import Diagnostic, render_text
from attain.documents import read_yaml
from attain.plans import plan_of
from tests.diagnostics.snapshots import SNAPSHOTS
from tests.plans.hostile import Tree, broken, noded, plain
from tests.plans.marked import WORKSPACE
from tests.plans.workspaces import Workspace, plans_of_the_project

BATCH = 60


def _documents() -> list[tuple[Tree, Workspace]]:
    found = [(plain(plan.node), workspace) for _, plan, workspace in plans_of_the_project()]
    for path in sorted(SNAPSHOTS.glob("[!Y]*.yaml")):
        node, _ = read_yaml(path.read_text("utf-8"), path.name)
        assert node is not None
        found.append((plain(node), WORKSPACE))
    for document, _ in found:
        document.pop("examples", None)
    return found


DOCUMENTS = _documents()


def explained(seed: int) -> list[Diagnostic]:
    """What is said about the broken plan of a seed."""
    document, workspace = DOCUMENTS[seed * 7919 % len(DOCUMENTS)]
    plan, problems = plan_of(noded(broken(document, seed)), "plan.yaml")
    return [*problems, *(workspace.problems(plan) if plan is not None else [])]


@pytest.mark.parametrize("batch", range(10))
def test_a_broken_plan_is_explained(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        found = explained(seed)
        assert all(d.where.file and d.where.line for d in found), f"seed {seed}\n{render_text(found)}"
