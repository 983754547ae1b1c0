"""kicker: an extra rate on the base (a percent) or an amount per credit (money) when a condition holds.

A deal of 10,000 at 8 % with a kicker of 2 % pays 800 + 200; with a kicker of 500.00 it pays 800 + 500, and its
return takes 800 + 500 back. Under ``of: target_incentive`` the base is what the deal attains of it: 10,000 of a quota
of 100,000 attains 2,500 of 25,000, and 2 % of that is 50.
Source: docs/behaviours/modifiers.md. Oracle: tests/oracle/kicker.py.
"""

from fractions import Fraction

import polars as pl

from attain.earnings.adding import plus_lines
from attain.earnings.beyond import BEYOND
from attain.earnings.lines import Lines
from attain.money import Exact
from attain.rates import Part


def apply(lines: Lines, holds: pl.Expr, extra: Exact) -> Lines:
    """Add the extra to the lines whose condition holds."""
    return lines.plus(extra).where(holds, lines)


def extra_of(add: Exact, base: Exact, *, is_percent: bool) -> Exact:
    """Return what a kicker adds: a share of the base, or an amount with the sign of the base."""
    if is_percent:
        return base.times_exact(add)
    return add.times(Fraction(-1)).where(pl.col("base") < 0, add)


def apply_flowing(lines: Lines, holds: pl.Expr, add: Exact, base: Part) -> Lines:
    """Add a share of a base that is a quotient: the part of a target incentive that each credit attains."""
    bare = lines.frame.drop("f", "per", BEYOND, strict=False)
    extra = Lines.of(bare, base).times(add)
    return plus_lines(lines, extra).where(holds, lines)
