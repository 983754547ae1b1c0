"""Amounts and tables as people read them."""

from collections.abc import Sequence

PERCENTILES = (10, 50, 90)  # what a spread is told by, everywhere


def money(minor: int | None, digits: int) -> str:
    """Write minor units as an amount with thousands separated.

    >>> money(-116942596, 2), money(1500, 0), money(None, 2)
    ('-1,169,425.96', '1,500', '')
    """
    if minor is None:
        return ""
    sign, whole = "-" if minor < 0 else "", abs(minor)
    if not digits:
        return f"{sign}{whole:,}"
    return f"{sign}{whole // 10**digits:,}.{whole % 10**digits:0{digits}d}"


def nearest_rank(ordered: Sequence[int], percent: int) -> int:
    """Return the value that ``percent`` of the values do not exceed: one of them, never an average.

    >>> [nearest_rank([10, 20, 30, 40], percent) for percent in (0, 25, 26, 50, 100)]
    [10, 10, 20, 20, 40]
    """
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, text_column_count: int) -> str:
    """Set a table: the first columns are texts, the others numbers."""
    every = [tuple(columns), *(tuple(row) for row in rows)]
    widths = [max(len(row[n]) for row in every) for n in range(len(columns))]
    lines = [
        "  ".join(
            cell.ljust(width) if n < text_column_count else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in every
    ]
    return "\n".join(line.rstrip() for line in lines)
