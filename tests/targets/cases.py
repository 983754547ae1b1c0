"""Rosters, rules and requests for the tests of targets, in the words of the oracle."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.documents import Quantity
from attain.periods import Calendar, Unit
from attain.roster import build
from attain.targets import PlanScope, TargetRequest, TargetRow, TargetRule, TargetTable, resolve
from tests.roster.tables import Cell, roster_source

PLACE = Place("plans/ae.yaml", 7, 3)
YEAR_2026 = (date(2026, 1, 1), date(2027, 1, 1))


def percents(values: Sequence[Fraction]) -> list[Quantity]:
    """Write shares as quantities with a percent sign."""
    return [Quantity(v, f"{v * 100}%", is_percent=True) for v in values]


def rule_of(rule: dict[str, Any]) -> TargetRule:
    """Make a rule of the oracle's dict; its amount goes with the request."""
    words = {key: rule[key] for key in ("per", "prorate", "first_day", "carry", "when_zero") if key in rule}
    if rule.get("round"):
        words["round"] = Quantity(Fraction(rule["round"]), str(rule["round"]), is_percent=False)
    return TargetRule(season=percents(rule.get("season", [])), ramp=percents(rule.get("ramp", [])), **words)


def request_of(rule: dict[str, Any], *read_per: Unit, plan_amounts: pl.DataFrame | None = None) -> TargetRequest:
    """Make the request of the oracle's dict, for the target `bookings`."""
    constant = None if rule.get("amount") is None else Fraction(rule["amount"])
    given = constant if plan_amounts is None else plan_amounts
    return TargetRequest("bookings", rule_of(rule), read_per, "money", rule.get("scale", 2), given, PLACE)


def table_of(rows: Sequence[dict[str, Any]]) -> TargetTable:
    """Make the target table of the oracle's rows."""
    return TargetTable(
        tuple(
            TargetRow(
                "bookings",
                row.get("payee"),
                row.get("title"),
                row.get("from"),
                row.get("before"),
                Fraction(row["amount"]),
                f"data/targets.csv:{line}",
                line,
            )
            for line, row in enumerate(rows, start=2)
        ),
        "data/targets.csv",
    )


def resolved(
    request: TargetRequest,
    roster_rows: list[dict[str, Cell]],
    *,
    rows: Sequence[dict[str, Any]] = (),
    effective: tuple[date, date] = YEAR_2026,
    calendar: Calendar | None = None,
) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Resolve one target for a roster whose rows are all assigned to the plan."""
    roster, found = build(roster_source(roster_rows))
    assert not found
    scope = PlanScope(roster, roster.rows["roster_row"], *effective)
    return resolve([request], scope, calendar or Calendar(), table_of(rows))
