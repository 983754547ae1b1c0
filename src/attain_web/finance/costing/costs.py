"""Cost of sales, beside the sales that it was paid for; and contract costs as ASC 340-40 carries them forward."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from attain_web.access.screens import screen
from attain_web.actions.typed import number_in
from attain_web.figures.costs import FLOWS, GROUPS, CarriedRow, CostRow, carried_forward, cost_rows
from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.opened import newest_run
from attain_web.figures.payees import PayPeriod, pay_periods_known
from attain_web.figures.workspace import workspace_now
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Column, Figure, Table, Writer, figures, words, writer_of
from attain_web.shell.sending import Problem

READERS = ("finance", "admin", "leader", "auditor")
USUAL_MONTHS, MOST_MONTHS = 36, 240
NOTHING = "Nothing was calculated yet; make a run first."


@screen(*READERS, title="Cost of sales")
def cost_of_sales(request: HttpRequest) -> HttpResponse:
    """Show what sales cost in commission, by a group, over the periods that are asked for."""
    now, run = workspace_now(settings.WORKSPACE), newest_run()
    write = writer_of(request, now.currency, now.names)
    by = request.GET.get("by", "period") if request.GET.get("by") in GROUPS else "period"
    if run is None:
        return cards(request, "Cost of sales", [Table("costs", "Cost", words("Nothing"), [], empty=NOTHING)])
    periods = [one for one in pay_periods_known(settings.WORKSPACE) if one.starts_on <= now.today]
    names = [one.period_id for one in _between(request, periods)]
    rows = cost_rows(stored_tables(settings.WORKSPACE, run), by, names)
    if by == "period":
        rows = sorted(rows, key=lambda row: names.index(row.name))
    else:
        rows = sorted(rows, key=lambda row: (-row.cost, row.name))
    sales, cost = sum(row.sales for row in rows), sum(row.cost for row in rows)
    known = _known(periods, names, run.run_id) | {
        "by": by,
        "groups": list(GROUPS),
        "told_figures": (
            Figure("Commissions earned", write.money(cost).words),
            Figure("Credited sales", write.money(sales).words),
            Figure("Cost of a hundred", write.share(Fraction(cost, sales) if sales else None).words),
        ),
    }
    return cards(request, "Cost of sales", [_costs(rows, by, write)], known, template="finance/costs.html")


def _costs(rows: list[CostRow], by: str, write: Writer) -> Table:
    most = max([row.cost for row in rows], default=0)
    shown = [
        [
            _named(row, by, write),
            write.money(row.sales),
            write.money(row.cost, bar=(row.cost, most, "f-a")),
            write.share(row.rate),
        ]
        for row in rows
    ]
    sales, cost = sum(row.sales for row in rows), sum(row.cost for row in rows)
    total = [
        Cell("In all"),
        write.money(sales),
        write.money(cost),
        write.share(Fraction(cost, sales) if sales else None),
    ]
    columns = [*words(by.capitalize()), *figures("Credited sales"), Column("Earned", True, True), *figures("Of sales")]
    foot = "Credited sales are direct credits; a deal that two people are credited with directly counts for both."
    return Table("costs", f"By {by}", columns, shown, total=total if rows else (), foot=foot)


def _named(row: CostRow, by: str, write: Writer) -> Cell:
    if by == "person":
        return write.person(row.name)
    if by == "period":
        return Cell(row.name, reverse("admin:period", args=[row.name]))
    return Cell(row.name.replace("_", " "))


@screen(*READERS, title="Contract costs")
def contract_costs(request: HttpRequest) -> HttpResponse:
    """Show the schedule of ASC 340-40: what is capitalised, amortised and carried, and the journal of a period."""
    now, run = workspace_now(settings.WORKSPACE), newest_run()
    write = writer_of(request, now.currency, now.names)
    if run is None:
        return cards(request, "Contract costs", [Table("schedule", "Schedule", words("Nothing"), [], empty=NOTHING)])
    tables = stored_tables(settings.WORKSPACE, run)
    components = sorted(tables["earnings"]["component_id"].unique().to_list())
    chosen = [one for one in request.GET.getlist("component") if one in components] or components
    months, problem = _months(request)
    periods = [one for one in pay_periods_known(settings.WORKSPACE) if one.starts_on <= now.today]
    rows, _ = carried_forward(tables, chosen, months=months, until=now.today)
    asked = request.GET.get("period", "") or (rows[-1].period_id if rows else "")
    known = _known(periods, [asked], run.run_id) | {
        "components": [(one, one in chosen) for one in components],
        "months": months,
        "most_months": MOST_MONTHS,
        "problem": problem,
        "told_figures": _carried(rows, write),
        "said": ("ASC 340-40, IFRS 15", f"Run {run.run_id[:10]}", "By month, the month of the first day as a whole"),
    }
    tables_shown = [_schedule(rows, write), _journal(rows, asked, write)]
    return cards(
        request,
        "Contract costs",
        tables_shown,
        known,
        template="finance/contract_costs.html",
        status=400 if problem else 200,
    )


def _carried(rows: list[CarriedRow], write: Writer) -> tuple[Figure, ...]:
    last = rows[-1] if rows else None
    if last is None:
        return ()
    return (
        Figure("Carried forward", write.money(last.closing).words, note=f"At the end of {last.period_id}"),
        Figure("Capitalised", write.money(last.flows["capitalised"]).words, note=f"In {last.period_id}"),
        Figure("Amortised", write.money(last.flows["amortised"]).words, note=f"In {last.period_id}"),
    )


def _schedule(rows: list[CarriedRow], write: Writer) -> Table:
    shown = [
        [
            Cell(row.period_id, f"?period={row.period_id}#journal"),
            write.money(row.opening),
            write.change(row.flows["capitalised"]),
            *[write.change(-row.flows[name]) for name in FLOWS[1:]],
            write.money(row.closing, tone="b"),
        ]
        for row in rows
    ]
    columns = [*words("Period"), *figures("Opening", "Capitalised", "Amortised", "Reduced", "Impaired", "Closing")]
    foot = "Opening, what is capitalised, and what leaves add up to closing; each period begins where the last ended."
    return Table("schedule", "Schedule", columns, shown, foot=foot)


def _journal(rows: list[CarriedRow], asked: str, write: Writer) -> Table:
    """The journal of a period: each flow debits one account and credits another."""
    found: Mapping[str, int] = next((row.flows for row in rows if row.period_id == asked), {})
    asset, expense = "Contract cost asset", "Commission expense"
    sides = {
        "capitalised": (asset, expense),
        "amortised": ("Amortisation of contract costs", asset),
        "reduced": (expense, asset),
        "impaired": ("Impairment of contract costs", asset),
    }
    lines = [(flow, *sides[flow], worth) for flow, worth in found.items() if worth]
    shown = [
        row
        for flow, debit, credit, worth in lines
        for row in (
            [Cell(debit), Cell(flow), write.money(worth), Cell("–")],
            [Cell(credit), Cell(flow), Cell("–"), write.money(worth)],
        )
    ]
    whole = sum(worth for *_, worth in lines)
    total = [Cell("In all"), Cell(""), write.money(whole), write.money(whole)]
    return Table(
        "journal",
        f"Journal of {asked}",
        [*words("Account", "Why"), *figures("Debit", "Credit")],
        shown,
        total=total if shown else (),
        empty="Nothing moves in this period.",
    )


def _months(request: HttpRequest) -> tuple[int, Problem | None]:
    text = request.GET.get("months", "").strip()
    if not text:
        return USUAL_MONTHS, None
    found = number_in(text)
    if found is not None and 1 <= found <= MOST_MONTHS:
        return found, None
    return USUAL_MONTHS, Problem(f"'{text}' is no number of months", f"Write one from 1 to {MOST_MONTHS}")


def _between(request: HttpRequest, periods: list[PayPeriod]) -> list[PayPeriod]:
    names = [one.period_id for one in periods]
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    begins = names.index(first) if first in names else max(0, len(names) - 8)
    ends = names.index(last) if last in names else len(names) - 1
    return periods[begins : max(begins, ends) + 1]


def _known(periods: list[PayPeriod], names: list[str], run_id: str) -> dict[str, Any]:
    return {
        "choices": [one.period_id for one in periods],
        "first": names[0] if names else "",
        "last": names[-1] if names else "",
        "said": (f"Run {run_id[:10]}",),
    }
