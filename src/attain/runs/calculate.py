"""calculate(facts, plans): earnings and payments, and every table on the way. No clock, no database, no network.

Same facts and plans, same tables, whatever the order of rows and the number of threads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import polars as pl

from attain.credits import CREDITS
from attain.diagnostics import Diagnostic, has_errors, in_order
from attain.earnings import EARNINGS
from attain.measures import MEASURES
from attain.money import TooLarge, proved_sum
from attain.money.problems import TOO_LARGE
from attain.payments import PAYMENTS
from attain.periods import PERIODS
from attain.plans.model import Plan
from attain.plans.phases import Step, phases_of
from attain.plans.succession import predecessors, whole_range
from attain.runs.checking import crossing_plans
from attain.runs.exchanging.paying import PayCurrencies
from attain.runs.exchanging.settling import by_currency, flows_by_currency
from attain.runs.handed_out import credits_of, earned_by_period, earnings_of, measures_of
from attain.runs.inputs.facts import Facts, Findings
from attain.runs.invariants import payments_tie
from attain.runs.measuring.changing import unreached
from attain.runs.paying import Account, account, settled
from attain.runs.phases import EarnedLines
from attain.runs.planning import PlanRun
from attain.runs.windows.releases import window_parts
from attain.runs.windows.results import entries_of
from attain.runs.windows.tables import derived_measures, window_earnings
from attain.runs.words import Coded, CodedTable, Tables
from attain.targets import TargetTable


@dataclass(frozen=True)
class Results:
    """What a calculation found.

    Attributes:
        tables: ``credits, measures, earnings, payments, periods`` by name; empty when there are errors.
        diagnostics: every problem, in order of place.
        runs: the plans as they were run, for questions about a number.
    """

    tables: Tables
    diagnostics: list[Diagnostic]
    runs: dict[str, PlanRun] = field(default_factory=dict[str, PlanRun])

    @property
    def is_usable(self) -> bool:
        """Whether there are no errors."""
        return not has_errors(self.diagnostics)


def calculate(facts: Facts, plans: Sequence[Plan], targets: TargetTable, *, settles: bool = True) -> Results:
    """Calculate plans.

    Args:
        facts: what is known.
        plans: the plans, in any order.
        targets: the workspace's target table.
        settles: whether anybody is to be paid; else there is only the table ``earnings``, for questions about it.
    """
    findings = Findings()
    phases, before = phases_of(plans), predecessors(plans)
    findings.add(*phases.problems)
    earned = EarnedLines(facts, phases)
    runs: dict[str, PlanRun] = {}
    done: dict[str, _Done] = {}
    for step in phases.steps:
        name = str(step.plan.plan)
        run = PlanRun(step.plan, earned.before(step.level), targets, findings)
        run.follow(runs.get(str(before[name].plan)) if name in before else None, whole_range(step.plan, before, plans))
        try:
            if not step.is_last:
                earned.preview(step, run, findings)
                continue
            runs[name] = run
            if step.level and has_errors(findings.found):
                continue
            run.prepare()
            if has_errors(findings.found):
                continue
            made = _of_plan(run, step, earned, settles=settles)
            paid = [account(run, money, currency) for currency, money in made.money.items()] if settles else None
            done[name] = made, paid
        except TooLarge as error:
            findings.add(_too_large(run, str(error)))
        except pl.exceptions.InvalidOperationError as error:
            findings.add(_overflowed(run, error))
    runs = dict(sorted(runs.items()))
    findings.add(*crossing_plans(runs))
    findings.add(*(unreached(runs, targets) if not has_errors(findings.found) else ()))
    made = [done[name] for name in runs if name in done]
    tables = Tables() if has_errors(findings.found) else _handed_out(made, facts, findings, runs)
    return Results(tables, in_order(findings.found), runs)


def _handed_out(done: "Sequence[_Done]", facts: Facts, findings: Findings, runs: dict[str, PlanRun]) -> Tables:
    """Settle all plans together; no tables where that is not possible, and only earnings where nobody is settled."""
    accounts = [one for _, its_accounts in done for one in its_accounts or ()]
    plans_made = [made for made, _ in done]
    if any(its_accounts is None for _, its_accounts in done):
        return Tables({"earnings": CodedTable(EARNINGS, [part for made in plans_made for part in made.earnings])})
    payments = _payments(accounts, facts, findings)
    if has_errors(findings.found):
        return Tables()
    payments_tie(pl.concat([plan.earned for plan in plans_made]), payments)
    return _tables(plans_made, payments, _periods(runs))


@dataclass(frozen=True)
class _Made:
    """What was made of one plan: its tables, what it earned by payee and period, and the flows of money."""

    credits: list[Coded]
    measures: list[pl.DataFrame]
    earnings: list[Coded]
    earned: pl.DataFrame
    money: dict[str, pl.DataFrame]


_Done: TypeAlias = tuple[_Made, list[Account] | None]  # no accounts where nobody is settled


def _tables(made: list[_Made], payments: pl.DataFrame, periods: pl.DataFrame) -> Tables:
    measures = pl.concat([MEASURES.empty(), *(measure for plan in made for measure in plan.measures)])
    credited = [part for plan in made for part in plan.credits]
    earned = [part for plan in made for part in plan.earnings]
    return Tables(
        {
            "credits": CodedTable(CREDITS, credited),
            "measures": MEASURES.checked(measures),
            "earnings": CodedTable(EARNINGS, earned),
            "payments": PAYMENTS.checked(payments),
            "periods": PERIODS.checked(periods),
        }
    )


def _of_plan(run: PlanRun, step: Step, earned: EarnedLines, *, settles: bool) -> _Made:
    paying = PayCurrencies(run)
    earnings: list[Coded] = []
    money: list[pl.DataFrame] = []
    for name, component in run.components.items():
        is_windowed, entries = run.plan.is_windowed(name), paying.entries(entries_of(run, name), name)
        proved_sum(entries["entry"], f"what '{name}' earns")
        if "pay_entry" in entries.columns:
            proved_sum(entries["pay_entry"], f"what '{name}' pays")
        earnings.append(window_earnings(run, name, entries) if is_windowed else earnings_of(run, name, entries))
        if name in step.components:
            earned.keep(step, run, name, entries)
        if not settles:
            continue
        parts = window_parts(run, entries, component) if is_windowed else run.parts[name]
        money.append(flows_by_currency(entries, parts, paying, name))
    if not settles:
        return _Made([], [], earnings, pl.DataFrame(), {})
    measures = [measures_of(run, found) for found in run.measured.values()]
    measures += [derived_measures(run, name) for name, model in run.measures.items() if model.is_derived]
    return _Made(
        credits=[credits_of(run, name) for name in run.credited],
        measures=measures,
        earnings=earnings,
        earned=earned_by_period(run, earnings),
        money=by_currency(pl.concat(money), paying),
    )


def _too_large(run: PlanRun, what: str) -> Diagnostic:
    fix = "check the sources and the plan for amounts that are far too large"
    return Diagnostic.of(TOO_LARGE, run.plan.place, what, fix)


def _overflowed(run: PlanRun, error: pl.exceptions.InvalidOperationError) -> Diagnostic:
    """Say what an exact 128-bit amount means that is too large for a 64-bit column; Polars refuses, it never wraps.

    A bound that rules this out beforehand would also refuse plans whose amounts are far below it.

    Raises:
        InvalidOperationError: it is about something else.
    """
    if "from `i128` to `i64` failed" not in str(error):
        raise error
    return _too_large(run, f"an amount of '{run.plan.plan}' is larger than 64 bits hold")


def _payments(accounts: list[Account], facts: Facts, findings: Findings) -> pl.DataFrame:
    groups: dict[tuple[str, str], list[Account]] = {}
    for one in accounts:
        plan = one.plan_run.plan
        groups.setdefault((one.currency, plan.pay_period), []).append(one)
    frames = [PAYMENTS.empty()]
    for (currency, _), members in sorted(groups.items()):
        found = settled(members, findings)
        named = found.with_columns(
            payee_id=facts.roster.decode(pl.col("payee")), pay_run=pl.lit("regular"), currency=pl.lit(currency)
        )
        frames.append(named.select(PAYMENTS.names))
    return pl.concat(frames)


def _periods(runs: dict[str, PlanRun]) -> pl.DataFrame:
    """Every pay period and every window of a measure, in order of time."""
    frames = [PERIODS.empty()]
    for run in runs.values():
        frames.append(run.timeline.pay_periods.periods)
        frames += [
            run.timeline.windows(m.model.per).periods for m in run.measured.values() if m.model.per != "transaction"
        ]
        frames += [run.timeline.windows(m.per).periods for m in run.measures.values() if m.is_derived]
    return pl.concat(frames).unique().sort("starts_on", "ends_before", "period_id")
