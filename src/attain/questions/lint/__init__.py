"""The linter: what a plan may mean, and what its author should have seen before anybody is paid.

Findings are notes and warnings, never errors: a plan may mean each of them, and can say so with ``accept``.
Without rows what is written is looked at; with rows also what came out, payee by payee.
"""

from collections.abc import Callable, Iterator

from attain.diagnostics import Diagnostic, in_order
from attain.questions.lint.accepting import accepted
from attain.questions.lint.context import Context
from attain.questions.lint.curve.capped_tiers import capped_tiers
from attain.questions.lint.curve.cliffs import cliffs
from attain.questions.lint.curve.dead_zones import dead_zones
from attain.questions.lint.curve.falling_pay import falling_pay
from attain.questions.lint.curve.over_whole import over_whole
from attain.questions.lint.curve.unbounded import unbounded
from attain.questions.lint.curve.unreached_tiers import unreached_tiers
from attain.questions.lint.deals.deal_order import deal_order
from attain.questions.lint.deals.misspelt_values import misspelt_values
from attain.questions.lint.deals.paid_twice import paid_twice
from attain.questions.lint.deals.reversed_dates import reversed_dates
from attain.questions.lint.rules.contradictions import contradictions
from attain.questions.lint.rules.idle_modifiers import idle_modifiers
from attain.questions.lint.rules.limits_before_factors import limits_before_factors
from attain.questions.lint.rules.limits_of_lines import limits_of_lines
from attain.questions.lint.rules.long_clawbacks import long_clawbacks
from attain.questions.lint.rules.lost_draws import lost_draws
from attain.questions.lint.rules.unheld_targets import unheld_targets

Look = Callable[[Context], Iterator[Diagnostic]]
LOOKS: tuple[Look, ...] = (
    deal_order,
    cliffs,
    dead_zones,
    unreached_tiers,
    capped_tiers,
    falling_pay,
    over_whole,
    unbounded,
    paid_twice,
    contradictions,
    idle_modifiers,
    unheld_targets,
    long_clawbacks,
    lost_draws,
    limits_before_factors,
    limits_of_lines,
    misspelt_values,
    reversed_dates,
)

__all__ = ["LOOKS", "Context", "accepted", "findings_of"]


def findings_of(context: Context) -> list[Diagnostic]:
    """Return everything the linter finds in a plan, in order of place."""
    return in_order(finding for look in LOOKS for finding in look(context))
