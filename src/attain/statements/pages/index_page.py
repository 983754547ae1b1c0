"""The index of statements: payees by periods, with what is paid and how far the target was reached, each a link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from attain.statements.explanation import Explanation
from attain.statements.figures import Figures
from attain.statements.pages.statement_page import rendered
from attain.statements.units import ZERO


@dataclass(frozen=True)
class Entry:
    """A statement in the index.

    Attributes:
        file: its file, beside the index.
        attainment: of the first measure with a target; None when there is none.
    """

    payee_id: str
    name: str
    title: str
    period_id: str
    starts_on: date
    currency: str
    paid: Fraction
    attainment: Fraction | None
    file: str


def entry_of(explanation: Explanation, file: str) -> Entry:
    """Take what the index shows from an explanation."""
    shares = (m.attainment for part in explanation.components for m in part.measures if m.target is not None)
    return Entry(
        payee_id=explanation.person.payee_id,
        name=explanation.person.name,
        title=explanation.person.title,
        period_id=explanation.period_id,
        starts_on=explanation.starts_on,
        currency=explanation.currency,
        paid=explanation.paid,
        attainment=next((share for share in shares if share is not None), None),
        file=file,
    )


def index_page(workspace: str, entries: Sequence[Entry], as_of: date | None) -> str:
    """Render the index.

    Args:
        workspace: its name.
        entries: the statements.
        as_of: the day until which facts were read; None when all were.
    """
    currencies = sorted({entry.currency for entry in entries})
    day = f"as of {Figures('USD').day(as_of)}" if as_of is not None else "as in the files"
    tables = [_table([e for e in entries if e.currency == currency], currency) for currency in currencies]
    return rendered("index.html", workspace=workspace, count=f"{len(entries):,}", as_of=day, tables=tables)


def _table(entries: Sequence[Entry], currency: str) -> dict[str, object]:
    figures = Figures(currency)
    periods = [name for _, name in sorted({(entry.starts_on, entry.period_id) for entry in entries})]
    people: dict[str, dict[str, Entry]] = {}
    for entry in sorted(entries, key=lambda e: (e.payee_id, e.starts_on)):
        people.setdefault(entry.payee_id, {})[entry.period_id] = entry
    by_period = {p: sum((e.paid for e in entries if e.period_id == p), ZERO) for p in periods}
    return {
        "currency": currency,
        "periods": periods,
        "rows": [_row(payee_id, own, periods, figures) for payee_id, own in people.items()],
        "totals": [figures.money(by_period[period]) for period in periods],
        "total": figures.money(sum(by_period.values(), ZERO)),
    }


def _row(payee_id: str, own: Mapping[str, Entry], periods: Iterable[str], figures: Figures) -> dict[str, object]:
    last = list(own.values())[-1]
    named = last.name if last.name == payee_id else f"{last.name} ({payee_id})"
    return {
        "name": named,
        "title": last.title,
        "cells": [_cell(own.get(period), figures) for period in periods],
        "total": figures.money(sum((entry.paid for entry in own.values()), ZERO)),
    }


def _cell(entry: Entry | None, figures: Figures) -> dict[str, str] | None:
    if entry is None:
        return None
    share = figures.share(entry.attainment) if entry.attainment is not None else ""
    return {"file": entry.file, "paid": figures.money(entry.paid), "attainment": share}
