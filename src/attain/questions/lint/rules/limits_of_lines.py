"""Limits of single deals under a rate that reaches back: the deal that crosses carries the difference of all before it.

Loans of 800,000 at 0.75 %, from the fourth of a month on 0.9 % on all of them, at most 7,500 a loan: the fourth
line is 7,200 + 3 x 1,200 = 10,800, and the cap cuts it to 7,500, though no loan is worth more than 7,200. With
'group: month' the loans of the month stand at one rate, and each is limited alone.
"""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic
from attain.documents import Text, place_of
from attain.earnings.model import CapItem, FloorItem
from attain.plans.model import Component
from attain.questions.lint.context import Context
from attain.questions.lint.problems import LIMIT_OF_LINE
from attain.rates import RateModel, WholeTiers


def limits_of_lines(context: Context) -> Iterator[Diagnostic]:
    """Find caps and floors for each deal whose line also carries what other deals gain."""
    for name, component in context.components.items():
        _, measure = context.around.measure_of(name)
        if measure is None or measure.per == "transaction" or measure.group != "transaction":
            continue
        if _reaches_back(component.rate):
            yield from _of_component(component)


def _reaches_back(rate: RateModel) -> bool:
    """Whether a deal that reaches a tier lifts what came before it."""
    return isinstance(rate, WholeTiers)


def _of_component(component: Component) -> Iterator[Diagnostic]:
    for item in component.modifiers:
        if isinstance(item, CapItem) and item.cap.per == "transaction":
            yield _finding("cap", item.cap.at)
        elif isinstance(item, FloorItem) and item.floor.per == "transaction":
            yield _finding("floor", item.floor.at)


def _finding(word: str, at: Text) -> Diagnostic:
    what = f"the {word} of {at} for each deal is of its line, and one that reaches a tier carries what others gain"
    fix = "write 'group: month' in the measure: then the deals of a month stand at one rate, and each is limited alone"
    return Diagnostic.of(LIMIT_OF_LINE, place_of(at), what, fix)
