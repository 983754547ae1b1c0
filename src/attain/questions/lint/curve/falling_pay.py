"""Falling pay: bounds or stretches at which more sales pay less.

8 % on everything to 100,000, 5 % from there: 99,999.00 pays 7,999.92 and 100,000.00 pays 5,000.00.
"""

from collections.abc import Iterator
from dataclasses import replace

from attain.diagnostics import Diagnostic
from attain.documents import Quantity
from attain.plans.checks.table_rows import placed
from attain.questions.curves import Curves, PayoutCurve
from attain.questions.curves.texts import percent_text
from attain.questions.lint.context import Context
from attain.questions.lint.curve.stretches import stretches
from attain.questions.lint.problems import FALLING_PAY

FIX = (
    "let what is paid rise with the measure; where the rate shall fall, marginal_tiers pay less only on what is beyond"
)


def falling_pay(context: Context) -> Iterator[Diagnostic]:
    """Find where the pay of a component falls while its measure rises."""
    for curves in context.curves.values():
        for curve in curves.shown:
            of = f" for {curve.label}" if curve.label else ""
            for bound in dict.fromkeys(curve.rate.bounds()):
                if curve.jump_at(bound) < 0:
                    what = f"reaching {bound.text} {_loss(context, curves, curve, bound)}{of}"
                    yield _finding(context, curves, bound, what)
            if not curve.is_own_base:
                continue
            for stretch in stretches(curve):
                if min(stretch.first, stretch.last) < 0:
                    upto = f"to {stretch.ends.text}" if stretch.ends is not None else "on"
                    what = f"from {stretch.starts.text} {upto} more sales pay less{of}"
                    yield _finding(context, curves, stretch.starts, what)


def _loss(context: Context, curves: Curves, curve: PayoutCurve, bound: Quantity) -> str:
    lost = -curve.jump_at(bound)
    if not curve.is_own_base:
        return f"lowers the rate by {percent_text(lost)}"
    if not curves.is_incentive_known:
        return f"takes {percent_text(lost)} of {curve.rate.of} away"
    if curve.whole is not None and curves.target is None and curves.unit != "percent":
        return f"takes {percent_text(lost * curve.measure_unit / curve.whole)} of the target away"
    return f"takes {context.money(lost)} away"


def _finding(context: Context, curves: Curves, bound: Quantity, what: str) -> Diagnostic:
    touched = [r.owner for r in context.reached(curves.measure) if r.is_at(bound.value)]
    made = Diagnostic.of(FALLING_PAY, placed(bound, context.plan.place), what, FIX)
    return replace(made, payees=tuple(dict.fromkeys(touched)))
