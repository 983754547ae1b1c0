"""Lines on their way from a rate to rounded earnings: an exact value per row, kept in integers.

A line is ``(n + f / per) / den``: ``n`` a column of integers, ``den`` one integer for all, and where a rate divided by
something of its own (a stretch of the measure, a target) ``f`` and ``per``, 0 <= f < per. The fraction stays small
however large the amounts are; what even so fits no column is kept beside the frame (``attain.earnings.beyond``). Every
change measures the columns it made, so the proof that the next one cannot overflow starts from what is really there.
7/3 of a cent and 1/3 of a cent: n = 2, f = 1, per = 3 and n = 0, f = 1, per = 3.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from operator import add, mul
from typing import cast

import polars as pl

from attain.earnings.beyond import BEYOND, WIDE, numbers, settled
from attain.money import Exact, integer_type, largest
from attain.rates import Part


@dataclass(frozen=True)
class Lines:
    """Rows in credit order with the exact value of each.

    Attributes:
        frame: with ``n`` and, where there are fractions, ``f`` and ``per``.
        den: the denominator of all rows.
        has_fractions: whether ``f`` and ``per`` are there.
        bound: the largest |n|.
        beyond: the values of the rows whose fraction fits no column, by their number in the frame's ``beyond``.
    """

    frame: pl.DataFrame
    den: int
    has_fractions: bool
    bound: int
    beyond: tuple[Fraction, ...] = ()

    @classmethod
    def of(cls, frame: pl.DataFrame, part: Part) -> "Lines":
        """Compute a part's value on every row; an undefined value is nothing."""
        whole = part.value.numerator.fill_null(0)
        if part.per is None:
            return cls(frame.with_columns(n=whole), part.value.denominator, has_fractions=False, bound=0).measured()
        per = pl.col(part.per).fill_null(1).cast(WIDE)
        frame = frame.with_columns(n=whole.cast(WIDE), per=per)
        frame = frame.with_columns(n=pl.col("n") // pl.col("per"), f=pl.col("n") % pl.col("per"))
        return cls(frame, part.value.denominator, has_fractions=True, bound=0).measured()

    def measured(self) -> "Lines":
        """Measure the largest |n|, keep ``n`` as narrow as it may be, and drop fractions that are all 0."""
        frame, has_fractions, beyond = self.frame, self.has_fractions, self.beyond
        if has_fractions and not (frame["f"] != 0).any():
            frame, has_fractions, beyond = frame.drop("f", "per", BEYOND, strict=False), False, ()
        bound = largest(frame["n"])
        frame = frame.with_columns(pl.col("n").cast(integer_type(bound)))
        return Lines(frame, self.den, has_fractions, bound, beyond)

    @property
    def whole(self) -> Exact:
        """The whole parts over the denominator."""
        return Exact.column("n", self.bound, self.den)

    def times(self, factor: Exact) -> "Lines":
        """Multiply every line."""
        value, f = self.whole.times_exact(factor), self._fractions_times(factor)
        return _carried(self, value, f, self.beyond_changed(factor, mul))

    def _fractions_times(self, factor: Exact) -> pl.Expr:
        if not self.has_fractions:
            return pl.lit(0, WIDE)
        integer_type(largest(self.frame["per"]) * factor.bound)
        return pl.col("f") * factor.numerator.cast(WIDE)

    def plus(self, added: Exact) -> "Lines":
        """Add an amount to every line."""
        lined = self.over(lcm(self.den, added.denominator))
        f = pl.col("f") if self.has_fractions else pl.lit(0, WIDE)
        return _carried(lined, lined.whole.plus(added), f, lined.beyond_changed(added, add))

    def beyond_changed(self, by: Exact, change: Callable[[Fraction, Fraction], Fraction]) -> list[Fraction]:
        """Change the values kept beside the frame, each by its row's rational; in the order of the rows."""
        if not self.beyond:
            return []
        rows = self.frame.filter(pl.col(BEYOND).is_not_null()).select(BEYOND, _by=by.numerator)
        pairs = cast("Iterator[tuple[int, int | None]]", rows.iter_rows())
        return [change(self.beyond[number], Fraction(n or 0, by.denominator)) for number, n in pairs]

    def values_where(self, rows: pl.Series) -> list[Fraction]:
        """Return the exact values of some rows."""
        frame = self.frame.select("n", *(["f", "per"] if self.has_fractions else []))
        if not self.has_fractions:
            frame = frame.with_columns(f=pl.lit(0, WIDE), per=pl.lit(1, WIDE))
        frame = frame.with_columns(numbers(self.frame)).filter(rows)
        return [
            self.beyond[number] if number is not None else Fraction(n * per + f, per * self.den)
            for n, f, per, number in frame.iter_rows()
        ]

    def with_values(self, rows: pl.Expr, values: Sequence[Fraction]) -> "Lines":
        """Return lines of which some have other exact values.

        Args:
            rows: which.
            values: theirs, in the order of the rows.
        """
        others = self.frame.select(~rows).to_series()
        kept = iter(self.values_where(others))
        given = iter(values)
        every = [next(kept) if is_other else next(given) for is_other in others]
        frame = self.frame.drop("f", "per", BEYOND, strict=False)
        frame = frame.with_columns(f=pl.lit(0, WIDE), per=pl.lit(1, WIDE), **{BEYOND: pl.lit(0, pl.UInt32)})
        frame, beyond = settled(frame, every, self.den)
        return Lines(frame, self.den, has_fractions=True, bound=0, beyond=beyond).measured()

    def over(self, den: int) -> "Lines":
        """Write the same lines over a multiple of their denominator."""
        factor = den // self.den
        if factor == 1:
            return self
        f = self._fractions_times(Exact.constant(Fraction(factor)))
        return _carried(self, self.whole.over(den), f, self.beyond_changed(Exact.constant(Fraction(1)), mul))

    def negated(self) -> "Lines":
        """Turn the sign of every line."""
        return self.times(Exact.constant(Fraction(-1)))

    def where(self, holds: pl.Expr | pl.Series, otherwise: "Lines") -> "Lines":
        """Take these lines where a condition holds, else the others (of the same rows).

        A condition over ``n`` has to be a series: the two sides do not agree on ``n``.
        """
        den = lcm(self.den, otherwise.den)
        left, right = self.over(den), otherwise.over(den)
        chosen = left.frame.with_columns(right.frame["n"].alias("_n"), _holds=holds)
        columns = [pl.when("_holds").then("n").otherwise("_n").alias("n")]
        if left.has_fractions or right.has_fractions:
            sides = {"f": (left, right, 0), "per": (left, right, 1)}
            for name, (a, b, default) in sides.items():
                mine = a.frame[name] if a.has_fractions else pl.repeat(default, chosen.height, dtype=WIDE, eager=True)
                other = b.frame[name] if b.has_fractions else pl.repeat(default, chosen.height, dtype=WIDE, eager=True)
                chosen = chosen.with_columns(mine.cast(WIDE).alias(name), other.cast(WIDE).alias(f"_{name}"))
                columns.append(pl.when("_holds").then(name).otherwise(f"_{name}").alias(name))
        has_fractions = left.has_fractions or right.has_fractions
        beyond: tuple[Fraction, ...] = ()
        if left.beyond or right.beyond:
            theirs = numbers(right.frame) + len(left.beyond)
            chosen = chosen.with_columns(numbers(left.frame), theirs.alias("_beyond"))
            columns.append(pl.when("_holds").then(BEYOND).otherwise("_beyond").alias(BEYOND))
            beyond = (*left.beyond, *right.beyond)
        chosen = chosen.with_columns(columns).drop("_n", "_holds", "_f", "_per", "_beyond", strict=False)
        return Lines(chosen, den, has_fractions, 0, beyond).measured()

    def fixed(self, value: Exact) -> "Lines":
        """Replace every line by an amount."""
        frame = self.frame.drop("f", "per", BEYOND, strict=False).with_columns(n=value.numerator)
        return Lines(frame, value.denominator, has_fractions=False, bound=0).measured()

    def with_frame(self, frame: pl.DataFrame) -> "Lines":
        """Return the same lines with more columns, or fewer rows."""
        return replace(self, frame=frame)

    def beside(self, limit: Exact) -> "tuple[Lines, pl.Expr]":
        """Write lines and an amount over one denominator; returns the lines and the amount's numerators."""
        den = lcm(self.den, limit.denominator)
        return self.over(den), limit.over(den).numerator

    def reaches(self, limit: pl.Expr) -> pl.Series:
        """Say which lines are at least ``limit / den``: a fraction is never negative, so whole parts decide."""
        return self.frame.select(pl.col("n") >= limit).to_series()

    def stays_within(self, limit: pl.Expr) -> pl.Series:
        """Say which lines are at most ``limit / den``."""
        within = pl.col("n") <= limit
        if self.has_fractions:
            within = (pl.col("n") < limit) | ((pl.col("n") == limit) & (pl.col("f") == 0))
        return self.frame.select(within).to_series()


def _carried(lines: Lines, value: Exact, f: pl.Expr, beyond: list[Fraction]) -> Lines:
    """Take new whole parts and fractions, carrying what makes a whole, and new values of those beside the frame."""
    if not lines.has_fractions:
        frame = lines.frame.with_columns(n=value.numerator)
        return Lines(frame, value.denominator, has_fractions=False, bound=0).measured()
    carried = lines.frame.with_columns(n=value.numerator.cast(WIDE), f=f)
    carried = carried.with_columns(n=pl.col("n") + pl.col("f") // pl.col("per"), f=pl.col("f") % pl.col("per"))
    kept: tuple[Fraction, ...] = ()
    if beyond:
        carried, kept = settled(carried, beyond, value.denominator)
    return Lines(carried, value.denominator, has_fractions=True, bound=0, beyond=kept).measured()


def stacked(upper: Lines, lower: Lines) -> Lines:
    """Put the rows of both under each other; both have the same columns besides the value, and one denominator."""
    has_fractions = upper.has_fractions or lower.has_fractions
    frames: list[pl.DataFrame] = []
    for lines, offset in ((upper, 0), (lower, len(upper.beyond))):
        frame = lines.frame.with_columns(pl.col("n").cast(WIDE))
        if has_fractions and not lines.has_fractions:
            frame = frame.with_columns(f=pl.lit(0, WIDE), per=pl.lit(1, WIDE))
        if upper.beyond or lower.beyond:
            frame = frame.with_columns((numbers(frame) + offset).alias(BEYOND))
        frames.append(frame)
    both = pl.concat([frames[0], frames[1].select(frames[0].columns)])
    return Lines(both, upper.den, has_fractions, 0, (*upper.beyond, *lower.beyond)).measured()


def difference(frame: pl.DataFrame, before: Part, after: Part) -> Lines:
    """Turn a payout state before and after each credit into the line between them."""
    if before.per == after.per:
        return Lines.of(frame, Part(after.value.minus(before.value), after.per))
    left, right = Lines.of(frame, after), Lines.of(frame, before)
    den = lcm(left.den, right.den)
    left, right = left.over(den), right.over(den)
    parts = [_parts(side) for side in (left, right)]
    (n1, f1, p1), (n0, f0, p0) = parts
    joined = frame.with_columns(n=n1 - n0, f=f1 * p0 - f0 * p1, per=p1 * p0)
    joined = joined.with_columns(n=pl.col("n") + pl.col("f") // pl.col("per"), f=pl.col("f") % pl.col("per"))
    return Lines(joined, den, has_fractions=True, bound=0).measured()


def _parts(lines: Lines) -> tuple[pl.Series, pl.Series, pl.Series]:
    n = lines.frame["n"].cast(WIDE)
    if lines.has_fractions:
        return n, lines.frame["f"].cast(WIDE), lines.frame["per"].cast(WIDE)
    height = lines.frame.height
    return n, pl.repeat(0, height, dtype=WIDE, eager=True), pl.repeat(1, height, dtype=WIDE, eager=True)
