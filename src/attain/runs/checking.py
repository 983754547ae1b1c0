"""Plans checked against facts, and what is only seen then: two plans that pay the same deal, or the same payee."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from attain.credits.problems import PAID_TWICE
from attain.diagnostics import Diagnostic
from attain.money import minor_digits
from attain.payments.problems import ONE_LIMIT
from attain.plans import Plan, check_plan
from attain.roster.pay_periods import PERIODS_SOURCE
from attain.runs.inputs.facts import Facts

if TYPE_CHECKING:
    from attain.runs.planning import PlanRun

_OWN = ("direct", "split")


def plan_problems(plans: Sequence[Plan], facts: Facts) -> list[Diagnostic]:
    """Check every plan by itself against the sources, the roster and the calendar that it would be calculated on."""
    return [problem for plan in plans for problem in _problems_of(plan, facts)]


def _problems_of(plan: Plan, facts: Facts) -> list[Diagnostic]:
    digits = minor_digits(plan.currency_code)
    return check_plan(plan, facts.sources, facts.roster_columns, facts.calendar, digits)


def crossing_plans(runs: "Mapping[str, PlanRun]") -> list[Diagnostic]:
    """Find deals that two plans credit to the same payee, unless one of them says that it stands ``alongside``.

    Of a plan and the one that it continues, a component may date its credits otherwise than another: there only the
    same component counts.
    """
    found: list[Diagnostic] = []
    for left, right in combinations(runs.values(), 2):
        named = {str(p) for p in left.plan.alongside} | {str(p) for p in right.plan.alongside}
        if {str(left.plan.plan), str(right.plan.plan)} & named:
            continue
        found += list(_shared(left, right))
    return found


def _shared(left: "PlanRun", right: "PlanRun") -> Iterator[Diagnostic]:
    sources = set(_sources(left)) & set(_sources(right)) - {PERIODS_SOURCE}  # each plan has rows of its own
    for source in sorted(sources):
        keys = [_rows(run, source) for run in (left, right)]
        both = keys[0].join(keys[1], on=["row", "payee", *(["component"] if _follow(left, right) else [])])
        if both.is_empty():
            continue
        first = both.sort("row", "payee").row(0, named=True)
        transactions = left.facts.transactions[source]
        deal = transactions.frame["transaction_id"][first["row"]]
        payee = left.facts.roster.payees[int(first["payee"])]
        more = f", and {both.height - 1} more" if both.height > 1 else ""
        what = f"'{left.plan.plan}' and '{right.plan.plan}' both credit {source} {deal} to {payee}{more}"
        fix = f"tell them apart with 'where' or 'assign', or write 'alongside: [{left.plan.plan}]' if both shall pay"
        yield Diagnostic.of(PAID_TWICE, right.plan.place, what, fix)


def _follow(left: "PlanRun", right: "PlanRun") -> bool:
    return left in right.predecessors or right in left.predecessors


def _sources(run: "PlanRun") -> list[str]:
    return [s.credited.transactions.source.name for n, s in run.standing.items() if n in run.components]


def _rows(run: "PlanRun", source: str) -> pl.DataFrame:
    is_own = ~pl.col("is_back") & pl.col("credit_type").is_in(_OWN)
    frames = [
        s.rows.filter(is_own).select("row", "payee", component=pl.lit(n))
        for n, s in run.standing.items()
        if n in run.components and s.credited.transactions.source.name == source
    ]
    return pl.concat(frames).unique()


def limits_together(accounts: "Sequence[tuple[PlanRun, pl.DataFrame]]") -> Iterator[Diagnostic]:
    """Warn of payees who are on several plans at the end of a pay period, where one of them limits what all pay.

    Args:
        accounts: plans with their terms: ``payee``, ``period_id``, ``is_on_plan``, ``has_cap``, ``limits_clawbacks``.
    """
    limits = pl.col("has_cap") | pl.col("limits_clawbacks")
    own = [terms.filter("is_on_plan").select("payee", "period_id", limits=limits) for _, terms in accounts]
    together = pl.concat(own).group_by("payee", "period_id").agg(plan_count=pl.len(), limits=pl.col("limits").any())
    limited = together.filter((pl.col("plan_count") > 1) & pl.col("limits")).sort("payee", "period_id")
    if limited.is_empty():
        return
    code, period = limited.select("payee", "period_id").row(0)
    here = (pl.col("payee") == code) & (pl.col("period_id") == period)
    plans = [run.plan for (run, _), rows in zip(accounts, own, strict=True) if not rows.filter(here).is_empty()]
    limiting = next(plan for plan in plans if plan.payment.cap is not None or plan.payment.clawbacks is not None)
    others = " and ".join(f"'{plan.plan}'" for plan in plans if plan is not limiting)
    word = "cap" if limiting.payment.cap is not None else "limit of clawbacks"
    count = limited["payee"].n_unique() - 1
    who = f"{accounts[0][0].facts.roster.payees[int(code)]}{f' (and {count} more)' if count else ''}"
    what = (
        f"{who} is on '{limiting.plan}' and {others} in {period}: the {word} of '{limiting.plan}' is for both together"
    )
    fix = "limit the components it is about instead, such as modifiers: [{cap: {at: 5000, per: month}}]"
    yield Diagnostic.of(ONE_LIMIT, limiting.payment.place, what, fix)
