"""Tiers that nobody came near: bounds more than four times the most that was ever reached.

Tiers at 0 %, 100 % and 1000 % of quota, and the best quarter of sixteen at 140 %: the third may be mistyped.
Where fewer than twelve windows were measured nothing is said.
"""

from collections.abc import Iterator
from fractions import Fraction

from attain.diagnostics import Diagnostic
from attain.plans.checks.table_rows import placed
from attain.questions.curves.texts import number_text, percent_text
from attain.questions.lint.context import Context, Reached
from attain.questions.lint.problems import UNREACHED_TIER

FEWEST_WINDOWS = 12
WIDE_MARGIN = 4


def unreached_tiers(context: Context) -> Iterator[Diagnostic]:
    """Find bounds far beyond anything that was measured."""
    for name, component in context.components.items():
        measure, _ = context.around.measure_of(name)
        seen = [one for one in context.reached(measure) if one.target != 0]
        if len(seen) < FEWEST_WINDOWS:
            continue
        best = max(seen, key=_far)
        for bound in component.rate.bounds():
            if bound.value > WIDE_MARGIN * max(_far(best), Fraction(0)):
                most = percent_text(_far(best)) if bound.is_percent else number_text(_far(best))
                where = f"{most} by {best.owner} in {best.period}"
                what = f"{bound.text} was never near: the most of {len(seen)} windows is {where}"
                fix = "check the number; remove the tier if it is right and nobody can reach it"
                yield Diagnostic.of(UNREACHED_TIER, placed(bound, component.rate.place), what, fix)


def _far(one: Reached) -> Fraction:
    return one.value if one.target is None else one.value / one.target
