"""kicker: an extra rate on the base (a percent) or an amount per credit (money) when a condition holds.

A deal of 10,000 at 8 % with a kicker of 2 % pays 800 + 200; with a kicker of 500.00 it pays 800 + 500, and its
return takes 800 + 500 back.
Source: docs/behaviours/modifiers.md. Oracle: tests/oracle/kicker.py.
"""

from fractions import Fraction

import polars as pl

from attain.earnings.lines import Lines
from attain.money import Exact


def apply(lines: Lines, holds: pl.Expr, extra: Exact) -> Lines:
    """Add the extra to the lines whose condition holds."""
    return lines.plus(extra).where(holds, lines)


def extra_of(add: Exact, base: Exact, *, is_percent: bool) -> Exact:
    """Return what a kicker adds: a share of the base, or an amount with the sign of the base."""
    if is_percent:
        return base.times_exact(add)
    return add.times(Fraction(-1)).where(pl.col("base") < 0, add)
