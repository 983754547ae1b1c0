"""Reliefs and transfers: what lowers a target, and hands a part of it to somebody else.

A relief of 30,000 for the quarter counts once in the year, and by its season in the months of the quarter:

>>> from datetime import date
>>> year = {"name": "quota", "payee": "ana", "from": date(2026, 1, 1), "before": date(2027, 1, 1), "amount": 100}
>>> rule = {"per": "year", "season": [Fraction(1, 3)] * 3 + [Fraction(0)]}
>>> quarters = [(date(2026, m, 1), date(2026 + m // 10, (m + 2) % 12 + 1, 1)) for m in (1, 4, 7, 10)]
>>> [str(rounded(shares([year], "ana", window, rule, {}), Fraction(1))) for window in quarters]
['-33', '-34', '-33', '0']
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from tests.oracle.rounding import half_away
from tests.oracle.seasons import season_parts

Part = tuple[Fraction, Fraction]  # what is taken in all before a window, and to its end


def shares(changes: list[dict], owner: str, window: tuple[date, date], rule: dict, calendar: dict) -> list[Part]:
    """What each change takes from an owner's target, or adds to it, before a window and to its end."""
    return list(_shares(changes, owner, window, rule, calendar))


def exact(parts: list[Part]) -> Fraction:
    """What the changes add in a window."""
    return sum((last - first for first, last in parts), Fraction(0))


def rounded(parts: list[Part], unit: Fraction) -> Fraction:
    """The same as differences of rounded running sums, so that the parts of a season add up."""
    return sum((half_away(last, unit) - half_away(first, unit) for first, last in parts), Fraction(0))


def _shares(changes: list[dict], owner: str, window: tuple[date, date], rule: dict, calendar: dict) -> Iterator[Part]:
    starts_on, ends_before = window
    for change in changes:
        if owner not in {change["payee"], change.get("to")}:
            continue
        first, before = change["from"], change["before"]
        if before <= starts_on or ends_before <= first:
            continue
        amount = Fraction(change["amount"]) * (-1 if owner == change["payee"] else 1)
        if starts_on <= first and before <= ends_before:
            yield Fraction(0), amount
            continue
        season = season_parts(rule, first, before, calendar)
        done = sum((share for piece, share in season if piece.ends_before <= starts_on), Fraction(0))
        mine = sum((share for piece, share in season if starts_on <= piece.starts_on < ends_before), Fraction(0))
        yield amount * done, amount * (done + mine)
