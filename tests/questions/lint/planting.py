"""Plans with planted faults: ``# finds LINT102`` at the end of a line says which finding stands there.

A plan with an example is also calculated, with the rows of its first example.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from attain.diagnostics import Diagnostic, has_errors
from attain.documents import read_yaml, validate
from attain.money import minor_digits
from attain.periods import CalendarModel, build_calendar
from attain.plans import Plan, check_plan, read_plan
from attain.plans.checks.surroundings import Surroundings
from attain.questions.checking import declared_sources
from attain.questions.examples.given import Setting, read_given
from attain.questions.lint import Context, accepted, findings_of
from attain.runs import Results, calculate
from attain.sources import WorkspaceConfig

HERE = Path(__file__).parent
PLANTED = sorted((HERE / "planted").glob("*.yaml"))
HEAD = "plan: planted\ncurrency: USD\neffective: {from: 2026-01-01, before: 2027-01-01}\n"
_MARK = re.compile(r"# finds (\w+)(?: (.*))?$")


@dataclass(frozen=True)
class Fault:
    """A finding that a plan was planted with: code, line, and a part of what is said."""

    code: str
    line: int
    said: str


def faults_in(text: str) -> list[Fault]:
    """Return the faults that a text marks."""
    found = [(number, _MARK.search(line)) for number, line in enumerate(text.splitlines(), 1)]
    return [Fault(match[1], number, match[2] or "") for number, match in found if match]


def findings_in(text: str) -> list[Diagnostic]:
    """Read, check and lint a plan; with an example, on its rows."""
    config = _config()
    node, _ = read_yaml((HERE / "workspace.yaml").read_text("utf-8"), "attain.yaml")
    assert isinstance(node, dict)
    model, _ = validate(CalendarModel, node["calendar"], "attain.yaml")
    assert model is not None
    calendar, _ = build_calendar(model)
    plan, problems = read_plan(text, "plan.yaml")
    assert plan is not None, problems
    around = Surroundings(plan, declared_sources(config), {}, calendar, minor_digits(plan.currency_code))
    said = check_plan(plan, around.sources, {}, calendar, around.digits)
    assert not has_errors(said), said
    results, problems = _calculated(Setting(plan, config, calendar), plan)
    context = Context(around)
    if results is not None:
        context = Context(around, results.runs[str(plan.plan)], results.tables)
    return accepted([plan], [*said, *problems, *findings_of(context)], is_complete=results is not None)


def _calculated(setting: Setting, plan: Plan) -> tuple[Results | None, list[Diagnostic]]:
    if not plan.examples:
        return None, []
    given, problems = read_given(setting, plan.examples[0])
    assert not has_errors(problems), problems
    results = calculate(given.facts, [given.plan], given.targets)
    assert results.is_usable, results.diagnostics
    return results, results.diagnostics


def _config() -> WorkspaceConfig:
    node, _ = read_yaml((HERE / "workspace.yaml").read_text("utf-8"), "attain.yaml")
    assert node is not None
    config, problems = validate(WorkspaceConfig, node, "attain.yaml")
    assert config is not None, problems
    return config
