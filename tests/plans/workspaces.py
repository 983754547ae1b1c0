"""Workspaces as plans see them: typed sources without rows, from the text of an attain.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from attain.diagnostics import Diagnostic
from attain.documents import Node, YamlMap, read_yaml, validate
from attain.expressions import ColumnType
from attain.money import minor_digits
from attain.periods import Calendar, CalendarModel, build_calendar
from attain.plans import Plan, check_plan, plan_of, read_plan
from attain.sources import SourceTable, from_rows

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Workspace:
    """Sources, the roster's columns and the calendar of a workspace."""

    sources: dict[str, SourceTable]
    roster_columns: dict[str, ColumnType]
    calendar: Calendar

    def problems(self, plan: Plan) -> list[Diagnostic]:
        """Check a plan in this workspace."""
        digits = minor_digits(plan.currency_code)
        return check_plan(plan, self.sources, self.roster_columns, self.calendar, digits)


def workspace_of(node: Node) -> Workspace:
    """Make a workspace of an attain.yaml, or of the `workspace:` of a golden case."""
    assert isinstance(node, YamlMap)
    sources = {name: _table(name, source) for name, source in node.get("sources", {}).items()}
    people = {name: ColumnType(kind) for name, kind in _kinds(node.get("roster", {}).get("columns", {})).items()}
    return Workspace(sources, people, _calendar(node.get("calendar")))


def read_workspace(path: Path) -> Workspace:
    """Make a workspace of the attain.yaml at a path."""
    node, problems = read_yaml(path.read_text("utf-8"), path.name)
    assert node is not None, problems
    return workspace_of(node)


def plans_of_the_project() -> Iterator[tuple[str, Plan, Workspace]]:
    """Every plan of the golden cases, the examples, the library and the demo, with its workspace."""
    for path in sorted((ROOT / "tests" / "golden").glob("*.yaml")):
        node, _ = read_yaml(path.read_text("utf-8"), path.name)
        assert isinstance(node, YamlMap)
        plan, problems = plan_of(node["plan"], path.name)
        assert plan is not None, problems
        yield path.name, plan, workspace_of(node["workspace"])
    folders = {
        ROOT / "examples": "**/plan.yaml",
        **{
            p.parent: "plans/*.yaml"
            for at in ("demo", "examples/plans")
            for p in sorted((ROOT / at).glob("*/attain.yaml"))
        },
    }
    for folder, pattern in folders.items():
        workspace = read_workspace(folder / "attain.yaml")
        for path in sorted(folder.glob(pattern)):
            plan, problems = read_plan(path.read_text("utf-8"), path.name)
            assert plan is not None, problems
            yield path.relative_to(ROOT).as_posix(), plan, workspace


def _kinds(columns: YamlMap) -> dict[str, str]:
    return {name: str(kind["type"] if isinstance(kind, YamlMap) else kind) for name, kind in columns.items()}


def _table(name: str, node: YamlMap) -> SourceTable:
    keys = [node["key"]] if isinstance(node.get("key"), str) else node.get("key", [])
    columns = dict.fromkeys(map(str, keys), "text") | _kinds(node["columns"])
    as_of = str(node["as_of"]) if "as_of" in node else None
    table = from_rows(name, columns, [], key=list(map(str, keys)), as_of=as_of)
    return replace(table, children={n: _table(n, child) for n, child in node.get("children", {}).items()})


def _calendar(node: YamlMap | None) -> Calendar:
    if node is None or any(isinstance(value, YamlMap) for value in node.values()):
        return Calendar()  # tables of periods stand in files; plans are checked by the units of any calendar
    model, problems = validate(CalendarModel, node, "attain.yaml")
    assert model is not None, problems
    return build_calendar(model)[0]
