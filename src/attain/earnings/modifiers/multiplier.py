"""multiplier: the line times a factor when a condition holds.

1,000.00 times 150 % pays 1,500.00.
Source: docs/behaviours/modifiers.md. Oracle: tests/oracle/multiplier.py.
"""

import polars as pl

from attain.earnings.lines import Lines
from attain.money import Exact


def apply(lines: Lines, holds: pl.Expr, factor: Exact) -> Lines:
    """Multiply the lines whose condition holds."""
    return lines.times(factor).where(holds, lines)
