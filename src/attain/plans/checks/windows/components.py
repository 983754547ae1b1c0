"""Components that pay for a window: a rate that can, expressions that can be read there, and nothing about a deal."""

from collections.abc import Iterator

from attain.diagnostics import Diagnostic, Place
from attain.documents import Text, place_of
from attain.earnings import ReleaseByChild
from attain.earnings.model import CapItem, FloorItem, KickerItem, Modifier
from attain.expressions.problems import NOT_WANTED
from attain.measures.problems import NOT_AT_A_CREDIT
from attain.plans.checks.earnings import ModifierCheck, hold_problems, release_problems
from attain.plans.checks.expressions import Checker, names_in, place_in
from attain.plans.checks.surroundings import ALONE, Surroundings
from attain.plans.checks.windows.measures import unreadable
from attain.plans.model import Component
from attain.plans.vocabulary import Vocabulary
from attain.rates import Formula, Interpolated, Pool, RankPrize, RateModel, StepBonus
from attain.rates.problems import (
    ENDLESS,
    NEEDS_CREDIT,
    NO_WINDOW,
    NOT_A_PAYOUT,
    NOT_OF_A_WINDOW,
    PERCENT_OF_NOTHING,
)


def component_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Check every component that pays for a window, and that every other one has credits."""
    for name, component in around.plan.components.items():
        if around.plan.is_windowed(name):
            yield from _of_component(name, component, around)
        elif component.credit is None and around.measure_of(name)[1] is not None:
            kind = getattr(component.rate, "kind", "")
            what = f"component '{name}' has no 'credit', and {kind} pays for credits"
            fix = "add the credits it pays, such as credit: {source: deals, to: owner}"
            yield Diagnostic.of(NEEDS_CREDIT, around.plan.key_place("components", name), what, fix)
        else:
            yield from _derived_at_credits(component, around)


def _derived_at_credits(component: Component, around: Surroundings) -> Iterator[Diagnostic]:
    """A condition on credits reads measures that credits move."""
    derived = {name for name, measure in around.measures.items() if measure.is_derived}
    for name in component.rate.measures():
        if str(name) in derived:
            what = f"'{name}' is known for a payee and a window, and a dimension is read at a credit"
            fix = "read the measures it is made of, or pay it in a component of its own"
            yield Diagnostic.of(NOT_AT_A_CREDIT, place_of(name), what, fix)
    for item in component.modifiers:
        modifier = next(iter(vars(item).values()))
        for text in (getattr(modifier, key, None) for key in ("when", "by", "add", "at")):
            if text is None:
                continue
            for word in sorted(word for word in names_in(text) if word.partition(".")[0] in derived):
                what = f"'{word}' is known for a payee and a window, and the line is a credit's"
                fix = "read the measures it is made of, or pay it in a component of its own"
                yield Diagnostic.of(NOT_AT_A_CREDIT, place_in(text, word), what, fix)


def _of_component(name: str, component: Component, around: Surroundings) -> Iterator[Diagnostic]:
    vocabulary, rate = around.window_vocabulary(name), component.rate
    kind = str(getattr(rate, "kind", ""))
    place = rate.value_place("kind") if rate.place.file else component.key_place("rate")
    measure = around.measure_of(name)[1]
    if measure is None:
        return
    if measure is ALONE or measure.per == "transaction":
        what = f"{kind} pays for a window, and component '{name}' has no measure that has one"
        fix = "name the measure it is about, such as measure: sales, or write one with per: quarter"
        yield Diagnostic.of(NO_WINDOW, place, what, fix)
        return
    if measure.is_derived and component.credit is not None:
        what = f"'credit' feeds the measure of a component, and '{around.measure_of(name)[0]}' is made of measures"
        fix = "remove 'credit', or give it to one of the measures that are read"
        yield Diagnostic.of(NOT_OF_A_WINDOW, component.key_place("credit"), what, fix)
    if not measure.is_derived and around.measure_of(name)[0] == name and not around.feeds_of(name):
        what = f"the measure of component '{name}' has no 'credit', and neither has the component"
        fix = "add the credits that move it, such as credit: {source: deals, to: owner}"
        yield Diagnostic.of(NEEDS_CREDIT, measure.place, what, fix)
    if isinstance(rate, Pool | RankPrize):
        yield from _ending(measure.per, around, place, kind)
    if isinstance(rate, Pool | RankPrize | Formula):
        yield from _rate(rate, around, vocabulary)
    else:
        yield from _payout(rate, place, kind)
    own = Text.at(f"{around.measure_of(name)[0]}.amount", place)
    yield from unreadable(around, vocabulary, own)
    yield from _afterwards(name, component, around, vocabulary)


def _ending(per: str, around: Surroundings, place: Place, kind: str) -> Iterator[Diagnostic]:
    if per == "ever" or (per == "plan" and around.plan.effective.before is None):
        what = f"{kind} is paid when its window has ended, and 'per: {per}' never ends here"
        yield Diagnostic.of(ENDLESS, place, what, "use a window that ends, such as per: quarter")


# rates


def _rate(rate: Pool | RankPrize | Formula, around: Surroundings, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    line = Checker(vocabulary.line())
    yield from _useless(rate)
    yield from line.value(rate.by)
    texts = [rate.by]
    if isinstance(rate, Formula):
        texts.append(rate.pay)
        yield from _money(rate.pay, line)
    else:
        texts.append(rate.among)
        yield from line.condition(rate.among)
    if isinstance(rate, Pool):
        texts.append(rate.pot)
        yield from _money(rate.pot, line)
        if rate.is_equal and rate.shares == "of_pot":
            what = "'shares: of_pot' takes each share of the pot itself, and 'share: equal' says none"
            fix = "write what each gets, such as share: payee.pool_share, or remove 'shares'"
            yield Diagnostic.of(NOT_OF_A_WINDOW, rate.value_place("shares"), what, fix)
        elif not rate.is_equal:
            texts.append(rate.share)
            yield from _share(rate, line)
    if isinstance(rate, RankPrize):
        for prize in rate.prizes:
            if prize.is_percent:
                what = f"the prize {prize.text} is a percent of nothing"
                yield Diagnostic.of(PERCENT_OF_NOTHING, prize.place, what, "write an amount, such as 5000")
    yield from unreadable(around, vocabulary, *texts)


def _useless(rate: RateModel) -> Iterator[Diagnostic]:
    """Words of every rate that mean nothing where there is no table and no base."""
    kind = getattr(rate, "kind", "")
    words = ("of", "boundary", "by") if isinstance(rate, Formula) else ("of", "boundary")
    for word in words:
        if word in rate.model_fields_set:
            what = f"'{word}' says nothing about {kind}"
            yield Diagnostic.of(NOT_OF_A_WINDOW, rate.key_place(word), what, f"remove '{word}'")


def _money(text: Text, line: Checker) -> Iterator[Diagnostic]:
    found = line.read(text, "numeric")
    yield from found.problems
    if found.is_share:
        fix = "write an amount of money, such as 2000, or a percent of one, such as 5% * sales.amount"
        yield Diagnostic.of(NOT_WANTED, place_of(text), f"'{text}' is no amount of money", fix)
    elif found.constant is not None and found.constant < 0:
        yield Diagnostic.of(NOT_WANTED, place_of(text), f"'{text}' is below 0", f"write {-found.constant}, or 0")


def _share(rate: Pool, line: Checker) -> Iterator[Diagnostic]:
    """Shares of a total have any unit; those of the pot are percents."""
    wanted = "percent" if rate.shares == "of_pot" else "numeric"
    found = line.read(rate.share, wanted)
    yield from found.problems
    if found.constant is not None and found.constant <= 0:
        what = f"'share: {rate.share}' gives nobody anything"
        yield Diagnostic.of(NOT_WANTED, place_of(rate.share), what, "write 'equal', or what each takes part with")


def _payout(rate: RateModel, place: Place, kind: str) -> Iterator[Diagnostic]:
    """On a measure that no credit moves only a payout can be read; a rate needs credits to pay."""
    if not isinstance(rate, StepBonus | Interpolated):
        what = f"{kind} pays for credits, and the measure is made of measures"
        fix = "use interpolated, step_bonus or formula, or a measure that credits move"
        yield Diagnostic.of(NOT_A_PAYOUT, place, what, fix)
    elif isinstance(rate, Interpolated) and rate.is_percent and rate.of is None:
        what = "the points are percents of nothing: no credit has a value here"
        fix = "write 'of' with a target, such as of: target_incentive, or points in money"
        yield Diagnostic.of(PERCENT_OF_NOTHING, place, what, fix)


# what comes after the rate


def _afterwards(name: str, component: Component, around: Surroundings, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    modifiers = ModifierCheck(name, around, Checker(vocabulary.line()))
    for item in component.modifiers:
        refused = list(_modifier(item))
        yield from refused or modifiers.problems(item)
        texts = [getattr(next(iter(vars(item).values())), key, None) for key in ("when", "by", "at")]
        yield from unreadable(around, vocabulary, *texts)
    if isinstance(component.release, ReleaseByChild):
        what = "'release' pays by rows of a child table, and the result of a window has no transaction"
        fix = "write shares and dates, such as [{share: 100%, when: earned_on + 1 month}]"
        yield Diagnostic.of(NOT_OF_A_WINDOW, component.key_place("release"), what, fix)
    else:
        yield from release_problems(component.release, Checker(vocabulary.event()), component.value_place("release"))
    yield from hold_problems(around.plan.holds + component.holds, vocabulary)
    for word, fix in _WITHOUT.items():
        if getattr(component, word) is not None:
            what = f"'{word}' is about a deal, and the result of a window has none"
            yield Diagnostic.of(NOT_OF_A_WINDOW, component.key_place(word), what, fix)


_WITHOUT = {
    "clawback": "remove it: what is taken back of a deal moves the measures, and the result with them",
    "earned": "remove it: the result is earned with its window",
}


def _modifier(item: Modifier) -> Iterator[Diagnostic]:
    """Modifiers that mean something for a credit only."""
    modifier = next(iter(vars(item).values()))
    place = modifier.place if modifier.place.file else item.place
    if isinstance(item, KickerItem):
        fix = "add it where the amount is said: in 'pot', 'prizes' or 'pay'"
        yield Diagnostic.of(
            NOT_OF_A_WINDOW, place, "a kicker adds to credits, and the result of a window has none", fix
        )
    elif modifier.seen == "at_credit":
        what = "'seen: at_credit' reads a condition at a credit, and the result of a window has none"
        yield Diagnostic.of(NOT_OF_A_WINDOW, modifier.value_place("seen"), what, "remove 'seen'")
    elif isinstance(item, CapItem) and item.cap.excess == "banked":
        what = "'excess: banked' pays later what deals were cut by, and the result of a window has none"
        yield Diagnostic.of(NOT_OF_A_WINDOW, modifier.value_place("excess"), what, "remove 'excess': it is lost")
    elif isinstance(item, FloorItem) and item.floor.per != "transaction":
        what = f"a floor per {item.floor.per} adds a line to lines of deals"
        fix = "write the floor without 'per': it is about the window's own result"
        yield Diagnostic.of(NOT_OF_A_WINDOW, place, what, fix)
