"""Lines on their way from a rate to rounded earnings: an exact value per row, kept in integers.

A line is ``n / (den x per)``: ``n`` a column of integers, ``den`` one integer for all, ``per`` a column of positive
integers or nothing. Every change measures the column it made, so the proof that the next one cannot overflow starts
from what is really there.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import polars as pl

from attain.money import Exact, TooLarge, integer_type
from attain.rates import Part

SAFE = 2**126


@dataclass(frozen=True)
class Lines:
    """Rows in credit order with the exact value of each.

    Attributes:
        frame: with ``n`` and, when ``per`` is set, the column it names.
        den: the common denominator.
        per: the column each row's value is further divided by, or None.
        bound: the largest |n|.
    """

    frame: pl.DataFrame
    den: int
    per: str | None
    bound: int

    @classmethod
    def of(cls, frame: pl.DataFrame, part: Part) -> "Lines":
        """Compute a part's value on every row."""
        framed = frame.with_columns(part.value.numerator.alias("n"))
        return cls(framed, part.value.denominator, part.per, 0).measured()

    def measured(self) -> "Lines":
        """Measure the largest |n| and keep ``n`` as narrow as it may be."""
        bound = largest(self.frame["n"])
        return replace(self, frame=self.frame.with_columns(pl.col("n").cast(integer_type(bound))), bound=bound)

    @property
    def value(self) -> Exact:
        """The numerators over the common denominator; the caller minds ``per``."""
        return Exact.column("n", self.bound, self.den)

    @property
    def per_value(self) -> Exact:
        """The column of divisors, or 1."""
        if self.per is None:
            return Exact.constant(Fraction(1))
        return Exact.column(self.per, largest(self.frame[self.per]))

    def replaced(self, value: Exact) -> "Lines":
        """Replace the value; ``per`` stays."""
        return Lines.of(self.frame, Part(value, self.per))

    def scaled(self, amount: Exact) -> Exact:
        """Write an amount over ``per``, so that it can be compared with the lines."""
        return amount if self.per is None else amount.times_exact(self.per_value)


def largest(column: pl.Series) -> int:
    """Return the largest absolute value of an integer column, 0 when it has none."""
    low, high = column.min(), column.max()
    return max(abs(int(low or 0)), abs(int(high or 0)))  # type: ignore[arg-type]


def evened(lines: Lines, group: str) -> Lines:
    """Bring the rows of each group to one divisor, so that they can be added up.

    Args:
        lines: with or without ``per``.
        group: the column whose equal values form a group.

    Raises:
        TooLarge: a group's common divisor does not fit.
    """
    if lines.per is None:
        return lines
    pers = lines.frame.select(group, lines.per).group_by(group).agg(pl.col(lines.per).unique())
    uneven = pers.filter(pl.col(lines.per).list.len() > 1)
    common = {key: lcm(*(int(p) for p in values)) for key, values in uneven.iter_rows()}
    if not common:
        return lines
    if max(common.values()) >= SAFE:
        raise TooLarge("stretches of one window have no common divisor that fits")
    table = pl.DataFrame(
        {group: list(common), "_common": list(common.values())},
        schema={group: lines.frame.schema[group], "_common": pl.Int128},
    )
    joined = lines.frame.join(table, on=group, how="left", maintain_order="left")
    target = pl.coalesce("_common", pl.col(lines.per).cast(pl.Int128))
    joined = joined.with_columns(_factor=target // pl.col(lines.per), _common=target)
    if lines.bound * largest(joined["_factor"]) >= SAFE:
        raise TooLarge("a line over its window's common divisor does not fit")
    n = pl.col("n").cast(pl.Int128) * pl.col("_factor")
    frame = joined.with_columns(n=n, **{lines.per: pl.col("_common")}).drop("_factor", "_common")
    return Lines(frame, lines.den, lines.per, 0).measured()


def difference(frame: pl.DataFrame, before: Part, after: Part) -> Lines:
    """Turn a payout state before and after each credit into the line between them."""
    if before.per == after.per:
        return Lines.of(frame, Part(after.value.minus(before.value), after.per))
    assert before.per is not None
    assert after.per is not None
    left = Exact.column(after.per, largest(frame[after.per]))
    right = Exact.column(before.per, largest(frame[before.per]))
    value = after.value.times_exact(right).minus(before.value.times_exact(left))
    product = left.times_exact(right)
    frame = frame.with_columns(product.numerator.alias("per_both"))
    frame = frame.filter(pl.lit(value=True))
    return Lines.of(frame.with_columns(pl.col("per_both").fill_null(1)), Part(value, "per_both"))
