"""count: counts transactions, each by its quota share.

Three deals, one of them split in halves, count 2.5 for each half's owner; a deal counts once for a team.
Source: pay.md section 2. Oracle: tests/oracle/count.py.
"""

import polars as pl

from attain.measures import sum as summing


def advance(moves: pl.DataFrame) -> pl.DataFrame:
    """Walk the moves; ``amount`` holds the counted share of each transaction."""
    return summing.advance(moves)
