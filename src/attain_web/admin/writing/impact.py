"""What a version of a plan would change: tried on past periods, who gains and who loses; and two versions' texts."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from attain.plans import Plan
from attain.questions.backtest import Backtest, backtest
from attain.questions.checking import plan_in_place
from attain_web.access.screens import screen
from attain_web.admin.plans import PLANNERS, version_of
from attain_web.admin.staging import trial
from attain_web.figures.opened import newest_run, opened_run
from attain_web.figures.payees import PayPeriod, pay_periods_known
from attain_web.figures.workspace import workspace_now
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Column, Figure, Table, Writer, figures, words, writer_of
from attain_web.shell.sending import Problem, problem_of
from attain_web.store.models import PlanVersion

USUAL = 4


@screen(*PLANNERS, title="Impact of a plan")
def impact(request: HttpRequest, digest: str) -> HttpResponse:
    """Try a version on past periods, beside what was earned there; nothing is written."""
    version, now = version_of(digest), workspace_now(settings.WORKSPACE)
    periods = [one for one in pay_periods_known(settings.WORKSPACE) if one.ends_before <= now.today]
    run = newest_run()
    known: dict[str, Any] = {
        "trail": ((reverse("admin:plan", args=[digest]), version.plan.replace("_", " ").capitalize()),),
        "crumb": "Impact",
        "version": version,
        "choices": [one.period_id for one in periods],
    }
    if run is None or not periods:
        problem = Problem("There is no past period to try it on", "Calculate one first")
        return cards(request, "Who gains and who loses", [], known | {"problem": problem}, template="admin/impact.html")
    first = _chosen(periods, request.GET.get("from", ""), periods[-min(USUAL, len(periods))])
    last = _chosen(periods, request.GET.get("to", ""), periods[-1])
    if first.starts_on > last.starts_on:
        first = last
    opened = opened_run(settings.WORKSPACE, run)
    plan = _plan(version)
    known |= {"first": first.period_id, "last": last.period_id}
    if plan is None:
        problem = Problem("The text of this version has errors", "Mend it, and save it as a new version")
        return cards(request, "Who gains and who loses", [], known | {"problem": problem}, template="admin/impact.html")
    others = [one for one in opened.opened.plans if str(one.plan) != version.plan]
    tried = backtest(
        opened.opened, opened.results, [*others, plan], starts_on=first.starts_on, ends_before=last.ends_before
    )
    write = writer_of(request, now.currency, now.names)
    known |= {"problems": [problem_of(one) for one in tried.diagnostics], "said": (f"Run {run.run_id[:10]}",)}
    if not tried.is_usable:
        return cards(request, "Who gains and who loses", [], known, template="admin/impact.html", status=409)
    known |= {"told_figures": _short(tried, write)}
    tables = [_payees(tried, write), _costs(tried, write)]
    return cards(request, "Who gains and who loses", tables, known, template="admin/impact.html")


def _plan(version: PlanVersion) -> Plan | None:
    """Read a version in the place of its file."""
    with trial(settings.WORKSPACE, {version.file: version.text.encode()}) as folder:
        around, _ = plan_in_place(Path(folder, version.file))
    return around.plan if around is not None else None


def _chosen(periods: list[PayPeriod], asked: str, usual: PayPeriod) -> PayPeriod:
    return next((one for one in periods if one.period_id == asked), usual)


def _short(tried: Backtest, write: Writer) -> tuple[Figure, ...]:
    rows = tried.payees
    gains, losses = rows.filter(rows["difference"] > 0), rows.filter(rows["difference"] < 0)
    return (
        Figure("Cost, in all", write.change(int(rows["difference"].sum())).words, note="Beside what was earned"),
        Figure("Gain", str(gains.height), note=write.change(int(gains["difference"].sum())).words),
        Figure("Lose", str(losses.height), note=write.change(int(losses["difference"].sum())).words),
        Figure("As before", str(rows.height - gains.height - losses.height)),
    )


def _payees(tried: Backtest, write: Writer) -> Table:
    rows = tried.payees.to_dicts()
    most = max([abs(row["difference"]) for row in rows], default=0)
    shown = [
        [
            write.person(row["payee_id"]),
            write.money(row["before"]),
            write.money(row["after"]),
            write.change(
                row["difference"], bar=(abs(row["difference"]), most, "f-a" if row["difference"] >= 0 else "dots")
            ),
        ]
        for row in rows
    ]
    columns = [*words("Person"), *figures("As it was", "With this version"), Column("Change", True, True)]
    return Table("payees", "Person by person", columns, shown, subtitle="Largest gain first", foot=_left_out(tried))


def _left_out(tried: Backtest) -> str:
    return f"Left out for want of a target: {', '.join(tried.left_out)}." if tried.left_out else ""


def _costs(tried: Backtest, write: Writer) -> Table:
    rows = [
        [
            Cell(row["period_id"]),
            write.money(row["before"]),
            write.money(row["after"]),
            write.change(row["difference"]),
        ]
        for row in tried.cost.to_dicts()
    ]
    sums = [int(tried.cost[name].sum()) for name in ("before", "after", "difference")]
    total = [Cell("In all"), write.money(sums[0]), write.money(sums[1]), write.change(sums[2])]
    columns = [*words("Period"), *figures("As it was", "With this version", "Change")]
    return Table("cost", "Period by period", columns, rows, total=total if rows else ())
