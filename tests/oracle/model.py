"""What the oracle passes from one stage to the next, all of it plain values of one row."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

Value = Fraction | date | str | bool | None
Window = tuple
DATED = "(the day of the deal)"  # no expression can name it
Table = tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, eq=False)
class Deal:
    """One row of a source: its id, its typed columns, and the rows of its child tables."""

    source: str
    id: str
    columns: dict[str, Value]
    children: dict[str, list[dict[str, Value]]]

    @property
    def dated(self) -> Value:
        """The day of the deal itself, where its source says what that is."""
        return self.columns[DATED]


@dataclass(frozen=True)
class Recipient:
    """Somebody a deal is credited to, with the share that is paid and the share that counts."""

    payee: str
    pay: Fraction
    quota: Fraction
    credit_type: str = "direct"
    seller: str | None = None
    levels_above: int | None = None

    @property
    def is_shared(self) -> bool:
        """Whether the recipient takes part in sharing the deal out; the others are credited on their own."""
        return self.credit_type in {"direct", "split"}


@dataclass(frozen=True, eq=False)
class Credit:
    """One deal for one payee in one component.

    Attributes:
        paid: every amount the component pays on, by its expression, at the pay share.
        counted: every amount a measure counts, by its expression, at the quota share.
        whole: the same at 100 %, the most that a team may count.
        cancelled_on: when the deal was cancelled for this component, if it was.
        is_unwound: whether this is the negative credit that takes a cancelled deal back.
        credited_on: for a negative credit, the day of the credit that it takes back.
        origin: for a negative credit, the credit that it takes back.
        levels_above: how many levels the payee stands above the sale; None where nobody was credited for it.
        taken_over: over how many plans that continue each other it came; 0 for the plan's own.
    """

    component: str
    deal: Deal
    payee: str
    credit_type: str
    seller: str | None
    dated: date
    quota: Fraction
    paid: dict[str, Fraction]
    counted: dict[str, Fraction]
    whole: dict[str, Fraction]
    ties: tuple[Value, ...] = ()
    cancelled_on: date | None = None
    is_unwound: bool = False
    credited_on: date | None = None
    origin: "Credit | None" = None
    taken_over: int = 0
    levels_above: int | None = None

    @property
    def as_of(self) -> date:
        """The day of the deal itself, on which people and teams are looked up."""
        return self.credited_on or self.dated

    @property
    def order(self) -> tuple:
        """The place among all: by date, plans before last, taken back after given, tie keys, transaction."""
        ties = () if self.is_unwound else self.ties
        return (self.dated, self.taken_over, self.is_unwound, ties, self.deal.id, self.deal.source)


@dataclass(eq=False)
class Place:
    """A credit where it stands in its accumulator, with everything a rate may read.

    Attributes:
        base: the amount that a percentage multiplies; a count where the pay is money for each.
        before: the measure before the credit's group, in the unit of the bounds (1 is 100 %); None if undefined.
        after: the same after the group.
        table: the bounds and pays that hold for this credit.
        stake: what a payout curve multiplies: a target incentive, or 1 where the curve pays money.
        measure_before: the measure itself, in its own unit.
        measure_after: the same after the group.
        takes_back: for a reversal that moves the measure and earns nothing, the place of the credit it takes back.
        axes: the dimensions of a matrix as the credit meets them.
        cells: the pays of a matrix, by the bands of all dimensions.
        together: what the lines of an accumulator have in common, where it is more than owner and window.
    """

    credit: Credit
    owner: str
    window: Window
    measure_before: Fraction | None = None
    measure_after: Fraction | None = None
    before: Fraction | None = None
    after: Fraction | None = None
    base: Fraction = Fraction(0)
    table: Table = ()
    stake: Fraction = Fraction(1)
    takes_back: "Place | None" = None
    axes: tuple = ()
    cells: dict[tuple, Fraction] = field(default_factory=dict)
    together: tuple = ()

    @property
    def accumulator(self) -> tuple:
        """The payee, and the owner and window of the measure, or of all measures of a matrix."""
        return (self.credit.payee, *(self.together or (self.owner, self.window)))


@dataclass(eq=False)
class Line:
    """What one credit earns to date: exact while modifiers work on it, then rounded.

    Attributes:
        rounds_with: the lines with the same are rounded as one running total; None: the line is rounded alone.
        base: what a percentage kicker adds to.
        sign_of: what the sign of a return is read from; the base where nothing is said.
        window: for a floor, the window it lifts; for the result of a window, that window.
        stands_with: for a floor, the place of the credit after which it stands; conditions are read there.
        on: for the result of a window, the day on which its payee is read.
        releases: shares of the amount and the day each is released; None: not yet.
    """

    component: str
    payee: str
    dated: date
    line_type: str
    place: Place | None
    order: tuple
    rounds_with: tuple | None
    exact: Fraction = Fraction(0)
    base: Fraction = Fraction(0)
    sign_of: Fraction | None = None
    amount: Fraction = Fraction(0)
    window: tuple = ()
    stands_with: Place | None = None
    on: date | None = None
    releases: list[tuple[Fraction, date | None]] = field(default_factory=list)

    @property
    def signed(self) -> Fraction:
        """What tells a deal from a return."""
        return self.base if self.sign_of is None else self.sign_of

    @property
    def credit(self) -> Credit | None:
        """The credit behind the line; a floor has none."""
        return self.place.credit if self.place else None

    @property
    def transaction(self) -> str | None:
        """The transaction behind the line; a floor has none."""
        return self.credit.deal.id if self.credit else None

    @property
    def key(self) -> tuple[str, str, str, str, object]:
        """What makes it the same line in the results of two dates."""
        source = self.credit.deal.source if self.credit else ""
        return (self.payee, self.component, self.line_type, source, self.transaction or self.window)
