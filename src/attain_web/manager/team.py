"""The team: how far each report is, what they are paid, and where their statements are."""

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
from attain_web.actions.closing.statements import statements_among
from attain_web.actions.people import Days, reports_of
from attain_web.figures.opened import stored_tables
from attain_web.figures.payees import PayPeriod, basis_of, pay_periods_known, period_on
from attain_web.figures.workspace import workspace_now
from attain_web.store.models import StepTaken

MOST = 100  # people are shown, unless all are asked for


@dataclass(frozen=True)
class Member:
    """Somebody of the team in a period: how far their first target is reached, and their pay in minor units."""

    payee_id: str
    measured: Fraction | None
    target: Fraction | None
    earned: int
    paid: int
    state: str

    @property
    def share(self) -> Fraction | None:
        """How far the target is reached."""
        return self.measured / self.target if self.measured is not None and self.target else None


@screen("manager", "admin", "finance", "leader", "auditor", title="Team")
def team(request: HttpRequest) -> HttpResponse:
    """Show the attainment of everybody whom the reader may see, the furthest behind first."""
    now = workspace_now(settings.WORKSPACE)
    known_ones = [one for one in pay_periods_known(settings.WORKSPACE) if one.starts_on <= now.today]
    asked = request.GET.get("period", "")
    period = next((one for one in known_ones if one.period_id == asked), None) or period_on(known_ones, now.today)
    basis = basis_of(period.period_id) if period else None
    if period is None or basis is None:
        return render(request, "payee/nothing.html")
    names = [one.period_id for one in known_ones]
    at = names.index(period.period_id)
    members = _members(request, period, stored_tables(settings.WORKSPACE, basis.run), is_estimate=basis.is_estimate)
    reached = [one for one in members if one.share is not None]
    whole = sum((one.target or 0 for one in reached), Fraction(0))
    known: dict[str, Any] = {
        "members": members if request.GET.get("all") else members[:MOST],
        "member_count": len(members),
        "period": period,
        "basis": basis,
        "period_names": list(reversed(names)),
        "period_before": names[at - 1] if at else "",
        "period_after": names[at + 1] if at + 1 < len(names) else "",
        "currency": now.currency,
        "earned": sum(one.earned for one in members),
        "paid": sum(one.paid for one in members),
        "share": sum((one.measured or 0 for one in reached), Fraction(0)) / whole if whole else None,
        "longest": max([one.share or Fraction(0) for one in members] + [Fraction(1)]),
        "even": _even(period, now.today),
    }
    return render(request, "manager/team.html", known)


def _even(period: PayPeriod, today: Any) -> Fraction | None:
    """The share of the period that is over; None once it has ended."""
    return Fraction((today - period.starts_on).days + 1, period.day_count) if period.holds(today) else None


def _state(last: StepTaken | None) -> str:
    return last.state if last is not None else STATEMENT.begins


def _members(request: HttpRequest, period: PayPeriod, tables: Any, *, is_estimate: bool) -> list[Member]:
    viewer = viewer_of(request)
    in_period = pl.col("period_id") == period.period_id
    payments = tables["payments"].filter(in_period)
    people = set(payments["payee_id"].to_list())
    seen = viewer.visible_to(people, period.period_id)
    if viewer.is_any("manager") and not viewer.is_any("admin", "finance", "leader", "auditor"):
        seen &= reports_of(viewer.payees, Days(period.starts_on, period.ends_before))
    measures = tables["measures"].filter(in_period & pl.col("target_value").is_not_null() & (pl.col("unit") != "count"))
    first = {
        row["owner_id"]: (
            Fraction(row["measure_value"], 10 ** row["scale"]),
            Fraction(row["target_value"], 10 ** row["scale"]),
        )
        for row in measures.iter_rows(named=True)
        if row["measure_value"] is not None
    }
    sums = payments.group_by("payee_id").agg(pl.col("earned", "paid").sum())
    stated = {} if is_estimate else statements_among([(period.period_id, one) for one in seen])
    found = [
        Member(
            payee,
            *first.get(payee, (None, None)),
            earned,
            paid,
            "estimate" if is_estimate else _state(stated.get((period.period_id, payee))),
        )
        for payee, earned, paid in sums.iter_rows()
        if payee in seen
    ]
    return sorted(found, key=lambda one: (one.share is None, one.share or Fraction(0), one.payee_id))
