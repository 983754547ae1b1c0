"""The picture of a payout curve before it is drawn: its points, exact, and the texts at its axes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from attain.documents import Quantity
from attain.plans.checks.surroundings import Surroundings
from attain.questions.curves.components import Curves, curves_of
from attain.questions.curves.payout import PayoutCurve
from attain.questions.curves.texts import amount_text, number_text, percent_text
from attain.rates import StepBonus

SAMPLES = 96
_MULTIPLES = 6
_USUAL = {"money": Fraction(100_000), "count": Fraction(100)}
Point = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Tick:
    """A place on an axis, and what stands there."""

    at: Fraction
    text: str


@dataclass(frozen=True)
class Picture:
    """A curve as it can be drawn.

    Attributes:
        title: the component, and the value of ``by`` whose curve it is.
        points: measure (natural units, or the share of the target) and payout, from left to right; two points of one
            measure are a jump.
        ticks: bounds on the axis of the measure, and its end.
        measured: what the axis of the measure counts.
        paid: what the axis of the payout counts.
        top: the highest payout, as text.
    """

    title: str
    points: tuple[Point, ...]
    ticks: tuple[Tick, ...]
    measured: str
    paid: str
    top: str


def pictures_of(around: Surroundings, name: str) -> list[Picture]:
    """Return the pictures of a component's curves; none where its pays are no numbers."""
    curves = curves_of(around, name)
    return [_Drawn(around, name, curves, curve).picture() for curve in curves.shown]


def bends(points: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out the points that lie on the straight line between their neighbours.

    >>> [int(x) for x, _ in bends([(Fraction(n), Fraction(max(n, 2))) for n in range(6)])]
    [0, 2, 5]
    """
    kept: list[Point] = []
    for point in points:
        while len(kept) > 1 and _is_straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _is_straight(first: Point, middle: Point, last: Point) -> bool:
    return (middle[1] - first[1]) * (last[0] - first[0]) == (last[1] - first[1]) * (middle[0] - first[0])


@dataclass(frozen=True)
class _Drawn:
    around: Surroundings
    name: str
    curves: Curves
    curve: PayoutCurve

    def picture(self) -> Picture:
        end = self._end()
        places = sorted({*self._samples(end), *(place for bound in self._bounds() for place in self._beside(bound))})
        places = [place for place in places if 0 <= place <= end]
        values = self.curve.at(places)
        points = bends([(self._measure(x), self._payout(y)) for x, y in zip(places, values, strict=True)])
        top = max(y for _, y in points)
        ticks = [Tick(self._measure(self.curve.place_of(b)), self._bound_text(b)) for b in self._bounds()]
        last = Tick(self._measure(end), self._measure_text(self._measure(end)))
        kept = [tick for tick in ticks if tick.at < last.at]
        label = f", {self.curve.label}" if self.curve.label else ""
        return Picture(
            title=f"{self.name}{label}",
            points=points,
            ticks=tuple(dict.fromkeys([*kept, last])),
            measured=self._measured(),
            paid=self._paid(),
            top=self._payout_text(top),
        )

    def _bounds(self) -> list[Quantity]:
        return list(dict.fromkeys(self.curve.rate.bounds()))

    def _end(self) -> int:
        """Where the picture ends: a quarter beyond the last bound, or what is usual."""
        rate = self.curve.rate
        usual = self.curve.whole or int(_USUAL.get(self.curves.unit, Fraction(1)) * self.curve.measure_unit)
        most = max((self.curve.place_of(bound) for bound in self._bounds()), default=0)
        if isinstance(rate, StepBonus) and rate.every is not None:
            start = self.curve.place_of(rate.above) if rate.above is not None else 0
            most = start + _MULTIPLES * self.curve.place_of(rate.every)
        return most + most // 4 if most > 0 else usual

    def _samples(self, end: int) -> Iterator[int]:
        yield from (end * n // SAMPLES for n in range(SAMPLES + 1))
        rate = self.curve.rate
        if isinstance(rate, StepBonus) and rate.every is not None:
            start = self.curve.place_of(rate.above) if rate.above is not None else 0
            width = self.curve.place_of(rate.every)
            for n in range(1, _MULTIPLES + 2):
                yield from (start + n * width - 1, start + n * width)

    def _beside(self, bound: Quantity) -> tuple[int, int]:
        place = self.curve.place_of(bound) + (1 if self.curve.rate.boundary == "above" else 0)
        return place - 1, place

    @property
    def _is_share(self) -> bool:
        return self.curve.whole is not None

    @property
    def _is_share_of_target(self) -> bool:
        """Whether payouts are shares of a target that is not known."""
        return self._is_share and self.curves.target is None and self.curves.unit != "percent"

    def _measure(self, place: int) -> Fraction:
        return Fraction(place, self.curve.whole or self.curve.measure_unit)

    def _payout(self, value: Fraction) -> Fraction:
        if self.curve.is_own_base and self.curves.is_incentive_known and self._is_share_of_target and self._is_rate:
            return value * self.curve.measure_unit / (self.curve.whole or 1)
        return value

    @property
    def _is_rate(self) -> bool:
        return self.curve.are_percents and self.curve.incentive is None

    @property
    def _pays_shares(self) -> bool:
        is_unknown = self._is_share_of_target and self._is_rate
        return not self.curve.is_own_base or not self.curves.is_incentive_known or is_unknown

    def _measured(self) -> str:
        against = self.around.measures[self.curves.measure].against
        if against is not None:
            return f"attainment of {against}"
        return {"money": f"measure in {self.around.plan.currency_code}", "count": "count"}.get(
            self.curves.unit, "measure in percent"
        )

    def _paid(self) -> str:
        if not self.curve.is_own_base:
            return "rate"
        if not self.curves.is_incentive_known:
            return f"share of {self.curve.rate.of}"
        return "share of the target" if self._pays_shares else f"pay in {self.around.plan.currency_code}"

    def _bound_text(self, bound: Quantity) -> str:
        return self._measure_text(bound.value)

    def _measure_text(self, value: Fraction) -> str:
        is_share = self._is_share or self.curves.unit == "percent"
        return percent_text(value) if is_share else number_text(value)

    def _payout_text(self, value: Fraction) -> str:
        return percent_text(value) if self._pays_shares else amount_text(value, self.around.digits)
