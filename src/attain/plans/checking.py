"""Checks one plan whole: everything that is wrong with it, each at the word it is about."""

from collections.abc import Mapping

from attain.diagnostics import Diagnostic, in_order
from attain.earnings.source import EARNINGS_SOURCE, earnings_source
from attain.expressions import ColumnType
from attain.periods import Calendar
from attain.plans.checks import CHECKS
from attain.plans.checks.surroundings import Surroundings
from attain.plans.model import Plan
from attain.plans.phases import circles_within
from attain.roster.pay_periods import PERIODS_SOURCE, periods_source
from attain.sources import SourceTable


def check_plan(  # noqa: PLR0917 - the plan, and the four things it stands on
    plan: Plan,
    sources: Mapping[str, SourceTable],
    roster_columns: Mapping[str, ColumnType],
    calendar: Calendar,
    currency_digits: int,
) -> list[Diagnostic]:
    """Find everything that is wrong with a plan, each at the word it is about.

    Args:
        plan: a plan whose shape is right.
        sources: the workspace's sources by name; rows are not looked at.
        roster_columns: the types of the roster's columns; the usual ones are known without it.
        calendar: how time is cut.
        currency_digits: decimal digits of the plan's currency, 2 for cents.

    Returns:
        Every problem, in order of place; with an error among them the plan cannot be calculated.
    """
    made = {EARNINGS_SOURCE: earnings_source(digits=currency_digits), PERIODS_SOURCE: periods_source()}
    known = {**made, **sources}
    around = Surroundings(plan, known, roster_columns, calendar, currency_digits)
    said = [problem for check in CHECKS for problem in check(around)]
    return in_order([*said, *circles_within(plan)])
