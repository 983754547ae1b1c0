"""Coaching: one person's quarter, the deals to talk about, what to do, and what they do otherwise than their team."""

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from attain.metrics import CATALOGUE, Measured, Question, Undefined
from attain.metrics.showing import shown as metric_shown
from attain.money import round_fraction
from attain.periods import Period
from attain_web.access.screens import screen
from attain_web.access.selling import in_period, owners_seen, seen_by
from attain_web.access.viewer import viewer_of
from attain_web.figures.pipelines import Pipeline, pipeline_of
from attain_web.figures.selling.goals import Goal, goals_of, stages_of
from attain_web.figures.selling.said import last_submission_id
from attain_web.figures.selling.slipping import advice_on, slipping_of
from attain_web.figures.workspace import workspace_now
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Column, Figure, Table, Writer, figures, words, writer_of
from attain_web.shell.numbers import chance

COACHES = ("manager", "leader", "admin", "finance", "auditor")
LEVERS = ("win_rate_by_count", "win_rate_by_value", "average_deal_size", "cycle_median", "month_extensions")
QUARTERS, MOST = 4, 60


@screen(*COACHES, title="Coaching")
def coaching(request: HttpRequest, payee_id: str) -> HttpResponse:
    """Show what to talk about with somebody of the team."""
    whole, now, user = pipeline_of(settings.WORKSPACE), workspace_now(settings.WORKSPACE), viewer_of(request).user
    period = (whole.period(request.GET.get("period", "")) or whole.period()) if whole else None
    if whole is None or period is None:
        viewer_of(request).refuse_unless_visible(payee_id)
        return render(request, "leader/nothing.html")
    if payee_id not in owners_seen(user, whole, in_period(period)):
        raise Http404("nobody of this id owns deals, or they are not yours to see")
    team, own = seen_by(user, whole, in_period(period)), whole.of(frozenset({payee_id}))
    write = writer_of(request, whole.currency, now.names)
    goal = next(iter(goals_of(own, period).values()), None)
    current = whole.period()
    known = {
        "trail": ((reverse("manager:team"), "Team"),),
        "crumb": write.person(payee_id).words,
        "said": (period.name, f"Deals as of {write.instant(whole.deals.today).words}", f"Amounts in {whole.currency}"),
        "selling_names": [one.name for one in _quarters(whole, current, period)],
        "chosen": period.name,
        "told_figures": _short(goal, write, _even(period, whole.today)) if goal else (),
        "doors": (
            (reverse("leader:forecasts") + f"?period={period.name}", "pen", "Their forecast"),
            (reverse("manager:review") + f"?period={period.name}", "calendar", "Period-end review"),
        ),
    }
    tables = [_deals(team, own, period, write), _stages(own, period, write), _levers(team, own, period, write)]
    return cards(request, write.person(payee_id).words, tables, known)


def _quarters(found: Pipeline, current: Period | None, chosen: Period) -> list[Period]:
    known = [current, *reversed(found.opened.calendar.before(current))][: 2 * QUARTERS] if current else []
    return known if chosen in known else [chosen, *known]


def _even(period: Period, today: date) -> Fraction | None:
    """The share of the period that is over; None outside of it."""
    if not period.starts_on <= today < period.ends_before:
        return None
    return Fraction((today - period.starts_on).days + 1, (period.ends_before - period.starts_on).days)


def _short(goal: Goal, write: Writer, even: Fraction | None) -> tuple[Figure, ...]:
    pace = f"; an even pace would be {write.share(even).words}" if even is not None else ""
    reached = f"{write.share(goal.attained).words} of target{pace}" if goal.target else "No target is known"
    return (
        Figure("Target", write.money(goal.target).words),
        Figure("Won", write.money(goal.won).words, note=reached),
        Figure("Expected", write.money(goal.expected).words, note="Won, and open deals by their probability"),
        Figure("Shortfall", write.money(goal.shortfall).words, note="Target less expected; 0 when it is reached"),
        Figure("Open", write.money(goal.still_open).words, note=_covered(goal)),
    )


def _covered(goal: Goal) -> str:
    if goal.coverage is None:
        return ""
    return f"{float(goal.coverage):.1f} times what is missing to the target"


def _deals(team: Pipeline, own: Pipeline, period: Period, write: Writer) -> Table:
    said = slipping_of(team, period)
    rows = said.deals.filter(pl.col("owner_id").is_in(sorted(own.owners or ()))) if said else pl.DataFrame()
    shown = [
        [
            Cell(
                row["name"] or row["opportunity_id"],
                reverse("payee:deal", args=[row["opportunity_id"]]),
                note=row["opportunity_id"] if row["name"] else "",
            ),
            Cell(row["stage"] or "–"),
            write.day(row["close_date"]),
            Cell(row["reason"] or "No sign"),
            Cell(advice_on(row["reason"])),
            Cell(chance(row["win_probability"], write.locale)),
            Cell(chance(row["slip_probability"], write.locale)),
            write.money(row["amount"], tone="b"),
        ]
        for row in rows.head(MOST).iter_rows(named=True)
    ]
    learned = said.period_count if said else 0
    how = f"Learned from {learned} earlier quarters." if learned else "As deals and stages say it."
    return Table(
        "deals",
        f"Open deals due in {period.name}",
        [
            *words("Deal", "Stage", "Due", "What is doubtful", "What to do"),
            *figures("Won in it", "Moves out of it", "Value"),
        ],
        shown,
        subtitle="The most doubtful first",
        foot=f"{how} What neither is won nor moves out is lost, or stays open past its day.",
        empty=f"No open deal of theirs is due in {period.name}.",
    )


def _stages(own: Pipeline, period: Period, write: Writer) -> Table:
    rows = stages_of(own, period)
    most = max([row.worth for row in rows], default=0)
    return Table(
        "stages",
        "All open deals by stage",
        [*words("Stage"), Column("Value", True, True), *figures("Expected")],
        [
            [Cell(row.stage), write.money(row.worth, bar=(row.worth, most, "hatch")), write.money(row.weighted)]
            for row in rows
        ],
        width=6,
        foot="Expected is the value by the probability of the stage.",
        empty="No deal of theirs is open.",
    )


def _levers(team: Pipeline, own: Pipeline, period: Period, write: Writer) -> Table:
    """What the last quarters show of somebody, beside the whole team."""
    before = own.opened.calendar.before(period)[-QUARTERS:]
    since = before[0].starts_on if before else period.starts_on
    span = Period(f"{QUARTERS} quarters and {period.name}", since, period.ends_before)
    key = ("levers", span.name, last_submission_id())
    sides = [one.once(*key, find=lambda one=one: _answers(one, span)) for one in (own, team)]
    rows = [
        [Cell(mine.metric.title), _written(mine, write), _written(theirs, write), Cell(mine.metric.definition)]
        for mine, theirs in zip(*sides, strict=True)
    ]
    return Table(
        "levers",
        "What they do otherwise",
        [*words("Measure"), *figures("Theirs", "Everybody you see"), *words("What it says")],
        rows,
        subtitle=f"Since {write.day(since).words}",
        width=6,
    )


def _answers(found: Pipeline, span: Period) -> list[Measured]:
    question = Question(found.book, span, found.deals.today, found.opened.targets, found.submissions)
    return [question.answer(CATALOGUE[name])[0] for name in LEVERS]


def _written(one: Measured, write: Writer) -> Cell:
    value: Any = one.value
    if isinstance(value, Undefined):
        return Cell("–", note=value.reason)
    if one.metric.unit == "money":
        return write.money(round_fraction(value))
    if one.metric.unit == "ratio":
        return write.share(value)
    return Cell(metric_shown(one, 0) + (" days" if one.metric.unit == "days" else ""))
