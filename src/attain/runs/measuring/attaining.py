"""How far a measure has come: its target, a component's target incentive, and what conditions see of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from attain.documents import Text
from attain.periods import Unit
from attain.runs.measuring.carrying import Carrying
from attain.runs.measuring.measured import Measured

if TYPE_CHECKING:
    from attain.plans.model import Component
    from attain.runs.planning import PlanRun


@dataclass(frozen=True)
class Attaining:
    """Reads the targets and measures of one plan beside its rows."""

    run: "PlanRun"

    def with_target(self, rows: pl.DataFrame, measured: Measured) -> pl.DataFrame:
        """Add ``x0_of`` and ``x1_of``: the target of the measure's owner in the row's window."""
        model = measured.model
        if model.against is None or model.per == "transaction":
            return rows
        value = self.target_of(rows, measured)
        zero = self.run.plan.targets[str(model.against)].when_zero
        rows = rows.with_columns(value.alias("x1_of"))
        if zero != "error":
            fixed = 0 if zero == "0%" else 1
            empty = pl.col("x1_of") == 0
            rows = rows.with_columns(
                pl.when(empty).then(fixed).otherwise(pl.col(side)).alias(side) for side in ("x0", "x1")
            ).with_columns(is_empty_target=empty, x1_of=pl.when(empty).then(1).otherwise(pl.col("x1_of")))
        return rows.with_columns(x0_of="x1_of")

    def target_of(self, rows: pl.DataFrame, measured: Measured) -> pl.Series:
        """Return the target of the measure's owner in each row's window, in the measure's unit."""
        model = measured.model
        factor = measured.unit // 10 ** self.run.target_digits(str(model.against))
        carrying = self.carrying(measured)
        if carrying is not None:
            if str(model.owner) == "payee":
                self.run.targets.check(rows, str(model.against), model.per)
            return (carrying.column(rows) * factor).fill_null(1)
        if str(model.owner) == "payee":
            found = self.run.targets.column(rows, str(model.against), model.per)
            if found.null_count() or (found == 0).any():
                self.run.targets.check(rows, str(model.against), model.per)
        else:
            found = self.run.targets.owner_column(rows, str(model.against), model.per, measured.owners)
        return (found * factor).fill_null(1)

    def carrying(self, measured: Measured) -> Carrying | None:
        """Return a measure's targets with what it fell short of before; None where nothing is carried."""
        against = measured.model.against
        if (
            against is None
            or self.run.plan.targets[str(against)].carry == "none"
            or measured.model.per == "transaction"
        ):
            return None
        key = f"{measured.name}/{len(measured.owner_codes)}"  # owners are added when they are first met
        if key not in self.run.carried:
            self.run.carried[key] = Carrying(self.run, measured)
        return self.run.carried[key]

    def incentive(
        self, rows: pl.DataFrame, component: "Component", measured: Measured
    ) -> tuple[str | None, pl.DataFrame]:
        """Add the target that ``of`` names, in minor units, read over the measure's window."""
        unit = measured.model.per if measured.model.per != "transaction" else self.run.plan.pay_period
        return self.incentive_over(rows, component.rate.of, unit)

    def incentive_over(self, rows: pl.DataFrame, of: Text | None, unit: Unit) -> tuple[str | None, pl.DataFrame]:
        """Add the same, read over windows of a unit."""
        if not self.run.names_target(of):
            return None, rows
        self.run.targets.check(rows, str(of).strip(), unit)
        name = str(of).strip()
        column = self.run.targets.column(rows, name, unit).fill_null(0)
        return "incentive", rows.with_columns(
            (column // 10 ** (self.run.target_digits(name) - self.run.digits)).alias("incentive")
        )

    def measure_columns(
        self, frame: pl.DataFrame, measure: str, label: str, seen: str, *, rule: str, is_own: bool
    ) -> pl.DataFrame:
        """Add ``m.LABEL.x`` (and ``.of``): a measure as seen from each row."""
        found = self.run.measured[measure]
        keyed = self.run.keyed(frame.drop("owner", "window", "walk", "move", "owner_id", strict=False), found, rule)
        if seen == "period_end":
            keyed = found.at_end(keyed, label)
        else:
            sides = ["x0", "x1", "x0_of", "x1_of", "is_empty_target"]
            placed = keyed if is_own else found.placed(keyed.drop(sides, strict=False))
            keyed = keyed.with_columns(placed["x1"].alias(f"m.{label}.x"))
            if found.kind == "ratio":
                keyed = keyed.with_columns(
                    placed["x1_of"].alias(f"m.{label}.of"), placed["x1"].alias(f"m.{label}.share")
                )
        columns = [c for c in (f"m.{label}.x", f"m.{label}.of", f"m.{label}.share") if c in keyed.columns]
        if found.model.against is not None:
            keyed = self.with_share(keyed, found, label)
            columns = [f"m.{label}.x", f"m.{label}.of", f"m.{label}.share"]
        return keyed.select(columns)

    def with_share(self, keyed: pl.DataFrame, measured: Measured, label: str) -> pl.DataFrame:
        """Add ``m.LABEL.share`` over ``m.LABEL.of``: a measure (``m.LABEL.x``) as a share of its owner's target."""
        target = self.target_of(keyed, measured)
        zero = self.run.plan.targets[str(measured.model.against)].when_zero
        keyed = keyed.with_columns(target.alias("_target"))
        empty = pl.col("_target") == 0
        fixed = 1 if zero == "100%" else 0
        return keyed.with_columns(
            pl.when(empty).then(1).otherwise(pl.col("_target")).alias(f"m.{label}.of"),
            pl.when(empty).then(fixed).otherwise(pl.col(f"m.{label}.x")).alias(f"m.{label}.share"),
        )


def has_zero_target(rows: pl.DataFrame) -> bool:
    """Whether any row is measured against a target of 0."""
    return "is_empty_target" in rows.columns and bool(rows["is_empty_target"].any())
