"""gate: the line is paid when a condition holds, else a share of it (nothing unless the plan says).

Below 80 % of 500,000 a commission of 35,000 with ``else: 50%`` pays 17,500.
Source: docs/behaviours/modifiers.md. Oracle: tests/oracle/gate.py.
"""

from fractions import Fraction

import polars as pl

from attain.earnings.lines import Lines
from attain.money import Exact


def apply(lines: Lines, holds: pl.Expr, otherwise: Fraction) -> Lines:
    """Scale the lines whose condition does not hold."""
    return lines.where(holds, lines.times(Exact.constant(otherwise)))
