"""What a leader reads: the dashboard, the pipeline as it was on any day, what moved it, and which deals may slip."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attain.metrics import CATALOGUE, Question, Undefined
from attain.metrics.projecting import projected
from attain.reports.dashboard import cards_of, figures_of
from attain.snapshots import Book, Scope, average_cycle, bridge, judged, totals
from attain_web.access.screens import screen
from attain_web.figures.pipelines import Pipeline, pipeline_of
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


@screen(*LEADERS, title="Dashboard")
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the leader's dashboard of a quarter, every chart with its table."""

    def known(found: Pipeline) -> Mapping[str, Any]:
        period = found.period(request.GET.get("period", "")) or found.period()
        assert period is not None, "the calendar holds today"
        asked = found.asked(period)
        return {
            "selling_period": period,
            "cards": found.once("cards", period.name, find=lambda: cards_of(asked)),
            "figures": found.once("figures", period.name, find=lambda: figures_of(asked)),
        }

    return _page(request, "leader/dashboard.html", known)


@screen(*LEADERS, title="Pipeline")
def pipeline(request: HttpRequest) -> HttpResponse:
    """Show what was open on a day, with the stage, amount, owner and close date of then, and the trend to it."""

    def known(found: Pipeline) -> Mapping[str, Any]:
        day, problem = _day(request, "on", found.today)
        by = request.GET.get("by", "stage") if request.GET.get("by", "stage") in GROUPS else "stage"
        instant = found.deals.today if day == found.today else found.on(day)
        rows = found.once("as-at", instant, by, find=lambda: _open_rows(found.book, instant, by))
        trend = found.once("trend", instant, find=lambda: _trend(found.book, instant))
        return {
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

    def known(found: Pipeline) -> Mapping[str, Any]:
        since, wrong = _day(request, "from", found.today - timedelta(days=42))
        until, also = _day(request, "to", found.today)
        problem = wrong or also
        if since > until:
            problem = Problem("The first day comes after the second", "Choose an earlier first day")
            since = until
        last = found.deals.today if until == found.today else found.on(until)
        table = found.once("bridge", since, last, find=lambda: bridge(found.book, Scope(), found.on(since), last))
        rows = [
            {"reason": reason, "words": WHY[reason], "count": count, "change": change, "size": abs(change)}
            for reason, count, change in table.iter_rows()
        ]
        shown = [row for row in rows if row["count"] or row["reason"] in {"start", "end"}]
        return {
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

    def known(found: Pipeline) -> Mapping[str, Any]:
        period = found.period(request.GET.get("period", "")) or found.period()
        assert period is not None, "the calendar holds today"
        cycle = found.once("cycle", find=lambda: average_cycle(found.book, found.deals.today))
        if cycle is None:
            return {"selling_period": period, "rows": [], "cycle": None}
        whole = found.once(
            "judged",
            period.name,
            find=lambda: judged(found.book, period, found.deals.today, cycle_days=cycle),
        )
        rows = whole.filter(pl.col("signal_count") > 0)
        return {
            "selling_period": period,
            "rows": rows.head(MOST_DEALS).to_dicts(),
            "row_count": rows.height,
            "doubtful_count": int(rows["is_doubtful"].sum()),
            "worth": int(rows.filter("is_doubtful")["amount"].sum()),
            "cycle": int(cycle),
        }

    return _page(request, "leader/doubtful.html", known)


@screen(*LEADERS, title="Forecast")
def forecast(request: HttpRequest) -> HttpResponse:
    """Show what the quarter will bring: as a distribution, learned from earlier quarters, beside the target."""

    def known(found: Pipeline) -> Mapping[str, Any]:
        period = found.period(request.GET.get("period", "")) or found.period()
        assert period is not None, "the calendar holds today"
        question = found.asked(period).question
        said = found.once("forecast", period.name, find=lambda: _projected(found, question))
        return {"selling_period": period, **said}

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
        "chance": None if target is None else round(100 * p.at_least(target)),
        "largest": [
            {"deal": deal, "worth": worth, "without": without.quantile(0.5)} for deal, worth, without in made.largest
        ],
        "is_learned": made.is_learned,
        "learned_from": made.period_count,
    }


def _page(request: HttpRequest, template: str, known: Callable[[Pipeline], Mapping[str, Any]]) -> HttpResponse:
    found = pipeline_of(settings.WORKSPACE)
    if found is None:
        return render(request, "leader/nothing.html")
    quarters = [p.name for p in reversed(found.opened.calendar.before(found.period()))] if found.period() else []
    shown: dict[str, Any] = {"currency": found.currency, "as_of": found.deals.today}
    shown |= {"deal_count": found.deals.deals.height, "load_count": found.deals.last_batch}
    current = found.period()
    shown["period_names"] = ([current.name] if current else []) + quarters[:12]
    said = known(found)
    return render(request, template, shown | dict(said), status=400 if said.get("problem") else 200)


def _open_rows(book: Book, instant: datetime, by: str) -> list[dict[str, Any]]:
    found = totals(book.open_at(instant), [by])
    rows = [{"name": name or "–", "count": count, "worth": int(worth)} for name, count, worth in found.iter_rows()]
    return rows if by == "stage" else sorted(rows, key=lambda row: -row["worth"])


def _trend(book: Book, instant: datetime) -> list[dict[str, Any]]:
    starts = book.month_starts(instant, 12)
    found = {at: (int(count), int(worth)) for at, count, worth in book.trend(starts, []).iter_rows()}
    return [{"at": at.date(), "count": found.get(at, (0, 0))[0], "worth": found.get(at, (0, 0))[1]} for at in starts]


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
        return date.fromisoformat(text), None
    except ValueError:
        return usual, Problem(f"'{text}' is no day", "Write it like 2026-03-31")
