"""Goal seek: the smallest amount of a deal with which a payee earns what is asked for.

A hundred amounts are calculated at once; the first that pays enough and the one before it bound the next hundred, until
they are one minor unit apart. So the amount found pays at least the goal, and one minor unit less does not. From 0 to
a billion that is six calculations. Where pay falls and rises again there are several such amounts; it is the lowest of
those that the first hundred show.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

import polars as pl

from attain.diagnostics import Diagnostic, Place, in_order
from attain.earnings.model import CapItem
from attain.money import Rounding, largest_remainder, minor_digits
from attain.money.problems import TOO_LARGE
from attain.plans import Plan
from attain.plans.model import Component
from attain.questions.whatif.asking import Answers, WhatIf
from attain.questions.whatif.edits import GIVEN, Edit, EditReader, fitted
from attain.questions.whatif.open_deals import Won, names_of
from attain.questions.whatif.problems import OUT_OF_REACH, UNKNOWN_COLUMN
from attain.runs import Facts
from attain.runs.inputs.scenarios import Change

AT_ONCE = 100
MOST = (10**9, 10**7, 10**6)  # in whole units; a plan whose numbers are too large for the first is asked with less


@dataclass(frozen=True)
class Goal:
    """What is to be earned.

    Attributes:
        earned: in minor units.
        periods: the pay periods whose earnings count; None counts all.
        is_paid: what is paid out counts, instead of what is earned.
        column: the amount of a deal.
        currency: of what counts; needed where there are several.
    """

    earned: int
    periods: frozenset[str] | None = None
    is_paid: bool = False
    column: str = "amount"
    currency: str = ""


class NoSuchAmount(ValueError):
    """What is to be earned is no amount of the currency; the message says why, and what to write."""


def goal_amount(text: str, currency: str) -> int:
    """Read what is to be earned, in minor units.

    >>> goal_amount("12,000.5", "USD"), goal_amount("1500", "JPY")
    (1200050, 1500)

    Raises:
        NoSuchAmount: it is no number, or finer than the currency's minor unit: nothing is cut off it.
    """
    digits = minor_digits(currency)
    try:
        minor = Fraction(Decimal(text.replace(",", ""))) * 10**digits
    except (InvalidOperation, ValueError, OverflowError):
        raise NoSuchAmount(f"'{text}' is no amount; write it as 12000.50") from None
    if minor.denominator != 1:
        raise NoSuchAmount(f"'{text}' is finer than the minor unit of {currency}; write {digits} decimals at most")
    return minor.numerator


@dataclass(frozen=True)
class Reached:
    """What one question about a goal came to.

    Attributes:
        title: which deal, or what else is changed.
        credit: the amount needed, in whole units; None when the goal cannot be reached, 0 when it is reached already.
        pays: what is earned with it, in minor units; when it cannot be reached, the most that was seen.
        short: what is earned with one minor unit of credit less; None when nothing less was asked.
        diagnostics: why it cannot be reached.
    """

    title: str
    credit: Fraction | None
    pays: int
    short: int | None
    diagnostics: list[Diagnostic]


def per_deal(what_if: WhatIf, won: Won, goal: Goal) -> list[Reached]:
    """Say for each open deal how large it must be for the goal, with nothing else closed."""
    deals, found = names_of(what_if, won)
    if not deals:
        return [Reached("open deals", None, 0, None, found)]
    return [seek(what_if, [Edit.change(won.source, deal, won.values)], goal, title=f"'{deal}'") for deal in deals]


def in_total(what_if: WhatIf, won: Won, goal: Goal) -> Reached:
    """Say how much must be closed in all: the open deals together, each in proportion to its amount."""
    deals, found = names_of(what_if, won)
    if not deals:
        return Reached("all open deals", None, 0, None, found)
    edits = [Edit.change(won.source, deal, won.values) for deal in deals]
    return seek(what_if, edits, goal, title=f"all {len(deals)} open deals")


def seek(what_if: WhatIf, edits: Sequence[Edit], goal: Goal, *, title: str) -> Reached:
    """Find the amount of some deals, added or changed, with which the goal is reached.

    Args:
        what_if: who asks.
        edits: deals of one source; their amount in all is sought, split in proportion to what it is now.
        goal: what is to be earned.
        title: how the answer calls them.
    """
    for most in MOST:
        found = _found(what_if, edits, goal, title=title, most=most)
        if found is not None:
            return found
    return Reached(title, None, 0, None, [_unreached(title, "the plan's numbers are too large to try amounts")])


def _found(what_if: WhatIf, edits: Sequence[Edit], goal: Goal, *, title: str, most: int) -> Reached | None:
    """Search up to an amount in whole units; None when the kernel refuses amounts as large."""
    reader = EditReader(what_if.facts, what_if.payee)
    (change,) = reader.changes([edits])
    source = edits[0].source
    if reader.found:
        return Reached(title, None, 0, None, in_order(reader.found))
    kind = reader.facts.sources[source].columns.get(goal.column)
    if kind is None or not kind.is_number:
        what = f"'{goal.column}' is no number of '{source}'"
        return Reached(title, None, 0, None, [Diagnostic.of(UNKNOWN_COLUMN, Place(GIVEN), what, "name the amount")])
    digits = max((minor_digits(plan.currency_code) for plan in what_if.plans), default=0)
    scale = max(kind.scale, digits) if kind.kind == "money" else kind.scale
    facts = fitted(reader.facts, source, goal.column, scale=scale, most=most * 10**scale)
    rows = change[source].rows
    assert rows is not None, "deals whose amount is sought have rows"
    step = 10 ** (scale - digits) if kind.kind == "money" else 1
    return _Seeking(what_if, goal, title, facts, change, source, rows, step, 10**scale).found(most * 10**scale // step)


@dataclass(frozen=True)
class _Seeking:
    """A search: amounts count in ``step`` stored integers, of which ``unit`` make one whole unit."""

    what_if: WhatIf
    goal: Goal
    title: str
    facts: Facts
    change: Mapping[str, Change]
    source: str
    rows: pl.DataFrame
    step: int
    unit: int

    def found(self, most: int) -> Reached | None:
        """Narrow the amount down to one step; None when the kernel refuses the amounts."""
        tried, low, best = [0, *_spread(most)], 0, 0
        while True:
            answers = self._asked(tried)
            if not answers.is_usable:
                too_large = any(problem.code == TOO_LARGE.name for problem in answers.diagnostics)
                return None if too_large else Reached(self.title, None, 0, None, answers.diagnostics)
            earned = answers.totals(self.goal.periods, paid=self.goal.is_paid, currency=self.goal.currency)
            best = max(best, *earned)
            at = next((n for n, total in enumerate(earned) if total >= self.goal.earned), None)
            if at is None:
                return Reached(self.title, None, best, None, [self._unreached(earned, most)])
            if not tried[at] and at == 0:
                return Reached(self.title, Fraction(0), earned[0], None, [])
            low, high = tried[at - 1], tried[at]
            if high - low == 1:
                return Reached(self.title, Fraction(high * self.step, self.unit), earned[at], earned[at - 1], [])
            tried = _between(low, high)

    def _asked(self, tried: Sequence[int]) -> Answers:
        """Calculate every amount at once."""
        kept, column = self.change[self.source], self.goal.column
        weights = [abs(worth or 0) for worth in self.rows[column].to_list()]
        weights = weights if any(weights) else [1] * len(weights)
        changes: list[Mapping[str, Change]] = []
        for credit in tried:
            parts = largest_remainder(
                Fraction(credit), [Fraction(weight, sum(weights)) for weight in weights], Rounding()
            )
            rows = self.rows.with_columns(pl.Series(column, [part * self.step for part in parts], dtype=pl.Int64))
            changes.append({**self.change, self.source: Change(kept.without, rows, kept.children)})
        return self.what_if.calculated(changes, fitted=self.facts, settles=self.goal.is_paid)

    def _unreached(self, earned: Sequence[int], most: int) -> Diagnostic:
        """Say what keeps pay from growing."""
        is_flat = earned[-1] == earned[-2]
        ends = _what_ends(self.what_if.plans, is_paid=self.goal.is_paid) if is_flat else ""
        reason = f"even {most * self.step // self.unit:,} is not enough"
        if is_flat and len(set(earned)) == 1:
            reason = "whatever their amount, they pay this payee nothing more in the periods that count"
            reason += f"; {ends}" if ends else ""
        elif ends:
            reason = ends
        return _unreached(self.title, reason)


def _spread(most: int) -> list[int]:
    """Amounts from 1 to the most, each a third larger than the one before, about a hundred in all."""
    found = [most]
    while len(found) < AT_ONCE - 1 and found[-1] > 1:
        found.append(max(1, found[-1] * 3 // 4))
    return sorted({*found, 1})


def _between(low: int, high: int) -> list[int]:
    """The amount that is too small, and up to a hundred above it, to the one that is enough."""
    gap = high - low
    return sorted({low, high} | {low + max(1, gap * (n + 1) // AT_ONCE) for n in range(AT_ONCE)})


def _unreached(title: str, reason: str) -> Diagnostic:
    what = f"the goal cannot be reached with {title}: {reason}"
    return Diagnostic.of(OUT_OF_REACH, Place(GIVEN), what, "ask for less, or count more periods")


def _what_ends(plans: Sequence[Plan], *, is_paid: bool) -> str:
    """Name the caps and ceilings that keep pay from growing, with their lines of the plan."""
    found: list[str] = []
    for plan in plans:
        for name, component in plan.components.items():
            found += [
                f"the cap of '{name}' ({item.cap.place})" for item in component.modifiers if isinstance(item, CapItem)
            ]
            if _has_ceiling(component):
                found.append(f"the ceiling of the rate of '{name}' ({component.rate.place})")
        if is_paid and plan.payment.cap is not None:
            found.append(f"the payment limit ({plan.payment.cap.place})")
    return f"it is stopped by {' and '.join(found)}" if found else ""


def _has_ceiling(component: Component) -> bool:
    """Whether a rate pays nothing more beyond its last bound."""
    rate = component.rate
    if rate.kind in {"step_bonus", "rank_prize", "pool", "formula"}:
        return True
    if rate.kind == "interpolated":
        return getattr(rate, "beyond", "flat") == "flat"
    pays = [str(pay).strip() for pay in rate.pays() if not isinstance(pay, dict)]
    return bool(pays) and pays[-1] in {"0%", "0"}


__all__ = ["Goal", "NoSuchAmount", "Reached", "goal_amount", "in_total", "per_deal", "seek"]
