"""What a leader reads: the dashboard, the pipeline as it was on any day, what moved it, and which deals may slip."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attain.metrics import CATALOGUE, Question, Undefined
from attain.metrics.projecting import projected
from attain.periods import Period
from attain.reports.dashboard import cards_of, figures_of
from attain.snapshots import Book, Scope, bridge, totals
from attain_web.access.screens import screen
from attain_web.access.selling import in_period, seen_by
from attain_web.access.viewer import viewer_of
from attain_web.actions.people import Days, on_day
from attain_web.figures.pipelines import Pipeline, pipeline_of
from attain_web.figures.selling.said import last_submission_id
from attain_web.figures.selling.slipping import slipping_of
from attain_web.shell.sending import Problem

LEADERS = ("leader", "manager", "admin", "finance", "auditor")
GROUPS = {"stage": "Stage", "person": "Person", "team": "Team", "territory": "Territory"}
WHY = {
    "start": "Open at the start",
    "new": "New",
    "pulled_in": "Moved into the period",
    "transferred_in": "Transferred in",
    "reopened": "Reopened",
    "increased": "Increased",
    "decreased": "Decreased",
    "won": "Won",
    "lost": "Lost",
    "pushed_out": "Moved out of the period",
    "transferred_out": "Transferred out",
    "deleted": "Deleted",
    "end": "Open at the end",
}
MOST_DEALS = 60
LONGEST_BATCH = 9
FIRST, LAST = date(1970, 1, 1), date(2199, 12, 31)


@screen(*LEADERS, title="Dashboard")
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the leader's dashboard of a quarter, every chart with its table."""

    def known(whole: Pipeline) -> Mapping[str, Any]:
        found, period = _in_period(request, whole)
        asked, key = found.asked(period), (period.name, last_submission_id())
        return {
            "found": found,
            "selling_period": period,
            "cards": found.once("cards", *key, find=lambda: cards_of(asked)),
            "figures": found.once("figures", *key, find=lambda: figures_of(asked)),
        }

    return _page(request, "leader/dashboard.html", known)


@screen(*LEADERS, title="Pipeline")
def pipeline(request: HttpRequest) -> HttpResponse:
    """Show what was open on a day, with the stage, amount, owner and close date of then, and the trend to it."""

    def known(whole: Pipeline) -> Mapping[str, Any]:
        day, problem = _day(request, "on", whole.today)
        found = seen_by(viewer_of(request).user, whole, on_day(day))
        by = request.GET.get("by", "stage") if request.GET.get("by", "stage") in GROUPS else "stage"
        instant = found.deals.today if day == found.today else found.on(day)
        rows = found.once("as-at", instant, by, find=lambda: _open_rows(found.book, instant, by))
        trend = found.once("trend", instant, find=lambda: _trend(found.book, instant))
        return {
            "found": found,
            "day": day,
            "is_past": day < found.today,
            "by": by,
            "groups": GROUPS,
            "rows": rows,
            "count": sum(row["count"] for row in rows),
            "total": sum(row["worth"] for row in rows),
            "most": max([row["worth"] for row in rows], default=0),
            "trend": trend,
            "trend_most": max([one["worth"] for one in trend], default=0),
            "problem": problem,
        }

    return _page(request, "leader/pipeline.html", known)


@screen(*LEADERS, title="Bridge")
def moved(request: HttpRequest) -> HttpResponse:
    """Show what moved the open pipeline between two days, exact to the cent."""

    def known(whole: Pipeline) -> Mapping[str, Any]:
        since, wrong = _day(request, "from", whole.today - timedelta(days=42))
        until, also = _day(request, "to", whole.today)
        problem = wrong or also
        if since > until:
            problem = Problem("The first day comes after the second", "Choose an earlier first day")
            since = until
        found = seen_by(viewer_of(request).user, whole, Days(since, until + timedelta(days=1)))
        last = found.deals.today if until == found.today else found.on(until)
        table = found.once("bridge", since, last, find=lambda: bridge(found.book, Scope(), found.on(since), last))
        rows = [
            {"reason": reason, "words": WHY[reason], "count": count, "change": change, "size": abs(change)}
            for reason, count, change in table.iter_rows()
        ]
        shown = [row for row in rows if row["count"] or row["reason"] in {"start", "end"}]
        return {
            "found": found,
            "since": since,
            "until": until,
            "rows": _placed(shown),
            "most": max([row["ends_at"] for row in _placed(shown)], default=0),
            "problem": problem,
        }

    return _page(request, "leader/bridge.html", known)


@screen(*LEADERS, title="Doubtful deals")
def doubtful(request: HttpRequest) -> HttpResponse:
    """List open deals due in the quarter that may slip: old, standing still, put off again and again."""

    def known(whole: Pipeline) -> Mapping[str, Any]:
        found, period = _in_period(request, whole)
        said = slipping_of(found, period)
        rows = said.deals.filter(pl.col("signal_count") > 0) if said else None
        if said is None or rows is None:
            nothing = {"rows": [], "row_count": 0, "doubtful_count": 0, "worth": 0, "cycle": None}
            return {"found": found, "selling_period": period, **nothing}
        return {
            "found": found,
            "selling_period": period,
            "rows": rows.head(MOST_DEALS).to_dicts(),
            "row_count": rows.height,
            "doubtful_count": int(rows["is_doubtful"].sum()),
            "worth": int(rows.filter("is_doubtful")["amount"].sum()),
            "cycle": round(said.cycle_days),
            "learned_from": said.period_count,
        }

    return _page(request, "leader/doubtful.html", known)


@screen(*LEADERS, title="Forecast")
def forecast(request: HttpRequest) -> HttpResponse:
    """Show what the quarter will bring: as a distribution, learned from earlier quarters, beside the target."""

    def known(whole: Pipeline) -> Mapping[str, Any]:
        found, period = _in_period(request, whole)
        question = found.asked(period).question
        said = found.once("forecast", period.name, find=lambda: _projected(found, question))
        return {"found": found, "selling_period": period, **said}

    return _page(request, "leader/forecast.html", known)


def _projected(found: Pipeline, question: Question) -> dict[str, Any]:
    made = projected(question, found.opened.calendar.before(question.period))
    (quota,) = question.answer(CATALOGUE["quota_attainment"])
    target = None if isinstance(quota.value, Undefined) else int(quota.parts["target"])
    won = None if isinstance(quota.value, Undefined) else int(quota.parts["won"]) if "won" in quota.parts else None
    p = made.projection
    points = [(share, p.quantile(share / 100)) for share in (10, 25, 50, 75, 90)]
    return {
        "points": points,
        "most": max([worth for _, worth in points] + [target or 0]),
        "mean": round(p.mean),
        "target": target,
        "won": won,
        "chance": None if target is None else p.at_least(target),
        "missing": None if target is None or won is None else max(0, target - won),
        "largest": [
            {"deal": deal, "worth": worth, "without": without.quantile(0.5)} for deal, worth, without in made.largest
        ],
        "is_learned": made.is_learned,
        "learned_from": made.period_count,
    }


def _in_period(request: HttpRequest, whole: Pipeline) -> tuple[Pipeline, Period]:
    """Return what the reader sees of the period that the address names, and the period."""
    period = whole.period(request.GET.get("period", "")) or whole.period()
    assert period is not None, "the calendar holds today"
    return seen_by(viewer_of(request).user, whole, in_period(period)), period


def _page(request: HttpRequest, template: str, known: Callable[[Pipeline], Mapping[str, Any]]) -> HttpResponse:
    """Show a page of what the reader sees of the pipeline; ``known`` says as ``found`` which part that is."""
    asked = request.GET.get("known", "")
    batch_no = int(asked) if asked.isdecimal() and len(asked) < LONGEST_BATCH else None
    whole = pipeline_of(settings.WORKSPACE, batch_no)
    if whole is None:
        return render(request, "leader/nothing.html")
    current = whole.period()
    quarters = [p.name for p in reversed(whole.opened.calendar.before(current))] if current else []
    shown: dict[str, Any] = {"currency": whole.currency, "as_of": whole.deals.today, "batch": whole.loads}
    shown["load_count"] = whole.deals.last_batch
    shown["period_names"] = ([current.name] if current else []) + quarters[:12]
    shown |= known(whole)
    found: Pipeline = shown["found"]
    shown |= {"deal_count": found.deal_count, "owner_count": None if found.owners is None else len(found.owners)}
    return render(request, template, shown, status=400 if shown.get("problem") else 200)


def _open_rows(book: Book, instant: datetime, by: str) -> list[dict[str, Any]]:
    found = totals(book.open_at(instant), [by])
    rows = [{"name": name or "–", "count": count, "worth": int(worth)} for name, count, worth in found.iter_rows()]
    return rows if by == "stage" else sorted(rows, key=lambda row: -row["worth"])


def _trend(book: Book, instant: datetime) -> list[dict[str, Any]]:
    starts = book.month_starts(instant, 12)
    found = {at: (int(count), int(worth)) for at, count, worth in book.trend(starts, []).iter_rows()}
    zone = ZoneInfo(book.opportunities.time_zone)
    return [
        {"at": at.astimezone(zone).date(), "count": found.get(at, (0, 0))[0], "worth": found.get(at, (0, 0))[1]}
        for at in starts
    ]


def _placed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say from where to where each bar of the bridge goes."""
    at = 0
    placed: list[dict[str, Any]] = []
    for row in rows:
        whole = row["reason"] in {"start", "end"}
        before = 0 if whole else at
        after = row["change"] if whole else at + row["change"]
        placed.append(row | {"starts_at": min(before, after), "ends_at": max(before, after), "is_whole": whole})
        at = after
    return placed


def _day(request: HttpRequest, name: str, usual: date) -> tuple[date, Problem | None]:
    text = request.GET.get(name, "").strip()
    if not text:
        return usual, None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return usual, Problem(f"'{text}' is no day", "Write it like 2026-03-31")
    if not FIRST <= day <= LAST:
        return usual, Problem(f"{day} is no day of this calendar", f"Choose one from {FIRST} to {LAST}")
    return day, None
