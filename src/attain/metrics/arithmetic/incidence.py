"""Cumulative incidence: which share of deals was won, and lost, by each age; won and lost compete, open is censored.

Aalen and Johansen's estimator. Of 4 deals one is won on day 10, one lost on day 20, one still open after 25 days, one
won on day 30. Won by day 30: 1/4 + (1 - 2/4) x 1/1 = 3/4; lost by day 20: 1/4. One minus Kaplan and Meier, which takes
the lost deal for one that might still be won, would say 1 instead of 3/4.

At one age events come before censoring: a deal that was still open after 20 days is at risk on day 20.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Ending = Literal["won", "lost", "open"]


@dataclass(frozen=True)
class Incidence:
    """The shares won and lost by an age, and how many deals were at risk then."""

    days: int
    won: Fraction
    lost: Fraction
    at_risk: int

    @property
    def open(self) -> Fraction:
        """The share still open."""
        return 1 - self.won - self.lost


def cumulative_incidence(lives: Sequence[tuple[int, Ending]]) -> list[Incidence]:
    """Return the shares won and lost by every age at which a deal closed.

    Args:
        lives: of each deal its days open, and how it ended; ``open`` for one that is still open.

    >>> found = cumulative_incidence([(10, "won"), (20, "lost"), (25, "open"), (30, "won")])
    >>> [(one.days, one.won, one.lost) for one in found]
    [(10, Fraction(1, 4), Fraction(0, 1)), (20, Fraction(1, 4), Fraction(1, 4)), (30, Fraction(3, 4), Fraction(1, 4))]
    """
    counted = Counter(lives)
    at_risk, surviving = len(lives), Fraction(1)
    won = lost = Fraction(0)
    found: list[Incidence] = []
    for days in sorted({days for days, _ in lives}):
        wins, losses, left = (counted[days, ending] for ending in ("won", "lost", "open"))
        if wins or losses:
            won += surviving * Fraction(wins, at_risk)
            lost += surviving * Fraction(losses, at_risk)
            surviving *= 1 - Fraction(wins + losses, at_risk)
            found.append(Incidence(days, won, lost, at_risk))
        at_risk -= wins + losses + left
    return found


def incidence_by(lives: Sequence[tuple[int, Ending]], days: int) -> Incidence | None:
    """Return the shares by an age; None when no deal was open that long or closed before."""
    known = [one for one in cumulative_incidence(lives) if one.days <= days]
    if known:
        return known[-1]
    return Incidence(days, Fraction(0), Fraction(0), len(lives)) if lives else None
