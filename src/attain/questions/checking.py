"""Checks a workspace or a plan as a whole: what was read, what plans say, their examples, and a calculation on trial.

Nothing is written. Problems of all four come together, so that they can be mended at once. The linter's findings are
added to them where nothing is wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from attain.diagnostics import Diagnostic, has_errors, in_order
from attain.expressions import ColumnType, Kind, Scope, compile_expression, null_rows, parse
from attain.money import minor_digits
from attain.plans import Plan, check_plan, check_together, read_plan
from attain.plans.checks.surroundings import Surroundings
from attain.questions.examples import ExampleResult, example_problems, run_examples
from attain.questions.examples.given import Setting
from attain.questions.lint import Context, accepted, findings_of
from attain.questions.problems import NULL_CONDITION
from attain.runs import Opened, Results, calculate_opened, open_workspace
from attain.runs.planning import PlanRun
from attain.runs.workspace import calendar_of
from attain.sources import SourceTable, WorkspaceConfig, from_rows, read_text
from attain.sources.config import CONFIG_FILE, ChildConfig, SourceConfig
from attain.sources.problems import NO_ORIGIN


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes:
        diagnostics: every problem and note, in order of place.
        examples: how each example of each plan came out.
        results: the calculation on trial; None where errors prevented it.
    """

    diagnostics: list[Diagnostic]
    examples: tuple[ExampleResult, ...] = ()
    results: Results | None = None

    @property
    def is_usable(self) -> bool:
        """Whether there are no errors."""
        return not has_errors(self.diagnostics)


def check_opened(opened: Opened, *, in_parts: bool = False) -> Checked:
    """Check a workspace that was read, and calculate it when nothing is wrong.

    Args:
        opened: the workspace.
        in_parts: whether a large one may be calculated some payees at a time, for its tables alone.
    """
    said, examples = _check_plans(opened, opened.plans)
    found = [*opened.diagnostics, *check_together(opened.plans), *said]
    if opened.facts is None or has_errors(found):
        return Checked(in_order(found), tuple(examples))
    results = calculate_opened(opened, in_parts=in_parts)
    found += results.diagnostics
    if results.is_usable:
        found += [problem for run in results.runs.values() for problem in _left_out(run)]
    return Checked(accepted(opened.plans, found, is_complete=False), tuple(examples), results)


def linted(opened: Opened, checked: Checked) -> Checked:
    """Add what the linter finds in the plans of a workspace, and in what they came to on trial."""
    if checked.results is None or not checked.is_usable:
        return checked
    found = list(checked.diagnostics)
    for around in surroundings_of(opened, opened.plans):
        run = checked.results.runs[str(around.plan.plan)]
        found += findings_of(Context(around, run, checked.results.tables))
    return replace(checked, diagnostics=accepted(opened.plans, found, is_complete=True))


def check_file(path: Path) -> Checked:
    """Check one plan against what the workspace that it lies in declares; problems of data files are not its own."""
    opened, plans, found = read_one(path)
    said, examples = _check_plans(opened, plans)
    found = [*found, *said]
    if not has_errors(found):
        found += [finding for around in surroundings_of(opened, plans) for finding in findings_of(Context(around))]
    return Checked(accepted(plans, found, is_complete=False), tuple(examples))


def plan_in_place(path: Path) -> tuple[Surroundings | None, list[Diagnostic]]:
    """Read one plan with what its names lead to, without running its examples; None with the reasons otherwise."""
    opened, plans, found = read_one(path)
    for around in surroundings_of(opened, plans):
        said = check_plan(around.plan, around.sources, around.roster_columns, around.calendar, around.digits)
        found = [*found, *said]
        if not has_errors(found):
            return around, found
    return None, in_order(found)


def read_one(path: Path) -> tuple[Opened, list[Plan], list[Diagnostic]]:
    """Read one plan and the workspace that it lies in; problems of data files are left out.

    Returns:
        The workspace, the plan (none where it cannot be read), and what is wrong with both.
    """
    path = path.resolve()
    folder = next((above for above in path.parents if (above / CONFIG_FILE).is_file()), path.parent)
    name = path.relative_to(folder).as_posix()
    opened = open_workspace(folder)
    own = [d for d in opened.diagnostics if d.where.file == CONFIG_FILE and d.code != NO_ORIGIN.name]
    text, found = read_text(folder, name)
    plan, problems = read_plan(text, name) if text is not None else (None, [])
    return opened, [plan] if plan is not None else [], [*own, *found, *problems]


def surroundings_of(opened: Opened, plans: list[Plan]) -> Iterator[Surroundings]:
    """Yield each plan with what its names lead to."""
    config = opened.loaded.config
    if config is None or opened.facts is None:
        return
    calendar, _ = calendar_of(opened.loaded)
    declared = declared_sources(config)
    read = {name: replace(table, key=declared[name].key) for name, table in opened.loaded.sources.items()}
    types = {**_roster_types(config), **opened.facts.roster_columns}
    for plan in plans:
        yield Surroundings(plan, {**declared, **read}, types, calendar, minor_digits(plan.currency_code))


def _check_plans(opened: Opened, plans: list[Plan]) -> tuple[list[Diagnostic], list[ExampleResult]]:
    """Check what plans say, and run the examples of those that can be run."""
    config = opened.loaded.config
    if config is None or opened.facts is None:
        return [], []
    calendar, problems = calendar_of(opened.loaded)
    declared = declared_sources(config)
    # A key that names no column is a problem of attain.yaml, told there; for the plan it is a key.
    read = {name: replace(table, key=declared[name].key) for name, table in opened.loaded.sources.items()}
    tables = {**declared, **read}
    types = {**_roster_types(config), **opened.facts.roster_columns}
    found: list[Diagnostic] = []
    examples: list[ExampleResult] = []
    for plan in plans:
        said = check_plan(plan, tables, types, calendar, minor_digits(plan.currency_code))
        found += said
        if not has_errors([*problems, *said]):
            examples += run_examples(Setting(plan, config, calendar, types))
    return [*found, *example_problems(examples)], examples


def _roster_types(config: WorkspaceConfig) -> dict[str, ColumnType]:
    columns = config.roster.columns if config.roster is not None else {}
    return {str(name): ColumnType(column.type) for name, column in columns.items()}


def declared_sources(config: WorkspaceConfig) -> dict[str, SourceTable]:
    """Make every source that attain.yaml declares, without rows: for plans over sources that cannot be read."""
    made: dict[str, SourceTable] = {}
    for name, source in config.sources.items():
        children = {str(child): _empty(str(child), its) for child, its in source.children.items()}
        made[str(name)] = replace(_empty(str(name), source), children=children)
    return made


def _empty(name: str, written: SourceConfig | ChildConfig) -> SourceTable:
    kinds: dict[str, ColumnType | Kind] = {str(column): its.type for column, its in written.columns.items()}
    table = from_rows(name, kinds, [], as_of=str(written.as_of) if written.as_of else None)
    return replace(table, key=tuple(map(str, written.key)))


def _left_out(run: PlanRun) -> Iterator[Diagnostic]:
    """Say how many rows each crediting rule leaves out because its condition is NULL."""
    for rule in {rule.place: rule for rule in run.credit_rules.values()}.values():
        source = run.facts.sources[str(rule.source)]
        parsed, _ = parse(str(rule.where), rule.where.place) if rule.where is not None else (None, [])
        if rule.where is None or parsed is None or any("." in name for name in parsed.names):
            continue
        scope = replace(Scope.of_columns(source.columns), tables=run.lookups)
        compiled, _ = compile_expression(parsed, scope, "boolean")
        if compiled is None:
            continue
        nulls = null_rows(source.frame, compiled)
        if nulls.row_count:
            columns = ", ".join(f"'{name}' in {count:,}" for name, count in nulls.names.items())
            counted = f"{nulls.row_count:,} of {source.frame.height:,} rows of '{source.name}'"
            what = f"{counted} are left out, because a column is empty: {columns}"
            fix = "fill the column in, or say what empty means with coalesce(...) or 'is not null'"
            yield Diagnostic.of(NULL_CONDITION, rule.where.place, what, fix)
