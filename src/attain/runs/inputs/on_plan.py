"""The rows of the built-in source ``periods`` for one plan: everybody's pay periods on it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from attain.roster.pay_periods import PERIODS_SOURCE, pay_periods, periods_source
from attain.runs.inputs.facts import Facts
from attain.sources.table import SCENARIO, SOURCE_LINE

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

_ONE_DAY = timedelta(days=1)


def with_pay_periods(run: "PlanRun") -> Facts:
    """Return a plan's facts with the source ``periods``, where one of its credits is of it."""
    facts = run.facts
    if PERIODS_SOURCE not in {str(rule.source) for rule in run.credit_rules.values()}:
        return facts
    effective, roster = run.plan.effective, facts.roster
    before = effective.before or _last_known(run) + _ONE_DAY
    periods = facts.calendar.assign(run.plan.pay_period, effective.from_, max(before, effective.from_ + _ONE_DAY))
    code = pl.col("payee_code")
    spans = roster.rows.filter(run.members.is_member).select(
        plan=pl.lit(str(run.plan.plan)),
        payee=roster.named(code),
        from_on=pl.max_horizontal("starts_on", pl.lit(effective.from_)),
        until=pl.min_horizontal("ends_before", pl.lit(before)) if effective.before else pl.col("ends_before"),
        **{SOURCE_LINE: pl.col("source_line")},
        **({SCENARIO: roster.scenario_mark(code)} if roster.copies > 1 else {}),
    )
    spans = spans.filter(pl.col("from_on") < pl.col("until"))
    named = periods.periods.select("period_id", "starts_on", "ends_before")
    return facts.with_source(periods_source(pay_periods(spans, named), roster.file))


def _last_known(run: "PlanRun") -> date:
    """How far the pay periods of a plan without an end reach: to today, or as far as anything is known."""
    facts = run.facts
    if facts.as_of is not None:
        return facts.as_of
    dated = [source.frame[source.as_of].max() for source in facts.sources.values() if source.as_of]
    days = [day for day in dated if isinstance(day, date)]
    return max([run.plan.effective.from_, *days])
