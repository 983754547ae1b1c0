"""From a workspace's folder to results: everything read, everything checked, then calculated."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from attain.diagnostics import Diagnostic, Place, has_errors, in_order
from attain.documents import validate
from attain.expressions import ColumnType
from attain.periods import Calendar, CalendarModel, build_calendar
from attain.plans import Plan, check_together, read_plan
from attain.plans.problems import DUPLICATE_PLAN, NO_PLANS
from attain.roster.roster import build
from attain.runs.calculate import Results, calculate
from attain.runs.checking import plan_problems
from attain.runs.exchanging.rates import read_fx_rates
from attain.runs.inputs.facts import Facts
from attain.runs.parting import calculate_in_parts
from attain.runs.reviews import review_problems
from attain.runs.words import Tables
from attain.sources import KeptTables, Loaded, SourceTable, from_rows, load, plan_files, read_sources, read_text
from attain.sources.config import CONFIG_FILE
from attain.targets import TargetTable, read_targets, unknown_targets

LAST_DAY = date.max - timedelta(days=1)  # the last that has a day after it


@dataclass(frozen=True)
class Opened:
    """A workspace that was read.

    Attributes:
        folder: where it is.
        loaded: its tables as loaded, with their reconciliation and rejects.
        facts: what a calculation reads; None when it cannot be made.
        plans: the plans that could be read.
        texts: the text of every plan file, by name.
        targets: the target table.
        diagnostics: every problem found so far, in order of place.
    """

    folder: Path
    loaded: Loaded
    facts: Facts | None
    plans: list[Plan]
    texts: dict[str, str]
    targets: TargetTable
    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])


def open_workspace(folder: Path, as_of: date | None = None, kept: KeptTables | None = None) -> Opened:
    """Read a workspace whole: attain.yaml, sources, roster, targets, calendar and plans.

    Args:
        folder: where it is.
        as_of: nothing dated later is known.
        kept: its tables, where they are kept somewhere else than in its files.
    """
    loaded = load(folder, kept)
    plans, texts, found = read_plans(folder)
    found = [*loaded.diagnostics, *found]
    if loaded.config is None:
        return Opened(folder, loaded, None, plans, texts, TargetTable((), ""), in_order(found))
    calendar, problems = calendar_of(loaded)
    found += [*problems, *review_problems(loaded.config)]
    facts, targets, problems = facts_of(loaded, calendar, as_of or loaded.config.today)
    if plans and len(plans) == len(texts):  # a plan that cannot be read may have the target that a row names
        problems += unknown_targets(targets, {name for plan in plans for name in plan.targets})
    return Opened(folder, loaded, facts, plans, texts, targets, in_order([*found, *problems]))


def with_sources(opened: Opened, kept: KeptTables, names: Collection[str]) -> Opened:
    """Return a workspace that was read with other rows of some sources; its other tables were read without problems.

    Args:
        opened: the workspace.
        kept: the rows; a source without a table among them has none.
        names: the sources.
    """
    assert opened.facts is not None
    assert opened.loaded.config is not None
    read, found = read_sources(opened.folder, opened.loaded.config, kept, names)
    facts = replace(opened.facts, sources={**opened.facts.sources, **read})
    return replace(opened, facts=facts, diagnostics=found)


def read_plans(folder: Path) -> tuple[list[Plan], dict[str, str], list[Diagnostic]]:
    """Read every plan of a workspace; two plans of one name are a problem."""
    plans: list[Plan] = []
    texts: dict[str, str] = {}
    found: list[Diagnostic] = []
    for name in plan_files(folder):
        text, problems = read_text(folder, name)
        found += problems
        if text is None:
            continue
        texts[name] = text
        plan, problems = read_plan(text, name)
        found += problems
        if plan is not None:
            found += _taken(plan, plans)
            plans.append(plan)
    if not texts:
        fix = "write a plan into plans/, such as plans/sales.yaml"
        found.append(Diagnostic.of(NO_PLANS, Place("plans"), "there is no plan in plans/", fix))
    return plans, texts, found


def _taken(plan: Plan, before: list[Plan]) -> list[Diagnostic]:
    same = next((p for p in before if p.plan == plan.plan), None)
    if same is None:
        return []
    what = f"'{plan.plan}' is the name of the plan in {same.place.file} too"
    return [Diagnostic.of(DUPLICATE_PLAN, plan.key_place("plan"), what, "give one of them another name")]


def calendar_of(loaded: Loaded) -> tuple[Calendar, list[Diagnostic]]:
    """Make the workspace's calendar."""
    if loaded.calendar is None:
        return Calendar(), []
    model, found = validate(CalendarModel, loaded.calendar, CONFIG_FILE)
    if model is None:
        return Calendar(), found
    return build_calendar(model)


def facts_of(loaded: Loaded, calendar: Calendar, as_of: date | None) -> tuple[Facts, TargetTable, list[Diagnostic]]:
    """Make the facts of what was loaded."""
    empty = from_rows("roster", {"payee": "payee"}, [])
    source: SourceTable = loaded.roster or empty
    roster, found = build(source)
    standard = {"payee", "from", "before", "title", "manager", "team", "hired", "left"}
    further: dict[str, ColumnType] = {n: t for n, t in source.columns.items() if n not in standard}
    rates, wrong = read_fx_rates(loaded.fx, loaded.config.fx if loaded.config else None, calendar)
    found += wrong
    until = min(as_of, LAST_DAY) if as_of is not None else None
    facts = Facts(calendar, loaded.currency, loaded.sources, roster, further, loaded.targets, rates, until)
    targets = TargetTable((), "")
    if loaded.targets is not None:
        targets, problems = read_targets(loaded.targets, calendar, roster)
        found += problems
    return facts, targets, found


def calculate_workspace(folder: Path, as_of: date | None = None, kept: KeptTables | None = None) -> Results:
    """Read a workspace, check its plans and calculate them; with errors, no tables."""
    opened = open_workspace(folder, as_of, kept)
    return calculate_opened(replace(opened, diagnostics=in_order([*opened.diagnostics, *_plan_problems(opened)])))


def _plan_problems(opened: Opened) -> list[Diagnostic]:
    """Check the plans against the sources that could be read."""
    if opened.facts is None:
        return []
    return [*check_together(opened.plans), *plan_problems(opened.plans, opened.facts)]


def calculate_opened(opened: Opened, *, in_parts: bool = False) -> Results:
    """Calculate a workspace that was read.

    Args:
        opened: the workspace.
        in_parts: whether a large one may be calculated some payees at a time, for its tables alone.
    """
    if opened.facts is None or has_errors(opened.diagnostics):
        return Results(Tables(), opened.diagnostics)
    calculated = calculate_in_parts if in_parts else calculate
    found = calculated(opened.facts, opened.plans, opened.targets)
    return Results(found.tables, in_order([*opened.diagnostics, *found.diagnostics]), found.runs)
