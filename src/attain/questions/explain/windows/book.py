"""The lines of a component that pays per window: every entry with its slices, changes, rounding, and what is paid."""

from collections.abc import Callable, Collection
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from attain.diagnostics import Place
from attain.money import Rounding, round_fraction
from attain.questions.explain.lines.changes import Traced, Tracing
from attain.questions.explain.lines.exchanges import Exchanges
from attain.questions.explain.lines.held import holding, holds_of
from attain.questions.explain.lines.walks import Row
from attain.questions.explain.windows.measuring import WindowMeasures
from attain.questions.explain.windows.slicing import slices_of
from attain.questions.explain.windows.walk import WindowWalk
from attain.runs.earning.due.holding import held_lines
from attain.runs.earning.releasing import Parts, flows
from attain.runs.planning import PlanRun
from attain.runs.windows.releases import window_evaluator, window_lines, window_parts
from attain.runs.windows.results import WindowRun
from attain.statements import HoldPart, Line, MeasurePart, Part

ZERO = Fraction(0)
Key = tuple[int, int]


class WindowBook:
    """Every explained line of a component that pays per window, by payee (code) and pay period (number)."""

    def __init__(self, run: PlanRun, name: str, payees: Collection[int] | None) -> None:
        """Prepare the lines of some payees (by code), or of all."""
        self.plan_run = run
        self.run = WindowRun(run, name, run.components[name])
        self.walk = WindowWalk(run, self.run)
        self.payees = payees
        self.measures = WindowMeasures(self.walk)

    def _asked(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame if self.payees is None else frame.filter(pl.col("payee").is_in(list(self.payees)))

    @cached_property
    def entries(self) -> pl.DataFrame:
        """The entries of the payees asked for."""
        return self._asked(self.run.entries())

    @cached_property
    def traces(self) -> dict[Key, Traced]:
        """Every result that is one, by its line and the pay period it is looked at from."""
        lines = self.run.rated()
        exact = lines.values_where(lines.frame["takes_part"])
        frame = lines.frame.filter("takes_part").with_columns(_number=pl.int_range(pl.len()))
        frame = self._asked(frame).sort("window", "payee", "cut")
        frame = self.walk.with_names(frame, [*self.run.texts(), *self.walk.measure_texts()])
        traced: list[Traced] = []
        for columns in frame.iter_rows(named=True):
            columns["_pays"] = exact[int(columns["_number"])] / self.plan_run.pay_unit
            row = Row(columns, (), Fraction(1), ZERO, None)
            row.slices = slices_of(self.walk, row)
            traced.append(Traced(row, sum((one.pays for one in row.slices), ZERO)))
        tracing = Tracing(self.walk, frame, traced)
        tracing.apply(self.run.component.modifiers)
        return {(line.row.columns["line"], line.row.columns["cut"]): line for line in tracing.lines}

    @cached_property
    def by_period(self) -> dict[Key, list[dict[str, Any]]]:
        """The entries of each payee and pay period, in order of windows."""
        found: dict[Key, list[dict[str, Any]]] = {}
        for entry in self.entries.sort("window", "cut").iter_rows(named=True):
            found.setdefault((entry["payee"], entry["cut"]), []).append(entry)
        return found

    @cached_property
    def exchanges(self) -> Exchanges:
        """The lines in the currencies that they are paid in."""
        return Exchanges(self.plan_run, self.run.name, self.entries, self._parts)

    @cached_property
    def _parts(self) -> Parts | None:
        return window_parts(self.plan_run, self.entries, self.run.component)

    def lines(self, payee: int, cut: int, currency: str, numbers: Callable[[], int]) -> tuple[Line, ...]:
        """Explain the entries of a payee (code), pay period (number) and currency; ``numbers`` numbers the lines."""
        entries = self.by_period.get((payee, cut), [])
        return tuple(self._line(e, numbers()) for e in entries if self.exchanges.currency_of(e) == currency)

    def parts(self, payee: int, cut: int) -> tuple[MeasurePart, ...]:
        """Return the measures behind the lines of a payee and pay period."""
        return self.measures.parts(self.by_period.get((payee, cut), []))

    def _line(self, entry: dict[str, Any], number: int) -> Line:
        unit = self.plan_run.pay_unit
        trace = self.traces.get((entry["line"], entry["cut"]))
        to_date, entered = Fraction(entry["amount"], unit), Fraction(entry["entry"], unit)
        rounding = Rounding(self.plan_run.rounding.unit, self.plan_run.rounding.mode, per_line=True)
        worth = trace.worth if trace else ZERO
        kept = Fraction(self.kept.get((entry["line"], entry["cut"]), 0), unit)
        return Line(
            number=number,
            transaction_id=None,
            label=self.run.window_name(entry["window"]),
            source="",
            source_place=Place(""),
            credit=None,
            move=None,
            slices=trace.row.slices if trace else (),
            changes=tuple(trace.changes) if trace else (),
            exact_amount=worth,
            rounded_amount=Fraction(round_fraction(worth * unit, rounding), unit),
            running_before=ZERO,
            stood_before=to_date - entered,
            earning_amount=entered,
            earned_on=entry["dated"],
            line_type="window",
            note="" if trace else "what is known by now no longer gives a share in it",
            note_place=None if trace else self.walk.rate_place,
            released_now=entered - kept,
            kept=kept,
            holds=holding(self._holds.get(entry["line"], []), self.plan_run.timeline, entry["cut"]) if to_date else (),
            is_exact=True,
            paid=self.exchanges.paid(entry),
        )

    # what is paid when

    @cached_property
    def _holds(self) -> dict[int, list[HoldPart]]:
        written = self.plan_run.plan.holds + self.run.component.holds
        return holds_of(held_lines(window_lines(self.entries), written, window_evaluator(self.plan_run)), written)

    @cached_property
    def kept(self) -> dict[Key, int]:
        """What each line keeps back per pay period (released from what was kept: negative), in minor units."""
        if self._parts is None:
            return {}
        keys = self.entries.select("line").unique().sort("line").with_row_index("_number")
        numbered = self.entries.join(keys, on="line", how="left").with_columns(payee="_number")
        found = flows(numbered, self._parts, self.plan_run.timeline)
        names = keys["line"].to_list()
        return {
            (names[row["payee"]], row["period"]): row["held"] - row["released"]
            for row in found.iter_rows(named=True)
            if row["held"] != row["released"]
        }

    def released(self, payee: int, cut: int, currency: str) -> tuple[Part, ...]:
        """What earlier lines of a payee pay in a period and currency without an entry of their own."""
        own = {entry["line"] for entry in self.by_period.get((payee, cut), [])}
        lines = self.exchanges.lines_in(currency)
        first = {entry["line"]: entry for entry in reversed(self.entries.sort("cut").rows(named=True))}
        return tuple(
            Part(
                component_id=self.run.name,
                transaction_id=None,
                label=self.run.window_name(first[line]["window"]),
                source_place=Place(""),
                earned_on=first[line]["dated"],
                released_now=Fraction(-kept, self.plan_run.pay_unit),
                place=self.run.component.key_place("release"),
                pay_released=self._pay_released(first[line], period, kept),
            )
            for (line, period), kept in sorted(self.kept.items())
            if period == cut and line not in own and first[line]["payee"] == payee
            if lines is None or line in lines
        )

    def _pay_released(self, entry: dict[str, Any], period: int, kept: int) -> Fraction:
        """What is released of an earlier line, in the currency that it is paid in."""
        if self.exchanges.currency_of_line(entry["line"], entry["line_type"]) == self.plan_run.plan.currency_code:
            return Fraction(-kept, self.plan_run.pay_unit)
        return -self.exchanges.kept(entry["line"], entry["line_type"], period)
