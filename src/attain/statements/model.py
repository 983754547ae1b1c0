"""The parts of an explained payment: plain values that know where they come from.

Every amount is an exact fraction in whole units of its currency (12.50 USD is 25/2); every line leads to a source line
and to a line of the plan.
"""

from dataclasses import dataclass
from fractions import Fraction

from attain.diagnostics import Place
from attain.statements.line import Line, Part
from attain.statements.units import NUMBER, ZERO, Unit


@dataclass(frozen=True)
class TargetChangePart:
    """A relief or a transfer: by how much it changed the target, to or from whom, why, and where it stands."""

    kind: str
    other: str
    adds: Fraction
    reason: str
    written_at: str

    def as_json(self) -> dict[str, str]:
        """Return it in texts."""
        texts = {"kind": self.kind, "other": self.other, "adds": str(self.adds), "reason": self.reason}
        return texts | {"where_from": self.written_at}


@dataclass(frozen=True)
class TargetPart:
    """A target as it was resolved for a window, and where its amount stands.

    Attributes:
        carried: the part of it that the windows before fell short of.
        changes: what lowered or raised it.
    """

    target_id: str
    period_id: str
    value: Fraction
    unit: Unit
    written_at: str
    base: str
    factors: str
    exact: str
    place: Place
    carried: Fraction = Fraction(0)
    changes: tuple[TargetChangePart, ...] = ()


@dataclass(frozen=True)
class MeasurePart:
    """A measure of a component in one window: where the period found it and where it left it.

    Attributes:
        credits: what each of this payee's credits in the window added, as in the credits table.
        is_sum: the measure is nothing but these credits.
        is_final: the window ends in the pay period, so that ``value`` is what the measures table says.
        marks: bounds of the rate, as shares of the target.
        taken_over: the part of it that was measured under the plan before, which this one continues.
        taken_from: that plan.
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
    taken_over: Fraction = ZERO
    taken_from: str = ""

    @property
    def listed_value(self) -> Fraction | None:
        """The value as in the measures table: money to the minor unit."""
        return None if self.value is None else self.unit.listed(self.value)

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
    """A component of a plan in one payment: what it measured, what each line earned, and what the plan says.

    Attributes:
        currency: the plan's; the payment may be in another.
    """

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
    currency: str = ""

    @property
    def pay_earned(self) -> Fraction:
        """The sum of its lines in the currency of the payment."""
        return sum((line.pay_amount for line in self.lines), ZERO)

    @property
    def earned(self) -> Fraction:
        """The sum of its lines."""
        return sum((line.earning_amount for line in self.lines), ZERO)

    @property
    def earning_lines(self) -> tuple[Line, ...]:
        """Lines that change what is paid."""
        return tuple(line for line in self.lines if line.is_told)

    @property
    def silent_lines(self) -> tuple[Line, ...]:
        """Lines that only count towards the measure."""
        return tuple(line for line in self.lines if not line.is_told)


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
    unit: Unit = NUMBER

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
