"""The projection of a period as a distribution: what is won, what open deals may bring, and deals still to be created.

Ten deals at 10 % bring one on average, and with 34.87 % none at all. A shared shock makes a good quarter good for all
deals: the odds of every deal are moved together, over seven equally likely states of the market. The odds they are
moved from are such that a deal's probability over all states is still the one it was given.

Amounts are laid on a grid of at most 2,000 steps. The 60 largest deals are placed on it one by one; the others together
are a normal distribution of their mean and variance. Nothing is drawn at random: the same deals give the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, inf, log, sqrt
from statistics import NormalDist

GRID = 2_000
MOST_ALONE = 60
_STATES = 7
_BISECTIONS = 50
_TIDE = 0.7


@dataclass(frozen=True)
class Projection:
    """What a period may bring in all.

    Attributes:
        won: what is won already, in minor units.
        step: minor units between two steps of the grid.
        weights: the probability of ``won`` plus so many steps.
    """

    won: int
    step: int
    weights: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The expected total, in minor units."""
        return self.won + self.step * sum(at * weight for at, weight in enumerate(self.weights))

    def quantile(self, share: float) -> int:
        """Return the amount that is reached or stayed below with a probability, in minor units."""
        passed = 0.0
        for at, weight in enumerate(self.weights):
            passed += weight
            if passed >= share - 1e-12:
                return self.won + at * self.step
        return self.won + (len(self.weights) - 1) * self.step

    def at_least(self, target: int) -> float:
        """Return the probability that the total reaches a target."""
        return min(1.0, sum(w for at, w in enumerate(self.weights) if self.won + at * self.step >= target))


def project(
    won: int, deals: Sequence[tuple[int, float]], later: Sequence[int] = (), *, shock: float = 0.0
) -> Projection:
    """Project a period.

    Args:
        won: what is won already, in minor units.
        deals: the amount of each open deal and its probability; what is worth nothing or less adds nothing.
        later: what deals created after this day brought in past periods, each as likely as the others.
        shock: how far the odds of all deals move together, as a standard deviation of their logarithm; later deals
            are won more often in the same states, and over all states bring on average what they brought.
    """
    live = sorted(((worth, chance) for worth, chance in deals if worth > 0 and chance > 0), reverse=True)
    moves = _moves(shock)
    tides = _tides(moves)
    top = sum(worth for worth, _ in live) + round(max([0, *later]) * max(tides))
    step = max(1, -(-top // GRID))
    length = top // step + MOST_ALONE + 2
    weights = [0.0] * length
    odds = {chance: centred(chance, moves) for _, chance in live}
    for move, tide in zip(moves, tides, strict=True):
        moved = [(worth, _moved(odds[chance], move)) for worth, chance in live]
        state = _brought([(_steps(worth, step), chance) for worth, chance in moved[:MOST_ALONE]])
        state = _joined(state, _together(moved[MOST_ALONE:], step))
        state = _with_later(state, [_steps(round(worth * tide), step) for worth in later])[:length]
        for at, weight in enumerate(state):
            weights[at] += weight / len(moves)
    return Projection(won, step, tuple(weights))


def _steps(worth: int, step: int) -> int:
    return (2 * worth + step) // (2 * step)


def _moves(shock: float) -> list[float]:
    """Return the middle of each state of the market, in moves of the logarithm of the odds."""
    if shock <= 0:
        return [0.0]
    return [shock * NormalDist().inv_cdf((2 * at + 1) / (2 * _STATES)) for at in range(_STATES)]


def _tides(moves: Sequence[float]) -> list[float]:
    """Return by what later deals bring more or less in each state of the market, 1 on average.

    Where 3 of 10 deals are won, odds that rise by 1 % make 0.7 % more of them won.
    """
    plain = [exp(_TIDE * move) for move in moves]
    return [one * len(plain) / sum(plain) for one in plain]


def centred(chance: float, moves: Sequence[float]) -> float:
    """Return the logarithm of the odds from which moves leave a probability, on average, where it is.

    At 10 %, moves of one up and down would give 13.7 % on average; they are made from lower odds.

    >>> start = centred(0.1, [-1.0, 1.0])
    >>> round(sum(1 / (1 + exp(-start - move)) for move in (-1.0, 1.0)) / 2, 9)
    0.1
    """
    if chance >= 1:
        return inf
    plain = log(chance / (1 - chance))
    # The average rises with the start, and lies between what the lowest and the highest move give.
    low, high = plain - max(moves), plain - min(moves)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if sum(_moved(middle, move) for move in moves) / len(moves) < chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _moved(odds: float, move: float) -> float:
    return 1 / (1 + exp(-(odds + move)))


def _brought(places: Sequence[tuple[int, float]]) -> list[float]:
    """Return the probability of every number of steps that these deals may bring."""
    found = [1.0]
    for place, chance in places:
        stay, come = [*found, *([0.0] * place)], [*([0.0] * place), *found]
        found = [a * (1 - chance) + b * chance for a, b in zip(stay, come, strict=True)]
    return found


def _together(deals: Sequence[tuple[int, float]], step: int) -> list[float]:
    """Return the same of many small deals, by their mean and variance."""
    mean = sum(worth * chance for worth, chance in deals) / step
    spread = sqrt(sum(worth * worth * chance * (1 - chance) for worth, chance in deals)) / step
    if spread == 0:
        return [*([0.0] * round(mean)), 1.0]
    normal = NormalDist(mean, spread)
    edges = [normal.cdf(at - 0.5) if at else 0.0 for at in range(int(mean + 6 * spread) + 2)]
    found = [b - a for a, b in pairwise(edges)]
    return [weight / edges[-1] for weight in found]


def _joined(one: list[float], other: list[float]) -> list[float]:
    found = [0.0] * (len(one) + len(other) - 1)
    for at, weight in enumerate(other):
        if weight > 0:
            for place, likely in enumerate(one):
                found[at + place] += weight * likely
    return found


def _with_later(weights: list[float], later: Sequence[int]) -> list[float]:
    if not later:
        return weights
    found = [0.0] * (len(weights) + max(later))
    for place in later:
        for at, weight in enumerate(weights):
            found[at + place] += weight / len(later)
    return found
