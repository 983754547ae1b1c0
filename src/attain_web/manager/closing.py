"""The review at the end of a selling period: every open deal that is due, how old, how still, how often put off."""

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from attain_web.access.screens import screen
from attain_web.access.selling import in_period, seen_by
from attain_web.access.viewer import viewer_of
from attain_web.figures.pipelines import pipeline_of
from attain_web.figures.selling.slipping import advice_on, slipping_of
from attain_web.figures.workspace import workspace_now
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Figure, Table, Writer, figures, words, writer_of

READERS = ("manager", "leader", "admin", "finance", "auditor")
MOST = 200


@screen(*READERS, title="Period-end review")
def review(request: HttpRequest) -> HttpResponse:
    """List the open deals due in a quarter of everybody whom the reader may see, the most doubtful first."""
    whole, now = pipeline_of(settings.WORKSPACE), workspace_now(settings.WORKSPACE)
    period = (whole.period(request.GET.get("period", "")) or whole.period()) if whole else None
    if whole is None or period is None:
        return render(request, "leader/nothing.html")
    found = seen_by(viewer_of(request).user, whole, in_period(period))
    write = writer_of(request, found.currency, now.names)
    said = slipping_of(found, period)
    rows = said.deals if said is not None else pl.DataFrame()
    known = {
        "said": (period.name, f"Deals as of {write.instant(found.deals.today).words}"),
        "told_figures": (
            Figure("Open and due", write.count(rows.height).words),
            Figure("Value", write.money(int(rows["amount"].sum()) if rows.height else 0).words),
            Figure("Doubtful", write.count(int(rows["is_doubtful"].sum()) if rows.height else 0).words),
        ),
        "doors": ((reverse("leader:doubtful"), "warn", "Doubtful deals"),),
    }
    return cards(request, "Period-end review", [_deals(rows.head(MOST), write, rows.height)], known)


def _deals(rows: pl.DataFrame, write: Writer, count: int) -> Table:
    shown = [
        [
            Cell(row["opportunity_id"], reverse("payee:deal", args=[row["opportunity_id"]]), note=row["name"] or ""),
            Cell(row["person"] or "–"),
            Cell(row["stage"] or "–"),
            write.day(row["close_date"]),
            write.count(row["month_extensions"]),
            write.count(row["stage_days"]),
            write.count(row["days_open"]),
            Cell(row["reason"] or "–"),
            Cell(advice_on(row["reason"])),
            write.money(row["amount"], reverse("payee:deal", args=[row["opportunity_id"]])),
        ]
        for row in rows.iter_rows(named=True)
    ]
    columns = [
        *words("Deal", "Owner", "Stage", "Due"),
        *figures("Put off", "Days in stage", "Days open"),
        *words("Why it is doubtful", "What to do"),
        *figures("Value"),
    ]
    more = f"The first {MOST} of {count}, the most doubtful first." if count > MOST else ""
    return Table("deals", "Open deals that are due", columns, shown, foot=more, empty="No open deal is due.")
