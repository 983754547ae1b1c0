"""Measures of a plan: fed by credits, walked in order, read at a place or at the end of a pay period.

Everything here is to date: a feed row counts from the pay period of its date on, and one that a cancellation removes
(``rerate``) counts until the pay period of the cancellation. Where nothing is removed and nothing moves together for
longer than a pay period, the walk is the same at every cut and is taken once.
"""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from attain.expressions import ColumnType
from attain.measures import Measure, states, walked

NEVER = 2**31 - 1
MOST_PERIODS = 4096


@dataclass(frozen=True)
class Measured:
    """A measure with everything that feeds it.

    Attributes:
        name: the measure's name.
        model: the measure as written.
        type: kind and scale of its values.
        feed: ``walk``, ``owner``, ``window``, ``at`` and ``move`` (Int64), ``period`` and ``gone`` (Int32), ``amount``
            (and ``over``), Int64; in the order of ``at``. ``is_taken_over`` where the plan continues another.
        owner_codes: the code of each owner's text id; owners whom nothing feeds are added when they are first met.
        moves_long: rows move together for longer than a pay period.
        unit: stored integers per natural unit.
        only_feed: the one crediting rule that feeds it, if there is one and nothing was taken over from another plan.
    """

    name: str
    model: Measure
    type: ColumnType
    feed: pl.DataFrame
    owner_codes: dict[str, int]
    moves_long: bool
    unit: int
    only_feed: str | None = None

    @property
    def owners(self) -> pl.Series:
        """The text id of each owner code."""
        return pl.Series(list(self.owner_codes), dtype=pl.String)

    @property
    def kind(self) -> str:
        """The word that says what is measured."""
        return self.model.kind

    @cached_property
    def is_cut_dependent(self) -> bool:
        """Whether the walk differs from pay period to pay period."""
        return self.moves_long or bool((self.feed["gone"] < NEVER).any())

    def placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Add where each row finds the measure.

        Args:
            rows: ``walk``, ``at``, ``move`` and ``cut`` (Int32, the pay period up to which facts count), in any order.

        Returns:
            The rows with ``x0`` and ``x1`` (and ``x0_of``, ``x1_of`` for a ratio), Int64.
        """
        standing = rows.select("walk", "at", "move", "cut").unique()
        feed = self._at_cuts(standing) if self.is_cut_dependent else self.feed
        key = ["walk_cut"] if self.is_cut_dependent else ["walk"]
        moves = _with_resting(feed, standing, self.kind, is_cut=self.is_cut_dependent)
        moves = moves.with_columns(walk=pl.col(key[0]))
        found = walked(self.kind, moves.sort("at", maintain_order=True))
        named = rows.with_columns(walk_cut=_walk_cut()) if self.is_cut_dependent else rows
        sides = [c for c in ("x0", "x1", "x0_of", "x1_of") if c in found.columns]
        joined = named.join(
            found.select(pl.col("walk").alias(key[0]), "move", *sides),
            on=[*key, "move"],
            how="left",
            maintain_order="left",
        )
        return joined.drop("walk_cut", strict=False)

    def _at_cuts(self, standing: pl.DataFrame) -> pl.DataFrame:
        """Repeat the feed for every cut at which somebody looks at it."""
        cuts = standing.select("walk", "cut").unique()
        feed = self.feed.join(cuts, on="walk")
        feed = feed.filter((pl.col("period") <= pl.col("cut")) & (pl.col("cut") < pl.col("gone")))
        return feed.with_columns(walk_cut=_walk_cut())

    @cached_property
    def ends(self) -> pl.DataFrame:
        """Per walk and pay period in which it changes: ``x`` (and ``x_of``) at the end of the period, in order."""
        if not (self.feed["gone"] < NEVER).any():
            return states(self.kind, self.feed)
        changes = pl.concat(
            [
                self.feed.select("walk", cut="period"),
                self.feed.filter(pl.col("gone") < NEVER).select("walk", cut="gone"),
            ]
        ).unique()
        feed = self._at_cuts(changes).with_columns(period=pl.col("cut"), walk=pl.col("walk_cut"))
        found = states(self.kind, feed).drop("period").rename({"walk": "walk_cut"})
        every = changes.with_columns(walk_cut=_walk_cut()).join(found, on="walk_cut", how="left")
        every = every.with_columns(pl.col("x").fill_null(0)) if self.kind in {"sum", "count"} else every
        return every.drop("walk_cut").rename({"cut": "period"}).sort("walk", "period")

    @property
    def last_taken_over(self) -> int:
        """The last pay period in which the plan before moves the measure; -1 when it does not any more."""
        if "is_taken_over" not in self.feed.columns:
            return -1
        rows = self.feed.filter("is_taken_over")
        days = [rows["period"].max(), rows.filter(pl.col("gone") < NEVER)["gone"].max()]
        return max((day for day in days if isinstance(day, int)), default=-1)

    def taken_over(self, walk: int, cut: int) -> int:
        """What the plan before added to a walk, as known at the end of a pay period, in the measure's unit."""
        if "is_taken_over" not in self.feed.columns:
            return 0
        known = (pl.col("period") <= cut) & (pl.col("gone") > cut)
        return int(self.feed.filter("is_taken_over", known, pl.col("walk") == walk)["amount"].sum())

    def at_end(self, rows: pl.DataFrame, name: str) -> pl.DataFrame:
        """Add the state at the end of each row's cut as ``m.NAME.x`` (and ``m.NAME.of`` for a ratio).

        Args:
            rows: ``walk`` and ``cut``.
            name: the name in the columns.
        """
        ends = self.ends.with_columns(pl.col("period").cast(pl.Int32))
        order = rows.with_row_index("_row").sort("cut")
        found = order.join_asof(
            ends.sort("period"),
            left_on="cut",
            right_on="period",
            by="walk",
            strategy="backward",
            check_sortedness=False,
        ).sort("_row")
        value = pl.col("x").fill_null(0) if self.kind in {"sum", "count"} else pl.col("x")
        added = [value.alias(f"m.{name}.x")]
        if "x_of" in found.columns:
            added += [pl.col("x_of").alias(f"m.{name}.of"), value.alias(f"m.{name}.share")]
        return rows.with_columns(found.select(added))


def _walk_cut() -> pl.Expr:
    """Number a walk at a cut; there are never more than 4,096 pay periods (``Timeline`` refuses more)."""
    return pl.col("walk") * MOST_PERIODS + pl.col("cut")


def _with_resting(feed: pl.DataFrame, standing: pl.DataFrame, kind: str, *, is_cut: bool) -> pl.DataFrame:
    """Add rows that feed nothing but want to know their place: they move the measure by nothing."""
    key = "walk_cut" if is_cut else "walk"
    resting = standing.with_columns(walk_cut=_walk_cut()) if is_cut else standing
    resting = resting.join(feed.select(key, "move").unique(), on=[key, "move"], how="anti")
    nothing = pl.lit(None if kind == "last" else 0, pl.Int64)
    columns = [key, "at", "move", nothing.alias("amount")]
    kept = [key, "at", "move", "amount"]
    if kind == "ratio":
        columns.append(pl.lit(0, pl.Int64).alias("over"))
        kept.append("over")
    return pl.concat([feed.select(kept), resting.select(columns)])
