"""Jump: a few letters lead to any screen, person, period or deal that the reader may see."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from attain_web.access.screens import SIGNED_IN, screen
from attain_web.access.viewer import Viewer, viewer_of
from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.opened import newest_run
from attain_web.figures.payees import PayPeriod, pay_periods_known, period_on
from attain_web.figures.workspace import WorkspaceNow, workspace_now
from attain_web.shell.navigation import sections_for

MOST_OF_A_KIND = 6
CLOSERS = ("admin", "finance", "leader", "auditor")
SHORTEST = 2


@dataclass(frozen=True)
class Jump:
    """Where one can go: of which kind it is, its words, and its address."""

    kind: str
    words: str
    address: str


@screen(SIGNED_IN)
def jump(request: HttpRequest) -> HttpResponse:
    """List where some letters lead; without any, every screen of the reader."""
    asked = request.GET.get("q", "").strip()[:60]
    viewer = viewer_of(request)
    return render(request, "shell/jumps.html", {"jumps": list(jumps_of(viewer, asked)), "asked": asked})


def jumps_of(viewer: Viewer, asked: str) -> Iterator[Jump]:
    """Yield where some letters lead somebody."""
    wanted = asked.casefold()
    yield from _screens(viewer, wanted)
    if len(wanted) < SHORTEST:
        return
    now = workspace_now(settings.WORKSPACE)
    periods = [one for one in pay_periods_known(settings.WORKSPACE) if one.starts_on <= now.today]
    yield from _people(viewer, wanted, now, periods)
    yield from _periods(viewer, wanted, periods)
    yield from _deals(viewer, asked)


def _screens(viewer: Viewer, wanted: str) -> Iterator[Jump]:
    told: set[str] = set()
    for section in sections_for(viewer.roles):
        for link in section.links:
            if link.route not in told and wanted in f"{section.heading} {link.words}".casefold():
                told.add(link.route)
                yield Jump(section.heading, link.words, reverse(link.route))


def _people(viewer: Viewer, wanted: str, now: WorkspaceNow, periods: list[PayPeriod]) -> Iterator[Jump]:
    newest = period_on(periods, now.today)
    known = [p for p in now.titles if wanted in f"{now.names.get(p, '')} {p}".casefold()]
    if newest is None or not known:
        return
    for payee in sorted(viewer.visible_to(known, newest.period_id))[:MOST_OF_A_KIND]:
        where = reverse("payee:statement", args=[newest.period_id, payee])
        yield Jump("Person", f"{now.names.get(payee, payee)}, {newest.period_id}", where)


def _periods(viewer: Viewer, wanted: str, periods: list[PayPeriod]) -> Iterator[Jump]:
    for one in [p for p in reversed(periods) if wanted in p.period_id.casefold()][:MOST_OF_A_KIND]:
        if viewer.is_any(*CLOSERS):
            yield Jump("Period", f"Close {one.period_id}", reverse("admin:period", args=[one.period_id]))
        elif viewer.own_payee:
            where = reverse("payee:statement", args=[one.period_id, viewer.own_payee])
            yield Jump("Period", f"My statement of {one.period_id}", where)


def _deals(viewer: Viewer, asked: str) -> Iterator[Jump]:
    run = newest_run()
    if run is None:
        return
    begins = pl.col("transaction_id").str.to_lowercase().str.starts_with(asked.casefold())
    rows = stored_tables(settings.WORKSPACE, run)["credits"].filter(begins).select("transaction_id", "payee_id")
    seen = viewer.visible_to(rows["payee_id"].unique().to_list())
    found = rows.filter(pl.col("payee_id").is_in(list(seen)))["transaction_id"].unique().sort()
    for deal in found.head(MOST_OF_A_KIND):
        yield Jump("Deal", f"Deal {deal}", reverse("payee:deal", args=[deal]))
