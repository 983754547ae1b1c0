"""The book of deals: how each stood at any instant, as known at a batch; of everybody, or of some owners.

>>> deals = pl.DataFrame({"owner_id": ["Ana", "Ben", None]})
>>> deals.select(owned_by(frozenset({"Ana"}))).to_series().to_list()
[True, False, False]
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

import polars as pl

from attain.opportunities import Opportunities
from attain.snapshots.table import AS_AT, DIMENSIONS

_OF_DEALS = ("name", *(c.name for c in DIMENSIONS if c.name not in {"person", "team"}))


@dataclass(frozen=True)
class Book:
    """The versions of all deals as known at a batch.

    Attributes:
        opportunities: the deals and what surrounds them.
        known_at: the batch; None for the last one.
        owners: whose deals are in it, by who owned each at the instant that is looked at; None for everybody's.
    """

    opportunities: Opportunities
    known_at: int | None = None
    owners: frozenset[str] | None = None

    @cached_property
    def versions(self) -> pl.DataFrame:
        """The table ``versions``, of every deal that was ever one of the owners': who owns it may change."""
        known = self.opportunities.versions(self.known_at)
        if self.owners is None:
            return known
        theirs = known.filter(self.is_own).select("opportunity_id").unique()
        return known.join(theirs, on="opportunity_id", how="semi", maintain_order="left")

    @cached_property
    def deals(self) -> pl.DataFrame:
        """The deals of ``versions``, as ``opportunities``."""
        deals = self.opportunities.deals
        return deals if self.owners is None else deals.join(self.versions, on="opportunity_id", how="semi")

    @property
    def is_own(self) -> pl.Expr:
        """Whether a row of ``owner_id`` belongs to the book's owners."""
        return pl.lit(True) if self.owners is None else owned_by(self.owners)

    def as_at(self, instant: datetime) -> pl.DataFrame:
        """Return the table ``as_at``: every deal that stood at an instant and was not deleted, open or closed."""
        return AS_AT.checked(self.with_dimensions(standing(self.versions, instant).filter(self.is_own)))

    def open_at(self, instant: datetime) -> pl.DataFrame:
        """Return the open deals as at an instant, with the columns of ``as_at``."""
        return self.as_at(instant).filter(pl.col("outcome") == "open")

    def with_dimensions(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add name and dimensions to rows of deals, keeping their order; an owner's team is that of today."""
        deals = self.deals.select("opportunity_id", *_OF_DEALS)
        people = self.opportunities.people.select("owner_id", "team", person="name")
        found = frame.join(deals, on="opportunity_id", how="left", maintain_order="left")
        return found.join(people, on="owner_id", how="left", maintain_order="left")

    def with_creation(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add ``created_on`` to rows of deals, in the workspace's time zone, keeping their order."""
        own = self.opportunities
        created_on = pl.col("created_at").dt.convert_time_zone(own.time_zone).dt.date()
        days = self.deals.select("opportunity_id", created_on=created_on)
        return frame.join(days, on="opportunity_id", how="left", maintain_order="left")

    def trend(self, instants: Sequence[datetime], by: Sequence[str]) -> pl.DataFrame:
        """Return the open pipeline at each instant by some columns of ``as_at``.

        Returns:
            ``instant``, the columns, ``deal_count`` and ``open_value`` in minor units; in order of instant and columns.
        """
        stood = self.versions.lazy().filter((pl.col("outcome") == "open") & self.is_own)
        others = [name for name in by if name not in self.versions.columns]
        parts: list[pl.LazyFrame] = []
        for instant in instants:
            rows = stood.filter(_stands(instant))
            rows = self.with_dimensions(rows.collect()).lazy() if others else rows
            rows = rows.group_by(by).agg(*_TOTALS) if by else rows.select(*_TOTALS)
            parts.append(rows.with_columns(instant=pl.lit(instant, dtype=pl.Datetime("us", "UTC"))))
        found = pl.concat(pl.collect_all(parts)).select("instant", *by, "deal_count", "open_value")
        return found.sort("instant", *by, nulls_last=True, maintain_order=True)

    def month_starts(self, until: datetime, count: int) -> list[datetime]:
        """Return the beginnings of the last months, the one that holds ``until`` included, first to last."""
        local = self._day(until)
        firsts = [date(local.year, local.month, 1)]
        while len(firsts) < count:
            firsts.insert(0, (firsts[0] - timedelta(days=1)).replace(day=1))
        return [self.opportunities.midnight(first) for first in firsts]

    def week_starts(self, until: datetime, count: int = 6) -> list[datetime]:
        """Return instants a week apart, the last of them ``until``."""
        return [until - timedelta(weeks=back) for back in reversed(range(count))]

    def _day(self, instant: datetime) -> date:
        return pl.Series([instant]).dt.convert_time_zone(self.opportunities.time_zone).dt.date()[0]


def owned_by(owners: frozenset[str]) -> pl.Expr:
    """Whether a row of ``owner_id`` is one of some owners'; a deal without an owner is nobody's."""
    return pl.col("owner_id").is_in(sorted(owners)).fill_null(value=False)


def standing(versions: pl.DataFrame, instant: datetime) -> pl.DataFrame:
    """Return the versions that stood at an instant, without deleted deals."""
    return versions.filter(_stands(instant))


def _stands(instant: datetime) -> pl.Expr:
    not_ended = pl.col("ends_at").is_null() | (pl.col("ends_at") > instant)
    return (pl.col("changed_at") <= instant) & not_ended & ~pl.col("is_deleted")


def totals(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Count deals and add up their amounts by some columns, in order of these; one row in all without any."""
    return rows.group_by(by).agg(*_TOTALS).sort(by, nulls_last=True) if by else rows.select(*_TOTALS)


_TOTALS = (pl.len().cast(pl.Int64).alias("deal_count"), pl.col("amount").sum().alias("open_value"))
