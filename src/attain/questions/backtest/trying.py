"""Backtest: a new plan on past periods, beside what was earned there.

The plan is calculated on the facts as they are, in the range of days that is asked for, whatever range it says itself.
Payees without the targets it needs are left out, and named; everybody else is answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import polars as pl

from attain.diagnostics import Diagnostic, Place, has_errors, in_order
from attain.plans import Plan
from attain.questions.amounts import nearest_rank
from attain.questions.backtest.problems import LEFT_OUT, NOT_TRIED
from attain.runs import Facts, Opened, Results, Tables, calculate, plan_problems
from attain.targets.problems import MISSING

_STEPS = (0, 10, 25, 50, 75, 90, 100)
_KEYS = ["payee_id", "currency"]


@dataclass(frozen=True)
class Backtest:
    """What a plan would have paid.

    Attributes:
        results: the calculation of the new plans.
        before: what was earned in the same periods: ``payee_id, period_id, currency, earning_amount``, minor units.
        after: what the new plans earn there.
        left_out: payees who could not be tried.
        diagnostics: who is left out and why, or why there is no answer.
    """

    results: Results
    before: pl.DataFrame
    after: pl.DataFrame
    left_out: tuple[str, ...]
    diagnostics: list[Diagnostic]

    @property
    def is_usable(self) -> bool:
        """Whether there is an answer."""
        return not has_errors(self.diagnostics)

    @property
    def cost(self) -> pl.DataFrame:
        """What each period cost and would have cost: ``period_id, currency, before, after, difference``."""
        return _compared(self.before, self.after, ["period_id", "currency"]).sort("currency", "period_id")

    @property
    def payees(self) -> pl.DataFrame:
        """Winners and losers, the largest gain first: ``payee_id, currency, before, after, difference``."""
        found = _compared(self.before, self.after, _KEYS)
        return found.sort("currency", "difference", "payee_id", descending=[False, True, False])

    @property
    def distribution(self) -> pl.DataFrame:
        """What payees earn, from least to most: ``currency, percent, before, after``; the nearest rank, no averages."""
        rows: list[tuple[str, int, int, int]] = []
        for (currency,), found in self.payees.group_by("currency", maintain_order=True):
            sides = [sorted(found[side].to_list()) for side in ("before", "after")]
            for percent in _STEPS:
                before, after = (nearest_rank(side, percent) for side in sides)
                rows.append((str(currency), percent, before, after))
        schema = {"currency": pl.String, "percent": pl.Int64, "before": pl.Int64, "after": pl.Int64}
        return pl.DataFrame(rows, schema=schema, orient="row")


def backtest(
    opened: Opened, results: Results, plans: Sequence[Plan], *, starts_on: date, ends_before: date
) -> Backtest:
    """Try plans on past periods.

    Args:
        opened: the workspace as it was read.
        results: what was calculated of it: what there is to compare with.
        plans: the new plans.
        starts_on: the first day to try.
        ends_before: the day after the last.
    """
    assert opened.facts is not None, "the workspace was calculated"
    facts, left_out = opened.facts, set[str]()
    ranged = [in_range(plan, starts_on, ends_before) for plan in plans]
    found = plan_problems(ranged, facts)
    tried = Results(Tables(), found)
    while not has_errors(found):
        tried = calculate(_without(facts, left_out), ranged, opened.targets)
        missing = _without_targets(tried) - left_out
        if tried.is_usable or not missing:
            break
        left_out |= missing
    said = _said(tried, left_out)
    before = _earned(results.tables["earnings"], results, starts_on, ends_before, left_out=left_out)
    if not tried.is_usable:
        return Backtest(tried, before, before.clear(), tuple(sorted(left_out)), said)
    after = _earned(tried.tables["earnings"], tried, starts_on, ends_before, left_out=left_out)
    return Backtest(tried, before, after, tuple(sorted(left_out)), said)


def in_range(plan: Plan, starts_on: date, ends_before: date) -> Plan:
    """Give a plan another range of days, whatever it says itself."""
    effective = plan.effective.model_copy(update={"from_": starts_on, "before": ends_before})
    return plan.model_copy(update={"effective": effective, "examples": ()})


def _without(facts: Facts, left_out: set[str]) -> Facts:
    return replace(facts, only=frozenset(facts.roster.people) - left_out) if left_out else facts


def _without_targets(results: Results) -> set[str]:
    """Name the payees whose target is missing."""
    return {payee for problem in results.diagnostics if problem.code == MISSING.name for payee in problem.payees}


def _said(tried: Results, left_out: set[str]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    if left_out:
        named = sorted(left_out)
        more = f" and {len(named) - 5} more" if len(named) > 5 else ""
        what = f"there is no target in these periods for {', '.join(named[:5])}{more}"
        fix = "add their targets to the target table, or give the target an amount in the plan"
        found.append(replace(Diagnostic.of(LEFT_OUT, Place("backtest"), what, fix), payees=tuple(named)))
    first = next((problem for problem in tried.diagnostics if problem.severity == "error"), None)
    if first is not None:
        what = f"{first.where} {first.code} {first.what}"
        found.append(Diagnostic.of(NOT_TRIED, Place("backtest"), what, first.fix))
    return in_order(found)


def _earned(
    earnings: pl.DataFrame, results: Results, starts_on: date, ends_before: date, *, left_out: set[str]
) -> pl.DataFrame:
    """Add up what is earned in the pay periods that begin in a range of days."""
    periods = results.tables["periods"]
    inside = periods.filter((pl.col("starts_on") >= starts_on) & (pl.col("starts_on") < ends_before))
    rows = earnings.join(inside.select("period_id").unique(), on="period_id", how="semi")
    rows = rows.filter(~pl.col("payee_id").is_in(sorted(left_out)))
    return rows.group_by("payee_id", "period_id", "currency").agg(pl.col("earning_amount").sum())


def _compared(before: pl.DataFrame, after: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    sides = [
        frame.group_by(keys).agg(pl.col("earning_amount").sum().alias(name))
        for frame, name in ((before, "before"), (after, "after"))
    ]
    both = sides[0].join(sides[1], on=keys, how="full", coalesce=True)
    both = both.with_columns(pl.col("before", "after").fill_null(0))
    return both.with_columns(difference=pl.col("after") - pl.col("before"))


def tiers_reached(tried: Results) -> pl.DataFrame:
    """Say where owners of measures ended: how many stood in each tier, and how far they had come.

    Returns:
        ``plan_id, component_id, tier`` (as written: the bound it begins at), ``owner_count`` (one per owner and
        window) and ``measure_value`` in all, in the measure's own integers.
    """
    rows: list[tuple[str, str, str, int, int]] = []
    for plan_id, run in tried.runs.items():
        for name in run.components:
            bounds = sorted({bound.value for bound in run.components[name].rate.bounds()})
            texts = {bound.value: bound.text for bound in run.components[name].rate.bounds()}
            own = pl.col("measure_id") == run.measure_of(name)
            measured = tried.tables["measures"].filter(own & (pl.col("plan_id") == plan_id))
            if not bounds or measured.is_empty():
                continue
            is_percent = run.measures[run.measure_of(name)].against is not None
            met = _met(measured, bounds, is_percent=is_percent)
            labels = {None: f"below {texts[bounds[0]]}", **{bound: texts[bound] for bound in bounds}}
            rows += [
                (plan_id, name, labels[bound], len(found), sum(found))
                for bound, found in ((bound, met.get(bound, [])) for bound in (None, *bounds))
            ]
    schema = {
        "plan_id": pl.String,
        "component_id": pl.String,
        "tier": pl.String,
        "owner_count": pl.Int64,
        "measure_value": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _met(measured: pl.DataFrame, bounds: Sequence[Fraction], *, is_percent: bool) -> dict[Fraction | None, list[int]]:
    """Put every owner's value under the last bound it reaches."""
    found: dict[Fraction | None, list[int]] = {}
    for value, target, scale in measured.select("measure_value", "target_value", "scale").iter_rows():
        if is_percent and not target:
            continue
        share = Fraction(value, target) if is_percent else Fraction(value, 10**scale)
        reached = [bound for bound in bounds if share >= bound]
        found.setdefault(reached[-1] if reached else None, []).append(value)
    return found
