"""The kinds of jobs: who may ask for one, and what it does. Each does one action, or only reads."""

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from attain.diagnostics import Diagnostic, has_errors
from attain.plans import read_plan
from attain.questions.backtest import backtest
from attain.questions.backtest.report import to_json
from attain.reports.dashboard import dashboard_page
from attain_web.actions.acting import Refused
from attain_web.actions.closing import paying, periods, posting
from attain_web.actions.closing.evidence import gather_evidence
from attain_web.actions.closing.files.payroll_files import write_pay_lines
from attain_web.actions.importing import import_workspace
from attain_web.actions.planning import version_of
from attain_web.actions.running import calculate_run
from attain_web.figures.opened import newest_run, opened_run
from attain_web.figures.pipelines import pipeline_of

Says = Callable[[str, int], None]
MOST_NAMED = 5


@dataclass(frozen=True)
class Work:
    """A job under way.

    Attributes:
        workspace: where.
        user: on whose behalf.
        said: what was asked for.
        says: tells how far it is; it ends a job that nobody wants any more.
    """

    workspace: Path
    user: str
    said: Mapping[str, str]
    says: Says


@dataclass(frozen=True)
class Made:
    """What a job did: a sentence, values, and the file it made: its name, kind and content."""

    said: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])
    file: tuple[str, str, bytes] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of job.

    Attributes:
        title: in words.
        roles: who may ask for it; the action asks again.
        asks: what has to be said, by name.
        do: what it does.
    """

    title: str
    roles: frozenset[str]
    asks: tuple[str, ...]
    do: Callable[[Work], Made]


def _import(work: Work) -> Made:
    work.says("Reading the files", 10)
    made = import_workspace(work.workspace, acting_user=work.user)
    if made.batch_no is None:
        raise Refused(f"the files have errors, and nothing was loaded: {_first(made.diagnostics)}", "mend them first")
    said = f"Batch {made.batch_no} is loaded" if made.is_new else "The files say what is known already"
    return Made(said, {"batch_no": made.batch_no, "is_new": made.is_new})


def _run(work: Work) -> Made:
    work.says("Calculating the approved plans", 10)
    made = calculate_run(work.workspace, acting_user=work.user)
    if made.run is None:
        raise Refused(f"the plans cannot be calculated: {_first(made.diagnostics)}", "mend them first")
    again = "" if made.is_new else "; the same inputs gave it before"
    return Made(f"Run {made.run.run_id[:12]} is there{again}", {"run_id": made.run.run_id, "is_new": made.is_new})


def _period(work: Work) -> Made:
    work.says("Calculating the period", 10)
    step = periods.calculate_period(work.workspace, work.said["period_id"], acting_user=work.user)
    return Made(f"Period {step.thing_id} is {step.state.replace('_', ' ')}", {"run_id": step.run_id})


def _post(work: Work) -> Made:
    work.says("Posting what is missing", 10)
    made = posting.post_period(work.workspace, work.said["period_id"], acting_user=work.user)
    said = f"{made.entry_count} entries are posted for {work.said['period_id']}"
    return Made(said, {"entries": made.entry_count, "lines": made.line_count})


def _evidence(work: Work) -> Made:
    work.says("Gathering the evidence", 10)
    period_id = work.said["period_id"]
    content = gather_evidence(work.workspace, period_id, acting_user=work.user)
    return Made(
        f"The evidence of {period_id} is gathered", file=(f"evidence-{period_id}.zip", "application/zip", content)
    )


def _export(work: Work) -> Made:
    work.says("Exporting the pay run", 10)
    name = work.said["pay_run_id"]
    lines = paying.export_pay_run(name, acting_user=work.user)
    work.says("Writing its lines", 80)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lines.csv")
        write_pay_lines(lines, name, path)
        content = path.read_bytes()
    return Made(f"Pay run {name} is exported", file=(f"pay-run-{name}.csv", "text/csv; charset=utf-8", content))


def _backtest(work: Work) -> Made:
    version, run = version_of(work.said["plan"]), newest_run()
    if run is None:
        raise Refused("nothing was calculated", "calculate a run first")
    plan, found = read_plan(version.text, version.file)
    if plan is None or has_errors(found):
        raise Refused(f"the plan has errors: {_first(found)}", "mend them first")
    work.says("Reading the past", 10)
    opened = opened_run(work.workspace, run)
    facts = opened.opened.facts
    days = facts.calendar.parse(work.said["period_id"]) if facts else None
    if days is None:
        raise Refused(f"'{work.said['period_id']}' is no period of the calendar", "name one, such as 2025-Q4")
    work.says("Trying the plan on it", 50)
    tried = backtest(opened.opened, opened.results, [plan], starts_on=days.starts_on, ends_before=days.ends_before)
    if not tried.is_usable:
        raise Refused(f"the plan cannot be tried there: {_first(tried.results.diagnostics)}", "choose another period")
    content = json.dumps(to_json(tried), indent=2, ensure_ascii=False).encode()
    said = f"{version.plan} is tried on {work.said['period_id']}"
    return Made(said, file=(f"backtest-{version.plan}.json", "application/json", content))


def _report(work: Work) -> Made:
    work.says("Reading the pipeline", 10)
    found = pipeline_of(work.workspace)
    period = found.period(work.said.get("period_id", "")) if found else None
    if found is None or period is None:
        raise Refused("the workspace has no pipeline, or the period is none of the calendar", "name a quarter")
    work.says("Writing the dashboard", 40)
    config = found.opened.loaded.config
    text = dashboard_page(found.asked(period).question, found.opened.calendar, str(config.name) if config else "")
    file = (f"dashboard-{period.name}.html", "text/html; charset=utf-8", text.encode())
    return Made(f"The dashboard of {period.name} is written", file=file)


def _first(found: "tuple[Diagnostic, ...] | list[Diagnostic]") -> str:
    errors = [f"{one.where}: {one.what}" for one in found if one.severity == "error"]
    more = f" and {len(errors) - MOST_NAMED} more" if len(errors) > MOST_NAMED else ""
    return "; ".join(errors[:MOST_NAMED]) + more


ADMIN, FINANCE, LEADER = "admin", "finance", "leader"
KINDS = {
    "import": Kind("Load the workspace's files", frozenset({ADMIN}), (), _import),
    "run": Kind("Calculate a run", frozenset({ADMIN}), (), _run),
    "period": Kind("Calculate a period", frozenset({ADMIN}), ("period_id",), _period),
    "post": Kind("Post a period", frozenset({ADMIN, FINANCE}), ("period_id",), _post),
    "backtest": Kind("Try a plan on the past", frozenset({ADMIN, FINANCE}), ("plan", "period_id"), _backtest),
    "report": Kind("Write the leader's dashboard", frozenset({ADMIN, FINANCE, LEADER}), ("period_id",), _report),
    "export": Kind("Export a pay run", frozenset({FINANCE}), ("pay_run_id",), _export),
    "evidence": Kind("Gather the evidence of a period", frozenset({ADMIN, FINANCE}), ("period_id",), _evidence),
}
