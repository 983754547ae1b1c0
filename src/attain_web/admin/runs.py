"""Runs: what was calculated with what, two of them compared by cause."""

from dataclasses import replace
from typing import Any

import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from attain.questions.diff import Difference
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.running import calculate_run
from attain_web.figures.comparing import compared, named_cause, run_before, standing_on, sums_of
from attain_web.figures.opened import newest_run
from attain_web.figures.workspace import workspace_now
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Column, Table, Writer, figures, words, writer_of
from attain_web.shell.sending import Problem, done_once, problem_of
from attain_web.store.models import PlanVersion, Run

RUNNERS = ("admin", "finance", "leader", "auditor")
SIDES = ("before", "after")
MOST = 50


@screen(*RUNNERS, title="Runs")
def runs(request: HttpRequest) -> HttpResponse:
    """List the runs, the newest first, and offer to make or compare."""
    return _list(request)


@screen("admin", acts=True)
def make(request: HttpRequest) -> HttpResponse:
    """Calculate the approved plans on what is known now; the same inputs are the same run."""
    said: list[Problem] = []

    def do() -> str:
        made = calculate_run(settings.WORKSPACE, acting_user=viewer_of(request).user)
        if made.run is None:
            said.extend(problem_of(one) for one in made.diagnostics if one.severity == "error")
            raise Refused("the plans cannot be calculated", "mend what is listed")
        return f"Run {made.run.run_id[:10]} is there" + ("" if made.is_new else "; the same inputs gave it before")

    problem = done_once(request, do)
    return _list(request, problem=problem, said=said) if problem else redirect("admin:runs")


@screen(*RUNNERS, title="Run")
def one_run(request: HttpRequest, run_id: str) -> HttpResponse:
    """Show a run: what it knew, what it gave, and which periods stand on it."""
    found = Run.objects.select_related("batch").filter(run_id=run_id).first()
    if found is None:
        raise Http404("there is no such run")
    now = workspace_now(settings.WORKSPACE)
    write = writer_of(request, now.currency, now.names)
    before = run_before(found)
    doors = [(_comparing(before, found), "scales", "Compare with the run before")] if before else []
    known = {
        "trail": ((reverse("admin:runs"), "Runs"),),
        "crumb": found.run_id[:12],
        "said": (
            f"Made {write.instant(found.made_at).words} by {write.names.get(found.acting_user, found.acting_user)}",
            f"Engine {found.engine}",
            f"Data of batch {found.batch_id}, loaded {write.instant(found.batch.loaded_at).words}",
            f"Nothing after {write.day(found.as_of).words} was known" if found.as_of else "All that was loaded counts",
        ),
        "doors": doors,
    }
    tables = [_periods(found, write), _plans(found)]
    return cards(request, f"Run {found.run_id[:12]}", tables, known)


def _comparing(before: Run, after: Run) -> str:
    return f"{reverse('admin:compare-runs')}?before={before.run_id}&after={after.run_id}"


def _periods(run: Run, write: Writer) -> Table:
    standing = frozenset(standing_on(run))
    rows = [
        [
            Cell(one.period_id, reverse("admin:period", args=[one.period_id])),
            write.count(one.payee_count),
            replace(write, currency=one.currency).money(one.earned),
            replace(write, currency=one.currency).money(one.paid),
            Cell("Its figures stand on this run" if one.period_id in standing else "–"),
        ]
        for one in sums_of(settings.WORKSPACE, run)
    ]
    columns = [*words("Period"), *figures("Payees", "Earned", "To be paid"), *words("Used")]
    return Table("periods", "What it gave", columns, rows, empty="No plan pays in any period.")


def _plans(run: Run) -> Table:
    kept = frozenset(PlanVersion.objects.filter(hash__in=list(run.plans.values())).values_list("hash", flat=True))
    rows = [
        [
            Cell(name.replace("_", " ").capitalize()),
            Cell(digest[:12], reverse("admin:plan", args=[digest]) if digest in kept else "", tone="mono"),
        ]
        for name, digest in sorted(run.plans.items())
    ]
    return Table("plans", "The plans it calculated", words("Plan", "Version"), rows, empty="No plan was approved.")


@screen(*RUNNERS, title="Compare runs")
def compare(request: HttpRequest) -> HttpResponse:
    """Compare two runs: who gains and who loses, and by which cause, to the cent."""
    sides = [Run.objects.select_related("batch").filter(run_id=request.GET.get(n, "")).first() for n in SIDES]
    before, after = sides
    if before is None or after is None:
        raise Http404("there is no such run")
    made, now = compared(settings.WORKSPACE, before, after), workspace_now(settings.WORKSPACE)
    write = writer_of(request, now.currency, now.names)
    known = {
        "trail": ((reverse("admin:runs"), "Runs"),),
        "crumb": "Compare",
        "said": tuple(
            f"{word}: run {one.run_id[:12]}, batch {one.batch_id}, {write.instant(one.made_at).words}"
            for word, one in (("Before", before), ("After", after))
        ),
        "problems": [problem_of(one) for one in made.diagnostics],
        "doors": ((_comparing(after, before), "change", "The other way round"),),
    }
    if not made.is_usable:
        return cards(request, "Who gains and who loses", [], known, template="admin/compare.html", status=409)
    chosen = request.GET.get("payee", "")
    tables = [_causes(made, write), _payees(made, write, _comparing(before, after))]
    tables += [_behind(made, write, chosen)] if chosen else []
    return cards(request, "Who gains and who loses", tables, known, template="admin/compare.html")


def _causes(made: Difference, write: Writer) -> Table:
    rows = [
        [
            Cell(named_cause(row["cause"])),
            write.count(row["payee_count"]),
            replace(write, currency=row["currency"]).change(row["earning_amount"], tone="b"),
        ]
        for row in made.totals.to_dicts()
    ]
    sums = made.totals.group_by("currency").agg(pl.col("earning_amount").sum())
    single = sums.height == 1
    total = [Cell("In all"), Cell(""), replace(write, currency=sums[0, 0]).change(sums[0, 1])] if single else ()
    return Table(
        "causes",
        "Why the total moved",
        [*words("Cause"), *figures("People", "Change")],
        rows,
        subtitle="One thing is exchanged at a time, in this order, so that the parts add up to the cent",
        empty="Nothing moved: both runs earn the same, to the cent.",
        total=total,
    )


def _payees(made: Difference, write: Writer, where: str) -> Table:
    causes = made.causes
    rows = made.payees.to_dicts()
    most = max([abs(row["difference"]) for row in rows], default=0)
    shown = [
        [
            write.person(row["payee_id"], f"{where}&payee={row['payee_id']}#behind"),
            own.money(row["before"]),
            own.money(row["after"]),
            *(own.change(row[cause] or None) for cause in causes),
            own.change(
                row["difference"],
                f"{where}&payee={row['payee_id']}#behind",
                bar=(abs(row["difference"]), most, "f-a" if row["difference"] >= 0 else "dots"),
            ),
        ]
        for row in rows
        for own in (replace(write, currency=row["currency"]),)
    ]
    columns = [
        *words("Person"),
        *figures("Before", "After", *(named_cause(cause).partition(":")[0] for cause in causes)),
        Column("Change", True, True),
    ]
    return Table(
        "payees",
        "Person by person",
        columns,
        shown,
        subtitle="Earned in all periods, the largest gain first",
        empty="Nobody's pay moved.",
    )


def _behind(made: Difference, write: Writer, payee_id: str) -> Table:
    mine = made.parts.filter(pl.col("payee_id") == payee_id)
    largest = mine.sort(pl.col("earning_amount").abs(), descending=True, maintain_order=True).head(MOST)
    rows = [
        [
            Cell(named_cause(row["cause"])),
            Cell(row["period_id"], reverse("payee:statement", args=[row["period_id"], payee_id])),
            Cell(row["component_id"].replace("_", " ").capitalize()),
            Cell(row["transaction_id"] or "–", _deal(row["transaction_id"])),
            replace(write, currency=row["currency"]).change(row["earning_amount"]),
        ]
        for row in largest.to_dicts()
    ]
    more = f"The {MOST} largest of {mine.height}." if mine.height > MOST else ""
    columns = [*words("Cause", "Period", "Component", "Deal"), *figures("Change")]
    title = f"Line by line: {write.person(payee_id).words}"
    return Table("behind", title, columns, rows, foot=more, empty="Nothing of theirs moved.")


def _deal(transaction_id: str) -> str:
    return reverse("payee:deal", args=[transaction_id]) if transaction_id else ""


def _list(request: HttpRequest, *, problem: Problem | None = None, said: list[Problem] | None = None) -> HttpResponse:
    found = list(Run.objects.select_related("batch").order_by("-made_at")[:MOST])
    newest = newest_run()
    known: dict[str, Any] = {
        "runs": found,
        "newest": newest.run_id if newest else "",
        "previous": found[1].run_id if len(found) > 1 else "",
        "can_make": viewer_of(request).is_any("admin"),
        "problem": problem,
        "problems": said or [],
    }
    return render(request, "admin/runs.html", known, status=409 if problem else 200)
