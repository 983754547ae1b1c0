"""Oracle for seasons: the parts of a period, and whether periods fill a range."""

from datetime import date
from fractions import Fraction

from tests.oracle.periods import Period, periods_between

SEASON_UNITS = ["half", "quarter", "month", "semimonth", "biweek", "week", "day"]


def season_parts(
    rule: dict, starts_on: date, ends_before: date, calendar: dict
) -> list[tuple[Period, Fraction]] | None:
    """Cut a period into as many parts as the season has percents; None when no unit gives that many."""
    shares = rule.get("season")
    if not shares:
        return [(Period("", starts_on, ends_before), Fraction(1))]
    for unit in SEASON_UNITS:
        parts = periods_between(unit, starts_on, ends_before, calendar)
        if len(parts) == len(shares) and tile(parts, starts_on, ends_before):
            return list(zip(parts, [Fraction(s) for s in shares], strict=True))
    return None


def tile(periods: list[Period], starts_on: date, ends_before: date) -> bool:
    """Say whether periods cover a range without gap or excess."""
    edges = [starts_on, *[p.ends_before for p in periods]]
    return (
        bool(periods)
        and edges[-1] == ends_before
        and all(p.starts_on == edge for p, edge in zip(periods, edges, strict=False))
    )
