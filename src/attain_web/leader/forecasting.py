"""What people forecast: submitted by sellers, adjusted by them and those above, rolled up, kept, and judged later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from attain.forecasts import cumulative, roll_up, single
from attain.periods import Period
from attain_web.access.screens import screen
from attain_web.access.selling import in_period, owners_seen, seen_by
from attain_web.access.viewer import viewer_of
from attain_web.actions.acting import Refused
from attain_web.actions.selling.forecasting import ADJUSTABLE, Wanted, adjust_forecast, submit_forecast
from attain_web.actions.typed import minor_of
from attain_web.figures.pipelines import Pipeline, pipeline_of
from attain_web.figures.selling.forecasts import Forecasts, PastForecast, accuracy_of, forecasts_of
from attain_web.figures.workspace import workspace_now
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Figure, Table, Writer, figures, words, writer_of
from attain_web.shell.sending import Problem, done_once

FORECASTERS = ("payee", "manager", "leader")
READERS = (*FORECASTERS, "admin", "finance", "auditor")
LOOKERS = ("manager", "leader", "admin", "finance", "auditor")  # of the model's page
ROLLS = {"cumulative": cumulative, "single": single}
NAMES = {
    "closed": "Won",
    "commit": "Commit",
    "most_likely": "Most likely",
    "best_case": "Best case",
    "pipeline": "Pipeline",
    "open_pipeline": "All that is open",
}
EARLIER = 8


@dataclass(frozen=True)
class Shown:
    """A period's forecasts for a page: of whom, how they roll up, and who writes them."""

    found: Pipeline
    period: Period
    said: Forecasts
    roll: str
    write: Writer

    def rolled(self, owner_id: str | None = None) -> dict[str, tuple[int, int, int]]:
        """Add the views of an owner up, or everybody's: by category what deals, owners and managers say."""
        rows = self.said.views if owner_id is None else self.said.views.filter(pl.col("owner_id") == owner_id)
        return roll_up(rows, ROLLS[self.roll])


@screen(*READERS, title="Submitted forecasts")
def forecasts(request: HttpRequest) -> HttpResponse:
    """Show what everybody whom the reader may see forecasts of a quarter."""
    return _page(request)


@screen(*FORECASTERS, acts=True)
def submit(request: HttpRequest) -> HttpResponse:
    """Submit what will be won: one's own number, or that of somebody of the team."""
    typed, user = request.POST, viewer_of(request).user

    def do() -> str:
        owner, period = typed.get("owner", ""), typed.get("period", "")
        worth = _worth(typed.get("worth", ""))
        submit_forecast(settings.WORKSPACE, owner, period, worth, typed.get("note", "").strip(), acting_user=user)
        return f"The forecast of {period} is submitted; those before it are kept"

    problem = done_once(request, do)
    return _page(request, problem=problem) if problem else _back(request)


@screen(*FORECASTERS, acts=True)
def adjust(request: HttpRequest) -> HttpResponse:
    """Change a number of a forecast, with a note; the deals stay as they are."""
    typed, user = request.POST, viewer_of(request).user

    def do() -> str:
        owner, period, category = (typed.get(name, "") for name in ("owner", "period", "category"))
        text = typed.get("worth", "").strip()
        worth = _worth(text) if text else None
        wanted = Wanted(owner, period, category, worth, typed.get("note", "").strip())
        adjust_forecast(settings.WORKSPACE, wanted, acting_user=user)
        said = "adjusted; the deals stay as they are" if text else "as it was before your adjustment"
        return f"{NAMES.get(category, category)} of {period} is {said}"

    problem = done_once(request, do)
    return _page(request, problem=problem) if problem else _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = redirect("leader:forecasts")
    answer.headers["Location"] += f"?{urlencode({'period': request.POST.get('period', '')})}"
    return answer


def _worth(text: str) -> int:
    currency = workspace_now(settings.WORKSPACE).currency
    found = minor_of(text.strip(), currency)
    if found is None:
        raise Refused(f"'{text}' is no amount in {currency}", "write it like 120000 or 1,250.50")
    return found


def _page(request: HttpRequest, *, problem: Problem | None = None) -> HttpResponse:
    whole, now, viewer = pipeline_of(settings.WORKSPACE), workspace_now(settings.WORKSPACE), viewer_of(request)
    typed = request.POST
    asked = typed.get("period", "") or request.GET.get("period", "")
    period = (whole.period(asked) or whole.period()) if whole else None
    if whole is None or period is None:
        return render(request, "leader/nothing.html")
    found = seen_by(viewer.user, whole, in_period(period))
    roll = request.GET.get("roll", "")
    write = writer_of(request, found.currency, _names(whole, now.names))
    shown = Shown(
        found, period, forecasts_of(found, period, viewer.user), roll if roll in ROLLS else "cumulative", write
    )
    owners = sorted(owners_seen(viewer.user, whole, in_period(period)), key=lambda one: write.person(one).words)
    own = [one for one in owners if one in viewer.payees]
    known = {
        "said": (period.name, f"Deals as of {write.instant(found.deals.today).words}", f"Amounts in {found.currency}"),
        "selling_names": _choices(whole, period),
        "chosen": period.name,
        "told_figures": _in_short(shown),
        "roll": shown.roll,
        "owners": [(one, write.person(one).words) for one in own + [one for one in owners if one not in own]],
        "categories": [(name, NAMES[name]) for name in ADJUSTABLE],
        "can_forecast": viewer.is_any(*FORECASTERS) and bool(owners),
        "currency": found.currency,
        "problem": problem,
        "typed": typed,
        "doors": ((reverse("leader:forecast"), "curve", "What the model expects"),) if viewer.is_any(*LOOKERS) else (),
    }
    past = accuracy_of(found, period, viewer.user, EARLIER)
    tables = [_people(shown), _adjusted(shown), _history(shown), _accuracy(past, write)]
    template = "leader/forecasts.html"
    return cards(request, "Submitted forecasts", tables, known, template=template, status=409 if problem else 200)


def _names(found: Pipeline, known: Mapping[str, str]) -> dict[str, str]:
    people = found.deals.people.select("owner_id", "name")
    return dict(people.iter_rows()) | dict(known)


def _choices(found: Pipeline, chosen: Period) -> list[str]:
    """The quarter of today, the next one, and those before, the latest first."""
    current = found.period()
    if current is None:
        return [chosen.name]
    after = found.opened.calendar.containing("quarter", current.ends_before)
    before = found.opened.calendar.before(current)[-EARLIER:]
    names = [one.name for one in (*before, current, *([after] if after else []))]
    return list(reversed(names if chosen.name in names else [chosen.name, *names]))


def _in_short(shown: Shown) -> tuple[Figure, ...]:
    """The roll-up of everybody, and beside each number what the deals say where it differs."""
    made: list[Figure] = []
    for name, (deals, _, managers) in shown.rolled().items():
        differs = managers != deals
        note = f"Adjusted; the deals say {shown.write.whole(deals).words}" if differs else "As the deals say"
        made.append(Figure(NAMES[name], shown.write.whole(managers).words, note=note))
    worth = int(shown.said.standing["forecast"].sum())
    count = shown.said.standing.height
    note = f"By {count} {'person' if count == 1 else 'people'}" if count else "Nobody has submitted yet"
    made.append(Figure("Submitted", shown.write.whole(worth if count else None).words, note=note))
    return tuple(made)


def _people(shown: Shown) -> Table:
    write, said = shown.write, shown.said
    submitted = {row["owner_id"]: row for row in said.standing.iter_rows(named=True)}
    late = dict(said.stale.select("owner_id", "age_days").iter_rows())
    owners = {*said.views["owner_id"].to_list(), *submitted}
    kept = [name for name in shown.rolled() if name != "open_pipeline"]
    rows = [
        [
            write.person(owner) if owner else Cell("Nobody owns it"),
            *(_adjustable(write, *shown.rolled(owner)[name]) for name in kept),
            _submission(write, submitted.get(owner), late.get(owner)),
        ]
        for owner in sorted(owners, key=lambda one: (not one, write.person(one).words))
    ]
    foot = "Cumulative: each column holds those left of it." if shown.roll == "cumulative" else "Each column alone."
    return Table(
        "people",
        "By person",
        [*words("Person"), *figures(*(NAMES[name] for name in kept), "Submitted")],
        rows,
        subtitle="As managers left it; an adjusted number keeps what it was beneath it",
        foot=f"{foot} A submitted forecast older than a week is marked as old.",
        empty="Nobody has deals due in this period, and nobody has submitted a forecast.",
    )


def _adjustable(write: Writer, deals: int, owners: int, managers: int) -> Cell:
    if managers == deals:
        return write.money(managers)
    by = "manager" if managers != owners else "owner"
    return write.money(managers, note=f"adjusted by {by}, was {write.money(deals).words}")


def _submission(write: Writer, row: Mapping[str, Any] | None, age_days: int | None) -> Cell:
    if row is None:
        return Cell("–")
    when = write.instant(row["submitted_at"]).words
    old = f", {age_days} days old" if age_days is not None else ""
    return write.money(row["forecast"], note=f"{when}{old}")


def _adjusted(shown: Shown) -> Table:
    write = shown.write
    rows = [
        [
            write.person(row["owner_id"]),
            Cell(NAMES.get(row["category"], row["category"])),
            write.money(row["from_deals"]),
            write.money(row["by_owner"]),
            write.money(row["by_manager"], tone="b"),
        ]
        for row in shown.said.views.filter("is_adjusted").iter_rows(named=True)
    ]
    columns = [*words("Person", "Category"), *figures("The deals say", "The owner says", "The manager says")]
    return Table(
        "adjusted",
        "Adjusted numbers",
        columns,
        rows,
        subtitle="Each category alone; no deal is changed by an adjustment",
        empty="Nothing is adjusted: every number is the sum of its deals.",
    )


def _history(shown: Shown) -> Table:
    write = shown.write
    made = [
        (one["submitted_at"], one["owner_id"], one["owner_id"], "Submitted", one["forecast"], one["note"])
        for one in shown.said.submissions.iter_rows(named=True)
    ] + [
        (one["adjusted_at"], one["author_id"], one["owner_id"], NAMES.get(one["category"], one["category"]),
         one["adjusted"], one["note"])
        for one in shown.said.adjustments.iter_rows(named=True)
    ]  # fmt: skip
    made.sort(key=lambda one: one[0])  # of one instant, what was said last stands first below
    rows = [
        [
            write.instant(at),
            write.person(author),
            write.person(owner),
            Cell(what),
            write.money(worth) if worth is not None else Cell("taken away"),
            Cell(note or "–"),
        ]
        for at, author, owner, what, worth, note in reversed(made)
    ]
    columns = [*words("When", "By", "Forecast of", "What"), *figures("Amount"), *words("Note")]
    return Table("history", "History", columns, rows, subtitle="The newest first", empty="Nothing was said yet.")


def _accuracy(past: list[PastForecast], write: Writer) -> Table:
    rows = [
        [
            Cell(one.period.name),
            write.money(one.submitted),
            write.money(one.won),
            write.change(one.submitted - one.won),
            write.share(one.accuracy),
        ]
        for one in past
    ]
    return Table(
        "accuracy",
        "How good forecasts were",
        [*words("Period"), *figures("Submitted", "Won", "Above or below", "Accuracy")],
        rows,
        subtitle="What stood thirty days before the end of each period",
        foot="Accuracy is one less the error as a share of what was won, and never below 0.",
        empty="No forecast of an earlier period stood thirty days before its end.",
    )
