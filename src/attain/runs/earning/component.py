"""One component, from its standing rows to entries: placed, rated, modified, rounded, taken back."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import polars as pl

from attain.earnings import Lines, difference, largest, round_lines, round_states
from attain.earnings.model import FloorItem
from attain.measures.along import summed_along
from attain.money import Rounding
from attain.periods import UNITS, Unit
from attain.rates import Rated
from attain.runs.crediting.standing import CREDIT, SILENT, Standing
from attain.runs.earning.banking import is_banked, with_begun_windows
from attain.runs.earning.crossing import JOINT, rounds_alone, with_axes
from attain.runs.earning.modifying import Modifying, names_of, word_of
from attain.runs.earning.payouts import around, standing_payout
from attain.runs.earning.rating import RateInput, attained_part, pays_out, rated
from attain.runs.earning.reversing import with_reversals
from attain.runs.earning.trimming import looked_at_together, trimmed_windows
from attain.runs.inputs.evaluation import Evaluator
from attain.runs.invariants import lines_add_up, walks_connect
from attain.runs.measuring.attaining import Attaining, has_zero_target
from attain.runs.measuring.cuts import entries, expanded
from attain.runs.measuring.measured import MOST_PERIODS, NEVER, Measured

if TYPE_CHECKING:
    from attain.plans.model import Component
    from attain.runs.planning import PlanRun


@dataclass(frozen=True)
class ComponentRun:
    """What one component is calculated from.

    Attributes:
        plan_run: the plan's measures, targets and timeline.
        name: the component.
        component: the component as written.
        standing: its rows.
        measured: the measure it is rated by.
        evaluator: for its source.
    """

    plan_run: "PlanRun"
    name: str
    component: "Component"
    standing: Standing
    measured: Measured
    evaluator: Evaluator

    def entries(self) -> pl.DataFrame:
        """Return the entries: ``line``, ``line_type``, ``cut`` (pay period) and ``entry``, in minor units."""
        rows = self._placed(self._rows())
        frame, lines_to_round, rated_parts = self._rated(rows)
        lines = self._rounded(frame, lines_to_round, rated_parts)
        lines = with_reversals(self, lines)
        return entries(lines, self.plan_run.timeline.period_count - 1)

    def _rows(self) -> pl.DataFrame:
        """The standing rows with pay base, counted units, pay period and cuts."""
        units = self.standing.credited.units
        base = "of" if "of" in units else "value"
        rows = self.standing.rows.with_columns(
            base=pl.col(f"{base}.pay"),
            units=self._counted(),
            line_type=pl.when(pl.col("kind") == CREDIT).then(pl.lit("credit")).otherwise(pl.lit("reversal")),
        )
        if self.rate_reads_units:
            rows = rows.with_columns(base=pl.col("units"))
        rows = self.plan_run.keyed(rows, self.measured, self.name)
        if not self._looks_back:
            return rows.with_columns(cut=pl.col("period"))
        rows = rows.with_columns(last_cut=self._last_cut())
        rows = looked_at_together(rows, trimmed_windows(self.component.modifiers), self.plan_run.timeline)
        return expanded(rows, pl.col("last_cut")).drop("last_cut")

    @cached_property
    def rate_reads_units(self) -> bool:
        """Whether the rate pays money for each unit, so that the base is a count."""
        return self.plan_run.pays_per_unit(self.name)

    def _counted(self) -> pl.Expr:
        """How much a credit counts: by its measure, else its value when that is a count, else one."""
        units = self.standing.credited.units
        if self.measured.kind == "sum" and self._own_amount in units and units[self._own_amount].kind != "money":
            return pl.col(f"{self._own_amount}.quota")
        if units["value"].kind == "count":
            return pl.col("value.pay")
        return pl.when("is_back").then(-1).otherwise(1).cast(pl.Int64)

    @property
    def _own_amount(self) -> str:
        return self.plan_run.amount_name(self.measured.name, self.name)

    @cached_property
    def _looks_back(self) -> bool:
        """Whether a line may change after its own pay period."""
        is_removed = bool((self.standing.rows["gone"] < NEVER).any())
        measures = [self.plan_run.measured[name] for name in self.plan_run.measures_of(self.name)]
        if is_removed or any(m.is_cut_dependent for m in measures) or is_banked(self.component.modifiers):
            return True
        timeline = self.plan_run.timeline
        for item in self.component.modifiers:
            modifier = getattr(item, word_of(item))
            if isinstance(item, FloorItem) and not timeline.fits_in_pay_periods(item.floor.per):
                return True
            read = self._measures_read(modifier)
            if any(self.plan_run.measured[name].is_cut_dependent for name in read):
                return True
            if modifier.seen == "period_end" and any(self._goes_on(name) for name in read):
                return True
        return False

    def _goes_on(self, measure: str) -> bool:
        found = self.plan_run.measured[measure]
        is_undone = found.model.per == "transaction" and self.plan_run.last_taken_back >= 0
        return is_undone or found.is_cut_dependent or not self.plan_run.timeline.fits_in_pay_periods(found.model.per)

    def _measures_read(self, modifier: object) -> set[str]:
        texts = [getattr(modifier, key, None) for key in ("when", "by", "add", "at")]
        return {m for text in texts if text is not None for m in self._measures_named(names_of(text))}

    def _measures_named(self, names: set[str]) -> set[str]:
        own = {self.measured.name} if names & {"attainment", "measured"} else set[str]()
        return own | {name.split(".")[0] for name in names} & set(self.plan_run.measured)

    def _last_cut(self) -> pl.Expr:
        """The last pay period that may change a row: the end of every window it looks at, or a removal from them."""
        read = set(self.plan_run.measures_of(self.name))
        for item in self.component.modifiers:
            read |= self._measures_read(getattr(item, word_of(item)))
        timeline = self.plan_run.timeline
        units = {self.plan_run.measured[name].model.per for name in read}
        units.update(trimmed_windows(self.component.modifiers))
        ends = [pl.col("period")]
        for unit in UNITS:
            if unit in units and unit != "transaction":
                windows = timeline.windows(unit)
                ends.append(pl.lit(timeline.last_period_of(windows)).gather(windows.of("dated")))
        ends.append(pl.lit(self.plan_run.last_taken_back, pl.Int32))
        if is_banked(self.component.modifiers):
            ends.append(pl.lit(timeline.period_count, pl.Int32))
        return pl.max_horizontal(ends).clip(0, timeline.period_count - 1)

    def _placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Where each row finds the measure, what a percent is of, and its accumulator."""
        if self._is_own_walk:
            rows = rows.with_columns(step=self.plan_run.step(self.measured, self.name))
            rows = rows.with_columns(x1=summed_along(rows["step"], rows["walk"]))
            rows = rows.with_columns(x0=pl.col("x1") - pl.col("step"))
        else:
            rows = self.measured.placed(rows)
        rows = with_axes(self, Attaining(self.plan_run).with_target(rows, self.measured))
        accumulator = pl.col(JOINT if JOINT in rows.columns else "walk")
        if JOINT not in rows.columns and str(self.measured.model.owner) != "payee":
            accumulator = accumulator * self.plan_run.payee_count + pl.col("payee")
        if self._looks_back:
            accumulator = accumulator * MOST_PERIODS + pl.col("cut")
        return rows.with_columns(accumulator=accumulator)

    @cached_property
    def _is_own_walk(self) -> bool:
        """Every move of the measure is one row of this component, in the same order."""
        model = self.measured.model
        return (
            self.measured.kind in {"sum", "count"}
            and str(model.owner) == "payee"
            and model.group == "transaction"
            and not self.measured.is_cut_dependent
            and not self._looks_back
            and self.measured.only_feed == self.name
            and not self._keeps_attainment
            and model.round is None
        )

    @property
    def _keeps_attainment(self) -> bool:
        clawback = self.component.clawback
        return clawback is not None and clawback.attainment == "kept"

    def _rated(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, Lines | None, Rated]:
        """Rate the rows; lines where modifiers or silent rows need them, else the parts as they are."""
        incentive, rows = self.plan_run.incentive(rows, self.component, self.measured)
        given = RateInput(
            frame=rows,
            rate=self.component.rate,
            measure_unit=self.plan_run.measure_unit(self.measured.name),
            measure_units={m: self.plan_run.measure_unit(m) for m in self.plan_run.measures_of(self.name)},
            base_unit=self._base_unit,
            units_unit=self._units_unit,
            pay_unit=self.plan_run.pay_unit,
            is_own_walk=self._base_is_step(rows, incentive),
            of_varies=self.measured.kind == "ratio",
            incentive=incentive,
        )
        frame, parts = rated(given, self.evaluator, self.plan_run.tiers)
        has_silent = bool((frame["kind"] == SILENT).any())
        if not self.component.modifiers and not has_silent and not self.plan_run.rounding.per_line:
            if parts.state is not None:
                frame, parts = around(frame, parts.state)
                return frame, None, parts
            if parts.before is not None and self._base_is_step(rows, incentive):
                return frame, None, parts
        lines = self._as_lines(frame, parts)
        lines = lines.with_frame(lines.frame.filter(pl.col("kind") != SILENT))
        lines = self._modified(lines, incentive)
        return lines.frame, lines, parts

    @property
    def _units_unit(self) -> int:
        units = self.standing.credited.units
        if self.measured.kind == "sum" and self._own_amount in units and units[self._own_amount].kind != "money":
            return units[self._own_amount].per_natural
        return units["value"].per_natural if units["value"].kind == "count" else 1

    @property
    def _base_unit(self) -> int:
        """Stored integers of the pay base per minor unit of money, or per counted thing."""
        if self.rate_reads_units:
            return self._units_unit
        units = self.standing.credited.units
        unit = units["of" if "of" in units else "value"]
        return max(1, unit.per_natural // self.plan_run.pay_unit) if unit.is_money else unit.per_natural

    def _base_is_step(self, rows: pl.DataFrame, incentive: str | None) -> bool:
        """Whether the pay base of every row is what it moves the measure by, and nothing else moves it."""
        if not self._is_own_walk or incentive is not None or has_zero_target(rows):
            return False
        units = self.standing.credited.units
        stored = self._units_unit if self.rate_reads_units else units["of" if "of" in units else "value"].per_natural
        same_unit = self.plan_run.measure_unit(self.measured.name) == stored
        return same_unit and bool((rows["base"] == rows["x1"] - rows["x0"]).all())

    def _as_lines(self, frame: pl.DataFrame, parts: Rated) -> Lines:
        if parts.line is not None:
            return Lines.of(frame, parts.line)
        if parts.state is not None and self._pays_out and bool((frame["kind"] == SILENT).any()):
            return standing_payout(frame, parts.state)
        if parts.state is not None:
            frame, parts = around(frame, parts.state)
        assert parts.before is not None
        assert parts.after is not None
        return difference(frame, parts.before, parts.after)

    @property
    def _pays_out(self) -> bool:
        return pays_out(self.component.rate, of_target=self.plan_run.names_target(self.component.rate.of))

    def _modified(self, lines: Lines, incentive: str | None) -> Lines:
        begun = partial(with_begun_windows, self.plan_run)
        flowing = None if incentive is None or self._pays_out else attained_part(lines.frame, incentive)
        modifying = Modifying(self._seen, self._windowed, begun, self.plan_run.pay_unit, self._base_unit, flowing)
        return modifying.applied(lines, self.component.modifiers)

    def _seen(self, frame: pl.DataFrame, seen: str, names: set[str]) -> tuple[pl.DataFrame, Evaluator]:
        """Attach the measures that names read, at the end of what is known or right after the credit."""
        bounds: dict[str, int] = {"base": largest(frame["base"])}
        reads_own = bool(names & {"attainment", "measured"})
        prefixes = {name.split(".")[0] for name in names if "." in name}
        attaining = Attaining(self.plan_run)
        for measure in sorted(self._measures_named(names)):
            labels = ["own"] if reads_own and measure == self.measured.name else []
            for as_name in labels + ([measure] if measure in prefixes else []):
                is_own = measure == self.measured.name
                columns = attaining.measure_columns(frame, measure, as_name, seen, rule=self.name, is_own=is_own)
                frame = frame.with_columns(columns)
                bounds |= {c: largest(frame[c]) for c in columns.columns}
        if "earned_on" not in frame.columns:
            frame = frame.with_columns(earned_on=pl.col("dated"))
        evaluator = self.plan_run.evaluator(self.name)
        return frame, evaluator.bounded(**bounds)

    def _windowed(self, frame: pl.DataFrame, unit: Unit, name: str) -> pl.DataFrame:
        """Number the windows of a unit per payee (and cut)."""
        windows = self.plan_run.timeline.windows(unit)
        number = pl.col("payee").cast(pl.Int64) * (windows.periods.height + 1) + windows.of("dated").fill_null(-1) + 1
        frame = frame.with_columns(number.alias(f"{name}_key"))
        if self._looks_back:
            number = number * MOST_PERIODS + pl.col("cut")
        return frame.with_columns(number.alias(name))

    def _rounded(self, frame: pl.DataFrame, lines: Lines | None, parts: Rated) -> pl.DataFrame:
        """Round to minor units: each window's running total, or each line alone."""
        rounding = self.plan_run.rounding
        if lines is None:
            rounded = round_states(frame, parts, rounding)
            lines_add_up(rounded, "worth_before", "worth_after")
            if self._is_own_walk and JOINT not in rounded.columns:
                walks_connect(rounded)
            return rounded
        if rounds_alone(self):
            rounding = Rounding(rounding.unit, rounding.mode, per_line=True)
        return round_lines(lines, "accumulator", rounding)
