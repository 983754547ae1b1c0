"""The days on which a payee is assigned to a plan, cut where the roster or a standing amount changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from attain.roster import Roster
from attain.targets.listed.rows import OwnerRows, TargetTable


class Base(NamedTuple):
    """An amount per period in whole units, and where it stands."""

    base_amount: Fraction
    source: str


class Assignment(NamedTuple):
    """A roster row in force within the plan's effective range."""

    starts_on: date
    ends_before: date
    roster_row: int
    title: str | None
    hired: date | None
    left: date | None
    line: int


class Span(NamedTuple):
    """Days of an assignment with one base amount; None where no amount is given."""

    starts_on: date
    ends_before: date
    hired: date | None
    left: date | None
    base: Base | None


@dataclass(frozen=True)
class Assigned:
    """A payee and their assignments, in order of time; at least one."""

    payee: str
    payee_code: int
    assignments: tuple[Assignment, ...]

    def first_in(self, starts_on: date, ends_before: date) -> tuple[date, Assignment] | None:
        """Return the first assigned day of a range, and the assignment it falls in."""
        for assignment in self.assignments:
            if assignment.starts_on < ends_before and starts_on < assignment.ends_before:
                return max(starts_on, assignment.starts_on), assignment
        return None

    def last_before(self, ends_before: date) -> date:
        """Return the day before which the payee is assigned for the last time, ``ends_before`` at the latest."""
        return min(ends_before, max(assignment.ends_before for assignment in self.assignments))


def assigned_payees(roster: Roster, assigned_rows: pl.Series, starts_on: date, ends_before: date) -> list[Assigned]:
    """List the payees of a plan with their assignments, in order of code.

    Args:
        roster: the roster.
        assigned_rows: numbers of the roster rows that the plan is assigned to.
        starts_on: first day of the plan's effective range.
        ends_before: the day after its last.
    """
    rows = roster.rows.filter(
        pl.col("roster_row").is_in(assigned_rows.implode()),
        pl.col("starts_on") < ends_before,
        pl.col("ends_before") > starts_on,
    )
    clipped = rows.select(
        "payee", "payee_code",
        pl.max_horizontal("starts_on", pl.lit(starts_on)), pl.min_horizontal("ends_before", pl.lit(ends_before)),
        "roster_row", "title", "hired", "left", "source_line",
    )  # fmt: skip
    grouped: dict[tuple[str, int], list[Assignment]] = {}
    for payee, code, *rest in clipped.iter_rows():
        grouped.setdefault((payee, code), []).append(Assignment(*rest))
    return [Assigned(payee, code, tuple(assignments)) for (payee, code), assignments in grouped.items()]


def spans_of(
    assigned: Assigned, target: str, table: TargetTable, plan_amount: Callable[[int], Base | None]
) -> tuple[Span, ...]:
    """Cut a payee's assignments where their amount per period changes: person over title over plan.

    Args:
        assigned: the payee.
        target: the target's name.
        table: the target table.
        plan_amount: the plan's own amount by roster row.
    """
    person = table.of_payee(target, assigned.payee)
    spans: list[Span] = []
    for assignment in assigned.assignments:
        title = table.of_title(target, assignment.title)
        for first, last in _cut(assignment, person, title):
            standing = person.standing_on(first) or title.standing_on(first)
            base = Base(standing.row_amount, standing.source) if standing else plan_amount(assignment.roster_row)
            spans.append(Span(first, last, assignment.hired, assignment.left, base))
    return tuple(spans)


def _cut(assignment: Assignment, person: OwnerRows, title: OwnerRows) -> list[tuple[date, date]]:
    starts_on, ends_before = assignment.starts_on, assignment.ends_before
    changes = {day for row in (*person.standing, *title.standing) for day in (row.starts_on, row.ends_before)}
    inner = sorted(day for day in changes if day and starts_on < day < ends_before)
    edges = [starts_on, *inner, ends_before]
    return list(pairwise(edges))
