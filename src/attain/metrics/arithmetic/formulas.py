"""The arithmetic of metrics on plain numbers, exact: what the catalogue and its worked examples share.

>>> velocity(18, 42000, Fraction(24, 100), 78)
Fraction(30240, 13)
>>> levers_product()
Fraction(1331, 900)
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import prod
from statistics import median

from attain.metrics.model import Undefined, Value, ratio


def mean(listed: Sequence[int], why: str) -> Value:
    """Return the mean, or why there is none."""
    return ratio(sum(listed), len(listed), why)


def middle(listed: Sequence[int], why: str) -> Value:
    """Return the median, or why there is none."""
    return Fraction(median(map(Fraction, listed))) if listed else Undefined(why)


def velocity(
    deals: int | Fraction, deal_size: int | Fraction, win_rate: int | Fraction, cycle_days: int | Fraction
) -> Value:
    """Return N x V x W / L: what the open deals bring per day."""
    return ratio(Fraction(deals) * deal_size * win_rate, cycle_days, "the cycle has no length")


def levers(change: Fraction = Fraction(1, 10)) -> dict[str, Fraction]:
    """Return what velocity is multiplied with when each lever is bettered by a share: the cycle by taking it off."""
    better = 1 + change
    return {"deals": better, "deal_size": better, "win_rate": better, "cycle_days": 1 / (1 - change)}


def levers_product(change: Fraction = Fraction(1, 10)) -> Fraction:
    """Return what all four levers together multiply velocity with: 1.1^3 / 0.9 for 10 %."""
    return prod(levers(change).values(), start=Fraction(1))


def pipeline_value_factor(days_in_stage: Fraction, period_days: Fraction, value_conversion: Fraction) -> Value:
    """Return how many times a period's target must stand in a stage, by Little's law: d / (P x c)."""
    return ratio(days_in_stage, period_days * value_conversion, "nothing that reached the stage was won")


def funnel(counts: Mapping[str, int]) -> list[Value]:
    """Return the conversion of each step of a funnel, and that of the whole last."""
    reached = list(counts.values())
    steps = [ratio(b, a, "nothing came in") for a, b in pairwise(reached)]
    return [*steps, ratio(reached[-1], reached[0], "nothing came in")]


def leads_needed(target_wins: int | Fraction, conversions: Sequence[Fraction]) -> Value:
    """Return how many leads so many wins take: wins / the product of the conversions."""
    return ratio(target_wins, prod(conversions, start=Fraction(1)), "nothing is converted")


def absolute_error(actual: int | Fraction, forecast: int | Fraction) -> Value:
    """Return |A - F| / |A|, the error of one forecast as a share of what came."""
    return ratio(abs(Fraction(actual) - forecast), abs(Fraction(actual)), "nothing came")


def mean_absolute_error(pairs: Sequence[tuple[int, int]]) -> Value:
    """Return MAPE, the mean error of forecasts (actual, forecast); periods in which nothing came have none."""
    errors = [error for error in (absolute_error(a, f) for a, f in pairs) if isinstance(error, Fraction)]
    return ratio(sum(errors, Fraction(0)), len(errors), "nothing came in any period")


def weighted_absolute_error(pairs: Sequence[tuple[int, int]]) -> Value:
    """Return WMAPE: the sum of all errors / the sum of what came."""
    return ratio(sum(abs(a - f) for a, f in pairs), sum(abs(a) for a, _ in pairs), "nothing came in any period")


def forecast_bias(pairs: Sequence[tuple[int, int]]) -> Value:
    """Return by how much forecasts were above what came, as a share of it; negative when below."""
    return ratio(sum(f - a for a, f in pairs), sum(a for a, _ in pairs), "nothing came in any period")


def bounded_accuracy(actual: int | Fraction, forecast: int | Fraction) -> Value:
    """Return max(0, 1 - |A - F| / A)."""
    error = absolute_error(actual, forecast)
    return error if isinstance(error, Undefined) else max(Fraction(0), 1 - error)
