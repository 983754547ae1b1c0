"""Simulate: what a plan would cost on sales drawn from the past, many times over.

Each scenario is a whole calculation; a few dozen go through the kernel at once, as parts of every key. Two payees with
past quarters of 100 and 200 each, at 10 %: four outcomes, 20, 30, 30 and 40, with mean 30.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import polars as pl

from attain.diagnostics import Diagnostic, Place, has_errors, in_order
from attain.earnings.source import EARNINGS_SOURCE
from attain.money import round_fraction
from attain.periods import Period
from attain.plans import Plan
from attain.questions.amounts import nearest_rank
from attain.questions.backtest.trying import in_range
from attain.questions.simulate.drawing import Past, Pool, drawn_facts, draws, past_of
from attain.questions.simulate.problems import NO_HISTORY, NOT_DRAWN, NOT_SIMULATED
from attain.roster.marks import unmarked_problem
from attain.runs import Facts, Opened, Results, calculate, plan_problems

CELLS_AT_ONCE = 100_000  # payees times periods times scenarios in one calculation: larger frames are slower per row
_DRIVERS = ("payee", "component", "period")


@dataclass(frozen=True)
class Asked:
    """What is simulated.

    Attributes:
        plans: the plans; they take the days of the periods as their range.
        periods: the periods to simulate, in order.
        past: the periods that sales are drawn from, in order.
        scenario_count: how many times; with every outcome, how many outcomes there are.
        seed: the same seed draws the same sales; None takes every outcome once.
    """

    plans: tuple[Plan, ...]
    periods: tuple[Period, ...]
    past: tuple[Period, ...]
    scenario_count: int
    seed: int | None


@dataclass(frozen=True)
class Simulated:
    """What came of it.

    Attributes:
        costs: ``scenario, currency, cost``: what all payees earn, in minor units.
        drivers: ``driver`` (payee, component or period), ``name, currency, mean, share``: each one's mean cost in
            minor units, rounded, and its part of the variance of the whole, an exact fraction as text; the shares of
            one kind of driver sum to 1 where costs vary at all.
        diagnostics: why there is no answer.
    """

    costs: pl.DataFrame
    drivers: pl.DataFrame
    diagnostics: list[Diagnostic]

    @property
    def is_usable(self) -> bool:
        """Whether there is an answer."""
        return not has_errors(self.diagnostics)

    def currencies(self) -> list[str]:
        """The currencies in which something is earned."""
        return self.costs["currency"].unique().sort().to_list()

    def percentile(self, percent: int, currency: str) -> int:
        """Return the cost that ``percent`` of the scenarios do not exceed: the nearest rank, in minor units."""
        return nearest_rank(self.costs.filter(pl.col("currency") == currency)["cost"].sort().to_list(), percent)

    def mean(self, currency: str) -> Fraction:
        """Return the mean cost, exactly, in minor units."""
        costs = self.costs.filter(pl.col("currency") == currency)["cost"]
        return Fraction(int(costs.cast(pl.Int128).sum()), len(costs))


def outcome_count(payee_count: int, period_count: int, past_count: int) -> int:
    """Count how many ways sales can be drawn."""
    return int(past_count ** (payee_count * period_count))


def payees_of(opened: Opened) -> tuple[str, ...]:
    """Name everybody whose sales are drawn: the roster."""
    assert opened.facts is not None, "the workspace was read"
    return tuple(opened.facts.roster.people)


def simulate(opened: Opened, asked: Asked) -> Simulated:
    """Simulate plans.

    Args:
        opened: the workspace as it was read.
        asked: what is simulated.
    """
    assert opened.facts is not None, "the workspace was read"
    facts = replace(opened.facts, remembered={})
    ranged = [in_range(p, asked.periods[0].starts_on, asked.periods[-1].ends_before) for p in asked.plans]
    found = plan_problems(ranged, facts)
    payees = payees_of(opened)
    pasts = [] if has_errors(found) else _pasts(facts, ranged, payees, asked, found=found)
    if has_errors(found):
        return _nothing(found)
    pools = [Pool.of(past, asked.periods) for past in pasts]
    at_once = max(1, CELLS_AT_ONCE // (len(payees) * len(asked.periods)))
    costs: list[pl.DataFrame] = []
    parts: list[pl.DataFrame] = []
    for first in range(0, asked.scenario_count, at_once):
        count = min(at_once, asked.scenario_count - first)
        drawn = draws(first, count, len(payees), len(asked.periods), choices=len(asked.past), seed=asked.seed)
        results = calculate(drawn_facts(facts, pools, drawn, count=count), ranged, opened.targets, settles=False)
        if not results.is_usable:
            return _nothing([unmarked_problem(problem) for problem in results.diagnostics])
        earned = _earned(results, facts)
        cost = _cost(earned, results, first, count)
        costs.append(cost)
        parts.append(_parts(earned, cost, first))
    return Simulated(pl.concat(costs), _drivers(pl.concat(parts), pl.concat(costs)), [])


def _pasts(
    facts: Facts, plans: Sequence[Plan], payees: Sequence[str], asked: Asked, *, found: list[Diagnostic]
) -> list[Past]:
    """Gather what is drawn from: every source whose rows the plans credit."""
    rules = [component.credit for plan in plans for component in plan.components.values()]
    rules += [measure.credit for plan in plans for measure in plan.measures.values()]
    names = sorted({str(getattr(rule, "source", "")) for rule in rules} & set(facts.sources) - {EARNINGS_SOURCE})
    pasts: list[Past] = []
    for name in names:
        source = facts.sources[name]
        has_text_key = bool(source.key) and source.columns[source.key[0]].is_text
        keyed = all(len(child.key) == 1 for child in source.children.values())
        if not has_text_key or not keyed or source.as_of is None:
            what = f"the rows of '{name}' cannot be drawn"
            fix = "its key begins with a text, it has 'as_of', and its children are keyed by that text alone"
            found.append(Diagnostic.of(NOT_DRAWN, Place("simulate"), what, fix))
            continue
        pasts.append(past_of(source, payees, asked.past))
    if not found and not any(past.rows.height for past in pasts):
        what = f"nobody has a deal from {asked.past[0].name} to {asked.past[-1].name}"
        found.append(Diagnostic.of(NO_HISTORY, Place("simulate"), what, "ask for another past with --past"))
    return pasts


def _earned(results: Results, facts: Facts) -> pl.DataFrame:
    """Return ``scenario, payee, component, period, currency`` and ``entry``, summed."""
    people = len(facts.roster.people)
    frames: list[pl.DataFrame] = []
    for part in results.tables.parts("earnings"):
        fixed = pl.select(name=part.words["component_id"], plan=part.words["plan_id"]).row(0)
        sums = part.rows.group_by("payee", "cut").agg(pl.col("entry").sum())
        named = sums.select(
            scenario=pl.col("payee").cast(pl.Int64) // people,
            payee=facts.roster.single.decode(pl.col("payee").cast(pl.Int64) % people),
            component=pl.lit(f"{fixed[1]}.{fixed[0]}"),
            period=part.words["period_id"],
            currency=pl.lit(results.runs[fixed[1]].plan.currency_code),
            entry=pl.col("entry"),
        )
        frames.append(named)
    return pl.concat(frames)


def _cost(earned: pl.DataFrame, results: Results, first: int, count: int) -> pl.DataFrame:
    """Sum every scenario; one in which nobody earns anything costs 0."""
    currencies = sorted({run.plan.currency_code for run in results.runs.values()})
    every = pl.DataFrame({"scenario": range(count)}, schema={"scenario": pl.Int64})
    every = every.join(pl.DataFrame({"currency": currencies}), how="cross")
    sums = earned.group_by("scenario", "currency").agg(cost=pl.col("entry").sum())
    found = every.join(sums, on=["scenario", "currency"], how="left", maintain_order="left")
    return found.with_columns(pl.col("scenario") + first, pl.col("cost").fill_null(0).cast(pl.Int64))


def _parts(earned: pl.DataFrame, cost: pl.DataFrame, first: int) -> pl.DataFrame:
    """Sum, per driver, what it costs and what it costs times the whole: what variances are made of."""
    whole = cost.with_columns(pl.col("scenario") - first)
    frames: list[pl.DataFrame] = []
    for driver in _DRIVERS:
        sums = earned.group_by("scenario", "currency", pl.col(driver).alias("name")).agg(pl.col("entry").sum())
        joined = sums.join(whole, on=["scenario", "currency"])
        entry = pl.col("entry").cast(pl.Int128)
        frames.append(
            joined.group_by("name", "currency")
            .agg(total=entry.sum(), product=(entry * pl.col("cost").cast(pl.Int128)).sum())
            .select(pl.lit(driver).alias("driver"), "name", "currency", "total", "product")
        )
    return pl.concat(frames)


def _drivers(parts: pl.DataFrame, costs: pl.DataFrame) -> pl.DataFrame:
    """Split the variance of the whole: covariance of each part with it, which sum to it exactly."""
    sums = parts.group_by("driver", "name", "currency").agg(pl.col("total", "product").sum())
    rows: list[tuple[str, str, str, int, Fraction]] = []
    for (currency,), found in sums.group_by("currency"):
        own = [int(c) for c in costs.filter(pl.col("currency") == currency)["cost"].to_list()]
        whole, count = sum(own), len(own)
        variance = sum(c * c for c in own) * count - whole * whole
        for driver, name, _, total, product in found.iter_rows():
            share = Fraction(int(product) * count - int(total) * whole, variance) if variance else Fraction(0)
            rows.append((driver, name, str(currency), round_fraction(Fraction(int(total), count)), share))
    rows.sort(key=lambda row: (row[2], row[0], -row[4], row[1]))
    schema = {"driver": pl.String, "name": pl.String, "currency": pl.String, "mean": pl.Int64, "share": pl.String}
    texts = [(*row[:4], f"{row[4].numerator}/{row[4].denominator}") for row in rows]
    return pl.DataFrame(texts, schema=schema, orient="row")


def _nothing(found: Sequence[Diagnostic]) -> Simulated:
    first = next((problem for problem in found if problem.severity == "error"), None)
    said = list(found)
    if first is not None and not first.code.startswith("SIMU"):
        what = f"{first.where} {first.code} {first.what}"
        said = [Diagnostic.of(NOT_SIMULATED, Place("simulate"), what, first.fix)]
    costs = pl.DataFrame(schema={"scenario": pl.Int64, "currency": pl.String, "cost": pl.Int64})
    return Simulated(costs, pl.DataFrame(), in_order(said))
