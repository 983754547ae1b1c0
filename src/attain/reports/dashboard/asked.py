"""What the cards of the dashboard ask: the catalogue over periods, and the pipeline at instants."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property

import polars as pl

from attain.metrics import CATALOGUE, Measured, Question, Undefined
from attain.metrics.showing import shown, shown_interval
from attain.money import round_fraction
from attain.periods import Calendar, Period
from attain.reports.dashboard.amounts import Amounts
from attain.snapshots import Book

MONTHS = 12
_UNITS = {"hours": " h", "days": " days"}
MOST_GROUPS = 5


@dataclass(frozen=True)
class Asked:
    """A dashboard's question, with what several cards share."""

    question: Question
    calendar: Calendar

    @property
    def book(self) -> Book:
        """The deals as known at a batch."""
        return self.question.book

    @property
    def instant(self) -> datetime:
        """As of when."""
        return self.question.instant

    @property
    def period(self) -> Period:
        """The period."""
        return self.question.period

    @cached_property
    def figures(self) -> Amounts:
        """How amounts are written."""
        return Amounts(self.book.opportunities.currency, self.book.opportunities.digits)

    @cached_property
    def open_deals(self) -> pl.DataFrame:
        """The open deals as at the instant."""
        return self.book.open_at(self.instant)

    @cached_property
    def months(self) -> list[Period]:
        """The last twelve months, the one of the instant included."""
        day = pl.Series([self.instant]).dt.convert_time_zone(self.book.opportunities.time_zone).dt.date()[0]
        starts = self.book.month_starts(self.instant, MONTHS)
        first = pl.Series([starts[0]]).dt.convert_time_zone(self.book.opportunities.time_zone).dt.date()[0]
        return self.calendar.between("month", first, day + timedelta(days=1)) or [self.period]

    @cached_property
    def stages(self) -> list[str]:
        """The stages of open deals, in order."""
        return self.book.opportunities.stages.open_names

    def one(self, name: str) -> Measured:
        """Return a metric over the period, in all."""
        return self.question.answer(CATALOGUE[name])[0]

    def by(self, name: str, *columns: str) -> list[Measured]:
        """Return a metric over the period, by some dimensions."""
        return self.question.answer(CATALOGUE[name], columns)

    def written(self, one: Measured) -> str:
        """Write a value with its unit; a dash where it is not defined."""
        if isinstance(one.value, Fraction) and one.metric.unit in {"money", "money_per_day"}:
            return self.figures.exact(round_fraction(one.value))
        unit = _UNITS.get(one.metric.unit, "") if isinstance(one.value, Fraction) else ""
        return shown(one, self.figures.digits) + unit

    def untold(self, *fields: str) -> str:
        """Say which history is missing, empty when none is."""
        lacking = [field for field in fields if field not in self.book.opportunities.told]
        named = {"stage": "StageName", "close_date": "CloseDate", "amount": "Amount"}
        if not lacking:
            return ""
        return f"Needs a history of {', '.join(named[f] for f in lacking)}: OpportunityHistory, or dated copies."

    def told_at(self, instants: Sequence[datetime]) -> tuple[list[datetime], str]:
        """Return those of some instants at which it is known how deals stood, and say what is left out."""
        since = self.book.opportunities.told_since
        known = [one for one in instants if since is None or one >= since]
        left = len(instants) - len(known)
        return known, f"The deals are known from {since:%d %b %Y} on; {left} earlier left out." if left else ""

    def absent(self, column: str) -> str:
        """Say which column is empty in every deal, empty when it is not."""
        deals = self.book.opportunities.deals
        known = deals[column] if column in deals.columns else self.book.versions[column]
        return "" if known.null_count() < len(known) else f"Needs a column of the deals: {column}."


def reason_of(one: Measured) -> str:
    """Return why a value is not defined, as a sentence; empty when it is."""
    if isinstance(one.value, Fraction):
        return ""
    assert isinstance(one.value, Undefined)
    return one.value.reason[:1].upper() + one.value.reason[1:] + "."


def gaps_of(found: Mapping[str, Measured]) -> str:
    """Say for which of some values nothing is drawn and why, empty when all are defined."""
    why = {name: one.value.reason for name, one in found.items() if isinstance(one.value, Undefined)}
    return " ".join(
        f"Not defined for {', '.join(name for name in why if why[name] == reason)}: {reason}."
        for reason in dict.fromkeys(why.values())
    )


def with_interval(one: Measured) -> str:
    """Return the ends of the interval of a share, empty where there is none."""
    return shown_interval(one)


def group_of(one: Measured) -> str:
    """Return the name of a value's group; a dash for deals that have none."""
    return ", ".join(value or "–" for value in one.group.values()) or "All"


def largest_first(found: Sequence[Measured]) -> list[Measured]:
    """Order by value, the largest first; what is not defined last."""
    return sorted(found, key=lambda one: (not isinstance(one.value, Fraction), -_number(one), group_of(one)))


def _number(one: Measured) -> Fraction:
    return one.value if isinstance(one.value, Fraction) else Fraction(0)
