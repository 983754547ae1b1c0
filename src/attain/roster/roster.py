"""Who is who on a date: titles, managers, teams and any further attribute, effective-dated.

Rows are in force from their first day to the day before `before`. People are known by text ids outside
and by integer codes inside; codes follow the order of the texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from attain.diagnostics import Diagnostic, in_order
from attain.roster.checks import overlaps, unknown_managers
from attain.roster.cycles import cycles
from attain.roster.marks import names_of
from attain.roster.reading import RosterSource, read_rows
from attain.roster.table import CHAIN, SEGMENTS
from attain.roster.tenure import tenure_months

TENURE = "tenure_months"


def build(source: RosterSource) -> tuple["Roster", list[Diagnostic]]:
    """Make the roster of a workspace.

    Args:
        source: the roster table; columns payee, from, before, title, manager, team, hired, left and any
            further attribute. An empty ``from`` means always, an empty ``before`` means still.

    Returns:
        The roster (of its usable rows) and every problem found, in order of place.
    """
    rows, found = read_rows(source)
    found += [*overlaps(rows, source.file), *unknown_managers(rows, source.file), *cycles(rows, source.file)]
    return Roster(rows, source.file), in_order(found)


@dataclass(frozen=True, eq=False)
class Roster:
    """The roster's rows and the questions asked of them.

    Attributes:
        rows: the table ``ROSTER`` and further attribute columns, in order of payee and first day.
        file: where they stand.
        copies: how many scenarios stand side by side; everybody is there once for each (see ``copied``).
    """

    rows: pl.DataFrame
    file: str
    copies: int = 1

    @cached_property
    def people(self) -> list[str]:
        """Every payee's id, in text order."""
        return self.rows["payee"].unique().sort().to_list()

    @cached_property
    def payees(self) -> list[str]:
        """The text of every code, in text order; a code is a position in this list. In a scenario it has its mark."""
        return self.texts.to_list()

    @cached_property
    def texts(self) -> pl.Series:
        """The text of every code, as a column."""
        people = pl.Series("payee", self.people, dtype=pl.String)
        if self.copies == 1:
            return people
        marks = pl.select(_mark=names_of(pl.int_range(self.copies)))
        both = marks.join(people.to_frame(), how="cross", maintain_order="left_right")
        return both.select(payee=pl.concat_str("_mark", pl.lit("/"), "payee")).to_series()

    @property
    def count(self) -> int:
        """How many codes there are."""
        return len(self.people) * self.copies

    @cached_property
    def codes(self) -> dict[str, int]:
        """The code of each payee: integer order is text order."""
        return {payee: code for code, payee in enumerate(self.payees)}

    @property
    def attributes(self) -> list[str]:
        """Columns that an expression may read after ``payee.``, tenure included."""
        hidden = {"roster_row", "payee_code", "manager_code", "starts_on", "ends_before", "source_line"}
        return [*(name for name in self.rows.columns if name not in hidden), TENURE]

    def encode(self, payees: pl.Expr, scenario: pl.Expr | None = None) -> pl.Expr:
        """Turn text ids into UInt32 codes, each in the row's scenario; null where an id is not in the roster."""
        codes = payees.cast(pl.Enum(self.people), strict=False).to_physical().cast(pl.UInt32)
        return codes if scenario is None else codes + scenario * pl.lit(len(self.people), pl.UInt32)

    def decode(self, codes: pl.Expr) -> pl.Expr:
        """Turn codes into text ids, with the mark of their scenario."""
        return pl.lit(self.texts).gather(codes)

    def named(self, codes: pl.Expr) -> pl.Expr:
        """Turn codes into text ids, without a mark: as plans and tables name people."""
        if self.copies == 1:
            return self.decode(codes)
        return pl.lit(pl.Series(self.people, dtype=pl.String)).gather(codes % len(self.people))

    def marked(self, codes: pl.Expr, text: pl.Expr) -> pl.Expr:
        """Put the mark of each code's scenario before a text, so that texts of two scenarios are never the same."""
        if self.copies == 1:
            return text
        return pl.concat_str(self.scenario_mark(codes), pl.lit("/"), text)

    def scenario_mark(self, codes: pl.Expr) -> pl.Expr:
        """Return the text that stands for each code's scenario."""
        return names_of(codes // max(1, len(self.people)))

    @cached_property
    def single(self) -> "Roster":
        """The roster of one scenario."""
        return self if self.copies == 1 else Roster(self.rows.head(self.rows.height // self.copies), self.file)

    def copied(self, copies: int) -> "Roster":
        """Put everybody into several scenarios: the codes of each come after those of the one before."""
        if copies == 1:
            return self
        people, height = len(self.people), self.rows.height
        copy = pl.col("_copy")
        numbers = pl.DataFrame({"_copy": range(copies)}, schema={"_copy": pl.UInt32})
        rows = numbers.join(self.rows, how="cross", maintain_order="left_right").with_columns(
            roster_row=pl.col("roster_row") + copy * height,
            payee_code=pl.col("payee_code") + copy * people,
            manager_code=pl.col("manager_code") + copy * people,
        )
        made = Roster(rows.drop("_copy"), self.file, copies)
        made.__dict__.update(single=self, people=self.people)  # what is known of one scenario is found once
        return made

    def rows_on(self, payee_codes: pl.Series, days: pl.Series) -> pl.Series:
        """Return the UInt32 number of the roster row in force for each payee and day; null when none is."""
        if self.rows.is_empty():
            return pl.Series("at", [None], dtype=pl.UInt32).new_from_index(0, len(days))
        code, at, day = pl.col("code"), pl.col("at"), pl.col("day")
        is_known = code < self.count
        asked = pl.DataFrame({"code": payee_codes.cast(pl.UInt32), "day": days}).with_columns(
            pl.when(is_known).then(pl.lit(self.first_rows).gather(pl.when(is_known).then(code))).alias("at"),
            pl.when(is_known).then(pl.lit(self.last_rows).gather(pl.when(is_known).then(code))).alias("last"),
        )
        # A binary search among the payee's own rows, for all of them at once; none when each has one row.
        starts = pl.lit(self.rows["starts_on"])
        for step in self._steps:
            asked = asked.with_columns(pl.min_horizontal(at + step, "last").alias("next"))
            asked = asked.with_columns(pl.when(starts.gather("next") <= day).then("next").otherwise(at).alias("at"))
        is_in_force = (starts.gather("at") <= day) & (pl.lit(self.rows["ends_before"]).gather("at") > day)
        return asked.select(pl.when(is_in_force).then(at).alias("at"))["at"]

    @cached_property
    def first_rows(self) -> pl.Series:
        """The number of each code's first row."""
        if self.copies > 1:
            return self._in_every_copy(self.single.first_rows)
        return self.rows.group_by("payee_code", maintain_order=True).agg(pl.col("roster_row").first())["roster_row"]

    @cached_property
    def last_rows(self) -> pl.Series:
        """The number of each code's last row."""
        if self.copies > 1:
            return self._in_every_copy(self.single.last_rows)
        return self.rows.group_by("payee_code", maintain_order=True).agg(pl.col("roster_row").last())["roster_row"]

    def _in_every_copy(self, numbers: pl.Series) -> pl.Series:
        """Repeat numbers of rows for every scenario."""
        height = self.rows.height // self.copies
        copies = pl.select(_copy=pl.int_range(self.copies, dtype=pl.UInt32))
        both = copies.join(numbers.alias("roster_row").to_frame(), how="cross", maintain_order="left_right")
        return both.select(pl.col("roster_row") + pl.col("_copy") * pl.lit(height, pl.UInt32)).to_series()

    @property
    def _steps(self) -> list[int]:
        one = self.single
        most_rows = max((one.last_rows - one.first_rows).to_list())
        return [2**power for power in reversed(range(most_rows.bit_length()))]

    def as_of(
        self,
        frame: pl.DataFrame,
        payee_column: str,
        date_column: str,
        attributes: Sequence[str],
        *,
        prefix: str = "payee.",
    ) -> pl.DataFrame:
        """Add attributes in force on a date; rows keep their order.

        Args:
            frame: any rows.
            payee_column: text ids, or integer codes.
            date_column: the date, per row.
            attributes: columns of ``rows`` (``roster_row`` and ``payee_code`` too), or ``tenure_months``:
                whole months completed since ``hired``.
            prefix: put before the names of the columns added.

        Returns:
            The frame with one column more per attribute; null where no row is in force.
        """
        at = self.rows_on(self._codes_of(frame, payee_column), frame[date_column])
        added = [self._attribute(name, at, frame[date_column]).alias(prefix + name) for name in attributes]
        return frame.with_columns(added)

    def _attribute(self, name: str, at: pl.Series, days: pl.Series) -> pl.Series:
        if name == TENURE:
            hired = self.rows["hired"].gather(at)
            return pl.select(tenure_months(pl.lit(hired), pl.lit(days))).to_series()
        return self.rows[name].gather(at)

    def _codes_of(self, frame: pl.DataFrame, payee_column: str) -> pl.Series:
        column = frame[payee_column]
        return column if column.dtype.is_integer() else frame.select(self.encode(pl.col(payee_column))).to_series()

    def chain(self, frame: pl.DataFrame, payee_column: str, date_column: str, levels: int) -> pl.DataFrame:
        """List the managers above each row's payee on a date.

        Args:
            frame: any rows.
            payee_column: text ids, or integer codes.
            date_column: the date, per row.
            levels: how many levels up at most.

        Returns:
            The table ``CHAIN``, ordered by level and row: nobody twice in a row's chain, and never the payee.
            ``manager`` is a code; ``decode`` turns it into an id.
        """
        step = pl.DataFrame(
            {
                "row": pl.int_range(frame.height, dtype=pl.UInt32, eager=True),
                "seen_0": self._codes_of(frame, payee_column).cast(pl.UInt32),
                "day": frame[date_column],
            }
        )
        found = [CHAIN.empty()]
        for level in range(1, min(levels, self.count) + 1):
            step = self._one_level_up(step, level)
            if step.is_empty():
                break
            found.append(step.select("row", pl.lit(level, pl.UInt8).alias("level"), manager=f"seen_{level}"))
        return pl.concat(found)

    def _one_level_up(self, step: pl.DataFrame, level: int) -> pl.DataFrame:
        name = f"seen_{level}"
        at = self.rows_on(step[f"seen_{level - 1}"], step["day"])
        above = pl.col(name)
        is_new = ~pl.any_horizontal(above == pl.col(f"seen_{k}") for k in range(level))
        return step.with_columns(self.rows["manager_code"].gather(at).alias(name)).filter(above.is_not_null() & is_new)

    def segments(self, periods: pl.DataFrame) -> pl.DataFrame:
        """Cut the roster's rows by periods, to the day.

        Args:
            periods: period_id, starts_on, ends_before.

        Returns:
            The table ``SEGMENTS``, ordered by payee, period and first day.
        """
        windows = periods.with_row_index("period").select(
            pl.col("period").cast(pl.Int32), pl.col("starts_on").alias("first"), pl.col("ends_before").alias("last")
        )
        starts_on = pl.max_horizontal("starts_on", "first").alias("starts_on")
        ends_before = pl.min_horizontal("ends_before", "last").alias("ends_before")
        rows = self.rows.select("payee_code", "roster_row", "starts_on", "ends_before")
        cut = rows.join(windows, how="cross").with_columns(starts_on, ends_before)
        shared = cut.filter(pl.col("starts_on") < pl.col("ends_before"))
        return SEGMENTS.checked(shared.sort("payee_code", "period", "starts_on"))

    def employment(self, payee: str) -> tuple[date | None, date | None]:
        """Return the first day hired and the last ``left`` of a payee over all rows (None: not known, still here).

        >>> from types import SimpleNamespace
        >>> from attain.expressions.types import ColumnType
        >>> rows = pl.DataFrame({"payee": ["Ana"], "hired": [date(2026, 3, 1)], "source_line": [2]})
        >>> columns = {"payee": ColumnType("payee"), "hired": ColumnType("date")}
        >>> roster, _ = build(SimpleNamespace(frame=rows, columns=columns, file="data/roster.csv"))
        >>> roster.employment("Ana")
        (datetime.date(2026, 3, 1), None)
        """
        theirs = self.rows.filter(pl.col("payee") == payee)
        left = theirs["left"].to_list()
        return min(theirs["hired"].drop_nulls(), default=None), None if None in left else max(left, default=None)
