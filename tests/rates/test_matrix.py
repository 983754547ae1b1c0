"""matrix: a table over measures, values and words.

Properties:
1. ``marginal``: every line is the oracle's, for lines through two or three measures that stop at bounds, one cent
   beside them and on both at once, up and down, with amounts and percents, whatever the base and the words.
2. ``whole`` and payouts: the same, and lines add up to what everything is worth at the end.
3. Cutting a credit in two changes nothing, where the pay base moves with it.
4. What 126 bits cannot hold is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.money import Exact, TooLarge
from attain.rates import Bound, Ground, Matrix, ReadyTier, matrix
from attain.rates.grids import Axis
from attain.rates.matrix import with_cells
from tests.oracle import matrix as oracle
from tests.oracle.placing import at
from tests.rates.walks import values

CENTS = 100
BOUNDS = ((0, 100), (0, 100, 250), (100,), (50, 100), (0,))
TARGETS = (10_000, 3, 99_999)


@dataclass(frozen=True)
class Move:
    """A credit: where it finds and leaves each measure (in cents), its base, and the cell that its word gives."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    base: int
    word: int = 0


@dataclass(frozen=True)
class Grid:
    """Bounds of each measure, with what they are a percent of; the words; and the pays by cell."""

    bounds: tuple[tuple[int, ...], ...]
    targets: tuple[int | None, ...]
    words: int
    pays: dict[tuple[int, ...], Fraction]
    reading: str = "marginal"
    boundary: str = "reached"
    is_expression: bool = False

    @property
    def shares(self) -> tuple[tuple[Fraction, ...], ...]:
        """The bounds in natural units: amounts, or shares of a target."""
        return tuple(
            tuple(Fraction(bound, 100) if target else Fraction(bound) for bound in bounds)
            for bounds, target in zip(self.bounds, self.targets, strict=True)
        )

    @property
    def model(self) -> Matrix:
        """The rate, as far as the kind reads it."""
        return Matrix.model_construct(
            kind="matrix",
            apply="marginal" if self.reading == "marginal" else "whole",
            paid_as="payout" if self.reading == "payout" else "rate",
            boundary=self.boundary,
        )


def ground_of(grid: Grid, moves: Sequence[Move]) -> tuple[pl.DataFrame, Ground]:
    """The frame of the moves, and its bounds."""
    columns: dict[str, list[int]] = {"accumulator": [0] * len(moves), "base": [m.base for m in moves]}
    columns["fixed_cell"] = [m.word for m in moves]
    columns["word_pay"] = [1 for _ in moves]
    largest = max([abs(x) for m in moves for x in (*m.before, *m.after)], default=0)
    plain = Ground(
        largest, None, CENTS, max(abs(m.base) for m in moves), 1, 0, 1, CENTS, len(moves), base_is_step=False
    )
    axes, stride = [], grid.words
    for number in reversed(range(len(grid.bounds))):
        columns |= {
            f"a{number}_x0": [m.before[number] for m in moves],
            f"a{number}_x1": [m.after[number] for m in moves],
        }
        target = grid.targets[number]
        if target is not None:
            columns |= {f"a{number}_x{side}_of": [target] * len(moves) for side in (0, 1)}
        own = Ground(largest, target, CENTS, 0, 1, 0, 1, CENTS, len(moves), base_is_step=False)
        axes.append(Axis(f"a{number}", grid.shares[number], own, stride))
        stride *= len(grid.bounds[number])
    frame = pl.DataFrame(columns).with_columns(pl.col("fixed_cell").cast(pl.Int32))
    return frame, Ground(**(vars(plain) | {"axes": tuple(reversed(axes))}))


def lines(grid: Grid, moves: Sequence[Move]) -> list[Fraction]:
    """What the kind pays for each move, in exact cents."""
    frame, ground = ground_of(grid, moves)
    unit = CENTS if grid.reading == "payout" else 1
    tiers = []
    for cell in product(*(range(len(b)) for b in grid.bounds), range(grid.words)):
        pay = Exact.constant(grid.pays[cell] * unit)
        if grid.is_expression:
            pay = pay.times_exact(Exact.column("word_pay", 1))
        tiers.append(ReadyTier(Bound(Fraction(0)), pay, None if grid.is_expression else grid.pays[cell] * unit))
    frame, ground = with_cells(frame, grid.model, tiers, ground)
    rated = matrix.rate(grid.model, tiers, ground)
    if rated.line is not None:
        return [value or Fraction(0) for value in values(frame, rated.line)]
    assert rated.state is not None
    states = [value or Fraction(0) for value in values(frame, rated.state)]
    return [state - before for state, before in zip(states, [Fraction(0), *states[:-1]], strict=True)]


def expected(grid: Grid, moves: Sequence[Move]) -> list[Fraction]:
    """What the oracle pays, in exact cents."""
    places = []
    for move in moves:
        place = at(base=0)
        place.base = Fraction(move.base, CENTS)
        place.cells = grid.pays
        axes = [
            oracle.Axis(shares, Fraction(before, target or CENTS), Fraction(after, target or CENTS))
            for shares, target, before, after in zip(grid.shares, grid.targets, move.before, move.after, strict=True)
        ]
        word = oracle.Axis(band=None if move.word < 0 else move.word, is_measure=False)
        place.axes = (*axes, word)
        places.append(place)
    rule = {"boundary": grid.boundary, "apply": grid.reading, "is_payout": grid.reading == "payout"}
    return [amount * CENTS for amount in oracle.pay(rule, places)]


@st.composite
def grids(draw: st.DrawFn, reading: str) -> tuple[Grid, list[Move]]:
    """A grid and a walk that stops at its bounds, beside them, and jumps over several at once."""
    bounds = tuple(draw(st.lists(st.sampled_from(BOUNDS), min_size=0, max_size=3)))
    targets = tuple(draw(st.sampled_from([None, *TARGETS])) for _ in bounds)
    words = draw(st.integers(1, 2))
    cells = product(*(range(len(b)) for b in bounds), range(words))
    pays = {cell: Fraction(draw(st.integers(-200, 1_500)), 10_000) for cell in cells}
    boundary = draw(st.sampled_from(["reached", "above"]))
    grid = Grid(bounds, targets, words, pays, reading, boundary, is_expression=draw(st.booleans()))
    stops = [_stops(own, target) for own, target in zip(bounds, targets, strict=True)]
    moves, now = [], tuple(0 for _ in bounds)
    for _ in range(draw(st.integers(1, 6))):
        then = tuple(draw(st.sampled_from([*own, x])) for own, x in zip(stops, now, strict=True))
        moves.append(Move(now, then, draw(st.integers(-30_000, 30_000)), draw(st.integers(-1, words - 1))))
        now = then
    return grid, moves


def _stops(bounds: Sequence[int], target: int | None) -> list[int]:
    cents = [bound * target // 100 if target else bound * CENTS for bound in bounds]
    return sorted({c + d for c in [0, *cents] for d in (-1, 0, 1)} | {-700, 2 * cents[-1] + 777})


@given(grids("marginal"))
def test_a_line_through_several_measures_is_cut_at_every_bound(case: tuple[Grid, list[Move]]) -> None:
    assert lines(*case) == expected(*case)


@given(grids("whole"))
def test_everything_pays_at_the_cell_reached(case: tuple[Grid, list[Move]]) -> None:
    assert lines(*case) == expected(*case)


@given(grids("payout"))
def test_a_payout_is_what_the_cell_is_worth_in_all(case: tuple[Grid, list[Move]]) -> None:
    assert lines(*case) == expected(*case)


GATE = Grid(
    bounds=((0, 100), (0, 100)),
    targets=(40_000_000, 10_000_000),
    words=1,
    pays={cell: Fraction(pay, 100) for cell, pay in {(0, 0, 0): 8, (0, 1, 0): 12, (1, 0, 0): 8, (1, 1, 0): 15}.items()},
)
BOTH = Move((39_000_000, 5_000_000), (47_000_000, 13_000_000), 8_000_000)


def test_a_deal_that_crosses_both_lines_is_cut_at_both() -> None:
    assert lines(GATE, [BOTH]) == [850_000] == expected(GATE, [BOTH])
    back = Move(BOTH.after, BOTH.before, -BOTH.base)
    assert lines(GATE, [BOTH, back]) == [850_000, -850_000]


@settings(max_examples=30)
@given(st.integers(0, 8_000_000))
def test_a_credit_cut_in_two_earns_the_same(first: int) -> None:
    middle = tuple(x + first for x in BOTH.before)
    halves = [Move(BOTH.before, middle, first), Move(middle, BOTH.after, BOTH.base - first)]
    assert sum(lines(GATE, halves)) == 850_000


def test_measures_that_move_by_different_amounts() -> None:
    """A quarter of the way crosses the year's line, two thirds of it the quarter's: the product of both divides."""
    move = Move((39_999_999, 9_999_998), (40_000_003, 10_000_001), 1_200)
    pays = Fraction(1, 4) * 8 + Fraction(2, 3) * 8 - Fraction(1, 4) * 8 + Fraction(1, 3) * 15
    assert lines(GATE, [move]) == [1_200 * pays / 100] == expected(GATE, [move])


def test_a_measure_at_rest_is_in_its_band_by_the_boundary_rule() -> None:
    rest = Move((40_000_000, 5_000_000), (40_000_000, 13_000_000), 8_000_000)
    above = Grid(**(vars(GATE) | {"boundary": "above"}))
    assert lines(GATE, [rest]) == [5_000_000 * 8 // 100 + 3_000_000 * 15 // 100]
    assert lines(above, [rest]) == [5_000_000 * 8 // 100 + 3_000_000 * 12 // 100]


@pytest.mark.parametrize("size", [10**9, 10**12])
def test_large_amounts_stay_exact(size: int) -> None:
    grid = Grid(**(vars(GATE) | {"targets": (4 * size, size)}))
    move = Move((4 * size - 7, size - 3), (4 * size + 2, size + size // 2), size)
    assert lines(grid, [move]) == expected(grid, [move])


def test_what_does_not_fit_is_refused() -> None:
    size = 10**17
    grid = Grid(**(vars(GATE) | {"targets": (4 * size, size)}))
    move = Move((4 * size - 7, size - 3), (5 * size + 2, 2 * size + 1), size)
    with pytest.raises(TooLarge):
        lines(grid, [move])
