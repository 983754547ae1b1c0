"""A deal: its record and how it changed, who is credited with it, what it paid; and one that seems to be missing."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from attain_web.access.screens import screen
from attain_web.access.viewer import Viewer, viewer_of
from attain_web.actions.closing.disputing import raise_dispute
from attain_web.figures.deals import Deal, deal_of, owners_of, unit_of_credits
from attain_web.figures.keeping.stored import stored_payments
from attain_web.figures.payees import in_currency, paid_in_several
from attain_web.figures.workspace import config_of_now, workspace_now
from attain_web.payee.deal_paths import path_of, path_table
from attain_web.payee.periods import asked_of
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Column, Table, Writer, figures, words, writer_of
from attain_web.shell.sending import Problem, done_once

READERS = ("payee", "manager", "admin", "finance", "leader", "auditor")


@screen(*READERS, title="Deal")
def deal(request: HttpRequest, deal_id: str) -> HttpResponse:
    """Show a deal to whoever may see the pay of somebody it credits."""
    now = workspace_now(settings.WORKSPACE)
    found = _found(deal_id)
    viewer = viewer_of(request)
    seen = _seen(viewer, found) if found else frozenset[str]()
    path = path_of(viewer, deal_id)
    if not seen and path is None:
        raise Http404("there is no such deal, or it is not yours to see")
    write = writer_of(request, now.currency, now.names)
    tables: list[Table] = []
    if found is not None and seen:
        tables = [_credits(found, write), _paid(found, write, viewer), _record(found, write), _history(found, write)]
    tables += [path_table(*path, write)] if path is not None else []
    of_run = (
        (f"Table {found.source}", found.place, f"Run {found.run.run_id[:10]}") if found is not None and seen else ()
    )
    known = {
        "said": of_run or ("No plan is paid by this deal as it stands",),
        "doors": ((reverse("payee:missing") + f"?deal={deal_id}", "speech", "Question it"),)
        if viewer.is_any("payee")
        else (),
    }
    return cards(request, f"Deal {deal_id}", tables, known)


@screen("payee", title="Something is missing")
def missing(request: HttpRequest) -> HttpResponse:
    """Say what is known of a deal that a payee misses, and let them ask about it."""
    return _missing(request)


@screen("payee", acts=True)
def report_missing(request: HttpRequest) -> HttpResponse:
    """Raise a dispute about a deal that is missing."""
    asked = asked_of(request, period_id=request.POST.get("period", ""))
    if asked is None:
        raise Http404("nothing was calculated yet")

    def do() -> str:
        made = raise_dispute(
            asked.period.period_id,
            asked.payee_id,
            request.POST.get("text", ""),
            acting_user=viewer_of(request).user,
            about="missing",
            about_id=request.POST.get("deal", "").strip(),
        )
        return f"Dispute {made.dispute_id} was sent; you find its answer under My disputes"

    problem = done_once(request, do)
    return _missing(request, problem=problem, typed=request.POST) if problem else redirect("payee:disputes")


def _missing(
    request: HttpRequest, *, problem: Problem | None = None, typed: Mapping[str, Any] | None = None
) -> HttpResponse:
    asked = asked_of(request, period_id=(typed or {}).get("period", ""))
    if asked is None:
        return render(request, "payee/nothing.html")
    deal_id = (typed or request.GET).get("deal", "").strip()[:100]
    known: dict[str, Any] = {
        "deal_id": deal_id,
        "matched": _match(request, deal_id) if deal_id else None,
        "problem": problem,
        "typed": typed or {},
    }
    return render(request, "payee/missing.html", asked.shown | known, status=409 if problem else 200)


def _match(request: HttpRequest, deal_id: str) -> dict[str, Any]:
    """Match what was typed against the records and the credits, and say what follows; nobody's pay is told."""
    viewer, found = viewer_of(request), _found(deal_id)
    now = workspace_now(settings.WORKSPACE)
    if found is None:
        return {"icon": "warn", "what": f"No table has a deal {deal_id}", "fix": "Check its id, or describe it below"}
    if found.payees & frozenset(viewer.payees):
        return {"icon": "check", "what": f"You are credited with {deal_id}", "deal": deal_id, "fix": ""}
    mine = owners_of(found.record, _payee_columns()) & frozenset(viewer.payees)
    credited = ", ".join(sorted(now.names.get(one, one) for one in found.payees))
    if credited:
        what = f"{deal_id} is credited to {credited}"
        return {"icon": "people", "what": what, "fix": "Say below why it is yours"}
    if mine:
        what = f"{deal_id} names you, and no plan of yours credits it as it stands"
        return {"icon": "note", "what": what, "fix": "It may be open, or outside your plan's filter", "deal": deal_id}
    return {"icon": "note", "what": f"{deal_id} is known, and credited to nobody", "fix": "Say below why it is yours"}


def _found(deal_id: str) -> Deal | None:
    config = config_of_now(settings.WORKSPACE)
    return deal_of(
        settings.WORKSPACE, deal_id, frozenset(str(name) for name in config.sources) if config else frozenset()
    )


def _seen(viewer: Viewer, found: Deal) -> frozenset[str]:
    return viewer.visible_to(found.payees | owners_of(found.record, _payee_columns()))


def _payee_columns() -> frozenset[str]:
    config = config_of_now(settings.WORKSPACE)
    if config is None:
        return frozenset()
    columns = [(name, column) for table in config.sources.values() for name, column in table.columns.items()]
    return frozenset(str(name) for name, column in columns if str(column.type) == "payee")


def _credits(found: Deal, write: Writer) -> Table:
    """Everybody who is credited, with how much; pay is not told here."""
    by_unit = found.credited.with_columns(unit=pl.coalesce("currency", pl.concat_str("plan_id", "component_id")))
    sums = by_unit.group_by("unit").agg(pl.col("credit_amount").abs().max())
    whole = dict(sums.iter_rows())
    rows = [
        [
            write.person(row["payee_id"]),
            Cell(str(row["component_id"]).replace("_", " ")),
            Cell(str(row["credit_type"])),
            write.day(row["credited_on"]),
            _credit(found, row, write, bar=(abs(row["credit_amount"]), whole[row["unit"]], "f-a")),
        ]
        for row in by_unit.sort("credit_type", "payee_id", "component_id").iter_rows(named=True)
    ]
    return Table(
        "credited",
        "Who is credited",
        [*words("Person", "Component", "Credit"), Column("On"), *[Column("Credit amount", True, True)]],
        rows,
        subtitle="What counts towards each measure",
        empty="No plan credits anybody with this deal as it stands.",
    )


def _credit(found: Deal, row: Mapping[str, Any], write: Writer, *, bar: tuple[int, int, str]) -> Cell:
    """A credit: an amount of its currency, or a number of what it counts."""
    if row["currency"] is not None:
        return replace(write, currency=row["currency"]).money(row["credit_amount"], bar=bar)
    kind, whole = unit_of_credits(settings.WORKSPACE, found.run, row["plan_id"], row["component_id"])
    return write.of_kind(Fraction(row["credit_amount"], whole), kind, bar=bar)


def _paid(found: Deal, write: Writer, viewer: Viewer) -> Table:
    """What it paid those whose pay of the period the reader may see, period by period."""
    seen = viewer.seen_of(found.earned.select("payee_id", "period_id").iter_rows())
    several = paid_in_several(stored_payments(settings.WORKSPACE, found.run)["payments"])
    rows = [
        [
            Cell(row["period_id"], _statement(row, several)),
            write.person(row["payee_id"]),
            Cell(str(row["component_id"]).replace("_", " "), note=str(row["line_type"])),
            write.day(row["earned_on"]),
            replace(write, currency=row["pay_currency"]).money(row["pay_amount"], _statement(row, several), tone="b"),
        ]
        for row in found.earned.sort("earned_on", "payee_id", "component_id").iter_rows(named=True)
        if (row["payee_id"], row["period_id"]) in seen
    ]
    return Table(
        "paid",
        "What it earned",
        [*words("Period", "Person", "Component", "On"), *figures("Earned")],
        rows,
        subtitle="Those whose pay you may see; open an amount for its statement",
        empty="It earned nothing yet.",
    )


def _statement(row: Mapping[str, Any], several: Collection[tuple[str, str]]) -> str:
    """Where a payment is explained, in the currency in which the deal was paid."""
    period, payee = row["period_id"], row["payee_id"]
    where = reverse("payee:statement", args=[period, payee])
    return where + in_currency(row["pay_currency"], is_one_of_several=(payee, period) in several)


def _record(found: Deal, write: Writer) -> Table:
    del write
    rows = [[Cell(name.replace("_", " ")), Cell(text or "–")] for name, text in sorted(found.record.items())]
    return Table("record", "The record", words("Column", "Says"), rows, subtitle=found.place, width=5)


def _history(found: Deal, write: Writer) -> Table:
    rows = [
        [
            Cell(f"Batch {one.batch.batch_no}", note=one.place),
            write.instant(one.batch.loaded_at),
            Cell("Gone" if one.is_gone else _said(one.changed)),
        ]
        for one in found.versions
    ]
    return Table("history", "History", words("Batch", "Loaded", "What it changed"), rows, width=7)


def _said(changed: tuple[tuple[str, str, str], ...]) -> str:
    """Write what changed; the first version says everything anew.

    >>> _said((("stage", "Proposal", "Won"), ("amount", "", "5")))
    'stage: Proposal to Won; amount: 5'
    """
    return "; ".join(f"{name}: {old} to {new or '–'}" if old else f"{name}: {new}" for name, old, new in changed)
