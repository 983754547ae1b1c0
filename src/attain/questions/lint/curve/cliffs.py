"""Cliffs: bounds at which everything is worth more at once.

5 % below 100,000, 8 % from there: 99,999.00 pays 4,999.95, 100,000.00 pays 8,000.00; the last dollar pays 3,000.05.
A step bonus is a cliff by its name and is no finding; neither is the first tier at 0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from attain.diagnostics import Diagnostic
from attain.documents import Quantity
from attain.plans.checks.table_rows import placed
from attain.questions.curves import Curves, PayoutCurve
from attain.questions.curves.texts import percent_text
from attain.questions.lint.context import Context
from attain.questions.lint.problems import CLIFF
from attain.rates import Interpolated, WholeTiers

FIX = "marginal_tiers pay each stretch at its own rate, without a jump; or accept the finding, with the reason"


def cliffs(context: Context) -> Iterator[Diagnostic]:
    """Find the cliffs of every component."""
    for name, curves in context.curves.items():
        rate = context.components[name].rate
        if not isinstance(rate, (WholeTiers, Interpolated)):
            continue
        for bound in dict.fromkeys(rate.bounds()):
            found = _largest(curves, bound)
            if found is not None:
                yield _finding(context, found, curves, bound)


def _largest(curves: Curves, bound: Quantity) -> PayoutCurve | None:
    """Of the curves of one component, the one that jumps up highest at a bound; None where none does."""
    highest = max(curves.shown, key=lambda curve: curve.jump_at(bound), default=None)
    return highest if highest is not None and highest.jump_at(bound) > 0 else None


def _finding(context: Context, curve: PayoutCurve, curves: Curves, bound: Quantity) -> Diagnostic:
    seen = [r for r in context.reached(curves.measure) if r.is_at(bound.value)]
    of = f" for {curve.label}" if curve.label else ""
    found = _Cliff(context, curve, curves, bound)
    what = f"cliff at {bound.text}{of}: {found.size({r.target for r in seen if r.target})}"
    made = Diagnostic.of(CLIFF, placed(bound, curve.rate.place), what, FIX)
    return replace(made, payees=tuple(dict.fromkeys(r.owner for r in seen)))


@dataclass(frozen=True)
class _Cliff:
    """A bound at which a curve jumps up."""

    context: Context
    curve: PayoutCurve
    curves: Curves
    bound: Quantity

    def size(self, targets: set[Fraction]) -> str:
        """Say how much reaching the bound pays, on the targets of those who reached it where they are known."""
        curve, unit = self.curve, self.curves.unit
        jump = curve.jump_at(self.bound)
        if not curve.is_own_base:
            return f"reaching it raises the rate on everything by {percent_text(jump)}"
        if not self.curves.is_incentive_known:
            return f"reaching it pays {percent_text(jump)} of {curve.rate.of} more at once"
        if not targets and curve.whole is not None and self.curves.target is None and unit != "percent":
            share = jump * curve.measure_unit / curve.whole
            return f"reaching it pays {percent_text(share)} of the target more at once"
        on = [curve.with_target(target) for target in (min(targets), max(targets))] if targets else [curve]
        if unit not in {"money", "count"}:
            return f"reaching it pays {self._between([one.jump_at(self.bound) for one in on])} more at once"
        named = f" {self.context.plan.currency}" if unit == "money" else ""
        paid = self._between([self._last_one(one) for one in on])
        return f"one more{named} pays {paid} more, one returned{named} takes it back"

    def _last_one(self, curve: PayoutCurve) -> Fraction:
        """What the one natural unit that reaches the bound pays."""
        place = curve.place_of(self.bound) + (curve.measure_unit if curve.rate.boundary == "above" else 0)
        after, before = curve.at([place, place - curve.measure_unit])
        return after - before

    def _between(self, found: Sequence[Fraction]) -> str:
        low, high = self.context.money(min(found)), self.context.money(max(found))
        return low if low == high else f"{low} to {high}"
