"""A measure in other windows than its own: the one before, several together, and the year so far with its target.

Sales of 30, 50 and 70 a month: in March ``previous`` is 50, ``previous_2`` is 30, ``trailing_3`` and ``year_to_date``
are 150. With a target of 40 a month ``target_year_to_date`` is 120.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from attain.plans.vocabulary import TARGET_TO_DATE, YEAR_TO_DATE
from attain.runs.measuring.measured import Measured

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

_WORDS = ("previous", "trailing")


def is_of_other_windows(word: str) -> bool:
    """Whether a word after a measure's name is about other windows than its own.

    >>> [word for word in ("previous", "trailing_12", "year_to_date", "amount") if is_of_other_windows(word)]
    ['previous', 'trailing_12', 'year_to_date']
    """
    return word in {YEAR_TO_DATE, TARGET_TO_DATE} or word.partition("_")[0] in _WORDS


@dataclass(frozen=True)
class OtherWindows:
    """Reads one measure in other windows.

    Attributes:
        run: the plan.
        measured: the measure.
        keyed: numbers owner, window and walk of rows.
    """

    run: "PlanRun"
    measured: Measured
    keyed: Callable[[pl.DataFrame, Measured], pl.DataFrame]

    def column(self, rows: pl.DataFrame, word: str) -> pl.Series:
        """Return what a word means for each row, in the measure's unit, as known at the row's pay period.

        Args:
            rows: ``payee``, ``roster_row``, ``dated`` and ``cut``.
            word: such as ``previous_2``; a window before the plan's first is not known, and adds nothing to others.
        """
        if word == TARGET_TO_DATE:
            return self._target_to_date(rows)
        keyed = self.keyed(rows, self.measured)
        if word == YEAR_TO_DATE:
            return self._added_up(keyed, keyed["window"] - self._first_windows(rows) + 1)
        which, _, number = word.partition("_")
        if which == "previous":
            return self._back(keyed, int(number or 1))
        return self._added_up(keyed, pl.repeat(int(number), rows.height, dtype=pl.Int64, eager=True))

    def _back(self, keyed: pl.DataFrame, number: int) -> pl.Series:
        """The measure so many windows before; null before the plan's first window."""
        ends = self.measured.at_end(keyed.with_columns(pl.col("walk") - number), "before")
        return ends.select(pl.when(pl.col("window") >= number).then("m.before.x")).to_series()

    def _added_up(self, keyed: pl.DataFrame, counts: pl.Series) -> pl.Series:
        """The sum over each row's window and those before it, as many as ``counts`` says."""
        total = pl.zeros(keyed.height, dtype=pl.Int64, eager=True)
        for number in range(max(counts.drop_nulls().to_list(), default=0)):
            one = self._back(keyed, number).fill_null(0)
            total += pl.select(pl.when(counts > number).then(one).otherwise(0)).to_series().cast(pl.Int64)
        return total

    def _first_windows(self, rows: pl.DataFrame) -> pl.Series:
        """The number of the first window that begins in the year of each row's day; its own where none does."""
        windows = self.run.timeline.windows(self.measured.model.per)
        years = self.run.timeline.windows("year")
        begins = pl.lit(years.periods["starts_on"]).gather(years.of("dated"))
        starts = windows.periods["starts_on"]
        asked = rows.select(begins=begins, own=windows.of("dated").cast(pl.Int64))
        known = pl.DataFrame({"begins": starts}).with_row_index("first").sort("begins")
        found = asked.with_row_index("_row").sort("begins").join_asof(known, on="begins", strategy="forward")
        return found.sort("_row").select(pl.min_horizontal(pl.col("first").cast(pl.Int64), "own")).to_series()

    def _target_to_date(self, rows: pl.DataFrame) -> pl.Series:
        """The target's own periods of the year that have begun by each row's day, in the measure's unit."""
        name, measured = str(self.measured.model.against), self.measured
        per = self.run.plan.targets[name].per
        unit = measured.unit // 10 ** self.run.target_digits(name)
        keyed = self.keyed(rows, measured)
        years = self.run.timeline.windows("year")
        begins = pl.lit(years.periods["starts_on"]).gather(years.of("dated"))
        if str(measured.model.owner) == "payee":
            table = self.run.targets.of_payees(name, per).select("starts_on", "target_value", owner="payee_code")
        else:
            table = self.run.targets.of_owners(name, per, measured.owners)
            codes = pl.DataFrame({"payee": measured.owners}).with_row_index("owner")
            table = table.join(codes, on="payee").select("starts_on", "target_value", "owner")
        asked = keyed.select(pl.col("owner").cast(pl.Int64), "dated", begins=begins)
        wanted = asked.unique()
        table = table.with_columns(pl.col("owner").cast(pl.Int64))
        met = wanted.join(table, on="owner").filter(
            (pl.col("starts_on") <= pl.col("dated")) & (pl.col("starts_on") >= pl.col("begins"))
        )
        summed = met.group_by("owner", "dated").agg(total=pl.col("target_value").sum() * unit)
        return asked.join(summed, on=["owner", "dated"], how="left", maintain_order="left")["total"]
