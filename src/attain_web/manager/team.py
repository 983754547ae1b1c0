"""The team: how far each report is, what they are paid, and where their statements are; by team, then by person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from attain.lifecycles import STATEMENT
from attain_web.access.screens import screen
from attain_web.access.viewer import viewer_of
from attain_web.actions.closing.figures import figures_among
from attain_web.actions.closing.statements import statements_among
from attain_web.actions.people import Days, reports_of
from attain_web.figures.keeping.stored import Stored, stored_tables
from attain_web.figures.payees import (
    PayPeriod,
    basis_of,
    in_currency,
    paid_in_several,
    pay_periods_known,
    period_on,
)
from attain_web.figures.pipelines import pipeline_of
from attain_web.figures.teams import managers_of
from attain_web.figures.workspace import workspace_now
from attain_web.store.models import StepTaken

MOST = 100  # people are shown, unless all are asked for


@dataclass(frozen=True)
class Member:
    """Somebody of the team in a period: how far their first target is reached, and their pay in minor units.

    Whoever is paid in two currencies is here twice, with the same target.

    Attributes:
        paid: what is to be paid, with what was decided by hand.
        query: what the address of the statement ends with.
    """

    payee_id: str
    manager: str
    measured: Fraction | None
    target: Fraction | None
    unit: str
    currency: str
    earned: int
    paid: int
    state: str
    query: str = ""

    @property
    def share(self) -> Fraction | None:
        """How far the target is reached."""
        return self.measured / self.target if self.measured is not None and self.target else None


@dataclass(frozen=True)
class Group:
    """Some people together: the whole company or team, or whoever reports to one manager.

    Attributes:
        manager: whom they report to; empty for nobody, and for all together.
        people: how many.
        reached, target: added up over those who have a target, each once; None where they are in several units.
        earned, paid: minor units by currency.
    """

    manager: str
    people: int
    reached: Fraction | None
    target: Fraction | None
    unit: str
    earned: Mapping[str, int]
    paid: Mapping[str, int]

    @property
    def share(self) -> Fraction | None:
        """How far the targets are reached together."""
        return self.reached / self.target if self.reached is not None and self.target else None


@screen("manager", "admin", "finance", "leader", "auditor", title="Team")
def team(request: HttpRequest) -> HttpResponse:
    """Show how far everybody is whom the reader may see, the furthest behind first; in all, by team and by person."""
    now = workspace_now(settings.WORKSPACE)
    known_ones = [one for one in pay_periods_known(settings.WORKSPACE) if one.starts_on <= now.today]
    asked = request.GET.get("period", "")
    period = next((one for one in known_ones if one.period_id == asked), None) or period_on(known_ones, now.today)
    basis = basis_of(period.period_id) if period else None
    if period is None or basis is None:
        return render(request, "payee/nothing.html")
    names = [one.period_id for one in known_ones]
    at = names.index(period.period_id)
    everybody = _members(request, period, stored_tables(settings.WORKSPACE, basis.run), is_estimate=basis.is_estimate)
    managers = sorted({one.manager for one in everybody}, key=lambda one: now.names.get(one, one))
    chosen = request.GET.get("team", "")
    members = [one for one in everybody if one.manager == chosen] if chosen in managers and chosen else everybody
    teams = [_grouped([one for one in everybody if one.manager == manager], manager) for manager in managers]
    known: dict[str, Any] = {
        "members": members if request.GET.get("all") else members[:MOST],
        "member_count": len(members),
        "whole": _grouped(members, ""),
        "teams": sorted(teams, key=lambda one: (one.share is None, one.share or Fraction(0))),
        "team": chosen if members is not everybody else "",
        "period": period,
        "basis": basis,
        "period_names": list(reversed(names)),
        "period_before": names[at - 1] if at else "",
        "period_after": names[at + 1] if at + 1 < len(names) else "",
        "longest": max([one.share or Fraction(0) for one in (*members, *teams)] + [Fraction(1)]),
        "even": _even(period, now.today),
        "can_coach": pipeline_of(settings.WORKSPACE) is not None,
    }
    return render(request, "manager/team.html", known)


def _even(period: PayPeriod, today: Any) -> Fraction | None:
    """The share of the period that is over; None once it has ended."""
    return Fraction((today - period.starts_on).days + 1, period.day_count) if period.holds(today) else None


def _state(last: StepTaken | None) -> str:
    return last.state if last is not None else STATEMENT.begins


def _grouped(members: Iterable[Member], manager: str) -> Group:
    people = list(members)
    with_target = list({one.payee_id: one for one in people if one.share is not None}.values())
    units = {one.unit for one in with_target}
    adds_up = len(units) == 1
    earned: dict[str, int] = {}
    paid: dict[str, int] = {}
    for one in people:
        earned[one.currency] = earned.get(one.currency, 0) + one.earned
        paid[one.currency] = paid.get(one.currency, 0) + one.paid
    return Group(
        manager,
        len({one.payee_id for one in people}),
        sum((one.measured or 0 for one in with_target), Fraction(0)) if adds_up else None,
        sum((one.target or 0 for one in with_target), Fraction(0)) if adds_up else None,
        units.pop() if adds_up else "",
        earned,
        paid,
    )


def _members(request: HttpRequest, period: PayPeriod, tables: Stored, *, is_estimate: bool) -> list[Member]:
    viewer, days = viewer_of(request), Days(period.starts_on, period.ends_before)
    payments = tables.of_period("payments", period.period_id)
    figures = figures_among(payments, period.period_id)
    seen = viewer.visible_to(list(figures), period.period_id)
    if viewer.is_any("manager") and not viewer.is_any("admin", "finance", "leader", "auditor"):
        seen &= reports_of(viewer.payees, days)
    has_target = pl.col("target_value").is_not_null() & pl.col("measure_value").is_not_null()
    rows = tables.of_period("measures", period.period_id).filter(has_target & (pl.col("unit") != "count"))
    measures = {
        row["owner_id"]: (
            Fraction(row["measure_value"], 10 ** row["scale"]),
            Fraction(row["target_value"], 10 ** row["scale"]),
            row["unit"],
        )
        for row in rows.iter_rows(named=True)
    }
    managers = managers_of(days)
    stated = {} if is_estimate else statements_among([(period.period_id, one) for one in seen])
    several = paid_in_several(payments)
    sums = payments.group_by("payee_id", "currency").agg(pl.col("earned").sum())
    earned = {(payee, currency): worth for payee, currency, worth in sums.iter_rows()}
    found = [
        Member(
            payee,
            managers.get(payee, ""),
            *measures.get(payee, (None, None, "")),
            currency,
            earned.get((payee, currency), 0),
            to_pay,
            "estimate" if is_estimate else _state(stated.get((period.period_id, payee))),
            in_currency(currency, is_one_of_several=(payee, period.period_id) in several),
        )
        for payee, own in figures.items()
        if payee in seen
        for currency, to_pay in own.items()
    ]
    return sorted(found, key=lambda one: (one.share is None, one.share or Fraction(0), one.payee_id, one.currency))
