"""What a payee is measured by: their quota and plan, their targets with the pipeline to reach them, and their place."""

from fractions import Fraction
from typing import Any

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from attain.questions.aloud import read_aloud
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.agreeing.acceptances import Acceptance, accept_terms, acceptances, decline_terms
from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.opened import opened_run
from attain_web.figures.payees import Attained, attained_in, told
from attain_web.figures.pipelines import Pipeline, pipeline_of
from attain_web.figures.selling.goals import Goal, goals_of, stages_of
from attain_web.payee.periods import Asked, asked_of
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Column, Figure, Table, Writer, figures, words, writer_of
from attain_web.shell.numbers import amount_of, share
from attain_web.shell.sending import Problem, done_once


@screen("payee", title="Quota and plan")
def quota(request: HttpRequest) -> HttpResponse:
    """Show a payee's targets and the plan that pays them, read aloud, to be accepted."""
    return _quota(request)


@screen("payee", acts=True)
def answer(request: HttpRequest) -> HttpResponse:
    """Accept one's plan and target as they were shown, or decline them with a reason."""
    viewer, typed = viewer_of(request), request.POST
    plan, payee = typed.get("plan", ""), viewer.own_payee

    def do() -> str:
        if typed.get("step") == "decline":
            reason = typed.get("reason", "")
            decline_terms(settings.WORKSPACE, plan, payee, acting_user=viewer.user, reason=reason)
            return "You declined; whoever asked you reads why"
        accept_terms(settings.WORKSPACE, plan, payee, acting_user=viewer.user, seen=typed.get("terms", ""))
        return "You accepted your plan and target"

    problem = done_once(request, do)
    return _quota(request, problem=problem) if problem else redirect("payee:quota")


def _agreed(payee_id: str) -> list[Acceptance]:
    """Return where the payee is with what they are to accept."""
    try:
        return [one for one in acceptances(settings.WORKSPACE) if one.terms.payee_id == payee_id]
    except Refused:
        return []


def _quota(request: HttpRequest, *, problem: Problem | None = None) -> HttpResponse:
    asked = asked_of(request)
    if asked is None:
        return render(request, "payee/nothing.html")
    explanation = told(settings.WORKSPACE, asked.basis.run, asked.payee_id, asked.period.period_id)
    reached = attained_in(explanation) if explanation else []
    opened = opened_run(settings.WORKSPACE, asked.basis.run).opened
    mine = {plan.title for plan in explanation.plans} if explanation else set[str]()
    plans = [
        {
            "name": str(plan.plan),
            "hash": asked.basis.run.plans.get(str(plan.plan), ""),
            "sections": read_aloud(plan),
        }
        for plan in opened.plans
        if str(plan.title or plan.plan) in mine or str(plan.plan) in mine
    ]
    locale = writer_of(request, asked.workspace.currency, {}).locale
    known = {
        "said": (f"{asked.period.period_id}, run {asked.basis.run.run_id[:10]}",),
        "plans": plans,
        "agreed": _agreed(asked.payee_id),
        "problem": problem,
        "typed": request.POST,
    }
    return cards(
        request,
        "Quota and plan",
        [_targets(asked, reached, locale)],
        asked.shown | known,
        template="payee/quota.html",
        status=409 if problem else 200,
    )


def _targets(asked: Asked, reached: list[Attained], locale: str) -> Table:
    def shown(one: Attained, value: Fraction) -> str:
        return amount_of(value, one.currency, locale) if one.is_money else str(value)

    where = reverse("payee:statement", args=[asked.period.period_id, asked.payee_id])
    rows = [
        [
            Cell(one.title),
            Cell(shown(one, one.target)),
            Cell(shown(one, one.measured), where),
            Cell(share(one.share, locale), bar=(one.share, 1, "f-a")),
            Cell(shown(one, one.missing) if one.next_mark else "–"),
        ]
        for one in reached
    ]
    columns = [*words("Component"), *figures("Target", "Reached"), Column("Attainment", True, True)]
    return Table(
        "targets",
        f"Targets of {asked.period.period_id}",
        [*columns, *figures("To the next bound of the rate")],
        rows,
        empty="No measure of your plan has a target in this period.",
    )


@screen("payee", title="Targets")
def targets(request: HttpRequest) -> HttpResponse:
    """Show a payee's selling target: what is won, expected and short, and the open deals by stage."""
    asked, found = asked_of(request), pipeline_of(settings.WORKSPACE)
    if asked is None:
        return render(request, "payee/nothing.html")
    person = asked.workspace.names.get(asked.payee_id, asked.payee_id)
    write = writer_of(request, found.currency if found else asked.workspace.currency, asked.workspace.names)
    if found is None or (period := found.period(asked.period.period_id)) is None:
        return cards(request, "Targets", [], asked.shown | {"said": ("There is no pipeline of this period",)})
    if found.deals.people.filter(pl.col("name") == person).height > 1:  # somebody else is called so too
        found = found.of(frozenset({asked.payee_id}))
    goal = goals_of(found, period).get(person)
    known = {
        "told_figures": _short(goal, write) if goal else (),
        "said": (f"{period.name}, {person}", f"Deals as of {write.instant(found.deals.today).words}"),
        "doors": ((reverse("payee:tracker"), "target", "What open deals pay"),),
    }
    return cards(request, "Targets", [_stages(found, period, person, write)], asked.shown | {"basis": None} | known)


def _short(goal: Goal, write: Writer) -> tuple[Figure, ...]:
    return (
        Figure("Target", write.money(goal.target).words),
        Figure("Won", write.money(goal.won).words, note=f"{write.share(goal.attained).words} of target"),
        Figure("Expected", write.money(goal.expected).words, note="Won, and open deals by their probability"),
        Figure("Shortfall", write.money(goal.shortfall).words, note="Target less expected; 0 when it is reached"),
    )


def _stages(found: Pipeline, period: Any, person: str, write: Writer) -> Table:
    rows = stages_of(found, period, person)
    most = max([row.worth for row in rows], default=0)
    return Table(
        "stages",
        "Open pipeline by stage",
        [*words("Stage"), Column("Value", True, True), *figures("Expected")],
        [
            [Cell(row.stage), write.money(row.worth, bar=(row.worth, most, "hatch")), write.money(row.weighted)]
            for row in rows
        ],
        subtitle="Every open deal of yours, due now or later",
        foot="Expected is the value by the probability of the stage.",
        total=[
            Cell("In all"),
            write.money(sum(row.worth for row in rows)),
            write.money(sum(row.weighted for row in rows)),
        ]
        if rows
        else (),
        empty="No deal of yours is open.",
    )


@screen("payee", "manager", title="Leaderboard")
def leaderboard(request: HttpRequest) -> HttpResponse:
    """Rank everybody of one's plan by attainment: shares alone, never amounts and never pay."""
    asked = asked_of(request)
    if asked is None:
        return render(request, "payee/nothing.html")
    write = writer_of(request, asked.workspace.currency, asked.workspace.names)
    ranked = _ranked(asked)
    most = max([one for _, one in ranked], default=Fraction(1))
    rows = [
        [
            Cell(str(place), tone="b" if payee == asked.payee_id else ""),
            write.person(payee, tone="b" if payee == asked.payee_id else ""),
            write.share(reached, bar=(reached, max(most, Fraction(1)), "f-a" if payee == asked.payee_id else "f-s3")),
        ]
        for place, (payee, reached) in enumerate(ranked, 1)
    ]
    table = Table(
        "leaderboard",
        "Attainment",
        [*words("Place", "Person"), Column("Of target", True, True)],
        rows,
        subtitle="Everybody with a target of the same plan",
        foot="A ranking of attainment; nobody's amounts and nobody's pay are on it.",
        empty="Nobody has a target in this period.",
    )
    where = [place for place, (payee, _) in enumerate(ranked, 1) if payee == asked.payee_id]
    said = (f"You are {where[0]} of {len(ranked)}",) if where else ()
    return cards(request, "Leaderboard", [table], asked.shown | {"said": said})


def _ranked(asked: Asked) -> list[tuple[str, Fraction]]:
    """The attainment of everybody whose plan is one of the payee's, the furthest first."""
    rows = stored_tables(settings.WORKSPACE, asked.basis.run)["measures"].filter(
        (pl.col("period_id") == asked.period.period_id)
        & pl.col("target_value").is_not_null()
        & (pl.col("unit") != "count")
    )
    mine = rows.filter(pl.col("owner_id") == asked.payee_id)["plan_id"].unique().to_list()
    same = rows.filter(pl.col("plan_id").is_in(mine) & (pl.col("target_value") > 0)).sort("owner_id", "measure_id")
    first = same.unique("owner_id", keep="first", maintain_order=True)
    found = [
        (row["owner_id"], Fraction(row["measure_value"] or 0, row["target_value"]))
        for row in first.iter_rows(named=True)
    ]
    return sorted(found, key=lambda one: (-one[1], one[0]))
