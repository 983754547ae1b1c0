"""Every plan of the project is free of errors: golden cases, examples, the demo, and random ones."""

import pytest

from attain.diagnostics import has_errors, render_text
from attain.documents import read_yaml
from attain.plans import check_together, read_plan
from tests.parity.generate import generate
from tests.parity.workspace import _settings, plan_text
from tests.parity.yaml_text import dump
from tests.plans.workspaces import ROOT, plans_of_the_project, workspace_of

SHIPPED = list(plans_of_the_project())


@pytest.mark.parametrize("number", range(len(SHIPPED)), ids=[name for name, _, _ in SHIPPED])
def test_a_plan_of_the_project_has_no_errors(number: int) -> None:
    _, plan, workspace = SHIPPED[number]
    problems = workspace.problems(plan)
    assert not has_errors(problems), render_text(problems)


def test_the_plans_of_the_demo_name_each_other() -> None:
    paths = sorted((ROOT / "demo" / "adventure_works" / "plans").glob("*.yaml"))
    plans = [read_plan(path.read_text("utf-8"), path.name)[0] for path in paths]
    assert check_together([plan for plan in plans if plan is not None]) == []


@pytest.mark.parametrize("seed", range(0, 60, 2))
def test_a_random_plan_that_pays_has_no_errors(seed: int) -> None:
    case = generate(seed)
    node, _ = read_yaml(dump(_settings(case)), "attain.yaml")
    assert node is not None
    plan, problems = read_plan(plan_text(case), "plan.yaml")
    assert plan is not None, render_text(problems)
    found = workspace_of(node).problems(plan)
    assert not has_errors(found), render_text(found)
