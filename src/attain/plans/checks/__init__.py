"""Checks of a plan before anything is calculated: names, references, expressions, units, shares and limits."""

from collections.abc import Callable, Iterator, Mapping

from attain.diagnostics import Diagnostic, in_order
from attain.expressions import ColumnType
from attain.periods import Calendar
from attain.plans.checks.credits import credit_problems
from attain.plans.checks.earnings import earning_problems
from attain.plans.checks.measures import measure_problems
from attain.plans.checks.rates import rate_problems
from attain.plans.checks.references import name_problems, reference_problems
from attain.plans.checks.settlement import settlement_problems
from attain.plans.checks.surroundings import Surroundings
from attain.plans.checks.table_rows import table_problems
from attain.plans.model import Plan
from attain.sources import SourceTable

Check = Callable[[Surroundings], Iterator[Diagnostic]]
CHECKS: tuple[Check, ...] = (
    name_problems,
    reference_problems,
    table_problems,
    credit_problems,
    measure_problems,
    rate_problems,
    earning_problems,
    settlement_problems,
)

__all__ = ["CHECKS", "check_plan"]


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
    around = Surroundings(plan, sources, roster_columns, calendar, currency_digits)
    return in_order(problem for check in CHECKS for problem in check(around))
