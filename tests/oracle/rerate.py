"""Cancelled and rated again: from the cancellation's pay period on, everything is recomputed without the deal.

>>> from datetime import date
>>> is_gone(date(2026, 4, 10), cut=date(2026, 4, 1)), is_gone(date(2026, 4, 10), cut=date(2026, 5, 1))
(False, True)
"""

from datetime import date


def is_gone(cancelled_on: date | None, *, cut: date) -> bool:
    """Whether a deal is left out of everything that is computed from what was known before ``cut``."""
    return cancelled_on is not None and cancelled_on < cut
