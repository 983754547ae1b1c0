"""The results of one component's windows, one by one and in fractions, with what every expression read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from attain.diagnostics import Place
from attain.documents import Text
from attain.expressions import FractionOperand, Operand
from attain.periods import Unit as Window
from attain.plans.derived import names_of, read_by
from attain.questions.explain.lines.reading import Reader
from attain.questions.explain.lines.walks import Scales
from attain.runs.earning.modifying import TARGET
from attain.runs.inputs.evaluation import parsed_of
from attain.runs.planning import PlanRun
from attain.runs.windows.results import WindowRun
from attain.statements import Figures, Read, Unit, plain

Columns = Mapping[str, Any]
_SHARES = frozenset({"percent", "ratio"})


@dataclass(frozen=True)
class WindowWalk:
    """A component that pays per window, whose rows can be read one by one.

    Attributes:
        plan_run: the plan.
        run: the component.
    """

    plan_run: PlanRun
    run: WindowRun

    @property
    def rate_place(self) -> Place:
        """Where the rate stands in the plan."""
        rate = self.run.component.rate
        return rate.place if rate.place.file else self.run.component.key_place("rate")

    @cached_property
    def figures(self) -> Figures:
        """Numbers in the plan's currency."""
        return Figures(self.plan_run.plan.currency_code)

    @cached_property
    def scales(self) -> Scales:
        """The units of the results: money."""
        money = Unit("money", self.plan_run.plan.currency_code)
        return Scales(1, 1, 1, self.plan_run.pay_unit, Unit("number"), money)

    def measures(self) -> tuple[str, ...]:
        """The component's own measure, and those it is made of."""
        own = self.run.own
        model = self.plan_run.measures[own]
        texts = names_of(model.formula, model.among)
        return (own, *sorted(read_by(model, texts, self.plan_run.measures) - {own}))

    def measure_texts(self) -> tuple[Text | None, ...]:
        """The expressions of the component's own measure."""
        model = self.plan_run.measures[self.run.own]
        return (model.formula, model.among)

    # what modifiers read

    def conditions(self, frame: pl.DataFrame, when: Text | None, seen: str, per: Window = "transaction") -> list[bool]:
        """Say on which rows a condition holds; of a limit of a window targets are read over its own."""
        del seen
        unit, frame = self._over(frame, per)
        return self.plan_run.reading.condition(frame, when, unit, self.run.own).to_list()

    def values(
        self, frame: pl.DataFrame, text: Text, seen: str, per: Window = "transaction"
    ) -> tuple[list[Fraction], bool]:
        """Evaluate an expression on every row, in natural units; and say whether it is a share."""
        del seen
        unit, frame = self._over(frame, per)
        evaluator = self.plan_run.reading.evaluator(unit, self.run.own)
        found = self.plan_run.reading.fraction(frame, text, unit, self.run.own)
        values = [Fraction(top or 0, bottom or 1) for top, bottom in found.iter_rows()]
        return values, evaluator.kind_of(text) in _SHARES

    def _over(self, frame: pl.DataFrame, per: Window) -> tuple[Window, pl.DataFrame]:
        """The window over which targets are read, and the rows without those that were read over another."""
        if per == "transaction":
            return self.run.per, frame
        return per, frame.drop([name for name in frame.columns if name.startswith(TARGET)])

    def window_numbers(self, frame: pl.DataFrame, unit: Window) -> list[int]:
        """Number the windows of a unit per payee and pay period, as caps do."""
        return self.run.windowed(frame, unit, "_window")["_window"].to_list()

    def window_keys(self, frame: pl.DataFrame, unit: Window) -> list[int]:
        """The same; no line is added per window here."""
        return self.window_numbers(frame, unit)

    # what expressions read

    def with_names(self, frame: pl.DataFrame, texts: Sequence[Text | None]) -> pl.DataFrame:
        """Add the columns that the names of expressions stand for."""
        frame = self.plan_run.reading.attached(frame, tuple(texts), self.run.own)
        evaluator = self.plan_run.reading.evaluator(self.run.per, self.run.own)
        for text in texts:
            parsed = parsed_of(text)[0] if text is not None else None
            if parsed is not None:
                frame = evaluator.attached(frame, parsed, evaluator.vocabulary.line())
        return frame

    def reads(self, text: Text | None, columns: Columns) -> tuple[Read, ...]:
        """Say what an expression read on a row."""
        found: list[Read] = []
        for name in sorted(names_of(text)):
            operand = self._names.get(name)
            if isinstance(operand, FractionOperand):
                value, place = self._share(operand, columns), self._measure_place(name)
                found.append(Read(name, value, place))
            elif isinstance(operand, Operand):
                found.append(Read(name, self._reader.value(columns[operand.column], operand.type), self._place(name)))
        return tuple(found)

    @cached_property
    def _names(self) -> Mapping[str, object]:
        return self.plan_run.reading.vocabulary(self.run.own).line().names

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.plan_run, self.plan_run.reading.evaluator(self.run.per), self.figures)

    def _share(self, operand: FractionOperand, columns: Columns) -> str:
        top, bottom = columns[operand.numerator], columns[operand.denominator]
        if top is None or not bottom:
            return "nothing"
        value = Fraction(int(top), int(bottom))
        if operand.kind == "percent":
            return self.figures.percent(value)
        return self.figures.money(value) if operand.kind == "money" else plain(value, 9)

    def _place(self, name: str) -> Place:
        first = name.partition(".")[0]
        if first == "payee":
            return Place(self.plan_run.facts.roster.file)
        if name in self.plan_run.plan.targets:
            return self.plan_run.plan.targets[name].place
        return self._measure_place(name)

    def _measure_place(self, name: str) -> Place:
        first = name.partition(".")[0]
        own = self.run.own if first in {"attainment", "measured"} else first
        found = self.plan_run.plan.measures.get(own)
        return found.place if found is not None else self.run.component.key_place("measure")
