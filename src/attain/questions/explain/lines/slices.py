"""The products of a line, kind by kind, in fractions: their sum is the line before modifiers.

A deal of 20,000 that starts at 145,000 under 4 % to 150,000 and 6 % beyond is two slices: 5,000 x 4 % and 15,000 x 6 %.
Source: ``docs/behaviours/rates.md``. The kernel's own rates are in ``attain.rates``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from attain.diagnostics import Place
from attain.questions.explain.lines.walks import Row, TierAt, Walk
from attain.rates import Interpolated, MarginalTiers, PerUnit, StepBonus, WholeTiers
from attain.statements import Slice, Unit

ZERO = Fraction(0)


@dataclass
class State:
    """What an accumulator is worth so far.

    Attributes:
        worth: the payout state after the row before; what stands as paid where reversals take lines back.
        base: the base so far; ``by_tier``: each tier's pay on it.
        paid: what each line earned, for reversals that take it back.
        count: multiples counted.
    """

    worth: Fraction = ZERO
    base: Fraction = ZERO
    by_tier: list[Fraction] = field(default_factory=list[Fraction])
    paid: dict[int, Fraction] = field(default_factory=dict[int, Fraction])
    count: int = 0
    rate: Fraction | None = None


class Slicing:
    """Cuts the rows of one component, in order."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.states: dict[int, State] = {}

    def cut(self, row: Row) -> tuple[Slice, ...]:
        """Return the slices of a row; call it once for each row, in order."""
        rate = self.walk.rate
        if isinstance(rate, MarginalTiers):
            return tuple(self._marginal(row))
        if isinstance(rate, WholeTiers):
            return tuple(self._whole(row))
        if isinstance(rate, StepBonus):
            return tuple(self._steps(row, rate))
        if isinstance(rate, Interpolated):
            return tuple(self._curve(row, rate))
        return (self._flat(row),)

    # one rate on the base

    def _flat(self, row: Row) -> Slice:
        is_unit = isinstance(self.walk.rate, PerUnit)
        length = row.units if is_unit else self._base_of(row)
        words = "on the share of the target that it attains" if row.incentive is not None else "on the credit"
        return self._slice(row, row.tiers[0], "for each unit" if is_unit else words, length, ends=None)

    def _base_of(self, row: Row) -> Fraction:
        return row.paid_on

    def _slice(
        self, row: Row, tier: TierAt, what: str, length: Fraction, *, ends: tuple[Fraction, Fraction] | None
    ) -> Slice:
        place, reads = self.walk.said(tier.number, row)
        starts, stops = ends or (None, None)
        return Slice(
            what=what,
            pays=length * tier.pay,
            place=place,
            starts=starts,
            ends=stops,
            length=length,
            unit=self.walk.scales.base,
            rate=tier.pay,
            rate_is_percent=self.walk.is_percent,
            reads=reads,
        )

    # each slice at its own tier

    def _marginal(self, row: Row) -> Iterable[Slice]:
        x0, x1 = row.x("x0"), row.x("x1")
        base = self._base_of(row)
        if x0 is None or x1 is None or x0 == x1:
            at = _reached(row, "x1", boundary=self.walk.rate.boundary)
            yield self._at_tier(row, at, base, None)
            return
        up = x0 < x1
        stretch = row.stretch
        for left, right in _pieces(row, min(x0, x1), max(x0, x1)) if up else reversed(_pieces(row, x1, x0)):
            at = _tier_of_piece(row, left)
            start, end = (left, right) if up else (right, left)
            unit = self.walk.scales.measure_unit
            yield self._at_tier(row, at, base * (end - start) / stretch, (start / unit, end / unit))

    def _at_tier(self, row: Row, at: TierAt | None, length: Fraction, ends: tuple[Fraction, Fraction] | None) -> Slice:
        if at is None:
            starts, stops = ends or (None, None)
            first = row.tiers[0].text
            return Slice(
                f"below {first}", ZERO, self.walk.rate_place, starts, stops, length, self.walk.scales.base, ZERO
            )
        following = row.tiers[at.number + 1].text if at.number + 1 < len(row.tiers) else ""
        return self._slice(row, at, _tier_words(at, following), length, ends=ends)

    # the tier reached on everything

    def _whole(self, row: Row) -> Iterable[Slice]:
        state = self._state(row)
        before, base_before, rate_before = state.worth, state.base, state.rate
        own = self._base_of(row)
        state.by_tier = state.by_tier or [ZERO] * len(row.tiers)
        earlier = list(state.by_tier)
        for tier in row.tiers:
            state.by_tier[tier.number] += own * tier.pay
        state.base += own
        at = _reached(row, "x1", boundary=self.walk.rate.boundary)
        state.worth = state.by_tier[at.number] if at else ZERO
        state.rate = at.pay if at else ZERO
        yield self._at_tier(row, at, own, None)
        true_up = (earlier[at.number] if at else ZERO) - before
        if true_up:
            change = state.rate - (rate_before or ZERO)
            is_plain = base_before * change == true_up
            words = "everything before, at the tier reached now instead"
            place = self.walk.said(at.number, row)[0] if at else self.walk.rate_place
            length, rate = (base_before, change) if is_plain else (None, None)
            yield Slice(words, true_up, place, None, None, length, self.walk.scales.base, rate, self.walk.is_percent)

    def _state(self, row: Row) -> State:
        return self.states.setdefault(row.columns["accumulator"], State())

    # payouts: what the curve is worth after the row, less what stands

    def _paid_out(self, row: Row, worth: Fraction, slices: list[Slice]) -> list[Slice]:
        """Turn a payout after the row into its line; what reversals took back no longer stands."""
        state = self._state(row)
        if row.is_silent:
            state.worth -= state.paid.get(row.columns["origin"], ZERO)
            return []
        if state.worth:
            words = "less what stands from earlier credits"
            slices.append(Slice(words, -state.worth, self.walk.rate_place, rate_is_percent=self.walk.is_percent))
        state.paid[row.columns["line"]] = worth - state.worth
        state.worth = worth
        return slices

    def _steps(self, row: Row, rate: StepBonus) -> list[Slice]:
        if rate.every is not None:
            return self._multiples(row, rate)
        at = _reached(row, "x1", boundary=rate.boundary, first_is_open=False)
        if at is None:
            return self._paid_out(row, ZERO, [self._none(row, f"{row.tiers[0].text} is not reached")])
        worth = at.pay if row.incentive is None else at.pay * row.incentive
        place, reads = self.walk.said(at.number, row)
        if worth == self._state(row).worth and not row.is_silent:
            self._state(row).paid[row.columns["line"]] = ZERO
            return [self._none(row, f"{at.text} was reached before")]
        slices = [self._amount(row, f"{at.text} is reached", at.pay, place)]
        return self._paid_out(row, worth, [replace(slices[0], reads=reads)])

    def _none(self, _row: Row, words: str) -> Slice:
        return Slice(words, ZERO, self.walk.rate_place, rate_is_percent=self.walk.is_percent)

    def _amount(self, row: Row, words: str, pay: Fraction, place: Place) -> Slice:
        length = row.incentive
        pays = pay if length is None else pay * length
        unit = Unit("money", self.walk.plan_run.plan.currency_code)
        rate = pay if length is not None else None
        return Slice(words, pays, place, None, None, length, unit, rate, self.walk.is_percent)

    def _multiples(self, row: Row, rate: StepBonus) -> list[Slice]:
        assert rate.every is not None
        state = self._state(row)
        counted = _count(row, rate, self.walk.scales.measure_unit)
        each = row.tiers[0].pay if row.incentive is None else row.tiers[0].pay * row.incentive
        worth = counted * each
        place, reads = self.walk.said(0, row)
        change, before = counted - state.count, state.worth
        state.count = counted
        lines = self._paid_out(row, worth, [Slice(f"{counted} times {rate.every.text}", worth, place, reads=reads)])
        if row.is_silent or change * each != worth - before:
            return lines
        words = f"{counted} times {rate.every.text} reached, {counted - change} before"
        return [Slice(words, worth - before, place, None, None, Fraction(change), Unit("count"), each, False, reads)]

    def _curve(self, row: Row, rate: Interpolated) -> list[Slice]:
        unit = self.walk.scales.measure_unit
        y, place, words = on_curve(row, rate, unit)
        if row.incentive is not None or not rate.is_percent:
            slices = [self._amount(row, words, y, place or self.walk.rate_place)]
            return self._paid_out(row, slices[0].pays, slices)
        state = self._state(row)
        before = state.worth
        state.base += row.base
        state.worth = y * state.base
        base = self.walk.scales.base
        everything = Slice(words, state.worth, place or self.walk.rate_place, None, None, state.base, base, y)
        back = [Slice("less what everything before was worth", -before, self.walk.rate_place)] if before else []
        return [everything, *back]


def _threshold(row: Row, side: str, bound: Fraction) -> Fraction:
    whole = row.whole(side)
    return bound if whole is None else bound * whole


def _reached(row: Row, side: str, *, boundary: str, first_is_open: bool = True) -> TierAt | None:
    """The last tier that the measure has reached on one side."""
    x = row.x(side)
    if x is None:
        return None
    found = None
    for tier in row.tiers:
        bound = _threshold(row, side, tier.bound)
        if (first_is_open and tier.starts_at_zero) or (x > bound if boundary == "above" else x >= bound):
            found = tier
    return found


def _pieces(row: Row, low: int, high: int) -> list[tuple[Fraction, Fraction]]:
    """Cut a stretch of the measure at the bounds inside it."""
    bounds = {_threshold(row, "x1", tier.bound) for tier in row.tiers if not tier.starts_at_zero}
    inside = sorted(b for b in bounds if low < b < high)
    return list(pairwise([Fraction(low), *inside, Fraction(high)]))


def _tier_of_piece(row: Row, left: Fraction) -> TierAt | None:
    found = None
    for tier in row.tiers:
        if tier.starts_at_zero or left >= _threshold(row, "x1", tier.bound):
            found = tier
    return found


def _tier_words(at: TierAt, following: str) -> str:
    if not following:
        return f"from {at.text}" if at.number or not at.starts_at_zero else "at every level"
    return f"up to {following}" if at.starts_at_zero else f"{at.text} to {following}"


def _count(row: Row, rate: StepBonus, unit: int) -> int:
    assert rate.every is not None
    x = row.x("x1")
    start = rate.above.value if rate.above else ZERO
    scale = 1 if row.whole("x1") is not None else unit
    width = _threshold(row, "x1", rate.every.value * scale)
    beyond = max(ZERO, (x or 0) - _threshold(row, "x1", start * scale))
    if x is None or width <= 0:
        return 0
    times = beyond / width
    if rate.boundary == "above":
        return max(0, -(-times.numerator // times.denominator) - 1)
    return times.numerator // times.denominator


def on_curve(row: Row, rate: Interpolated, unit: int) -> tuple[Fraction, Place | None, str]:
    """Return the height of the curve at the measure, the point it starts from, and the segment in words."""
    x, whole = row.x("x1"), row.whole("x1")
    below = rate.below.value if rate.below else ZERO
    height, place, words = below, None, f"left of {rate.points[0][0].text}"
    if x is None or whole == 0:
        return ZERO, None, words
    at = Fraction(x, unit if whole is None else whole)
    slope = ZERO
    for number, (point, y) in enumerate(rate.points):
        following = rate.points[number + 1] if number + 1 < len(rate.points) else None
        if following is None:
            slope = slope if rate.beyond == "extend" else ZERO
        elif following[0].value > point.value:
            slope = (following[1].value - y.value) / (following[0].value - point.value)
        if (at > point.value) if rate.boundary == "above" else (at >= point.value):
            height, place = y.value + (at - point.value) * slope, point.place
            words = f"between {point.text} and {following[0].text}" if following else f"from {point.text}"
    return height, place, words
