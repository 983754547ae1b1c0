"""The facts a calculation reads: sources, roster, targets, calendar. No clock, no database, no network."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl

from attain.diagnostics import Diagnostic
from attain.expressions import ColumnType
from attain.money.exchange import FxRates
from attain.periods import Calendar
from attain.plans.vocabulary import PEOPLE
from attain.roster import Roster
from attain.sources import SourceTable
from attain.transactions import Transactions, identified

if TYPE_CHECKING:
    from attain.runs.crediting.credited import Credited


@dataclass(frozen=True)
class Facts:
    """What is known.

    Attributes:
        calendar: how time is cut.
        currency: the workspace's currency.
        sources: every source by name.
        roster: who is who, when.
        roster_columns: types of the roster's further attributes.
        targets: rows of the target table, if there is one.
        fx: exchange rates, if there are any.
        as_of: facts dated later are not read; None reads all.
        only: the payees that are asked about, where nobody else's results are needed; None asks about everybody.
        settled_to: per plan, a day up to which it is settled at least, whatever is known.
        credited: credits that were found before, by plan and rule; None where they are still to be found.
        is_part: only some of the rows or people are there, so that a rule which credits nobody is no problem.
        remembered: where questions that share plans, people and targets keep resolved targets from one to the next.
    """

    calendar: Calendar
    currency: str
    sources: dict[str, SourceTable]
    roster: Roster
    roster_columns: dict[str, ColumnType] = field(default_factory=dict[str, ColumnType])
    targets: SourceTable | None = None
    fx: FxRates | None = None
    as_of: date | None = None
    only: frozenset[str] | None = None
    settled_to: Mapping[str, date] = field(default_factory=dict[str, date])
    credited: "Mapping[tuple[str, str], Credited] | None" = field(default=None, compare=False, repr=False)
    is_part: bool = False
    remembered: "dict[object, pl.DataFrame] | None" = field(default=None, compare=False, repr=False)

    @cached_property
    def transactions(self) -> dict[str, Transactions]:
        """Every source with its rows identified."""
        return {name: identified(source) for name, source in self.sources.items()}

    def with_source(self, source: SourceTable) -> "Facts":
        """Return the facts with one more source, or another one of its name; the others stay identified."""
        made = replace(self, sources={**self.sources, source.name: source})
        made.__dict__["transactions"] = {**self.transactions, source.name: identified(source)}
        return made

    @cached_property
    def people(self) -> dict[str, ColumnType]:
        """The attributes of a payee that expressions may read, by name."""
        known = dict(PEOPLE)
        further = {n: t for n, t in self.roster_columns.items() if n in self.roster.rows.columns and n not in known}
        return known | further


@dataclass
class Findings:
    """Diagnostics gathered along the way, at most ``most`` of one code; the rest is counted."""

    most: int = 50
    found: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def add(self, *diagnostics: Diagnostic) -> None:
        """Keep diagnostics, up to the limit per code."""
        for diagnostic in diagnostics:
            if sum(d.code == diagnostic.code for d in self.found) < self.most:
                self.found.append(diagnostic)
