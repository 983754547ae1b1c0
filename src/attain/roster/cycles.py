"""Circles in the manager hierarchy, on any date.

Only people who can come back to themselves when dates are ignored are looked at; among them a circle can
only close on a day on which one of its rows begins, so each beginning is followed upwards once.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.roster import problems


@dataclass(frozen=True)
class _Row:
    """Who manages a payee, and when."""

    payee: str
    manager: str
    starts_on: date
    ends_before: date
    line: int


def cycles(rows: pl.DataFrame, file: str) -> Iterator[Diagnostic]:
    """Find circles of managers; each is reported once, with its first day, at the row that closes it."""
    managed = _able_to_return(rows)
    by_payee: dict[str, list[_Row]] = defaultdict(list)
    for row in managed:
        by_payee[row.payee].append(row)
    starts = {payee: [row.starts_on for row in theirs] for payee, theirs in by_payee.items()}
    reported: set[frozenset[str]] = set()
    for row in sorted(managed, key=lambda r: (r.starts_on, r.payee)):
        circle = _followed_up(row, by_payee, starts)
        members = frozenset(r.payee for r in circle)
        if circle and members not in reported:
            reported.add(members)
            yield _diagnostic(circle, file)


def _able_to_return(rows: pl.DataFrame) -> list[_Row]:
    """Drop, again and again, people whose managers all have no manager left."""
    columns = ["payee", "manager", "starts_on", "ends_before", "source_line"]
    known = rows.filter(pl.col("manager_code").is_not_null()).select(columns)
    while True:
        kept = known.filter(pl.col("manager").is_in(known["payee"].unique().implode()))
        if kept.height == known.height:
            return [_Row(*row) for row in kept.iter_rows()]
        known = kept


def _followed_up(first: _Row, by_payee: dict[str, list[_Row]], starts: dict[str, list[date]]) -> list[_Row]:
    """Follow managers up from a row on its first day; return the circle that comes back to it, or nothing."""
    path = [first]
    seen = {first.payee}
    while path[-1].manager not in seen:
        theirs = by_payee.get(path[-1].manager, [])
        at = bisect_right(starts.get(path[-1].manager, []), first.starts_on) - 1
        if at < 0 or theirs[at].ends_before <= first.starts_on:
            return []
        path.append(theirs[at])
        seen.add(path[-1].payee)
    return path if path[-1].manager == first.payee else []


def _diagnostic(circle: list[_Row], file: str) -> Diagnostic:
    first = circle[0]
    until = min(row.ends_before for row in circle)
    end = "" if until == date.max else f" to {until}"
    names = " → ".join([*(row.payee for row in circle), first.payee])
    start = "on any day" if first.starts_on == date.min and not end else f"from {first.starts_on}{end}"
    lines = ", ".join(str(row.line) for row in circle)
    fix = "leave the manager empty for the person at the top" if len(circle) == 1 else f"correct one of lines {lines}"
    place = Place(file, first.line, 0, "manager")
    return Diagnostic.of(problems.CYCLE, place, f"{names} ({start})", fix)
