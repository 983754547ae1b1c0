"""Feeds measures: what each row of a crediting rule adds, to whom, in which window, moving together with what."""

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING

import polars as pl

from attain.earnings import largest
from attain.expressions import ColumnType, Kind
from attain.measures import Measure, once_per_team
from attain.money import proved_64
from attain.runs.measuring.inheriting import Part, taken_over
from attain.runs.measuring.measured import Measured

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

MOST_TRANSACTIONS = 2**34
_KINDS: dict[str, Kind] = {"money": "money", "count": "count", "percent": "percent"}


@dataclass(frozen=True)
class Feeding:
    """Feeds the measures of one plan."""

    run: "PlanRun"

    def measured(self, name: str) -> Measured:
        """Feed a measure from every rule that moves it."""
        measure = self.run.measures[name]
        parts = self.parts(name)
        goes_on = len(parts) > len(self.run.feeds[name])
        unit = lcm(*(unit for _, _, unit in parts)) if parts else 1
        kind = parts[0][1] if parts else "money"
        if measure.against is not None:
            unit = lcm(unit, 10 ** self.run.target_digits(str(measure.against)))
        scaled = [c for c in ("amount", "whole", "over") if c != "over" or measure.kind == "ratio"]
        for frame, _, own_unit in parts:
            for column in scaled:
                proved_64(largest(frame[column]) * (unit // own_unit) * max(frame.height, 1), f"the measure '{name}'")
        frames = [f.with_columns((pl.col(c) * (unit // u)).alias(c) for c in scaled) for f, _, u in parts]
        feed = pl.concat(frames, how="diagonal")
        owner_codes: dict[str, int] = {}
        feed = self._walks(feed, measure, owner_codes)
        if goes_on:
            feed = feed.filter(pl.col("walk").is_not_null())
            feed = feed.with_columns(pl.col("is_taken_over").fill_null(value=False))
        if str(measure.owner) != "payee":
            feed = once_per_team(feed)
        moves_long = measure.group != "transaction" and not self.run.timeline.fits_in_pay_periods(measure.group)
        type_ = ColumnType(_KINDS.get(kind, "decimal"))
        only = self.run.feeds[name][0] if len(parts) == 1 else None
        feed = feed.sort("at", maintain_order=True)
        return Measured(name, measure, type_, feed, owner_codes, moves_long, unit, only)

    def parts(self, name: str) -> list[Part]:
        """What every rule adds to a measure, and what the plan before added if this one continues it."""
        measure, last = self.run.measures[name], self.run.predecessor
        parts = [self.fed_by(name, measure, rule) for rule in self.run.feeds[name]]
        if last is None or name not in last.measured or measure.per in {"transaction", "plan"}:
            return parts
        return parts + taken_over(self.run, last, Feeding(last).parts(name))

    def fed_by(self, name: str, measure: Measure, rule: str) -> tuple[pl.DataFrame, str, int]:
        """What a rule's rows add to a measure, before windows and owners are numbered."""
        made = self.run.standing[rule]
        rows = made.rows
        component = self.run.components.get(rule)
        clawback = component.clawback if component else None
        if clawback is not None and clawback.attainment == "kept":
            rows = rows.filter(~pl.col("is_back"))
        moved, unit, kind = self._amount_of(measure, name, rule)
        whole = pl.when("is_back").then(-1).otherwise(1) if measure.kind == "count" else None
        named = self.run.amount_name(name, rule)
        fed = {"amount": moved, "whole": pl.col(f"{named}.full") if whole is None else whole.cast(pl.Int64)}
        over = {}
        if measure.kind == "ratio":
            below = self._over_amount(name, measure)
            top, bottom = unit, made.credited.units[below].counted_per_natural
            unit = lcm(top, bottom)
            fed = {key: value * (unit // top) for key, value in fed.items()}
            over = {"over": pl.col(f"{below}.quota") * (unit // bottom)}
        rows = rows.with_columns(**fed, **over, rule=pl.lit(rule))
        rows = self._with_owner(rows, measure, rule)
        kept = ["rule", "owner_id", "payee", "transaction", "at", "dated", "period", "gone", "amount", "whole", *over]
        return rows.select(kept), kind, unit

    def owned(self, name: str, rule: str) -> pl.DataFrame:
        """The rows of a rule with the owner of a measure as ``owner_id``; null where it is the payee."""
        return self._with_owner(self.run.standing[rule].rows, self.run.measures[name], rule)

    def _amount_of(self, measure: Measure, name: str, rule: str) -> tuple[pl.Expr, int, str]:
        """What a row adds to a measure, stored integers per natural unit, and what it is."""
        if measure.kind == "count":
            sign = pl.when("is_back").then(-1).otherwise(1).cast(pl.Int64)
            return pl.when("counts").then(sign).otherwise(0), 1, "count"
        shared = self.run.amount_name(name, rule)
        found = self.run.standing[rule].credited.units[shared]
        return pl.col(f"{shared}.quota"), found.counted_per_natural, found.kind

    def step(self, measured: Measured, rule: str) -> pl.Expr:
        """What a row of a rule adds to a measure, in the measure's unit."""
        moved, unit, _ = self._amount_of(measured.model, measured.name, rule)
        return moved * (measured.unit // unit)

    @staticmethod
    def _over_amount(name: str, measure: Measure) -> str:
        """Name the shared-out amount of a ratio's denominator."""
        return "value" if str(measure.over).strip() == "value" else f"m_{name}_over"

    def _with_owner(self, rows: pl.DataFrame, measure: Measure, rule: str) -> pl.DataFrame:
        owner = str(measure.owner)
        if owner == "payee":
            return rows.with_columns(owner_id=pl.lit(None, pl.String))
        marked = self.run.facts.roster.marked
        if owner == "all":
            return rows.with_columns(owner_id=marked(pl.col("payee"), pl.lit("all")))
        evaluator = self.run.evaluator(rule)
        rows = evaluator.values(rows, measure.owner, evaluator.vocabulary.credit(), "text", name="owner_id")
        return rows.with_columns(owner_id=marked(pl.col("payee"), pl.col("owner_id").fill_null("")))

    def _walks(self, rows: pl.DataFrame, measure: Measure, owner_codes: dict[str, int]) -> pl.DataFrame:
        """Number owner, window and walk of each row, and what moves together."""
        if str(measure.owner) == "payee":
            owner = pl.col("payee").cast(pl.Int64)
        else:
            for text in rows["owner_id"].unique().sort().to_list():
                owner_codes.setdefault(text, len(owner_codes))
            texts, codes = list(owner_codes), list(owner_codes.values())
            owner = pl.lit(0, pl.Int64)
            if texts:
                owner = pl.col("owner_id").replace_strict(texts, codes, return_dtype=pl.Int64)
        if measure.per == "transaction":
            window, count = pl.col("transaction"), MOST_TRANSACTIONS
        else:
            windows = self.run.timeline.windows(measure.per)
            window, count = windows.of("dated").cast(pl.Int64), windows.periods.height
        rows = rows.with_columns(owner=owner, window=window)
        rows = rows.with_columns(walk=pl.col("owner") * count + pl.col("window"))
        move = pl.col("at")
        if measure.group != "transaction":
            move = self.run.timeline.windows(measure.group).of("dated").cast(pl.Int64)
        return rows.with_columns(move=move)

    def keyed(self, rows: pl.DataFrame, measured: Measured, rule: str) -> pl.DataFrame:
        """Add ``owner``, ``window``, ``walk`` and ``move`` of a measure to a rule's rows."""
        rows = self._with_owner(rows, measured.model, rule)
        return self._walks(rows, measured.model, measured.owner_codes)
