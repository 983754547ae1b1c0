"""Deals paid twice: two components, each with a crediting rule of its own, pay a rate on the same deals to one payee.

8 % on ``is_won`` and 3 % on ``is_won and type = 'Renewal'``: a renewal of 1,000 pays 110.
A component that says ``credit: other`` shares the deals openly; a bonus per deal is no rate. Both are no findings.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import polars as pl

from attain.credits import Credit
from attain.diagnostics import Diagnostic
from attain.plans.model import Component
from attain.questions.curves.components import is_share
from attain.questions.lint.context import Context
from attain.questions.lint.problems import PAID_TWICE_WITHIN
from attain.rates import Interpolated, StepBonus, TierTable
from attain.runs.planning import PlanRun

FIX = "tell them apart with 'where', or write 'credit: {}' in the second, which says that both pay"


def paid_twice(context: Context) -> Iterator[Diagnostic]:
    """Find pairs of components that pay a rate on the same deals."""
    own = {n: c for n, c in context.components.items() if isinstance(c.credit, Credit) and _is_commission(context, c)}
    for (left, first), (right, second) in combinations(own.items(), 2):
        place = context.plan.key_place("components", right)
        if context.run is not None:
            shared, payees = _shared(context.run, left, right)
            if shared:
                what = f"'{left}' and '{right}' both pay a rate on {shared:,} credits"
                yield replace(Diagnostic.of(PAID_TWICE_WITHIN, place, what, FIX.format(left)), payees=tuple(payees))
        elif _says_the_same(first, second):
            what = f"'{left}' and '{right}' credit the same deals to the same payees, and both pay a rate on them"
            yield Diagnostic.of(PAID_TWICE_WITHIN, place, what, FIX.format(left))


def _is_commission(context: Context, component: Component) -> bool:
    """Whether a component pays a percent of what is credited."""
    rate = component.rate
    if isinstance(rate, StepBonus) or (rate.of is not None and str(rate.of).strip() in context.plan.targets):
        return False
    if isinstance(rate, Interpolated):
        return rate.is_percent
    if isinstance(getattr(rate, "tiers", None), TierTable):
        return True
    texts = [text for pay in rate.pays() for text in (pay.values() if isinstance(pay, dict) else [pay])]
    return any(map(is_share, texts))


def _says_the_same(left: Component, right: Component) -> bool:
    assert isinstance(left.credit, Credit)
    assert isinstance(right.credit, Credit)
    return left.credit == right.credit


def _shared(run: PlanRun, left: str, right: str) -> tuple[int, list[str]]:
    """Count the credits that two components share, and name their payees."""
    sources = [run.standing[name].credited.transactions.source.name for name in (left, right)]
    if sources[0] != sources[1]:
        return 0, []
    rows = [
        run.standing[name].rows.filter(~pl.col("is_back")).select("row", "payee").unique() for name in (left, right)
    ]
    both = rows[0].join(rows[1], on=["row", "payee"])
    payees = both.select(run.facts.roster.decode(pl.col("payee"))).to_series().cast(pl.String).unique().sort()
    return both.height, payees.to_list()
