"""The products of a line that a matrix pays: the pieces of a credit with their cells, or the cell reached.

A credit of 80,000 that crosses the year's line after 10,000 and the quarter's after 50,000 is three slices: 10,000 in
the cell [year up to 100 %, quarter up to 100 %], then 40,000 and 30,000 in the cells beyond.
Source: ``docs/behaviours/rates.md``. The kernel's own matrix is ``attain.rates.matrix``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from attain.questions.explain.lines.slices import Slicing
from attain.questions.explain.lines.walks import Row, TierAt, Walk
from attain.rates import Matrix
from attain.rates.grids import Dimension
from attain.statements import Slice

ZERO, ONE = Fraction(0), Fraction(1)
Bands = tuple[int, ...]


def slicing_of(walk: Walk) -> Slicing:
    """Return what cuts the rows of a component."""
    return CellSlicing(walk, walk.rate) if isinstance(walk.rate, Matrix) else Slicing(walk)


class CellSlicing(Slicing):
    """Cuts the rows of a matrix, in order."""

    def __init__(self, walk: Walk, matrix: Matrix) -> None:
        super().__init__(walk)
        self.matrix = matrix
        self.paid: dict[int, dict[Bands, Fraction]] = {}

    def cut(self, row: Row) -> tuple[Slice, ...]:
        """Return the slices of a row; call it once for each row, in order."""
        if self.matrix.is_payout:
            return tuple(self._payout(row))
        return tuple(self._pieces(row) if self.matrix.is_marginal else self._everything(row))

    # each piece at its own cell

    def _pieces(self, row: Row) -> Iterator[Slice]:
        base = self._base_of(row)
        for start, end in pairwise(self._cuts(row)):
            yield self._in_cell(row, self._bands(row, (start + end) / 2), base * (end - start))

    def _cuts(self, row: Row) -> list[Fraction]:
        """Where the line from before the credit to after it crosses a bound, from 0 to 1."""
        found = {ZERO, ONE}
        for number, dimension in self._measures():
            before, after = self._attained(row, number, dimension, "x0"), self._attained(row, number, dimension, "x1")
            if before is not None and after is not None and before != after:
                bounds = dimension.bounds[1:] if dimension.bounds[0] == 0 else dimension.bounds
                found |= {at for bound in bounds if ZERO < (at := (bound - before) / (after - before)) < ONE}
        return sorted(found)

    def _measures(self) -> Iterator[tuple[int, Dimension]]:
        yield from ((number, one) for number, one in enumerate(self.matrix.dimensions) if one.measure is not None)

    def _attained(self, row: Row, number: int, dimension: Dimension, side: str) -> Fraction | None:
        """A measure in the unit of its bounds."""
        x, whole = row.columns[f"axis{number}_{side}"], row.columns.get(f"axis{number}_{side}_of")
        unit = self.walk.plan_run.measure_unit(str(dimension.measure))
        return None if x is None else Fraction(x, unit if whole is None else whole)

    def _bands(self, row: Row, at: Fraction) -> Bands:
        """The band of every dimension at a point of the way; -1 where there is none."""
        found: list[int] = []
        for number, dimension in enumerate(self.matrix.dimensions):
            if dimension.measure is None:
                found.append(row.columns[f"axis{number}_band"])
                continue
            before, after = self._attained(row, number, dimension, "x0"), self._attained(row, number, dimension, "x1")
            moves = before is not None and after is not None and before != after
            x = after if before is None or after is None else before + at * (after - before)
            # Between two bounds the boundary rule makes no difference, and at rest it does.
            found.append(_band(dimension, x, "reached" if moves and at < ONE else self.matrix.boundary))
        return tuple(found)

    def _in_cell(self, row: Row, bands: Bands, length: Fraction) -> Slice:
        tier = self._tier(row, bands)
        if tier is None:
            return self._nowhere(bands, length)
        return self._slice(row, tier, self._words(bands), length, ends=None)

    def _nowhere(self, bands: Bands, length: Fraction) -> Slice:
        base, is_percent = self.walk.scales.base, self.walk.is_percent
        return Slice(self._words(bands), ZERO, self.walk.rate_place, None, None, length, base, ZERO, is_percent)

    def _tier(self, row: Row, bands: Bands) -> TierAt | None:
        if min(bands) < 0:
            return None
        return row.tiers[sum(band * stride for band, stride in zip(bands, self.matrix.strides, strict=True))]

    def _words(self, bands: Bands) -> str:
        named = zip(self.matrix.dimensions, bands, strict=True)
        return f"in cell [{', '.join(dimension.words(band) for dimension, band in named)}]"

    # the cell reached on everything

    def _everything(self, row: Row) -> Iterable[Slice]:
        """What the credit is worth in the cell reached, and what everything before gains or loses by being in it."""
        state = self._state(row)
        paid = self.paid.setdefault(row.columns["accumulator"], {})
        bands = self._bands(row, ONE)
        reached, before, base_before, rate_before = self._measured(bands), state.worth, state.base, state.rate
        earlier = paid.get(reached, ZERO)
        own = self._base_of(row)
        state.base += own
        for corner in self._corners():
            tier = self._tier(row, self._with_measures(bands, corner))
            paid[corner] = paid.get(corner, ZERO) + (own * tier.pay if tier else ZERO)
        at = self._tier(row, bands)
        state.worth = paid.get(reached, ZERO)
        state.rate = at.pay if at else ZERO
        yield self._in_cell(row, bands, own)
        true_up = earlier - before
        if true_up:
            change = state.rate - (rate_before or ZERO)
            is_plain = base_before * change == true_up
            length, rate = (base_before, change) if is_plain else (None, None)
            place = self.walk.said(at.number, row)[0] if at else self.walk.rate_place
            words = "everything before, at the cell reached now instead"
            yield Slice(words, true_up, place, None, None, length, self.walk.scales.base, rate, self.walk.is_percent)

    def _corners(self) -> list[Bands]:
        found: list[Bands] = [()]
        for _, dimension in self._measures():
            found = [(*corner, band) for corner in found for band in range(dimension.size)]
        return found

    def _measured(self, bands: Bands) -> Bands:
        return tuple(bands[number] for number, _ in self._measures())

    def _with_measures(self, bands: Bands, corner: Bands) -> Bands:
        found = list(bands)
        for (number, _), band in zip(self._measures(), corner, strict=True):
            found[number] = band
        return tuple(found)

    # payouts

    def _payout(self, row: Row) -> list[Slice]:
        """What being in the cell is worth in all, less what stands from earlier credits."""
        bands = self._bands(row, ONE)
        tier = self._tier(row, bands)
        pay, place, reads = ZERO, self.walk.rate_place, ()
        if tier is not None:
            pay = tier.pay
            place, reads = self.walk.said(tier.number, row)
        worth = pay if row.incentive is None else pay * row.incentive
        if worth == self._state(row).worth and not row.is_silent:
            self._state(row).paid[row.columns["line"]] = ZERO
            return [self._none(row, f"{self._words(bands)}, as before")]
        in_cell = self._amount(row, self._words(bands), pay, place)
        return self._paid_out(row, worth, [replace(in_cell, reads=reads)])


def _band(dimension: Dimension, x: Fraction | None, boundary: str) -> int:
    if x is None:
        return -1
    found = 0 if dimension.bounds[0] == 0 else -1
    for number, bound in enumerate(dimension.bounds):
        if x > bound if boundary == "above" else x >= bound:
            found = number
    return found
