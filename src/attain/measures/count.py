"""count: counts transactions, one for each whose quota share is not 0.

Three deals, one of them shared by two sellers, count 3 for each of the two; a deal counts once for a team. A deal that
is walked back counts -1.
Source: docs/behaviours/measures.md. Oracle: tests/oracle/count.py.
"""

import polars as pl

from attain.measures import sum as summing


def advance(moves: pl.DataFrame) -> pl.DataFrame:
    """Walk the moves; ``amount`` holds 1, 0 or -1 for each transaction."""
    return summing.advance(moves)
