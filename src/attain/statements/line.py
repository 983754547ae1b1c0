"""A line of an explained payment: its deal, its credit, its slices, what modifiers did, and what of it is paid when."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from attain.diagnostics import Place
from attain.statements.exchange import ExchangePart, PaidPart
from attain.statements.units import NUMBER, ZERO, Read, Unit

LineType = Literal["credit", "true_up", "reversal", "floor", "window"]


@dataclass(frozen=True)
class Slice:
    """One product of a line: ``length`` x ``rate`` = ``pays``.

    Attributes:
        what: which part of the line it is, in words.
        starts, ends: the stretch of the measure it covers; None where the line is not cut along the measure.
        length: what the rate multiplies, in units of ``unit``; None when ``pays`` is an amount by itself.
        rate: a share (3/200 is 1.5 %) when ``rate_is_percent``, else money for each thing counted.
        pays: in the currency, exact.
        place: the line of the plan that says the rate.
        reads: what the rate's expression read.
    """

    what: str
    pays: Fraction
    place: Place
    starts: Fraction | None = None
    ends: Fraction | None = None
    length: Fraction | None = None
    unit: Unit = NUMBER
    rate: Fraction | None = None
    rate_is_percent: bool = True
    reads: tuple[Read, ...] = ()


@dataclass(frozen=True)
class Change:
    """What a modifier did to a line: its word, what it says, the amount before and after."""

    what: str
    factor: str
    before: Fraction
    after: Fraction
    place: Place
    holds: bool = True


@dataclass(frozen=True)
class CreditPart:
    """The credit of a line.

    Attributes:
        credit_id: as in the credits table.
        credit_type: direct, split, rollup, ...
        credited_on: the date that decides period and order.
        expression: what the plan calls the value.
        worth: the whole transaction, with the decimals of the source.
        pay_amount, quota_amount: the payee's part for pay and for the measure.
        credit_amount, quota_credit: as in the credits table, rounded; None for a credit that takes another back.
        unit: of all of them.
        place: the crediting rule in the plan.
        share_place: where the payee's share stands, for a split.
        exchanges: how the value of a deal in another currency became that of the plan.
    """

    credit_id: str
    credit_type: str
    credited_on: date
    expression: str
    worth: Fraction
    pay_amount: Fraction
    quota_amount: Fraction
    credit_amount: Fraction | None
    quota_credit: Fraction | None
    unit: Unit
    place: Place
    share_place: Place | None = None
    exchanges: tuple[ExchangePart, ...] = ()


@dataclass(frozen=True)
class Move:
    """Where a line found its measure and where it left it; ``whole`` is what a percent is of."""

    before: Fraction | None
    after: Fraction | None
    whole: Fraction | None
    unit: Unit

    def share(self, value: Fraction | None) -> Fraction | None:
        """Return a value's share of ``whole``; None without one."""
        return None if value is None or not self.whole else value / self.whole


@dataclass(frozen=True)
class ReleasePart:
    """A share of a line and the day that pays it; None = not yet."""

    share: Fraction
    released_on: date | None


@dataclass(frozen=True)
class HoldPart:
    """Why a line is held at the end of a pay period, until when (None = not yet known), and the plan's line."""

    reason: str
    until: date | None
    place: Place


@dataclass(frozen=True)
class Line:
    """One entry of an explained payment.

    Attributes:
        number: its place among the lines of the explanation, from 1.
        transaction_id, label: which deal; None for lines of a whole window.
        source, source_place: where the deal stands.
        slices, changes: from the rate to the exact amount to date.
        exact_amount: the line to date before rounding; rounded_amount: after.
        running_before: the exact running total it is rounded with: round(before + line) - round(before).
        stood_before: what earlier pay periods entered for it.
        earning_amount: this entry = rounded_amount - stood_before.
        note: what the slices cannot say: what a reversal takes back, what a cancellation removes.
        reads: the source values that the credit was made of.
        released_now: what of the line is paid in this period; ``kept`` what is held by it (released from it: negative).
        holds: what keeps it from being paid at the end of the period.
        is_exact: the slices were found for this line; false where the whole line is its note.
        paid: the line in the currency that its payee is paid in; None where that is the plan's.
    """

    number: int
    transaction_id: str | None
    label: str
    source: str
    source_place: Place
    credit: CreditPart | None
    move: Move | None
    slices: tuple[Slice, ...]
    changes: tuple[Change, ...]
    exact_amount: Fraction
    rounded_amount: Fraction
    running_before: Fraction
    stood_before: Fraction
    earning_amount: Fraction
    earned_on: date
    line_type: LineType
    note: str = ""
    note_place: Place | None = None
    reads: tuple[Read, ...] = ()
    released_now: Fraction = ZERO
    kept: Fraction = ZERO
    releases: tuple[ReleasePart, ...] = ()
    holds: tuple[HoldPart, ...] = ()
    is_exact: bool = True
    paid: PaidPart | None = None

    @property
    def pay_amount(self) -> Fraction:
        """This entry in the currency of the payment."""
        return self.paid.pay_amount if self.paid is not None else self.earning_amount

    @property
    def pay_kept(self) -> Fraction:
        """What is held of it in the currency of the payment."""
        return self.paid.kept if self.paid is not None else self.kept

    @property
    def is_told(self) -> bool:
        """Whether it pays, takes or keeps anything, or a modifier made it nothing."""
        has_been_changed = any(change.before != change.after for change in self.changes)
        return bool(self.earning_amount or self.kept or self.stood_before) or has_been_changed

    @property
    def rated_amount(self) -> Fraction:
        """What the rate pays, before modifiers."""
        return sum((s.pays for s in self.slices), ZERO)


@dataclass(frozen=True)
class Part:
    """What an earlier line pays in this period, without an entry of its own: money released from what was held.

    Attributes:
        released_now: in the currency of the plan; ``pay_released`` in that of the payment.
    """

    component_id: str
    transaction_id: str | None
    label: str
    source_place: Place
    earned_on: date
    released_now: Fraction
    place: Place
    pay_released: Fraction
