"""Applies reliefs and transfers to the value of a target: last of all, also to a final one.

A quarter's 100,000 less a relief of 30,000 is 70,000. Read over the year the relief counts once; read by month, where
a season of 30 %, 30 % and 40 % cuts the quarter, it takes 9,000, 9,000 and 12,000.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from attain.money import round_fraction
from attain.periods import Period
from attain.targets.listed.changes import TargetChange
from attain.targets.values.cutting import Cutter
from attain.targets.values.payee import Value


class Applied(NamedTuple):
    """What a change does to one payee's target in one window: exact, and as integers at the scale."""

    change: TargetChange
    exact: Fraction
    target_value: int


def changed(value: Value, applied: Iterable[Applied]) -> Value:
    """Return a value with changes applied."""
    for one in applied:
        value = value._replace(target_value=value.target_value + one.target_value, exact=value.exact + one.exact)
    return value


def told(applied: Iterable[Applied], payee: str) -> list[dict[str, str]]:
    """Return changes as the table of targets has them, for the statement."""
    return [
        {
            "kind": one.change.kind,
            "other": next((owner for owner in one.change.owners if owner != payee), ""),
            "amount": str(one.exact),
            "reason": one.change.reason,
            "source": one.change.source,
        }
        for one in applied
    ]


class Changing:
    """Finds what the changes of one target do in a window.

    Attributes:
        across: changes that lie across windows, with the first window met.
    """

    def __init__(self, cutter: Cutter, scale: int) -> None:
        self.cutter = cutter
        self.scale = scale
        self.across: dict[TargetChange, Period] = {}

    def within(self, changes: Iterable[TargetChange], payee: str, window: Period) -> Iterator[Applied]:
        """Yield what changes do to a payee's target in a window, in the order of the table."""
        for change in changes:
            if change.ends_before <= window.starts_on or window.ends_before <= change.starts_on:
                continue
            signed = change.signed(payee)
            if window.starts_on <= change.starts_on and change.ends_before <= window.ends_before:
                yield Applied(change, signed, self._rounded(signed))
                continue
            shares = self._shares(change, window)
            if shares is None:
                self.across.setdefault(change, window)
            else:
                first, last = (signed * share for share in shares)
                yield Applied(change, last - first, self._rounded(last) - self._rounded(first))

    def _shares(self, change: TargetChange, window: Period) -> tuple[Fraction, Fraction] | None:
        """The shares of the season before a window and to its end, where the change is one whole period."""
        period = Period(window.name, change.starts_on, change.ends_before)
        if not self.cutter.rule.season_shares or not self._is_period(change):
            return None
        pieces = self.cutter.pieces(period) or ()
        before = [piece.share for piece in pieces if piece.period.ends_before <= window.starts_on]
        within = [piece.share for piece in pieces if window.starts_on <= piece.period.starts_on < window.ends_before]
        first = sum(before, Fraction(0))
        return (first, first + sum(within, Fraction(0))) if within else None

    def _is_period(self, change: TargetChange) -> bool:
        per = self.cutter.rule.per
        found = None if per in {"plan", "ever"} else self.cutter.calendar.containing(per, change.starts_on)
        return found is not None and (found.starts_on, found.ends_before) == (change.starts_on, change.ends_before)

    def _rounded(self, exact: Fraction) -> int:
        return round_fraction(exact * 10**self.scale)
