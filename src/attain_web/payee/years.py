"""A payee's year: what was earned and paid in it so far, by period and component; and their best."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from urllib.parse import urlencode

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from attain.money import minor_digits
from attain.statements.sheets import SoFar
from attain_web.access.screens import screen
from attain_web.figures.keeping.stored import stored_tables
from attain_web.figures.opened import opened_run
from attain_web.figures.payees import PaidPeriod, attained_in, decided_by_hand, paid_periods, told
from attain_web.figures.paying.years import year_so_far
from attain_web.payee.periods import Asked, asked_of
from attain_web.shell.cards import cards
from attain_web.shell.cells import Cell, Column, Figure, Table, Writer, figures, words, writer_of


@screen("payee", title="Year to date")
def year(request: HttpRequest) -> HttpResponse:
    """Show the year up to a pay period, in one currency; the others are a link away."""
    asked = asked_of(request)
    if asked is None:
        return render(request, "payee/nothing.html")
    opened = opened_run(settings.WORKSPACE, asked.basis.run)
    paid_ones = paid_periods(settings.WORKSPACE, asked.payee_id)
    currency = _currency(request, asked, paid_ones)
    write = writer_of(request, currency, asked.workspace.names)
    so_far = year_so_far(opened, asked.payee_id, asked.period.period_id, currency)
    if so_far is None:
        return cards(request, "Year to date", [], asked.shown | {"said": ("This period lies in no year",)})
    decided = decided_by_hand(asked.payee_id, [row[0] for row in so_far.periods])
    by_hand = {name: minor for (name, code), minor in decided.items() if code == currency}
    paid = _minor(so_far.paid, write) + sum(by_hand.values())
    queries = {one.period.period_id: one.query for one in paid_ones if one.currency == currency}
    tables = [_periods(asked, so_far, write, (by_hand, queries)), _components(so_far, write, asked.period.period_id)]
    known = {
        "told_figures": (
            Figure(f"Earned in {so_far.year}", write.money(_minor(sum(r[1] for r in so_far.periods), write)).words),
            Figure(f"Paid in {so_far.year}", write.money(paid).words),
        ),
        "doors": _doors(asked, paid_ones, currency),
    }
    return cards(request, f"{so_far.year} so far", tables, asked.shown | known)


def _currency(request: HttpRequest, asked: Asked, paid: list[PaidPeriod]) -> str:
    """Return the currency of a page: the one that its address names, or that of the period, or the latest before."""
    codes = [one.currency for one in paid if one.period == asked.period] + [one.currency for one in paid]
    wanted = request.GET.get("currency", "")
    return wanted if wanted in codes else next(iter(codes), asked.workspace.currency)


def _doors(asked: Asked, paid: list[PaidPeriod], currency: str) -> tuple[tuple[str, str, str], ...]:
    """Lead to the same page in every other currency that the payee is paid in."""
    others = sorted({one.currency for one in paid} - {currency})
    period = asked.period.period_id
    return tuple((f"?{urlencode({'period': period, 'currency': one})}", "change", f"In {one}") for one in others)


def _minor(units: Fraction | int, write: Writer) -> int:
    return int(Fraction(units) * 10 ** minor_digits(write.currency))


def _periods(asked: Asked, so_far: SoFar, write: Writer, more: tuple[Mapping[str, int], Mapping[str, str]]) -> Table:
    """The periods of a year; ``more``: what was decided by hand in each, and what the address of each ends with."""
    by_hand, queries = more
    paid = {row[0]: _minor(row[3], write) + by_hand.get(row[0], 0) for row in so_far.periods}
    most = max(map(abs, paid.values()), default=0)

    def where(name: str) -> str:
        return reverse("payee:statement", args=[name, asked.payee_id]) + queries.get(name, "")

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
    paid = paid_periods(settings.WORKSPACE, asked.payee_id)
    currency = _currency(request, asked, paid)
    write = writer_of(request, currency, asked.workspace.names)
    alike = [one for one in paid if one.currency == currency]
    most = max(alike, key=lambda one: one.earned, default=None)
    largest = [
        Figure(
            "Largest credit",
            replace(write, currency=code).money(worth).words,
            note=f"Deal {deal}",
            link=reverse("payee:deal", args=[deal]),
        )
        for deal, worth, code in _largest(asked)
    ]
    known = {
        "told_figures": (
            Figure(
                "Best period",
                write.money(most.earned).words if most else "–",
                note=most.period.period_id if most else "",
                link=_statement(asked, most) if most else "",
            ),
            *(largest or [Figure("Largest credit", "–")]),
        ),
        "said": ("Your own periods; nobody else's are on this page",),
        "doors": _doors(asked, paid, currency),
    }
    table = _record(asked, alike, write)
    return cards(request, "Personal best", [table], asked.shown | {"basis": None} | known)


def _statement(asked: Asked, one: PaidPeriod) -> str:
    return reverse("payee:statement", args=[one.period.period_id, asked.payee_id]) + one.query


def _record(asked: Asked, paid: list[PaidPeriod], write: Writer) -> Table:
    most = max([one.earned for one in paid], default=0)
    rows = [
        [
            Cell(
                one.period.period_id,
                _statement(asked, one),
                note="The best" if one.earned == most and most else "",
            ),
            write.share(_attained(asked, one)),
            write.money(
                one.earned,
                _statement(asked, one),
                bar=(one.earned, most, "f-a" if one.earned == most else "f-s3"),
            ),
        ]
        for one in paid
    ]
    columns = [*words("Period"), *figures("Attainment"), Column("Earned", True, True)]
    return Table("record", "Period by period", columns, rows, subtitle="The latest first")


def _attained(asked: Asked, one: PaidPeriod) -> Fraction | None:
    wanted = one.currency if one.is_one_of_several else ""
    explanation = told(settings.WORKSPACE, asked.basis.run, asked.payee_id, one.period.period_id, currency=wanted)
    reached = attained_in(explanation) if explanation else []
    return reached[0].share if reached else None


def _largest(asked: Asked) -> list[tuple[str, int, str]]:
    """Return the largest deal in each currency that is credited: its id, the credit and the currency."""
    rows = stored_tables(settings.WORKSPACE, asked.basis.run).of_payee("credits", asked.payee_id)
    money = rows.filter((pl.col("credit_type") == "direct") & pl.col("currency").is_not_null())
    largest = money.sort("credit_amount", descending=True, maintain_order=True)
    first = largest.unique("currency", keep="first", maintain_order=True).sort("currency")
    return list(first.select("transaction_id", "credit_amount", "currency").iter_rows())
