"""The parts of an explained payment: plain values that know where they come from.

Every amount is an exact fraction in whole units of its currency (12.50 USD is 25/2); every line leads to a source line
and to a line of the plan.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from attain.diagnostics import Place
from attain.money import minor_digits, round_fraction

LineType = Literal["credit", "true_up", "reversal", "floor"]
ZERO = Fraction(0)


@dataclass(frozen=True)
class Unit:
    """What a number counts: ``money`` in a currency, ``count``, ``percent`` or ``number``."""

    kind: str
    currency: str = ""

    @property
    def is_money(self) -> bool:
        """Whether it is money."""
        return self.kind == "money"

    @property
    def minor_units(self) -> int:
        """How many smallest parts one has: 100 cents, 1 deal."""
        return int("1" + "0" * minor_digits(self.currency)) if self.is_money else 1


@dataclass(frozen=True)
class Read:
    """A value that an expression of the plan read: its name, the value as text, and where it stands."""

    name: str
    value: str
    place: Place


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
    unit: Unit = Unit("number")
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
class Line:
    """One entry of an explained payment.

    Attributes:
        number: its place among the lines of the explanation, from 1.
        transaction_id, label: which deal; None for lines of a whole window.
        source, source_place: where the deal stands.
        slices, changes: from the rate to the exact amount to date.
        exact_amount: the line to date before rounding; rounded_amount: after.
        stood_before: what earlier pay periods entered for it.
        earning_amount: this entry = rounded_amount - stood_before.
        note: what the slices cannot say: what a reversal takes back, what a cancellation removes.
        reads: the source values that the credit was made of.
        released_now: what of the line is paid in this period; ``kept`` what is held by it (released from it: negative).
        is_exact: the slices were found for this line; false where the whole line is its note.
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
    is_exact: bool = True

    @property
    def rated_amount(self) -> Fraction:
        """What the rate pays, before modifiers."""
        return sum((s.pays for s in self.slices), ZERO)


@dataclass(frozen=True)
class Part:
    """What an earlier line pays in this period, without an entry of its own: money released from what was held."""

    component_id: str
    transaction_id: str | None
    label: str
    source_place: Place
    earned_on: date
    released_now: Fraction
    place: Place


@dataclass(frozen=True)
class TargetPart:
    """A target as it was resolved for a window, and where its amount stands."""

    target_id: str
    period_id: str
    value: Fraction
    unit: Unit
    written_at: str
    base: str
    factors: str
    exact: str
    place: Place


@dataclass(frozen=True)
class MeasurePart:
    """A measure of a component in one window: where the period found it and where it left it.

    Attributes:
        credits: what each of this payee's credits in the window added, as in the credits table.
        is_sum: the measure is nothing but these credits.
        is_final: the window ends in the pay period, so that ``value`` is what the measures table says.
        marks: bounds of the rate, as shares of the target.
    """

    measure_id: str
    owner_id: str
    period_id: str
    per: str
    opening: Fraction | None
    value: Fraction | None
    target: TargetPart | None
    unit: Unit
    place: Place
    credits: tuple[Fraction, ...] = ()
    is_sum: bool = False
    is_final: bool = False
    marks: tuple[Fraction, ...] = ()

    @property
    def listed_value(self) -> Fraction | None:
        """The value as in the measures table: money to the minor unit."""
        if self.value is None or not self.unit.is_money:
            return self.value
        return Fraction(round_fraction(self.value * self.unit.minor_units), self.unit.minor_units)

    @property
    def attainment(self) -> Fraction | None:
        """The measure as a share of its target."""
        if self.unit.kind == "percent":
            return self.value
        return self.value / self.target.value if self.value is not None and self.target and self.target.value else None


@dataclass(frozen=True)
class Excerpt:
    """Lines of a plan: the file, the number of the first, the lines, and the numbers that matter."""

    file: str
    first_line: int
    lines: tuple[str, ...]
    marked: tuple[int, ...] = ()


@dataclass(frozen=True)
class ComponentPart:
    """A component of a plan in one payment: what it measured, what each line earned, and what the plan says."""

    plan_id: str
    component_id: str
    title: str
    rule: str
    place: Place
    rate_place: Place
    measures: tuple[MeasurePart, ...]
    lines: tuple[Line, ...]
    excerpt: Excerpt | None = None
    released: tuple[Part, ...] = ()

    @property
    def earned(self) -> Fraction:
        """The sum of its lines."""
        return sum((line.earning_amount for line in self.lines), ZERO)


@dataclass(frozen=True)
class Step:
    """One step of the settlement: what it is, how much it adds to the payment, its arithmetic, and the plan's line."""

    key: str
    title: str
    adds: Fraction
    arithmetic: str
    place: Place | None = None
    excerpt: Excerpt | None = None


@dataclass(frozen=True)
class DrawPart:
    """The draw of a payee in a pay period: its terms, its place in the plan, and the balance."""

    terms: str
    place: Place
    is_recoverable: bool
    target_amount: Fraction | None
    keep: Fraction
    percent: Fraction
    balance_before: Fraction
    paid: Fraction
    recovered: Fraction
    forgiven: Fraction
    balance_after: Fraction


@dataclass(frozen=True)
class PaymentPart:
    """The row of the payments table, by column, and its identity step by step."""

    columns: dict[str, Fraction]
    steps: tuple[Step, ...]
    draw: DrawPart | None = None

    def __getitem__(self, column: str) -> Fraction:
        return self.columns[column]


@dataclass(frozen=True)
class Choice:
    """A choice of the plan that is in force: its name, what it says in words, where, and whether it is written down."""

    name: str
    value: str
    place: Place
    is_default: bool


@dataclass(frozen=True)
class Check:
    """Two numbers that must be equal."""

    name: str
    left: Fraction
    right: Fraction
    unit: Unit = Unit("number")

    @property
    def holds(self) -> bool:
        """Whether they are."""
        return self.left == self.right


@dataclass(frozen=True)
class PlanPart:
    """A plan that pays: its id, title and where it starts."""

    plan_id: str
    title: str
    place: Place


@dataclass(frozen=True)
class Person:
    """Who is paid: id, name and title on the last day of the period, and where the roster says so."""

    payee_id: str
    name: str
    title: str
    place: Place


@dataclass(frozen=True)
class SourcePart:
    """A source as it was read: rows in are accepted plus rejected."""

    name: str
    file: str
    rows_in: int
    rows_accepted: int
    rows_rejected: int
