"""What part of the pipeline is looked at: values of dimensions, and a range of close dates.

>>> deals = pl.DataFrame({"person": ["Ana", "Ben"], "close_date": [date(2026, 3, 1), date(2026, 3, 1)]})
>>> scope = Scope({"person": frozenset({"Ana"})}, closes_from=date(2026, 1, 1), closes_before=date(2026, 4, 1))
>>> deals.select(scope.is_inside).to_series().to_list()
[True, False]
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

import polars as pl

_Moment = TypeVar("_Moment", date, datetime)


def falls_in(column: str, starts: _Moment | None, ends_before: _Moment | None) -> pl.Expr:
    """Whether a day or an instant lies in a half-open range; an empty cell lies in no bounded range.

    >>> days = pl.DataFrame({"close_date": [date(2026, 3, 1), date(2026, 4, 1), None]})
    >>> days.select(falls_in("close_date", date(2026, 1, 1), date(2026, 4, 1))).to_series().to_list()
    [True, False, False]
    """
    found = pl.lit(True)
    if starts is not None:
        found = found & (pl.col(column) >= starts)
    if ends_before is not None:
        found = found & (pl.col(column) < ends_before)
    return found.fill_null(False)


@dataclass(frozen=True)
class Scope:
    """A part of the pipeline.

    Attributes:
        values: by column of ``as_at``, the values that belong to it; all values of a column that is not named.
        closes_from, closes_before: the range of close dates, half-open; None for no bound.
    """

    values: Mapping[str, frozenset[str | None]] = field(default_factory=dict[str, frozenset[str | None]])
    closes_from: date | None = None
    closes_before: date | None = None

    @property
    def is_dated(self) -> pl.Expr:
        """Whether the close date is in the range; a deal without a close date is in no bounded range."""
        return falls_in("close_date", self.closes_from, self.closes_before)

    @property
    def is_placed(self) -> pl.Expr:
        """Whether the dimensions have values of the scope."""
        found = pl.lit(True)
        for column, values in self.values.items():
            texts = sorted(value for value in values if value is not None)
            inside = pl.col(column).is_in(texts).fill_null(None in values)
            found = found & inside
        return found

    @property
    def is_inside(self) -> pl.Expr:
        """Whether a deal belongs to the scope."""
        return self.is_placed & self.is_dated
