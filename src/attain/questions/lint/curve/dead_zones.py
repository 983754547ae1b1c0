"""Dead zones: stretches above the first payout in which more sales pay nothing.

8 % to 100,000, 0 % to 150,000, 12 % from there: the 50,000 in the middle pay nothing.
What lies below the first payout is a threshold, the distance between two steps of a bonus belongs to its kind, and
beyond the last point of ``interpolated`` the plan says ``flat``: these are no findings.
"""

from collections.abc import Iterator
from dataclasses import replace

from attain.diagnostics import Diagnostic
from attain.plans.checks.table_rows import placed
from attain.questions.lint.context import Context
from attain.questions.lint.curve.stretches import Stretch, stretches
from attain.questions.lint.problems import DEAD_ZONE
from attain.rates import Interpolated, MarginalTiers, WholeTiers


def dead_zones(context: Context) -> Iterator[Diagnostic]:
    """Find the dead zones of every component."""
    for name, curves in context.curves.items():
        rate = context.components[name].rate
        if not isinstance(rate, (MarginalTiers, WholeTiers, Interpolated)):
            continue
        for curve in curves.shown:
            if curve.is_own_base:
                found = [s for s in stretches(curve) if s.is_flat and s.paid > 0 and _is_meant_to_pay(rate, s)]
                for stretch in found:
                    yield _finding(context, stretch, curves.measure, curve.label)


def _is_meant_to_pay(rate: MarginalTiers | WholeTiers | Interpolated, stretch: Stretch) -> bool:
    return stretch.ends is not None or not isinstance(rate, Interpolated)


def _finding(context: Context, stretch: Stretch, measure: str, label: str) -> Diagnostic:
    inside = [
        r
        for r in context.reached(measure)
        if r.is_at(stretch.starts.value) and (stretch.ends is None or not r.is_at(stretch.ends.value))
    ]
    upto = f"to {stretch.ends.text}" if stretch.ends is not None else "on"
    of = f" for {label}" if label else ""
    what = f"from {stretch.starts.text} {upto} more sales pay nothing{of}"
    fix = "give the stretch a rate; to end the pay at an amount write a cap, which says what it is"
    made = Diagnostic.of(DEAD_ZONE, placed(stretch.starts, context.plan.place), what, fix)
    return replace(made, payees=tuple(dict.fromkeys(r.owner for r in inside)))
