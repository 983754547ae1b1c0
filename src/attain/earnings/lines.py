"""Lines on their way from a rate to rounded earnings: an exact value per row, kept in integers.

A line is ``(n + f / per) / den``: ``n`` a column of integers, ``den`` one integer for all, and where a rate divided by
something of its own (a stretch of the measure, a target) ``f`` and ``per``, 0 <= f < per. The fraction stays small
however large the amounts are. Every change measures the columns it made, so the proof that the next one cannot overflow
starts from what is really there. 7/3 of a cent and 1/3 of a cent: n = 2, f = 1, per = 3 and n = 0, f = 1, per = 3.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import polars as pl

from attain.money import Exact, TooLarge, integer_type, largest
from attain.rates import Part

MOST = 2**126
WIDE = pl.Int128


@dataclass(frozen=True)
class Lines:
    """Rows in credit order with the exact value of each.

    Attributes:
        frame: with ``n`` and, where there are fractions, ``f`` and ``per``.
        den: the denominator of all rows.
        has_fractions: whether ``f`` and ``per`` are there.
        bound: the largest |n|.
    """

    frame: pl.DataFrame
    den: int
    has_fractions: bool
    bound: int

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
        frame, has_fractions = self.frame, self.has_fractions
        if has_fractions and not (frame["f"] != 0).any():
            frame, has_fractions = frame.drop("f", "per"), False
        bound = largest(frame["n"])
        frame = frame.with_columns(pl.col("n").cast(integer_type(bound)))
        return Lines(frame, self.den, has_fractions, bound)

    @property
    def whole(self) -> Exact:
        """The whole parts over the denominator."""
        return Exact.column("n", self.bound, self.den)

    def times(self, factor: Exact) -> "Lines":
        """Multiply every line."""
        return _carried(self, self.whole.times_exact(factor), self._fractions_times(factor))

    def _fractions_times(self, factor: Exact) -> pl.Expr:
        if not self.has_fractions:
            return pl.lit(0, WIDE)
        integer_type(largest(self.frame["per"]) * factor.bound)
        return pl.col("f") * factor.numerator.cast(WIDE)

    def plus(self, added: Exact) -> "Lines":
        """Add an amount to every line."""
        lined = self.over(lcm(self.den, added.denominator))
        return _carried(lined, lined.whole.plus(added), pl.col("f") if self.has_fractions else pl.lit(0, WIDE))

    def over(self, den: int) -> "Lines":
        """Write the same lines over a multiple of their denominator."""
        factor = den // self.den
        if factor == 1:
            return self
        return _carried(self, self.whole.over(den), self._fractions_times(Exact.constant(Fraction(factor))))

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
        chosen = chosen.with_columns(columns).drop("_n", "_holds", "_f", "_per", strict=False)
        return Lines(chosen, den, has_fractions, 0).measured()

    def fixed(self, value: Exact) -> "Lines":
        """Replace every line by an amount."""
        frame = self.frame.drop("f", "per", strict=False).with_columns(n=value.numerator)
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


def _carried(lines: Lines, value: Exact, f: pl.Expr) -> Lines:
    """Take new whole parts and fractions, carrying what makes a whole."""
    if not lines.has_fractions:
        frame = lines.frame.with_columns(n=value.numerator)
        return Lines(frame, value.denominator, has_fractions=False, bound=0).measured()
    carried = lines.frame.with_columns(n=value.numerator.cast(WIDE), f=f)
    carried = carried.with_columns(n=pl.col("n") + pl.col("f") // pl.col("per"), f=pl.col("f") % pl.col("per"))
    return Lines(carried, value.denominator, has_fractions=True, bound=0).measured()


def evened(lines: Lines, group: str) -> Lines:
    """Bring the fractions of each group to one ``per``, so that they can be added up.

    Args:
        lines: with or without fractions.
        group: the column whose equal values form a group.

    Raises:
        TooLarge: a group's fractions have no common denominator that fits.
    """
    if not lines.has_fractions:
        return lines
    wholes = _wholes(lines, group)
    if not _fits(max(wholes.values(), default=1), lines):
        lines = _reduced(lines)
        wholes = _wholes(lines, group)
    if not _fits(max(wholes.values(), default=1), lines):
        raise TooLarge("the fractions of one window have no common denominator that fits")
    return _with_wholes(lines, group, wholes)


def _wholes(lines: Lines, group: str) -> dict[object, int]:
    """The common denominator of each group's fractions."""
    odd = lines.frame.filter(pl.col("f") != 0).group_by(group).agg(pl.col("per").unique())
    return {key: lcm(*map(int, values)) for key, values in odd.iter_rows()}


def _reduced(lines: Lines) -> Lines:
    """Cancel every fraction by what its two sides share."""
    pairs = [Fraction(int(f), int(per)) for f, per in lines.frame.select("f", "per").iter_rows()]
    f = pl.Series([p.numerator for p in pairs], dtype=WIDE)
    return lines.with_frame(lines.frame.with_columns(f=f, per=pl.Series([p.denominator for p in pairs], dtype=WIDE)))


def _fits(whole: int, lines: Lines) -> bool:
    return whole < MOST // max(lines.frame.height, 1)


def _with_wholes(lines: Lines, group: str, wholes: dict[object, int]) -> Lines:
    schema = {group: lines.frame.schema[group], "_per": WIDE}
    table = pl.DataFrame({group: list(wholes), "_per": list(wholes.values())}, schema=schema)
    joined = lines.frame.join(table, on=group, how="left", maintain_order="left")
    joined = joined.with_columns(pl.col("_per").fill_null(1))
    scaled = pl.when(pl.col("f") != 0).then(pl.col("f") * (pl.col("_per") // pl.col("per"))).otherwise(pl.lit(0, WIDE))
    return lines.with_frame(joined.with_columns(f=scaled, per="_per").drop("_per"))


def running(lines: Lines, group: str) -> tuple[pl.DataFrame, int]:
    """Add up the lines of each group in order.

    Returns:
        The frame with ``total`` (whole parts, carried) and, where there are fractions, ``rest`` (of ``per``), both
        after the line; and a bound for |total|.
    """
    return _added_up(evened(lines, group), group)


def _added_up(lines: Lines, group: str) -> tuple[pl.DataFrame, int]:
    bound = lines.whole.summed(lines.frame.height) + lines.frame.height + 1
    total = pl.col("n").cast(integer_type(bound)).cum_sum().over(group)
    if not lines.has_fractions:
        return lines.frame.with_columns(total=total), bound
    frame = lines.frame.with_columns(total=total.cast(WIDE), rest=pl.col("f").cum_sum().over(group))
    return frame.with_columns(
        total=pl.col("total") + pl.col("rest") // pl.col("per"), rest=pl.col("rest") % pl.col("per")
    ), bound


def running_to_round(lines: Lines, group: str) -> tuple[pl.DataFrame, int]:
    """Add up the lines of each group in order, to be rounded and for nothing else.

    A rounding asks of a fraction only on which side of one half it lies. So where a group's fractions have no common
    denominator that fits, they are added up one by one and stand as quarters: 0, 1/4 (below), 2/4 or 3/4 (above one
    half).

    Returns:
        As ``running``.
    """
    wholes = _wholes(lines, group) if lines.has_fractions else {}
    large = [key for key, whole in wholes.items() if not _fits(whole, lines)]
    if not large:
        return _added_up(_with_wholes(lines, group, wholes) if lines.has_fractions else lines, group)
    is_large = pl.col(group).is_in(large)
    place = lines.frame.with_row_index("_place")
    small = lines.with_frame(place.filter(~is_large))
    fitting_wholes = {key: whole for key, whole in wholes.items() if key not in set(large)}
    fitting, bound = _added_up(_with_wholes(small, group, fitting_wholes), group)
    slow, more = _added_up_slowly(lines.with_frame(place.filter(is_large)), group)
    both = pl.concat([fitting, slow.select(fitting.columns)]).sort("_place").drop("_place")
    return both, max(bound, more)


def _added_up_slowly(lines: Lines, group: str) -> tuple[pl.DataFrame, int]:
    bound = lines.whole.summed(lines.frame.height) + lines.frame.height + 1
    sums: dict[object, Fraction] = {}
    carried: list[int] = []
    rests: list[int] = []
    for key, f, per in lines.frame.select(group, "f", "per").iter_rows():
        sums[key] = sums.get(key, Fraction(0)) + Fraction(int(f), int(per))
        whole = sums[key].numerator // sums[key].denominator
        carried.append(whole)
        rests.append(_quarters(sums[key] - whole))
    frame = lines.frame.with_columns(
        total=pl.col("n").cast(WIDE).cum_sum().over(group),
        rest=pl.Series(rests, dtype=WIDE),
        per=pl.lit(4, WIDE),
    )
    return frame.with_columns(total=pl.col("total") + pl.Series(carried, dtype=WIDE)), bound


def _quarters(fraction: Fraction) -> int:
    """Return 0 for none, 1 below one half, 2 for one half, 3 above it."""
    if fraction == 0:
        return 0
    return 2 if 2 * fraction == 1 else 1 if 2 * fraction < 1 else 3


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
