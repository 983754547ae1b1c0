"""Deals that pay nobody in a period: what stopped each, and what they come to."""

from fractions import Fraction
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from attain.questions.uncredited import SAID
from attain.statements.figures import exact_text
from attain_web.access.screens import screen
from attain_web.figures.nobody import PayingNobody, paying_nobody
from attain_web.figures.payees import basis_of, pay_periods_known
from attain_web.figures.workspace import workspace_now
from attain_web.shell import numbers
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Table, Writer, figures, words, writer_of
from attain_web.shell.numbers import PLAIN_FORMS

MOST = 500
NONE = "Every deal of the period pays somebody, or is left out on purpose."


@screen("admin", "finance", "leader", "auditor", title="Deals that pay nobody")
def uncredited_deals(request: HttpRequest, period_id: str) -> HttpResponse:
    """List the deals of a period that pay nobody, each with what stopped it."""
    chosen = next((one for one in pay_periods_known(settings.WORKSPACE) if one.period_id == period_id), None)
    basis = basis_of(period_id)
    if chosen is None or basis is None:
        raise Http404("there is no such period")
    now, found = workspace_now(settings.WORKSPACE), paying_nobody(settings.WORKSPACE, basis.run, chosen)
    write = writer_of(request, now.currency, now.names)
    known = {
        "trail": (
            (reverse("admin:periods"), "Periods"),
            (reverse("admin:period", args=[period_id]), period_id),
        ),
        "said": (
            f"Dated in {period_id}, or without a date, as run {basis.run.run_id[:12]} credits them",
            f"{write.count(found.on_purpose_count).words} more are left out by a condition of the plans, on purpose",
        ),
    }
    most = found.count if request.GET.get("as") in PLAIN_FORMS else MOST
    return cards(request, "Deals that pay nobody", [_reasons(found, write), _deals(found, write, most)], known)


def _reasons(found: PayingNobody, write: Writer) -> Table:
    rows = [
        [
            Cell(SAID[row["reason"]].capitalize()),
            Cell(row["source"].replace("_", " ")),
            write.count(row["row_count"]),
            _money(row["total_amount"], row, write),
        ]
        for row in found.listed.totals.iter_rows(named=True)
    ]
    columns = [*words("Reason", "Source"), *figures("Deals", "Amount")]
    return Table("reasons", "What stopped them", columns, rows, empty=NONE)


def _deals(found: PayingNobody, write: Writer, most: int) -> Table:
    rows = [
        [
            Cell(row["transaction_id"], note=_place(row), tone="mono"),
            write.day(row["dated"]),
            write.person(row["payee_id"]) if row["payee_id"] else Cell(numbers.NOTHING),
            Cell(SAID[row["reason"]].capitalize()),
            Cell(row["why"]),
            _money(row["deal_amount"], row, write),
        ]
        for row in found.listed.first(most).iter_rows(named=True)
    ]
    columns = [*words("Deal", "Date", "Names", "Reason", "Why"), *figures("Amount")]
    foot = f"The first {most} of {found.count} deals; its files have all." if found.count > most else ""
    return Table("deals", "The deals", columns, rows, empty=NONE, foot=foot)


def _place(row: dict[str, Any]) -> str:
    return row["file"] if row["line"] is None else f"{row['file']}:{row['line']}"


def _money(stored: int | None, row: dict[str, Any], write: Writer) -> Cell:
    """An amount of a deal in its own currency, with all its decimals."""
    if stored is None:
        return Cell(numbers.NOTHING)
    worth, currency = Fraction(stored, 10 ** row["scale"]), row["currency"] or write.currency
    return Cell(numbers.amount_of(worth, currency, write.locale), plain=exact_text(worth), unit=currency)
