"""The measures behind a window's result: where a pay period found them, where it left them, and their targets."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import polars as pl

from attain.questions.explain.measuring import target_part
from attain.questions.explain.windows.walk import WindowWalk
from attain.statements import MeasurePart, TargetPart, Unit

_SCHEMA = {"payee": pl.UInt32, "roster_row": pl.UInt32, "dated": pl.Date, "cut": pl.Int32, "window": pl.Int32}


class WindowMeasures:
    """The measures that the results of one component are found from."""

    def __init__(self, walk: WindowWalk) -> None:
        self.walk = walk
        self.plan_run = walk.plan_run

    def parts(self, entries: Sequence[dict[str, Any]]) -> tuple[MeasurePart, ...]:
        """Return the component's own measure, and those it is made of, in every window with an entry."""
        return tuple(part for entry in entries for name in self.walk.measures() for part in self._part(name, entry))

    def _part(self, name: str, entry: dict[str, Any]) -> Iterator[MeasurePart]:
        model = self.plan_run.measures[name]
        if model.per == "transaction":
            return
        now = pl.DataFrame([{key: entry[key] for key in _SCHEMA}], schema=_SCHEMA)
        then = now.with_columns(pl.col("cut") - 1)
        windows = self.plan_run.timeline.windows(model.per)
        window = now.select(windows.of("dated")).item()
        period = str(windows.periods["period_id"][window])
        value = self._value(name, now)
        place = self.plan_run.plan.measures.get(name)
        yield MeasurePart(
            measure_id=name,
            owner_id=self._owner(name, entry),
            period_id=period,
            per=str(model.per),
            opening=self._value(name, then),
            value=value,
            target=self._target(name, entry, period),
            unit=self._unit(name),
            place=place.place if place is not None else self.walk.run.component.key_place("measure"),
        )

    def _value(self, name: str, row: pl.DataFrame) -> Fraction | None:
        columns = self.plan_run.reading.columns(row, name, "own").row(0, named=True)
        if "m.own.x" in columns and self.plan_run.measures[name].ratio is None:
            value = columns["m.own.x"]
            return None if value is None else Fraction(value, self.plan_run.measure_unit(name))
        top, bottom = columns["m.own.share"], columns["m.own.of"]
        return None if top is None or not bottom else Fraction(int(top), int(bottom))

    def _unit(self, name: str) -> Unit:
        known = self.plan_run.reading.vocabulary(name).own
        kind = known.type.kind if known is not None else "number"
        if self.plan_run.measures[name].ratio is not None:
            return Unit("percent")
        return Unit(kind, self.plan_run.plan.currency_code if kind == "money" else "")

    def _owner(self, name: str, entry: dict[str, Any]) -> str:
        owner = str(self.plan_run.measures[name].owner)
        return self.plan_run.facts.roster.payees[int(entry["payee"])] if owner == "payee" else owner

    def _target(self, name: str, entry: dict[str, Any], period: str) -> TargetPart | None:
        model = self.plan_run.measures[name]
        if model.against is None or str(model.owner) != "payee":
            return None
        table = self.plan_run.targets.of_payees(str(model.against), model.per)
        place = self.plan_run.plan.targets[str(model.against)].place
        return target_part(table, self._owner(name, entry), period, self._unit(name), place=place)
