"""Every golden case, every example plan and every plan of the demo pays what its examples say."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from attain.diagnostics import Diagnostic, render_text
from attain.documents import YamlMap, read_yaml, validate
from attain.expressions import ColumnType
from attain.money import minor_digits
from attain.periods import Calendar, CalendarModel, build_calendar
from attain.plans import Plan, check_plan, plan_of, read_plan
from attain.questions.checking import check_opened, declared_sources
from attain.questions.examples import example_problems, run_examples
from attain.questions.examples.given import Setting
from attain.runs import open_workspace
from attain.sources import WorkspaceConfig

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DEMO = ROOT / "demo" / "adventure_works"
NOT_YET: dict[str, str] = {}


def _named(path: Path) -> str:
    return path.stem if path.parent == HERE else path.parent.relative_to(ROOT).as_posix()


def _cases(paths: Iterable[Path]) -> list[ParameterSet]:
    """One test per file; a case that is not met yet has to be met before it may leave the list above."""
    reasons = {path: NOT_YET.get(_named(path)) for path in sorted(paths)}
    return [
        pytest.param(path, id=_named(path), marks=[pytest.mark.xfail(reason=reason, strict=True)] if reason else [])
        for path, reason in reasons.items()
    ]


@pytest.mark.parametrize("path", _cases(HERE.glob("*.yaml")))
def test_a_golden_case_pays_what_is_published(path: Path) -> None:
    node = _node(path)
    config, calendar = _workspace(node["workspace"], path)
    plan, problems = plan_of(node["plan"], path.name)
    _assert_none(problems, path)
    assert plan is not None
    assert plan.examples, "a case without an example shows nothing"
    _assert_holds(plan, config, calendar, path)


@pytest.mark.parametrize("path", _cases((ROOT / "examples").glob("**/plan.yaml")))
def test_an_example_plan_pays_what_it_says(path: Path) -> None:
    settings = ROOT / "examples" / "attain.yaml"
    config, calendar = _workspace(_node(settings), settings)
    _assert_holds(_plan(path), config, calendar, path)


def test_the_plans_of_the_demo_pay_what_they_say() -> None:
    checked = check_opened(open_workspace(DEMO))
    _assert_none(checked.diagnostics, DEMO)
    assert len(checked.examples) == 8


def _assert_holds(plan: Plan, config: WorkspaceConfig, calendar: Calendar, path: Path) -> None:
    """The plan is right as it is written, and does what its examples say."""
    columns = config.roster.columns if config.roster is not None else {}
    types = {str(name): ColumnType(column.type) for name, column in columns.items()}
    said = check_plan(plan, declared_sources(config), types, calendar, minor_digits(plan.currency_code))
    _assert_none([problem for problem in said if problem.severity == "error"], path)
    _assert_none(example_problems(run_examples(Setting(plan, config, calendar, types))), path)


def _plan(path: Path) -> Plan:
    plan, problems = read_plan(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())
    _assert_none(problems, path)
    assert plan is not None
    return plan


def _node(path: Path) -> YamlMap:
    node, problems = read_yaml(path.read_text("utf-8"), path.name)
    _assert_none(problems, path)
    assert isinstance(node, YamlMap)
    return node


def _workspace(node: object, path: Path) -> tuple[WorkspaceConfig, Calendar]:
    assert isinstance(node, YamlMap)
    config, problems = validate(WorkspaceConfig, node, path.name)
    _assert_none(problems, path)
    assert config is not None
    if config.calendar_node is None:
        return config, Calendar()
    model, problems = validate(CalendarModel, config.calendar_node, path.name)
    assert model is not None
    calendar, more = build_calendar(model)
    _assert_none([*problems, *more], path)
    return config, calendar


def _assert_none(problems: list[Diagnostic], path: Path) -> None:
    if problems:
        pytest.fail(f"{path.relative_to(ROOT)}\n{render_text(problems)}", pytrace=False)
