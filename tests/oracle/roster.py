"""Oracle for the roster: one payee and one day at a time; nothing of the package is imported.

A row is a dict: ``payee``, ``from`` and ``before`` (date or None), ``manager`` and any attribute.
"""

from datetime import date


def row_on(rows: list[dict], payee: str | None, day: date | None) -> dict | None:
    """Find the row of a payee in force on a day."""
    if payee is None or day is None:
        return None
    for row in rows:
        if row["payee"] == payee and (row["from"] or date.min) <= day < (row["before"] or date.max):
            return row
    return None


def managers(rows: list[dict], payee: str, day: date, levels: int) -> list[str]:
    """Climb from a payee to the managers above on a day; nobody twice, never the payee, only people of the roster."""
    known = {row["payee"] for row in rows}
    chain: list[str] = []
    below: str | None = payee
    while len(chain) < levels:
        row = row_on(rows, below, day)
        above = row.get("manager") if row else None
        if above is None or above not in known or above == payee or above in chain:
            break
        chain.append(above)
        below = above
    return chain


def circles(rows: list[dict], day: date) -> set[frozenset[str]]:
    """Find every circle of managers on a day."""
    found: set[frozenset[str]] = set()
    for start in {row["payee"] for row in rows}:
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in path:
            path.append(at)
            row = row_on(rows, at, day)
            at = row.get("manager") if row else None
        if at is not None:
            found.add(frozenset(path[path.index(at) :]))
    return found
