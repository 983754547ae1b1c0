"""The measures behind a component's lines: where a pay period found them, where it left them, and their targets."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from attain.diagnostics import Place
from attain.questions.explain.lines.book import Book
from attain.runs.measuring.attaining import Attaining
from attain.statements import MeasurePart, TargetChangePart, TargetPart, Unit

Columns = Mapping[str, Any]
_KEYS = {"payee": pl.UInt32, "cut": pl.Int32, "walk": pl.Int64, "owner": pl.Int64, "window": pl.Int64, "dated": pl.Date}


class MeasureBook:
    """The measure of one component, by payee (code) and pay period (number)."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.walk = book.walk
        self.plan_run = book.walk.plan_run
        self.measured = book.walk.measured
        self.model = book.walk.measured.model

    @cached_property
    def by_period(self) -> dict[tuple[int, int], list[Columns]]:
        """The windows that lines of a payee and pay period walked in, with the measure at both ends of the period."""
        if self.model.per == "transaction":
            return {}
        asked: dict[tuple[int, int, int], tuple[Any, ...]] = {}
        for rounded in self.book.traces.values():
            row = rounded.traced.row.columns
            key = (row["payee"], row["cut"], row["walk"])
            if key not in asked:
                asked[key] = (*key, row["owner"], row["window"], row["dated"])
        frame = pl.DataFrame(list(asked.values()), schema=_KEYS, orient="row")
        found: dict[tuple[int, int], list[Columns]] = {}
        for row in self._with_states(frame).iter_rows(named=True):
            found.setdefault((row["payee"], row["cut"]), []).append(row)
        return found

    def _with_states(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Add the measure at the end of the period (``now``), of the one before (``then``), and what it is against."""
        frame = self.measured.at_end(frame, "now").with_columns(pl.col("cut") - 1)
        frame = self.measured.at_end(frame, "then").with_columns(pl.col("cut") + 1)
        if self.model.against is not None:
            frame = frame.with_columns(self.plan_run.target_of(frame, self.measured).alias("against"))
        return frame.sort("payee", "cut", "window", "owner")

    def parts(self, payee: int, cut: int) -> tuple[MeasurePart, ...]:
        """Return the measure in every window that lines of the period walked in."""
        return tuple(self._part(row) for row in self.by_period.get((payee, cut), []))

    def _part(self, row: Columns) -> MeasurePart:
        period = self._window_ids[int(row["window"])]
        unit = self.walk.scales.measure
        counted = tuple(worth for worth, at in self._credits.get(row["walk"], ()) if at <= row["cut"])
        return MeasurePart(
            measure_id=self.measured.name,
            owner_id=self._owner(row),
            period_id=period,
            per=str(self.model.per),
            opening=self._state(row, "then"),
            value=self._state(row, "now"),
            target=self._target(row, period),
            unit=unit,
            place=self._place,
            credits=counted,
            is_sum=self._is_sum and row["walk"] not in self._disturbed,
            is_final=self._last_period[int(row["window"])] == row["cut"],
            marks=self._marks,
            **self._taken_over(row),
        )

    def _taken_over(self, row: Columns) -> dict[str, Any]:
        """What the plan before added, where what is measured adds up.

        To the minor unit, like the credits and the measure that are listed: what the plan's own credits are listed with
        less than the measure.
        """
        last, value = self.plan_run.predecessor, self._state(row, "now")
        if last is None or value is None or self.measured.kind not in {"sum", "count"}:
            return {}
        worth = Fraction(self.measured.taken_over(row["walk"], row["cut"]), self.walk.scales.measure_unit)
        unit = self.walk.scales.measure
        worth = unit.listed(value) - unit.listed(value - worth)
        return {"taken_over": worth, "taken_from": str(last.plan.plan)}

    def _state(self, row: Columns, side: str) -> Fraction | None:
        value = row[f"m.{side}.x"]
        if value is None:
            return None
        if self.measured.kind == "ratio":
            whole = row[f"m.{side}.of"]
            return Fraction(value, whole) if whole else None
        return Fraction(value, self.walk.scales.measure_unit)

    def _owner(self, row: Columns) -> str:
        if str(self.model.owner) == "payee":
            return self.plan_run.facts.roster.payees[int(row["payee"])]
        return str(self.measured.owners[row["owner"]])

    @cached_property
    def _window_ids(self) -> list[str]:
        return self.plan_run.timeline.windows(self.model.per).periods["period_id"].to_list()

    @cached_property
    def _last_period(self) -> list[int]:
        timeline = self.plan_run.timeline
        return timeline.last_period_of(timeline.windows(self.model.per)).to_list()

    @property
    def _place(self) -> Place:
        if self.measured.name in self.plan_run.plan.measures:
            return self.plan_run.plan.measures[self.measured.name].place
        return self.walk.component.key_place("measure")

    @cached_property
    def _marks(self) -> tuple[Fraction, ...]:
        """The bounds of the rate as shares, to be drawn beside the attainment."""
        bounds = list(self.walk.rate.bounds())
        return (
            tuple(b.value for b in bounds if b.is_percent)
            if self.model.against or self.measured.kind == "ratio"
            else ()
        )

    def _target(self, row: Columns, period_id: str) -> TargetPart | None:
        if self.model.against is None:
            return None
        name, targets = str(self.model.against), self.plan_run.targets
        carrying = Attaining(self.plan_run).carrying(self.measured)
        if carrying is not None:
            table = carrying.table(row["cut"])
        elif str(self.model.owner) == "payee":
            table = targets.of_payees(name, self.model.per)
        else:
            table = targets.of_owners(name, self.model.per, self.measured.owners)
        place = self.plan_run.plan.targets[name].place
        return target_part(table, self._owner(row), period_id, self.walk.scales.measure, place=place)

    # what the credits add up to

    @cached_property
    def _is_sum(self) -> bool:
        """Whether the measure is nothing but the credits of this component."""
        return (
            self.measured.kind in {"sum", "count"}
            and str(self.model.owner) == "payee"
            and self.model.round is None
            and self.plan_run.feeds[self.measured.name] == (self.walk.name,)
            and self.plan_run.amount_name(self.measured.name, self.walk.name) == "value"
        )

    @cached_property
    def _placed(self) -> pl.DataFrame:
        return self.plan_run.keyed(self.walk.standing.rows, self.measured, self.walk.name)

    @cached_property
    def _disturbed(self) -> frozenset[int]:
        """Walks from which something is taken back."""
        taken = self._placed.filter(pl.col("is_back") | pl.col("cancelled_on").is_not_null())
        return frozenset(taken["walk"].to_list())

    @cached_property
    def _credits(self) -> dict[int, list[tuple[Fraction, int]]]:
        """What each credit added to its walk, as the credits table has it, and in which pay period."""
        found: dict[int, list[tuple[Fraction, int]]] = {}
        for row in self._placed.filter(~pl.col("is_back")).iter_rows(named=True):
            if self.measured.kind == "count":
                worth: Fraction | None = Fraction(int(row["counts"]))
            else:
                worth = self.book.deals.quota_credit(row)
            if worth is not None:
                found.setdefault(row["walk"], []).append((worth, row["period"]))
        return found


def target_part(table: pl.DataFrame, owner: str, period_id: str, unit: Unit, *, place: Place) -> TargetPart | None:
    """Return an owner's target in a window, with where it comes from; None when there is none.

    Args:
        table: one target, resolved over one unit of windows.
        owner: a payee, a team or a territory.
        period_id: the window.
        unit: what the target counts.
        place: where the plan declares it.
    """
    found = table.filter((pl.col("payee") == owner) & (pl.col("period_id") == period_id))
    if found.is_empty():
        return None
    row = found.row(0, named=True)
    return TargetPart(
        target_id=row["target"],
        period_id=period_id,
        value=Fraction(row["target_value"], 10 ** int(row["scale"])),
        unit=unit,
        written_at=row["source"],
        base=row["base_amount"],
        factors=row["factors"],
        exact=row["exact_value"],
        place=place,
        carried=Fraction(row["carried_value"], 10 ** int(row["scale"])),
        changes=tuple(_change(one) for one in row["changes"]),
    )


def _change(told: Mapping[str, str]) -> TargetChangePart:
    adds = Fraction(told["amount"])
    return TargetChangePart(told["kind"], told["other"], adds, told["reason"], told["source"])
