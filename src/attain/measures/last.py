"""last: the latest reported value, such as a percent achieved or an MBO score.

Reports of 40 %, 95 % and 90 % walk nothing -> 40 % -> 95 % -> 90 %. A report that never came is not 0: there is
no line.
Source: docs/behaviours/measures.md. Oracle: tests/oracle/last.py.
"""

import polars as pl


def advance(moves: pl.DataFrame) -> pl.DataFrame:
    """Walk from report to report.

    Args:
        moves: ``walk``, ``amount`` (Int64, the reported value; null on a row that only asks for its place), in the
            order of events.

    Returns:
        The moves with ``x0`` (the report before; null for the first) and ``x1``.
    """
    latest = pl.col("amount").forward_fill().over("walk")
    return moves.with_columns(x1=latest).with_columns(x0=pl.col("x1").shift(1).over("walk"))
