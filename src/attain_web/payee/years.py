"""A payee's year: what was earned and paid in it so far, by period and component; and their best."""

from collections.abc import Mapping
from fractions import Fraction

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from attain.money import minor_digits
from attain.reports.year_to_date import YearsToDate
from attain.statements.sheets import SoFar
from attain_web.access.screens import screen
from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.opened import opened_run
from attain_web.figures.payees import PaidPeriod, attained_in, decided_by_hand, paid_periods, told
from attain_web.payee.periods import Asked, asked_of
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Column, Figure, Table, Writer, figures, words, writer_of


@screen("payee", title="Year to date")
def year(request: HttpRequest) -> HttpResponse:
    """Show the year up to a pay period."""
    asked = asked_of(request)
    if asked is None:
        return render(request, "payee/nothing.html")
    opened = opened_run(settings.WORKSPACE, asked.basis.run)
    write = writer_of(request, asked.workspace.currency, asked.workspace.names)
    facts = opened.opened.facts
    years = YearsToDate(opened.results, facts.calendar, asked.payee_id) if facts is not None else None
    so_far = years.so_far(asked.payee_id, asked.period.period_id, write.currency) if years is not None else None
    if so_far is None:
        return cards(request, "Year to date", [], asked.shown | {"said": ("This period lies in no year",)})
    decided = decided_by_hand(asked.payee_id, [row[0] for row in so_far.periods])
    by_hand = {name: minor for (name, currency), minor in decided.items() if currency == write.currency}
    paid = _minor(so_far.paid, write) + sum(by_hand.values())
    tables = [_periods(asked, so_far, write, by_hand), _components(so_far, write, asked.period.period_id)]
    known = {
        "told_figures": (
            Figure(f"Earned in {so_far.year}", write.money(_minor(sum(r[1] for r in so_far.periods), write)).words),
            Figure(f"Paid in {so_far.year}", write.money(paid).words),
        )
    }
    return cards(request, f"{so_far.year} so far", tables, asked.shown | known)


def _minor(units: Fraction | int, write: Writer) -> int:
    return int(Fraction(units) * 10 ** minor_digits(write.currency))


def _periods(asked: Asked, so_far: SoFar, write: Writer, by_hand: Mapping[str, int]) -> Table:
    paid = {row[0]: _minor(row[3], write) + by_hand.get(row[0], 0) for row in so_far.periods}
    most = max(map(abs, paid.values()), default=0)

    def where(name: str) -> str:
        return reverse("payee:statement", args=[name, asked.payee_id])

    rows = [
        [
            Cell(name, where(name)),
            write.money(_minor(earned, write), where(name)),
            write.change(_minor(drawn, write)),
            write.change(by_hand.get(name, 0)),
            write.money(paid[name], where(name), bar=(Fraction(abs(paid[name])), Fraction(most), "f-a")),
        ]
        for name, earned, drawn, _ in so_far.periods
    ]
    total = [
        Cell(so_far.year),
        write.money(_minor(sum(row[1] for row in so_far.periods), write)),
        write.change(_minor(sum(row[2] for row in so_far.periods), write)),
        write.change(sum(by_hand.values())),
        write.money(sum(paid.values())),
    ]
    columns = [*words("Period"), *figures("Earned", "Draw", "By hand"), Column("Paid", True, True)]
    return Table("periods", "By period", columns, rows, total=total)


def _components(so_far: SoFar, write: Writer, period_id: str) -> Table:
    rows = [
        [Cell(title), write.money(_minor(now, write)), write.money(_minor(whole, write))]
        for title, now, whole in so_far.components
    ]
    columns = [*words("Component"), *figures(f"In {period_id}", f"In {so_far.year}")]
    total = [
        Cell("In all"),
        write.money(_minor(sum(row[1] for row in so_far.components), write)),
        write.money(_minor(sum(row[2] for row in so_far.components), write)),
    ]
    return Table("components", "By component", columns, rows, total=total if rows else ())


@screen("payee", title="Personal best")
def best(request: HttpRequest) -> HttpResponse:
    """Show a payee's own record: their best period, attainment and deal; they are compared with nobody."""
    asked = asked_of(request)
    if asked is None:
        return render(request, "payee/nothing.html")
    write = writer_of(request, asked.workspace.currency, asked.workspace.names)
    paid = paid_periods(settings.WORKSPACE, asked.payee_id)
    table = _record(asked, paid, write)
    most = max(paid, key=lambda one: one.earned, default=None)
    deal = _largest(asked)
    known = {
        "told_figures": (
            Figure(
                "Best period",
                write.money(most.earned).words if most else "–",
                note=most.period.period_id if most else "",
                link=reverse("payee:statement", args=[most.period.period_id, asked.payee_id]) if most else "",
            ),
            Figure(
                "Largest credit",
                write.money(deal[1]).words if deal else "–",
                note=f"Deal {deal[0]}" if deal else "",
                link=reverse("payee:deal", args=[deal[0]]) if deal else "",
            ),
        ),
        "said": ("Your own periods; nobody else's are on this page",),
    }
    return cards(request, "Personal best", [table], asked.shown | {"basis": None} | known)


def _record(asked: Asked, paid: list[PaidPeriod], write: Writer) -> Table:
    most = max([one.earned for one in paid], default=0)
    rows = [
        [
            Cell(
                one.period.period_id,
                reverse("payee:statement", args=[one.period.period_id, asked.payee_id]),
                note="The best" if one.earned == most and most else "",
            ),
            write.share(_attained(asked, one)),
            write.money(
                one.earned,
                reverse("payee:statement", args=[one.period.period_id, asked.payee_id]),
                bar=(one.earned, most, "f-a" if one.earned == most else "f-s3"),
            ),
        ]
        for one in paid
    ]
    columns = [*words("Period"), *figures("Attainment"), Column("Earned", True, True)]
    return Table("record", "Period by period", columns, rows, subtitle="The latest first")


def _attained(asked: Asked, one: PaidPeriod) -> Fraction | None:
    explanation = told(settings.WORKSPACE, asked.basis.run, asked.payee_id, one.period.period_id)
    reached = attained_in(explanation) if explanation else []
    return reached[0].share if reached else None


def _largest(asked: Asked) -> tuple[str, int] | None:
    rows = stored_tables(settings.WORKSPACE, asked.basis.run).of_payee("credits", asked.payee_id)
    own = rows.filter(credit_type="direct").sort("credit_amount", descending=True)
    return (own["transaction_id"][0], own["credit_amount"][0]) if own.height else None
