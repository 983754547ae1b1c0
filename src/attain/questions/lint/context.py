"""What a finding is looked for in: a plan with its surroundings and, where it was calculated, what came out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import polars as pl

from attain.plans.checks.surroundings import Surroundings
from attain.plans.model import Component, Plan
from attain.questions.curves import Curves, curves_of
from attain.questions.curves.texts import amount_text
from attain.runs.planning import PlanRun


@dataclass(frozen=True)
class Reached:
    """How far a measure of an owner came in one window.

    Attributes:
        owner: whose measure it is.
        period: the window's name.
        value: the measure, in natural units.
        target: what it is measured against; None without a target.
    """

    owner: str
    period: str
    value: Fraction
    target: Fraction | None

    def is_at(self, bound: Fraction) -> bool:
        """Whether a bound was reached: an amount, or a share of the target."""
        return self.value >= (bound if self.target is None else bound * self.target)


@dataclass(frozen=True)
class Context:
    """A plan under the linter's eyes.

    Attributes:
        around: the plan and what its names lead to.
        run: the plan as it was calculated on trial; None without rows.
        tables: the tables of that calculation.
    """

    around: Surroundings
    run: PlanRun | None = None
    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict[str, pl.DataFrame])

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.around.plan

    @property
    def components(self) -> dict[str, Component]:
        """The components by name."""
        return self.plan.components

    @cached_property
    def curves(self) -> dict[str, Curves]:
        """The payout curves of every component."""
        return {name: curves_of(self.around, name) for name in self.components}

    @cached_property
    def has_rows(self) -> bool:
        """Whether the plan was calculated, and somebody credited."""
        return self.run is not None and any(s.rows.height for s in self.run.standing.values())

    def reached(self, measure: str) -> list[Reached]:
        """Return how far a measure came, for every owner and window."""
        if "measures" not in self.tables:
            return []
        rows = self.tables["measures"].filter(plan_id=str(self.plan.plan), measure_id=measure)
        return [
            Reached(
                owner=str(row["owner_id"]),
                period=str(row["period_id"]),
                value=Fraction(row["measure_value"], 10 ** row["scale"]),
                target=None if row["target_value"] is None else Fraction(row["target_value"], 10 ** row["scale"]),
            )
            for row in rows.sort("owner_id", "period_id").iter_rows(named=True)
        ]

    def money(self, value: Fraction) -> str:
        """Write an amount of the plan's currency, rounded to its minor unit.

        3,000.05
        """
        return amount_text(value, self.around.digits)
