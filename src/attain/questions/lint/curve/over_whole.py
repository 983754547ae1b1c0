"""Over the whole: stretches in which a further unit of money sold pays more than itself.

120 % instead of 12 % from 100 % of quota; or 80 % that a modifier doubles: 100.00 sold pays 160.00.
"""

from collections.abc import Iterator
from fractions import Fraction

from attain.diagnostics import Diagnostic
from attain.documents import Quantity
from attain.earnings.model import KickerItem, MultiplierItem
from attain.plans.checks.table_rows import placed
from attain.plans.model import Component
from attain.questions.curves import Curves, PayoutCurve
from attain.questions.curves.components import is_share
from attain.questions.curves.texts import percent_text
from attain.questions.lint.context import Context
from attain.questions.lint.curve.stretches import stretches
from attain.questions.lint.problems import OVER_WHOLE
from attain.runs.inputs.evaluation import constant_of

ONE = Fraction(1)
FIX = "check the percent, or the amount and the target behind it; a share of more than everything is rarely meant"


def over_whole(context: Context) -> Iterator[Diagnostic]:
    """Find components that pay more than 100 % of what is sold further."""
    for name, curves in context.curves.items():
        component = context.components[name]
        if curves.unit != "money" or not curves.is_incentive_known or _is_guess(context, curves, component):
            continue
        for curve in curves.shown:
            yield from _of_curve(component, curve)


def _is_guess(context: Context, curves: Curves, component: Component) -> bool:
    """Whether the pay per unit depends on a target that is not known."""
    of = str(component.rate.of).strip()
    return curves.target is None and curves.measure in context.around.measures and of in context.plan.targets


def _of_curve(component: Component, curve: PayoutCurve) -> Iterator[Diagnostic]:
    for starts, slope in _slopes(curve):
        paid = _modified(component, slope, flows=curve.incentive is not None)
        if paid > 1:
            changed = f", with every modifier {percent_text(paid)}" if paid != slope else ""
            on = f"from {starts.text} on " if starts is not None else ""
            of = f" for {curve.label}" if curve.label else ""
            what = f"{on}each further unit sold pays {percent_text(slope)} of itself{changed}{of}"
            place = placed(starts, curve.rate.place) if starts is not None else curve.rate.place
            yield Diagnostic.of(OVER_WHOLE, place if place.file else component.key_place("rate"), what, FIX)
            return


def _slopes(curve: PayoutCurve) -> Iterator[tuple[Quantity | None, Fraction]]:
    if not curve.is_own_base or not any(True for _ in curve.rate.bounds()):
        yield from ((None, pay) for pay in curve.pays if curve.are_percents and curve.incentive is None)
        return
    for stretch in stretches(curve):
        yield stretch.starts, max(stretch.first, stretch.last)


def _modified(component: Component, slope: Fraction, *, flows: bool) -> Fraction:
    """The most a further unit pays after every multiplier and kicker that is a number.

    A kicker on what is attained of a target incentive is no share of the unit itself; it is left out.
    """
    for item in component.modifiers:
        if isinstance(item, MultiplierItem):
            slope *= max(ONE, constant_of(item.multiplier.by) or ONE)
        elif isinstance(item, KickerItem) and is_share(item.kicker.add) and not flows:
            slope += max(Fraction(0), constant_of(item.kicker.add) or Fraction(0))
    return slope
