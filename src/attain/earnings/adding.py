"""Adding two exact values on every row, each over a divisor of its own.

7/3 and 1/6 of a cent: n = 2, f = 1, per = 3 and n = 0, f = 1, per = 6 make n = 2, f = 3, per = 6. Where neither divisor
is a multiple of the other the row is added up in fractions (``attain.earnings.beyond``).
"""

from math import lcm

import polars as pl

from attain.earnings.beyond import BEYOND, WIDE, numbers
from attain.earnings.lines import Lines


def plus_lines(lines: Lines, added: Lines) -> Lines:
    """Add lines of the same rows, row by row.

    Args:
        lines: whose other columns are kept.
        added: the same rows in the same order.

    Raises:
        TooLarge: a sum might not fit.
    """
    den = lcm(lines.den, added.den)
    left, right = lines.over(den), added.over(den)
    frame = left.frame.with_columns(n=left.frame["n"].cast(WIDE) + right.frame["n"].cast(WIDE))
    if not left.has_fractions and not right.has_fractions:
        return Lines(frame, den, has_fractions=False, bound=0).measured()
    (f1, p1), (f2, p2) = _fractions(left), _fractions(right)
    parts = pl.DataFrame({"f1": f1, "p1": p1, "f2": f2, "p2": p2})
    wider = pl.max_horizontal("p1", "p2")
    parts = parts.with_columns(
        per=wider,
        f=pl.col("f1") * (wider // pl.col("p1")) + pl.col("f2") * (wider // pl.col("p2")),
        apart=(wider % pl.col("p1") != 0) | (wider % pl.col("p2") != 0),
    )
    apart = parts["apart"] | numbers(left.frame).is_not_null() | numbers(right.frame).is_not_null()
    frame = frame.drop(BEYOND, strict=False).with_columns(
        n=frame["n"] + parts["f"] // parts["per"], f=parts["f"] % parts["per"], per=parts["per"]
    )
    both = Lines(frame, den, has_fractions=True, bound=0)
    if not apart.any():
        return both.measured()
    values = [a + b for a, b in zip(left.values_where(apart), right.values_where(apart), strict=True)]
    marked = both.with_frame(frame.with_columns(_apart=apart))
    made = marked.with_values(pl.col("_apart"), values)
    return made.with_frame(made.frame.drop("_apart"))


def _fractions(lines: Lines) -> tuple[pl.Series, pl.Series]:
    """The fractions of lines, 0 over 1 where there are none."""
    if lines.has_fractions:
        return lines.frame["f"].cast(WIDE), lines.frame["per"].cast(WIDE)
    none, one = (pl.repeat(number, lines.frame.height, dtype=WIDE, eager=True) for number in (0, 1))
    return none, one
