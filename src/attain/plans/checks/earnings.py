"""What changes, releases and takes back an earning: modifiers, release, earned, clawback."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from attain.credits.problems import NO_DATE_COLUMN, NO_SPLIT_TABLE
from attain.diagnostics import Diagnostic, Place
from attain.documents import Text, instead_of, place_of
from attain.earnings import Earned, Hold, Modifier, Release, ReleaseByChild
from attain.earnings.clawbacks.unearned import month_count
from attain.earnings.model import CapItem, GateItem, KickerItem, MultiplierItem
from attain.earnings.problems import (
    NEGATIVE_LIMIT,
    NO_ATTAINMENT,
    NO_NEXT_WINDOW,
    NOT_A_SPAN,
    RELEASE_SHARES,
)
from attain.expressions.problems import NOT_WANTED
from attain.plans.checks.expressions import Checker, names_in, place_in
from attain.plans.checks.kinds.clawbacks import clawback_problems
from attain.plans.checks.pays import pays_each
from attain.plans.checks.surroundings import ALONE, Surroundings
from attain.plans.checks.table_rows import placed
from attain.plans.checks.units import RateUnits
from attain.plans.vocabulary import Vocabulary
from attain.rates.problems import PERCENT_OF_COUNT
from attain.sources import SourceTable
from attain.targets.values.numerals import percent_text

_ONLY_ONE = ("transaction", "plan", "ever")


def earning_problems(around: Surroundings) -> Iterator[Diagnostic]:
    """Check what comes after the rate of every component."""
    for name, component in around.plan.components.items():
        if around.plan.is_windowed(name):
            continue
        vocabulary = around.vocabulary(name)
        modifiers = ModifierCheck(name, around, Checker(vocabulary.line() if vocabulary else None))
        for item in component.modifiers:
            yield from modifiers.problems(item)
        if isinstance(component.release, ReleaseByChild):
            yield from _by_child(component.release, around.source_of(name), vocabulary)
        else:
            event = Checker(vocabulary.event() if vocabulary else None)
            yield from release_problems(component.release, event, component.value_place("release"))
        yield from hold_problems(around.plan.holds + component.holds, vocabulary)
        yield from _earned(component.earned, Checker(vocabulary.event() if vocabulary else None))
        person = Checker(vocabulary.person() if vocabulary else None)
        yield from clawback_problems(component.clawback, person, has_earned=component.earned is not None)


@dataclass(frozen=True)
class ModifierCheck:
    """Checks the modifiers of one component.

    Attributes:
        component: the component.
        around: the plan.
        line: reads expressions that stand in a modifier.
    """

    component: str
    around: Surroundings
    line: Checker

    def problems(self, item: Modifier) -> Iterator[Diagnostic]:
        """Find what is wrong with one modifier."""
        if isinstance(item, GateItem):
            yield from self._condition(item.gate.when)
            if item.gate.else_.value < 0:
                place, what = placed(item.gate.else_, item.gate.place), f"'else: {item.gate.else_.text}' is below 0"
                yield Diagnostic.of(NEGATIVE_LIMIT, place, what, "write a percent of 0 or more")
        elif isinstance(item, MultiplierItem):
            yield from self._condition(item.multiplier.when)
            yield from self._factor(item.multiplier.by)
        elif isinstance(item, KickerItem):
            yield from self._condition(item.kicker.when)
            yield from self._extra(item.kicker.add)
        else:
            limit = item.cap if isinstance(item, CapItem) else item.floor
            yield from self._condition(limit.when)
            yield from self._unattained(limit.at) or self.line.money(limit.at, NEGATIVE_LIMIT)
            if isinstance(item, CapItem) and item.cap.excess == "banked" and item.cap.per in _ONLY_ONE:
                what = f"'per: {item.cap.per}' has no next window that could pay what is banked"
                fix = "name a window that comes again, such as per: month, or remove 'excess'"
                yield Diagnostic.of(NO_NEXT_WINDOW, item.cap.key_place("excess"), what, fix)

    def _condition(self, text: Text | None) -> Iterator[Diagnostic]:
        yield from self._unattained(text) or self.line.condition(text)

    def _factor(self, text: Text) -> Iterator[Diagnostic]:
        unattained = self._unattained(text)
        yield from unattained
        found = self.line.read(text, "numeric", exact=True)
        if unattained:
            return
        yield from found.problems
        if found.kind == "money":
            what, fix = f"'{text}' is money, and a line cannot be multiplied by it", "write a percent, such as 150%"
            yield Diagnostic.of(NOT_WANTED, place_of(text), what, fix)
        elif found.constant is not None and found.constant < 0:
            yield Diagnostic.of(NEGATIVE_LIMIT, place_of(text), f"'{text}' is below 0", "write a percent of 0 or more")

    def _extra(self, text: Text) -> Iterator[Diagnostic]:
        """A percent is of the money a credit is worth; where the rate pays for things, there is none."""
        unattained = self._unattained(text)
        yield from unattained
        found = self.line.read(text, "numeric", exact=True)
        if unattained:
            return
        yield from found.problems
        units = RateUnits(self.component, self.around)
        is_counted = units.base not in {"money", None} or pays_each(units)
        if found.is_share and is_counted:
            what = f"'add: {text}' is a percent, and the component pays for things, not for money"
            yield Diagnostic.of(PERCENT_OF_COUNT, place_of(text), what, "write an amount for each credit, such as 25")

    def _unattained(self, text: Text | None) -> list[Diagnostic]:
        """Attainment of a measure that has nothing to attain."""
        if text is None:
            return []
        read = names_in(text)
        named = {f"{name}.{word}": name for name in self.around.measures for word in ("attainment", "target")}
        named["attainment"] = self.around.measure_of(self.component)[0]
        return [
            self._no_attainment(text, word, named[word])
            for word in sorted(read & named.keys())
            if not self._is_attained(named[word])
        ]

    def _is_attained(self, name: str) -> bool:
        measure = self.around.measures.get(name)
        if measure is not None and measure.is_derived:
            return self.around.window_vocabulary().measures[name].is_share
        return measure is None or measure.against is not None or measure.ratio is not None

    def _no_attainment(self, text: Text, word: str, name: str) -> Diagnostic:
        target = next(iter(self.around.plan.targets), "TARGET")
        if self.around.measures[name] is ALONE:
            what = f"'{word}' is read, but component '{name}' has no measure"
            fix = f"add one, such as measure: {{sum: value, per: quarter, against: {target}}}"
        else:
            prefix = word.rpartition(".")[0]
            what = f"'{word}' is read, but measure '{name}' has no 'against'"
            amount_word = f"{prefix}.amount" if prefix else "measured"
            fix = f"add 'against: {target}', or compare '{amount_word}'"
            if self.around.measures[name].is_derived:
                what, fix = f"'{word}' is read, but measure '{name}' is no percent", f"compare '{amount_word}'"
        return Diagnostic.of(NO_ATTAINMENT, place_in(text, word), what, fix)


# release


def release_problems(releases: tuple[Release, ...], event: Checker, place: Place) -> Iterator[Diagnostic]:
    """Check dates and shares of a release."""
    for number, release in enumerate(releases):
        yield from event.day(release.when)
        if release.share.value <= 0:
            what = f"release[{number}].share {release.share.text} pays nothing"
            yield Diagnostic.of(RELEASE_SHARES, placed(release.share, place), what, "write more than 0%, or remove it")
    total = sum((release.share.value for release in releases), Fraction(0))
    if releases and total != 1:
        gap = percent_text(abs(1 - total))
        fix = f"{gap} is missing: add a share" if total < 1 else f"{gap} is too much: take it from a share"
        what = f"the release shares sum to {percent_text(total)}"
        yield Diagnostic.of(RELEASE_SHARES, place, what, fix)


def _by_child(
    release: ReleaseByChild, source: SourceTable | None, vocabulary: Vocabulary | None
) -> Iterator[Diagnostic]:
    name = str(release.per)
    child = source.children.get(name) if source is not None else None
    if source is not None and child is None:
        what, fix = f"source '{source.name}' has no child table '{name}'", "declare it in attain.yaml under 'children:'"
        fix = instead_of(name, source.children, "its children are") if source.children else fix
        why = "there are no rows to release by"
        yield Diagnostic.of(NO_SPLIT_TABLE, release.per.place, what, fix, why=why)
    scope = None
    if vocabulary is not None and child is not None:
        scope = replace(vocabulary, child=(name.removesuffix("s"), child.columns)).child_row()
        dates = [column for column, kind in child.columns.items() if kind.kind == "date"]
        if release.when is None and child.as_of not in dates:
            what = f"the release has no 'when', and child table '{name}' has no 'as_of'"
            fix = f"name the date, such as when: {name.removesuffix('s')}.{dates[0] if dates else 'received_on'}"
            yield Diagnostic.of(NO_DATE_COLUMN, release.place, what, fix)
    row = Checker(scope)
    yield from row.share(release.share, NEGATIVE_LIMIT, exact=False)
    yield from row.day(release.when)


def hold_problems(holds: tuple[Hold, ...], vocabulary: Vocabulary | None) -> Iterator[Diagnostic]:
    """Check what keeps a component's money from being paid."""
    event = Checker(vocabulary.event() if vocabulary else None)
    for hold in holds:
        yield from event.condition(hold.when)
        yield from event.day(hold.until)


# earned


def _earned(earned: Earned | None, event: Checker) -> Iterator[Diagnostic]:
    if earned is None:
        return
    yield from event.day(earned.from_)
    yield from event.day(earned.until)
    if month_count(earned) is None:
        what = f"'over: {earned.over}' is no number of months"
        yield Diagnostic.of(NOT_A_SPAN, place_of(earned.over), what, "write whole months, such as over: 12 months")
