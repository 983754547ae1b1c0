"""A component's rows as its rate reads them, one by one and in fractions.

The kernel rates whole columns of integers. An explanation reads the same placed rows, tiers and conditions and goes
through them again one at a time, so that every product can be shown; a check compares the two to the minor unit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from attain.diagnostics import Place
from attain.documents import Text
from attain.periods import Unit as Window
from attain.questions.explain.lines.reading import Reader
from attain.rates import FlatRate, Interpolated, Pay, PerUnit, RateModel, ReadyTier, StepBonus, TierTable
from attain.runs.crediting.standing import SILENT
from attain.runs.earning.component import ComponentRun
from attain.runs.earning.modifying import names_of, over_window
from attain.statements import Figures, Read, Slice, Unit

Key = tuple[int, str, int]
_SHARES = frozenset({"percent", "ratio"})


@dataclass(frozen=True)
class TierAt:
    """A tier as one row reads it.

    Attributes:
        number: its place, from 0.
        bound: a share where the measure is compared with a target, else stored integers of the measure.
        text: the bound as written.
        pay: a share, or money in whole units.
        starts_at_zero: it is the first one and also covers what is below 0.
    """

    number: int
    bound: Fraction
    text: str
    pay: Fraction
    starts_at_zero: bool


@dataclass
class Row:
    """A row on its way through rate and modifiers: the frame's columns, its tiers, and what it is worth so far."""

    columns: Mapping[str, Any]
    tiers: Sequence[TierAt]
    base: Fraction
    units: Fraction
    incentive: Fraction | None
    slices: tuple[Slice, ...] = ()
    exact_amount: Fraction = Fraction(0)

    @property
    def is_silent(self) -> bool:
        """Whether it only moves the measure."""
        return self.columns["kind"] == SILENT

    @property
    def key(self) -> Key:
        """Line, type and pay period from whose end it is looked at."""
        return self.columns["line"], self.columns["line_type"], self.columns["cut"]

    def x(self, side: str) -> int | None:
        """The measure before (``x0``) or after (``x1``) the row, in stored integers."""
        return self.columns[side]

    def whole(self, side: str) -> int | None:
        """What a percent is of on that side; None when bounds are amounts."""
        return self.columns.get(f"{side}_of")

    @property
    def stretch(self) -> Fraction:
        """How far the row moves the measure, in stored integers."""
        return Fraction((self.x("x1") or 0) - (self.x("x0") or 0))

    @property
    def paid_on(self) -> Fraction:
        """What a rate multiplies: the credit, or the part of a target incentive that the credit attains."""
        if self.incentive is None:
            return self.base
        whole = self.whole("x1")
        return self.incentive * self.stretch / whole if whole else Fraction(0)


@dataclass(frozen=True)
class Scales:
    """Stored integers per whole unit: of the measure, of the pay base, of counted things, of money."""

    measure_unit: int
    base_unit: int
    units_unit: int
    pay_unit: int
    measure: Unit
    base: Unit


class Walk(ComponentRun):
    """A component run whose rows can be read one by one."""

    @classmethod
    def of(cls, run: ComponentRun, payees: Sequence[int] | None) -> "Walk":
        """Walk a component for some payees (by code), or for all."""
        standing = run.standing
        if payees is not None:
            standing = standing.with_rows(standing.rows.filter(pl.col("payee").is_in(payees)))
        return cls(run.plan_run, run.name, run.component, standing, run.measured, run.evaluator)

    @property
    def rate(self) -> RateModel:
        """The component's rate."""
        return self.component.rate

    @property
    def rate_place(self) -> Place:
        """Where the rate stands in the plan."""
        return self.rate.place if self.rate.place.file else self.component.key_place("rate")

    @cached_property
    def figures(self) -> Figures:
        """Numbers in the plan's currency."""
        return Figures(self.plan_run.plan.currency_code)

    @cached_property
    def reader(self) -> Reader:
        """What the component's expressions read."""
        return Reader(self.plan_run, self.evaluator, self.figures)

    @cached_property
    def scales(self) -> Scales:
        """The units of the component's integers."""
        kind = self.measured.type.kind
        currency = self.plan_run.plan.currency_code
        measure = Unit("percent") if self.measured.kind == "ratio" else Unit(kind, currency if kind == "money" else "")
        counts = self.rate_reads_units or isinstance(self.rate, PerUnit)
        return Scales(
            measure_unit=self.plan_run.measure_unit(self.measured.name),
            base_unit=self._base_unit if self.rate_reads_units else self._base_unit * self.plan_run.pay_unit,
            units_unit=self._units_unit,
            pay_unit=self.plan_run.pay_unit,
            measure=measure,
            base=Unit("count") if counts else Unit("money", currency),
        )

    @cached_property
    def is_percent(self) -> bool:
        """Whether the rate pays a share of something, and not money."""
        written = getattr(self.rate, "tiers", None)
        if isinstance(written, TierTable):
            return self.plan_run.tiers.table_of(written).pay_is_percent
        if isinstance(self.rate, Interpolated):
            return self.rate.is_percent
        pays = [next(iter(p.values())) if isinstance(p, dict) else p for p in self._pays]
        return any(self.evaluator.kind_of(pay) in _SHARES for pay in pays)

    @property
    def flows(self) -> bool:
        """Whether the rate multiplies what each credit attains of a target incentive."""
        return self.plan_run.names_target(self.rate.of) and not self._pays_out

    def rows(self) -> tuple[pl.DataFrame, list[Row]]:
        """Every row in order, with the frame it was read from."""
        incentive, placed = self.plan_run.incentive(self._placed(self._rows()), self.component, self.measured)
        frame, tiers = self.plan_run.tiers.tiers(placed, self.rate, self.evaluator, self.plan_run.pay_unit)
        for number, tier in enumerate(tiers):
            frame = frame.with_columns(tier.pay.numerator.alias(f"rate_{number}"))
            if tier.bound.column is not None:
                frame = frame.with_columns(tier.bound.column.numerator.alias(f"bound_{number}"))
        return frame, [self._row(columns, tiers, incentive) for columns in frame.iter_rows(named=True)]

    def _row(self, columns: Mapping[str, Any], tiers: Sequence[ReadyTier], incentive: str | None) -> Row:
        scales = self.scales
        return Row(
            columns=columns,
            tiers=[self._tier(number, tier, columns) for number, tier in enumerate(tiers)],
            base=Fraction(columns["base"], scales.base_unit),
            units=Fraction(columns["units"], scales.units_unit),
            incentive=None if incentive is None else Fraction(columns[incentive], scales.pay_unit),
        )

    def _tier(self, number: int, tier: ReadyTier, columns: Mapping[str, Any]) -> TierAt:
        pay = tier.constant
        if pay is None:
            pay = Fraction(columns[f"rate_{number}"] or 0, tier.pay.denominator)
        pay = pay if self.is_percent else pay / self.scales.pay_unit
        if tier.bound.column is None:
            value = tier.bound.value or Fraction(0)
            is_share, text = "x1_of" in columns, self._bound_text(number)
        else:
            value, is_share = Fraction(columns[f"bound_{number}"], tier.bound.column.denominator), tier.bound.is_share
            text = self.reader.number(value, is_share=is_share)
        bound = value if is_share else value * self.scales.measure_unit
        return TierAt(number, bound, text, pay, number == 0 and value == 0)

    def _bound_text(self, number: int) -> str:
        return self._bounds[min(number, len(self._bounds) - 1)] if self._bounds else ""

    @cached_property
    def _bounds(self) -> list[str]:
        return [bound.text for bound in self.rate.bounds()]

    @cached_property
    def _pays(self) -> list[Pay]:
        return list(self.rate.pays())

    @cached_property
    def _tier_places(self) -> list[Place]:
        written = self.rate.steps if isinstance(self.rate, StepBonus) else getattr(self.rate, "tiers", ())
        return [] if isinstance(written, TierTable) else [tier.place for tier in written]

    def said(self, number: int, row: Row) -> tuple[Place, tuple[Read, ...]]:
        """Where a tier's pay stands, and what its expression read on a row."""
        written = getattr(self.rate, "tiers", None)
        if isinstance(written, TierTable):
            return written.place, self.reader.table_row(written, row.columns, number)
        pay = self._pays[number]
        if isinstance(pay, dict):
            chosen = pay.get(str(row.columns.get("by")), pay.get("else"))
            return (self.rate_place, ()) if chosen is None else (chosen.place, self.reader.reads(chosen, row.columns))
        place = self._tier_places[number] if number < len(self._tier_places) else pay.place
        return (self.rate_place if isinstance(self.rate, FlatRate) else place), self.reader.reads(pay, row.columns)

    # what modifiers read

    def conditions(self, frame: pl.DataFrame, when: Text | None, seen: str, per: Window = "transaction") -> list[bool]:
        """Say on which rows a condition holds; of a limit of a window targets are read over its own."""
        if when is None:
            return [True] * frame.height
        attached, evaluator = over_window(*self._seen(frame, seen, names_of(when)), per)
        return evaluator.condition(attached, when, evaluator.vocabulary.line(), "_holds")["_holds"].to_list()

    def values(
        self, frame: pl.DataFrame, text: Text, seen: str, per: Window = "transaction"
    ) -> tuple[list[Fraction], bool]:
        """Evaluate an expression on every row: shares as they are, money in whole units; and whether it is a share."""
        attached, evaluator = over_window(*self._seen(frame, seen, names_of(text)), per)
        attached, valued = evaluator.exact(attached, text, evaluator.vocabulary.line(), "any", name="_value")
        numerators = attached.with_columns(_numerator=valued.exact.numerator)["_numerator"].to_list()
        return [Fraction(n or 0, valued.exact.denominator) for n in numerators], valued.kind in _SHARES

    def window_numbers(self, frame: pl.DataFrame, unit: Window) -> list[int]:
        """Number the windows of a unit per payee, as caps and floors do."""
        return self._windowed(frame, unit, "_window")["_window"].to_list()

    def window_keys(self, frame: pl.DataFrame, unit: Window) -> list[int]:
        """The same without the pay period from whose end a row is looked at: floors are numbered by it."""
        return self._windowed(frame, unit, "_window")["_window_key"].to_list()
