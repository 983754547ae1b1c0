"""A walk of a measure, as the frame that a kind rates and as the places that the oracle rates.

Amounts are in cents, as the kinds get them; the oracle counts in whole units, so its results are turned into cents.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import ModuleType

import polars as pl

from attain.documents import Model, Quantity, read_yaml, validate
from attain.money import Exact
from attain.rates import (
    Bound,
    Ground,
    Interpolated,
    MarginalTiers,
    Part,
    Rated,
    RateModel,
    ReadyTier,
    WholeTiers,
)
from attain.rates.interpolated import with_base_after
from attain.rates.marginal_tiers import with_stretch
from attain.rates.whole_tiers import with_paid
from tests.oracle.model import Place
from tests.oracle.placing import at

CENTS = 100


@dataclass(frozen=True)
class Step:
    """A credit on a walk: where it finds and leaves the measure, and what it is worth.

    Attributes:
        of: what a percent bound is a percent of; absent where bounds are amounts.
        pays: a pay per tier of its own, as a mapping by value gives it.
        table: tiers of its own (bound and pay), as a table of tiers gives them.
        stake: the target incentive.
    """

    x0: int | None
    x1: int | None
    base: int = 0
    of: int | None = None
    units: int = 0
    accumulator: int = 0
    stake: int = 0
    pays: tuple[Fraction, ...] = ()
    table: tuple[tuple[Fraction, Fraction], ...] = ()


@dataclass(frozen=True)
class Walk:
    """Steps in credit order, and the units they are counted in.

    Attributes:
        measure_unit: stored integers per natural unit of the measure.
        base_unit: stored integers of the base per cent.
        is_share: whether bounds are percents.
        uses_stake: whether the pay is a share of the target incentive.
    """

    steps: tuple[Step, ...]
    measure_unit: int = CENTS
    base_unit: int = 1
    is_share: bool = False
    base_is_step: bool = False
    uses_stake: bool = False
    room: int = 1

    def frame(self) -> pl.DataFrame:
        """The frame that a kind rates."""
        columns: dict[str, list[int | None]] = {
            name: [getattr(step, name) for step in self.steps]
            for name in ("accumulator", "x0", "x1", "base", "units", "stake")
        }
        if self.is_share:
            columns |= {"x0_of": [s.of for s in self.steps], "x1_of": [s.of for s in self.steps]}
        frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64))
        return frame.with_columns(pl.col("accumulator").cast(pl.UInt32))

    def ground(self) -> Ground:
        """The bounds and units of the frame; ``room`` makes the bounds larger than they have to be."""
        most = {name: _largest(getattr(s, name) for s in self.steps) * self.room for name in ("base", "units", "stake")}
        return Ground(
            x_bound=_largest(x for s in self.steps for x in (s.x0, s.x1)) * self.room,
            of_bound=_largest(s.of for s in self.steps) * self.room if self.is_share else None,
            measure_unit=self.measure_unit,
            base_bound=most["base"],
            base_unit=self.base_unit,
            units_bound=most["units"],
            units_unit=self.measure_unit,
            pay_unit=CENTS,
            row_count=len(self.steps),
            base_is_step=self.base_is_step,
            incentive=("stake", most["stake"]) if self.uses_stake else None,
        )

    def wide(self) -> "Walk":
        """The same walk with bounds that leave no way but 128 bits."""
        return replace(self, room=2**40)

    def place(self, step: Step, bounds: Sequence[Quantity], pays: Sequence[Fraction]) -> Place:
        """The oracle's place of a step."""
        place = at()
        place.before, place.after = self._natural(step.x0, step.of), self._natural(step.x1, step.of)
        place.base = Fraction(step.base, self.base_unit * CENTS)
        place.stake = Fraction(step.stake, CENTS) if self.uses_stake else Fraction(1)
        place.table = step.table or tuple(
            (bound.value, pay) for bound, pay in zip(bounds, step.pays or pays, strict=True)
        )
        return place

    def _natural(self, x: int | None, of: int | None) -> Fraction | None:
        if x is None:
            return None
        if not self.is_share:
            return Fraction(x, self.measure_unit)
        return Fraction(x, of) if of else None


def walked(*steps: int, base: int | None = None, start: int = 0, **more: object) -> Walk:
    """A walk by so many cents at each step; every base is the step itself unless it is given."""
    made, x = [], start
    of = more.pop("of", None)
    assert of is None or isinstance(of, int)
    for step in steps:
        made.append(Step(x, x + step, step if base is None else base, of=of))
        x += step
    return Walk(tuple(made), is_share=of is not None, **more)


def read(model: type[Model], text: str) -> RateModel:
    """Read a rate from its YAML."""
    node, problems = read_yaml(text, "plan.yaml")
    assert node is not None, problems
    made, problems = validate(model, node, "plan.yaml")
    assert isinstance(made, RateModel), problems
    return made


def tiers_of(rate: RateModel, walk: Walk) -> tuple[pl.DataFrame, list[ReadyTier]]:
    """The frame with pays and tables of its own, and the tiers."""
    frame = walk.frame()
    if any(step.table for step in walk.steps):
        return _tabled(frame, walk)
    bounds = [Bound(b.value) for b in rate.bounds()] or [Bound(Fraction(0))]
    ready = []
    for number, pay in enumerate(rate.pays()):
        bound = bounds[min(number, len(bounds) - 1)]
        if any(step.pays for step in walk.steps):
            frame, value = _column(frame, f"pay_{number}", [step.pays[number] for step in walk.steps])
            ready.append(ReadyTier(bound, value.times(_in_cents(pay))))
        else:
            worth = Quantity.read(pay).value * _in_cents(pay)
            ready.append(ReadyTier(bound, Exact.constant(worth), worth))
    return frame, ready


def _in_cents(pay: object) -> Fraction:
    return Fraction(1 if isinstance(pay, dict) or str(pay).endswith("%") else CENTS)


def _tabled(frame: pl.DataFrame, walk: Walk) -> tuple[pl.DataFrame, list[ReadyTier]]:
    ready = []
    for number in range(len(walk.steps[0].table)):
        frame, bound = _column(frame, f"from_{number}", [step.table[number][0] for step in walk.steps])
        frame, pay = _column(frame, f"pay_{number}", [step.table[number][1] for step in walk.steps])
        ready.append(ReadyTier(Bound(column=bound, is_share=walk.is_share), pay))
    return frame, ready


def _column(frame: pl.DataFrame, name: str, values: Sequence[Fraction]) -> tuple[pl.DataFrame, Exact]:
    unit = 10**6
    assert all((value * unit).denominator == 1 for value in values), "more decimals than a column has here"
    stored = [int(value * unit) for value in values]
    return frame.with_columns(pl.Series(name, stored, dtype=pl.Int64)), Exact.column(name, _largest(stored), unit)


def rated(kind: ModuleType, rate: RateModel, walk: Walk) -> tuple[pl.DataFrame, Rated]:
    """Rate a walk, with the columns that the kind needs."""
    (frame, tiers), ground = tiers_of(rate, walk), walk.ground()
    if isinstance(rate, MarginalTiers):
        frame, ground = with_stretch(frame, tiers, ground)
    if isinstance(rate, WholeTiers):
        frame = with_paid(frame, tiers, ground)
    if isinstance(rate, Interpolated):
        frame = with_base_after(frame, ground)
    return frame, kind.rate(rate, tiers, ground)


def lines(kind: ModuleType, rate: RateModel, walk: Walk) -> list[Fraction]:
    """What each step earns, in exact cents; what is undefined is nothing."""
    frame, parts = rated(kind, rate, walk)
    if parts.line is not None:
        return [value or Fraction(0) for value in values(frame, parts.line)]
    if parts.state is None:
        assert parts.before is not None
        assert parts.after is not None
        both = zip(values(frame, parts.before), values(frame, parts.after), strict=True)
        return [(after or Fraction(0)) - (before or Fraction(0)) for before, after in both]
    paid: dict[int, Fraction] = {}
    found = []
    for step, state in zip(walk.steps, values(frame, parts.state), strict=True):
        found.append((state or Fraction(0)) - paid.get(step.accumulator, Fraction(0)))
        paid[step.accumulator] = state or Fraction(0)
    return found


def values(frame: pl.DataFrame, part: Part) -> list[Fraction | None]:
    """The exact value of a part on every row, checked against its bound."""
    per = [1] * frame.height if part.per is None else frame[part.per].to_list()
    numerators = frame.with_columns(made=part.value.numerator)["made"].to_list()
    assert all(n is None or abs(n) <= part.value.bound for n in numerators), "the bound is not a bound"
    return [
        None if n is None or not p else Fraction(n, part.value.denominator * p)
        for n, p in zip(numerators, per, strict=True)
    ]


def expected(oracle: ModuleType, rate: RateModel, walk: Walk) -> list[Fraction]:
    """What the oracle pays for each step, in exact cents."""
    pays = [Quantity.read(pay).value for pay in rate.pays() if not isinstance(pay, dict)]
    bounds = list(rate.bounds()) or [Quantity.read("0")]
    return paid_for(oracle, {"boundary": rate.boundary}, walk, [walk.place(step, bounds, pays) for step in walk.steps])


def paid_for(oracle: ModuleType, rule: dict, walk: Walk, places: Sequence[Place]) -> list[Fraction]:
    """What the oracle pays for each place, accumulator by accumulator, in exact cents."""
    found: dict[int, Fraction] = {}
    for key in {step.accumulator for step in walk.steps}:
        mine = [number for number, step in enumerate(walk.steps) if step.accumulator == key]
        found |= dict(zip(mine, oracle.pay(rule, [places[number] for number in mine]), strict=True))
    return [found[number] * CENTS for number in range(len(walk.steps))]


def _largest(numbers: Iterable[int | None]) -> int:
    return max((abs(n) for n in numbers if n is not None), default=0)
