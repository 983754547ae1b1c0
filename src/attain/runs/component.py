"""One component, from its standing rows to entries: placed, rated, modified, rounded, taken back."""

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING

import polars as pl

from attain.earnings import Lines, difference, largest, original_rate, round_lines, round_states
from attain.earnings.model import CapItem, FloorItem
from attain.earnings.unearned import month_count
from attain.money import Exact, Rounding
from attain.periods import Unit
from attain.rates import Interpolated, Part, Rated, StepBonus
from attain.runs.cuts import entries, expanded
from attain.runs.evaluation import Evaluator
from attain.runs.invariants import lines_add_up, walks_connect
from attain.runs.measuring import MOST_PERIODS, NEVER, Measured
from attain.runs.modifying import Modifying, names_of
from attain.runs.rating import RateInput, rated
from attain.runs.standing import CREDIT, SILENT, Standing

if TYPE_CHECKING:
    from attain.plans.model import Component
    from attain.runs.planning import PlanRun

MODIFIED = ("gate", "multiplier", "kicker", "cap", "floor")


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
        """Return the component's entries: ``line``, ``line_type``, ``cut`` (pay period), ``entry``, ``amount`` to date."""
        rows = self._placed(self._rows())
        frame, lines_to_round, rated_parts = self._rated(rows)
        lines = self._rounded(frame, lines_to_round, rated_parts)
        lines = self._with_reversals(lines)
        return entries(lines, self.plan_run.timeline.period_count - 1)

    def _rows(self) -> pl.DataFrame:
        """The standing rows with pay base, counted units, pay period and cuts."""
        units = self.standing.credited.units
        base = "of" if "of" in units else "value"
        counted = self._counted()
        rows = self.standing.rows.with_columns(
            base=pl.col(f"{base}.pay"),
            units=counted,
            line_type=pl.when(pl.col("kind") == CREDIT).then(pl.lit("credit")).otherwise(pl.lit("reversal")),
        )
        if self.rate_reads_units:
            rows = rows.with_columns(base=pl.col("units"))
        rows = self.plan_run.keyed(rows, self.measured, self.name)
        if not self._looks_back:
            return rows.with_columns(cut=pl.col("period"))
        return expanded(rows, self._last_cut())

    @property
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

    @property
    def _looks_back(self) -> bool:
        """Whether a line may change after its own pay period."""
        if self.measured.is_cut_dependent or bool((self.standing.rows["gone"] < NEVER).any()):
            return True
        timeline = self.plan_run.timeline
        for item in self.component.modifiers:
            modifier = getattr(item, _word(item))
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
        if found.model.per == "transaction" and self.plan_run.last_taken_back >= 0:
            return True
        return found.is_cut_dependent or not self.plan_run.timeline.fits_in_pay_periods(found.model.per)

    def _measures_read(self, modifier: object) -> set[str]:
        texts = [getattr(modifier, key, None) for key in ("when", "by", "add", "at")]
        return {m for text in texts if text is not None for m in self._measures_named(names_of(text))}

    def _measures_named(self, names: set[str]) -> set[str]:
        own = {self.measured.name} if names & {"attainment", "measured"} else set[str]()
        return own | {name.split(".")[0] for name in names} & set(self.plan_run.measured)

    def _last_cut(self) -> pl.Expr:
        """The last pay period that may change a row: the end of every window it looks at, or a removal from them."""
        read = {self.measured.name}
        for item in self.component.modifiers:
            read |= self._measures_read(getattr(item, _word(item)))
        timeline = self.plan_run.timeline
        units = {self.plan_run.measured[name].model.per for name in read}
        units |= {item.floor.per for item in self.component.modifiers if isinstance(item, FloorItem)}
        units |= {item.cap.per for item in self.component.modifiers if isinstance(item, CapItem)}
        ends = [pl.col("period")]
        for unit in sorted(unit for unit in units if unit != "transaction"):
            windows = timeline.windows(unit)
            ends.append(pl.lit(timeline.last_period_of(windows)).gather(windows.of("dated")))
        ends.append(pl.lit(self.plan_run.last_taken_back, pl.Int32))
        return pl.max_horizontal(ends).clip(0, timeline.period_count - 1)

    def _placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Where each row finds the measure, what a percent is of, and its accumulator."""
        if self._is_own_walk:
            rows = rows.with_columns(step=self.plan_run.step(self.measured, self.name))
            rows = rows.with_columns(x1=pl.col("step").cum_sum().over("walk"))
            rows = rows.with_columns(x0=pl.col("x1") - pl.col("step"))
        else:
            rows = self.measured.placed(rows)
        rows = self.plan_run.with_target(rows, self.measured)
        accumulator = pl.col("walk")
        if str(self.measured.model.owner) != "payee":
            accumulator = accumulator * self.plan_run.payee_count + pl.col("payee")
        if self._looks_back:
            accumulator = accumulator * MOST_PERIODS + pl.col("cut")
        return rows.with_columns(accumulator=accumulator)

    @property
    def _is_own_walk(self) -> bool:
        """Every move of the measure is one row of this component, in the same order."""
        model = self.measured.model
        return (
            self.measured.kind in {"sum", "count"}
            and str(model.owner) == "payee"
            and model.group == "transaction"
            and not self.measured.is_cut_dependent
            and not self._looks_back
            and self.plan_run.feeds[self.measured.name] == (self.name,)
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
                frame, parts = _around(frame, parts.state)
                return frame, None, parts
            if parts.before is not None and self._base_is_step(rows, incentive):
                return frame, None, parts
        lines = self._as_lines(frame, parts)
        lines = lines.with_frame(lines.frame.filter(pl.col("kind") != SILENT))
        lines = self._modified(lines)
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
        if not self._is_own_walk or incentive is not None or self.plan_run.has_zero_target(rows):
            return False
        units = self.standing.credited.units
        stored = self._units_unit if self.rate_reads_units else units["of" if "of" in units else "value"].per_natural
        same_unit = self.plan_run.measure_unit(self.measured.name) == stored
        return same_unit and bool((rows["base"] == rows["x1"] - rows["x0"]).all())

    def _as_lines(self, frame: pl.DataFrame, parts: Rated) -> Lines:
        if parts.line is not None:
            return Lines.of(frame, parts.line)
        if parts.state is not None and self._pays_out and bool((frame["kind"] == SILENT).any()):
            return self._standing_payout(frame, parts.state)
        if parts.state is not None:
            frame, parts = _around(frame, parts.state)
        assert parts.before is not None
        assert parts.after is not None
        return difference(frame, parts.before, parts.after)

    @property
    def _pays_out(self) -> bool:
        rate = self.component.rate
        return isinstance(rate, StepBonus) or (
            isinstance(rate, Interpolated) and (not rate.is_percent or self.plan_run.names_target(rate.of))
        )

    def _standing_payout(self, frame: pl.DataFrame, state: Part) -> Lines:
        """A payout after reversals: what a reversal took back no longer stands as paid, so reaching it again pays again.

        A line is the curve after it, less everything that still stands; lines are found again until nothing changes,
        because what a reversal takes back is a line itself.
        """
        frame, per = _one_per(frame, state)
        silent = pl.col("kind") == SILENT
        worth = frame.with_columns(
            _last=pl.when(~silent).then(pl.col("_state")).shift(1).forward_fill().over("accumulator").fill_null(0)
        )
        found = worth.with_columns(_line=pl.when(silent).then(0).otherwise(pl.col("_state") - pl.col("_last")))
        while True:
            newer = _without_what_was_taken_back(worth, found, silent)
            if newer["_line"].equals(found["_line"]):
                value = Exact.column("_line", largest(newer["_line"]), state.value.denominator)
                return Lines.of(newer.drop("_state", "_last"), Part(value, per))
            found = newer

    def _modified(self, lines: Lines) -> Lines:
        modifying = Modifying(self._seen, self._windowed, self.plan_run.pay_unit, self._base_unit)
        return modifying.applied(lines, self.component.modifiers)

    def _seen(self, frame: pl.DataFrame, seen: str, names: set[str]) -> tuple[pl.DataFrame, Evaluator]:
        """Attach the measures that names read, at the end of what is known or right after the credit."""
        bounds: dict[str, int] = {"base": largest(frame["base"])}
        reads_own = bool(names & {"attainment", "measured"})
        prefixes = {name.split(".")[0] for name in names if "." in name}
        for measure in sorted(self._measures_named(names)):
            labels = ["own"] if reads_own and measure == self.measured.name else []
            for as_name in labels + ([measure] if measure in prefixes else []):
                is_own = measure == self.measured.name
                columns = self.plan_run.measure_columns(frame, measure, as_name, seen, rule=self.name, is_own=is_own)
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
            if self._is_own_walk:
                walks_connect(rounded)
            return rounded
        if self.measured.model.per == "transaction":
            rounding = Rounding(rounding.unit, rounding.mode, per_line=True)
        return round_lines(lines, "accumulator", rounding)

    def _with_reversals(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Add the lines that take cancelled ones back, to date like them."""
        kept = [
            "line",
            "line_type",
            "cut",
            "amount",
            "gone",
            "row",
            "payee",
            "roster_row",
            "dated",
            "x0",
            "x1",
            "owner",
            "window",
            "origin",
        ]
        lines = lines.select([c for c in [*kept, "cancelled_on", "back_share"] if c in lines.columns])
        clawback = self.component.clawback
        if clawback is None or clawback.policy not in {"original_rate", "unearned"}:
            return lines.select([c for c in kept if c in lines.columns])
        back = self._reversals(lines.filter(pl.col("cancelled_on").is_not_null() & (pl.col("line_type") == "credit")))
        return pl.concat([lines.select(kept), back.select(kept)])

    def _reversals(self, cancelled: pl.DataFrame) -> pl.DataFrame:
        since = self.plan_run.timeline.period_of("cancelled_on").alias("since")
        cancelled = cancelled.with_columns(since)
        at_once = cancelled.filter(pl.col("cut") <= pl.col("since")).sort("cut").unique("line", keep="last")
        later = cancelled.filter(pl.col("cut") > pl.col("since"))
        both = pl.concat([at_once.with_columns(cut=pl.col("since")), later])
        both = self._taken(both)
        return both.with_columns(
            origin=pl.col("line"),
            line_type=pl.lit("reversal"),
            dated=pl.col("cancelled_on"),
            gone=pl.lit(NEVER, pl.Int32),
        )

    def _taken(self, both: pl.DataFrame) -> pl.DataFrame:
        unit = self.plan_run.rounding.unit
        clawback, earned = self.component.clawback, self.component.earned
        if clawback is None or clawback.policy != "unearned":
            return original_rate.taken_back(both, self.standing.share_whole, unit)
        if earned is None or month_count(earned) is None:
            return both.with_columns(amount=pl.lit(0, pl.Int64))
        months = month_count(earned) or 1
        both = self.plan_run.with_months_earned(both, self.name, earned, months)
        left = both.with_columns(back_share=pl.col("back_share") * (months - pl.col("months_earned")))
        return original_rate.taken_back(left, self.standing.share_whole * months, unit)


def _one_per(frame: pl.DataFrame, state: Part) -> tuple[pl.DataFrame, str | None]:
    """Add ``_state``: the numerators of a state over one divisor per accumulator, which is named too."""
    frame = frame.with_columns(_state=state.value.numerator.fill_null(0).cast(pl.Int128))
    if state.per is None:
        return frame, None
    frame = frame.with_columns(_own=pl.col(state.per).fill_null(1).cast(pl.Int128))
    wholes = frame.group_by("accumulator").agg(pl.col("_own").unique())
    table = {key: lcm(*map(int, values)) for key, values in wholes.iter_rows()}
    schema = {"accumulator": frame.schema["accumulator"], "_per": pl.Int128}
    named = pl.DataFrame({"accumulator": list(table), "_per": list(table.values())}, schema=schema)
    joined = frame.join(named, on="accumulator", how="left", maintain_order="left")
    return joined.with_columns(_state=pl.col("_state") * (pl.col("_per") // pl.col("_own"))).drop("_own"), "_per"


def _without_what_was_taken_back(worth: pl.DataFrame, found: pl.DataFrame, silent: pl.Expr) -> pl.DataFrame:
    paid = found.select("accumulator", origin="line", _paid="_line")
    back = worth.join(paid, on=["accumulator", "origin"], how="left", maintain_order="left")
    back = back.with_columns(_back=pl.when(silent).then(pl.col("_paid").fill_null(0)).otherwise(0))
    back = back.with_columns(_total=pl.col("_back").cum_sum().over("accumulator"))
    before = pl.when(~silent).then(pl.col("_total")).shift(1).forward_fill().over("accumulator").fill_null(0)
    line = pl.col("_state") - pl.col("_last") + pl.col("_total") - before
    made = back.with_columns(_line=pl.when(silent).then(0).otherwise(line))
    return made.drop("_paid", "_back", "_total")


def _around(frame: pl.DataFrame, state: Part) -> tuple[pl.DataFrame, Rated]:
    """Turn a state after each credit into the states around it; what is undefined is worth nothing."""
    bound = state.value.bound
    frame = frame.with_columns(state_1=state.value.numerator.fill_null(0))
    frame = frame.with_columns(state_0=pl.col("state_1").shift(1).over("accumulator").fill_null(0))
    per0 = per1 = None
    if state.per is not None:
        frame = frame.with_columns(state_1_per=pl.col(state.per).fill_null(1))
        frame = frame.with_columns(state_0_per=pl.col("state_1_per").shift(1).over("accumulator").fill_null(1))
        per0, per1 = "state_0_per", "state_1_per"
        if frame["state_0_per"].equals(frame["state_1_per"]):
            per0 = per1
    den = state.value.denominator
    before, after = Exact.column("state_0", bound, den), Exact.column("state_1", bound, den)
    return frame, Rated(before=Part(before, per0), after=Part(after, per1))


def _word(item: object) -> str:
    return next(word for word in MODIFIED if hasattr(item, word))
