"""Running sums of lines, exact whatever the divisors of their fractions.

Within a group the fractions are brought to one divisor. Where none fits, the group is added up fraction by fraction,
and the sums that no column holds are kept beside the frame (``attain.earnings.beyond``).
"""

from fractions import Fraction
from math import lcm

import polars as pl

from attain.earnings.beyond import BEYOND, WIDE, numbers, settled
from attain.earnings.lines import Lines
from attain.money import integer_type

MOST = 2**126


def running(lines: Lines, group: str) -> Lines:
    """Add up the lines of each group in order; every row becomes the sum up to and with it.

    Args:
        lines: with or without fractions.
        group: the column whose equal values form a group.

    Raises:
        TooLarge: the whole parts of a sum might not fit.
    """
    bound = lines.whole.summed(lines.frame.height) + lines.frame.height + 1
    total = pl.col("n").cast(integer_type(bound)).cum_sum().over(group)
    if not lines.has_fractions:
        return Lines(lines.frame.with_columns(n=total), lines.den, has_fractions=False, bound=bound)
    divisors = _divisors(lines, group)
    large = [key for key, divisor in divisors.items() if not divisor < MOST // lines.frame.height]
    if not large:
        return Lines(_added_up(lines.frame, group, divisors, total), lines.den, has_fractions=True, bound=bound)
    placed = lines.frame.with_row_index("_row_of_sum")
    is_large = pl.col(group).is_in(large)
    fitting = _added_up(placed.filter(~is_large).drop(BEYOND, strict=False), group, divisors, total)
    slow = _one_by_one(lines.with_frame(placed.filter(is_large)), group)
    fitting = fitting.with_columns(numbers(fitting))
    slow_frame = slow.frame.with_columns(numbers(slow.frame)).select(fitting.columns)
    both = pl.concat([fitting, slow_frame]).sort("_row_of_sum").drop("_row_of_sum")
    return Lines(both, lines.den, has_fractions=True, bound=bound, beyond=slow.beyond)


def _divisors(lines: Lines, group: str) -> dict[object, int]:
    """The common divisor of each group's fractions; one that never fits where a value stands beside the frame."""
    odd = lines.frame.filter(pl.col("f") != 0).group_by(group).agg(pl.col("per").unique())
    divisors = {key: lcm(*map(int, values)) for key, values in odd.iter_rows()}
    if lines.beyond:
        divisors |= dict.fromkeys(lines.frame.filter(pl.col(BEYOND).is_not_null())[group].unique(), MOST)
    return divisors


def _added_up(frame: pl.DataFrame, group: str, divisors: dict[object, int], total: pl.Expr) -> pl.DataFrame:
    """Add up groups whose fractions have a common divisor that fits."""
    schema = {group: frame.schema[group], "_per": WIDE}
    fitting = {key: divisor for key, divisor in divisors.items() if divisor < MOST}
    table = pl.DataFrame({group: list(fitting), "_per": list(fitting.values())}, schema=schema)
    joined = frame.join(table, on=group, how="left", maintain_order="left")
    joined = joined.with_columns(pl.col("_per").fill_null(1))
    scaled = pl.when(pl.col("f") != 0).then(pl.col("f") * (pl.col("_per") // pl.col("per"))).otherwise(pl.lit(0, WIDE))
    joined = joined.with_columns(f=scaled, per="_per").drop("_per")
    joined = joined.with_columns(n=total.cast(WIDE), f=pl.col("f").cum_sum().over(group))
    return joined.with_columns(n=pl.col("n") + pl.col("f") // pl.col("per"), f=pl.col("f") % pl.col("per"))


def _one_by_one(lines: Lines, group: str) -> Lines:
    """Add up groups in fractions."""
    every = pl.repeat(value=True, n=lines.frame.height, eager=True)
    sums: dict[object, Fraction] = {}
    totals: list[Fraction] = []
    for key, value in zip(lines.frame[group], lines.values_where(every), strict=True):
        sums[key] = sums.get(key, Fraction(0)) + value
        totals.append(sums[key])
    frame = lines.frame.with_columns(pl.int_range(pl.len(), dtype=pl.UInt32).alias(BEYOND))
    frame, kept = settled(frame, totals, lines.den)
    return Lines(frame, lines.den, has_fractions=True, bound=0, beyond=kept)
