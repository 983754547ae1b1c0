"""The walk of a measure: per owner and window, every credit that feeds it, in order, from one value to the next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from types import ModuleType

from tests.oracle import count, last, ratio
from tests.oracle import sum as total
from tests.oracle.model import Credit, Window
from tests.oracle.rules import Measure
from tests.oracle.windows import Calendar

KINDS: dict[str, ModuleType] = {"sum": total, "count": count, "ratio": ratio, "last": last}


@dataclass(eq=False)
class Feed:
    """What one transaction of one component adds to one owner's measure.

    Attributes:
        amounts: the sum over the owner's people.
        most: the whole transaction, which a team may count once and no more.
    """

    order: tuple
    group: tuple
    amounts: list[Fraction]
    most: list[Fraction]


@dataclass(eq=False)
class Walk:
    """One owner's measure in one window."""

    steps: list[tuple[tuple, tuple, Fraction | None, Fraction | None]] = field(default_factory=list)
    start: Fraction | None = None

    def around(self, group: tuple, order: tuple) -> tuple[Fraction | None, Fraction | None]:
        """The values before and after ``group``; a credit that feeds nothing stands still at its place in the order."""
        here = self.start
        for first, found, before, after in self.steps:
            if found == group:
                return before, after
            if first < order:
                here = after
        return here, here

    @property
    def end(self) -> Fraction | None:
        """The value after everything known so far."""
        return self.steps[-1][3] if self.steps else self.start


class Walks:
    """Every walk of one measure, and where a credit stands in them."""

    def __init__(self, measure: Measure, calendar: Calendar) -> None:
        self.measure, self.calendar = measure, calendar
        self.kind = KINDS[measure.kind]
        self.walks: dict[tuple[str, Window], Walk] = {}

    def window(self, credit: Credit) -> Window:
        """The window that a credit falls into."""
        return self.calendar.window(self.measure.per, credit.dated, credit.deal)

    def group(self, credit: Credit) -> tuple:
        """What moves together with a credit."""
        if self.measure.group == "transaction":
            return (credit.dated, credit.taken_over, credit.is_unwound, credit.deal.source, credit.deal.id)
        return self.calendar.window(self.measure.group, credit.dated)

    def place(self, credit: Credit) -> tuple:
        """A credit's place among the groups: its own order, or the first day of its group."""
        return credit.order if self.measure.group == "transaction" else self.group(credit)[1:2]

    def walk(self, owner: str, window: Window) -> Walk:
        """The walk of an owner in a window; one that nothing feeds stands at the start."""
        return self.walks.get((owner, window), Walk(start=self.kind.reading(self.kind.START)))

    def fed(self, feeding: Iterable[tuple[Credit, str]]) -> "Walks":
        """Walk every owner and window through what feeds them; each credit comes with its owner."""
        feeds: dict[tuple, dict[tuple, Feed]] = {}
        for credit, owner in feeding:
            mine = feeds.setdefault((owner, self.window(credit)), {})
            one = (credit.component, credit.deal.source, credit.deal.id, *credit.order[:3])
            feed = mine.setdefault(one, Feed(self.place(credit), self.group(credit), [], []))
            amounts, most = self.amounts(credit)
            feed.amounts = [a + b for a, b in zip(feed.amounts, amounts, strict=True)] if feed.amounts else amounts
            feed.most = most
        self.walks = {key: self._walked(list(mine.values())) for key, mine in feeds.items()}
        return self

    def amounts(self, credit: Credit) -> tuple[list[Fraction], list[Fraction]]:
        """What a credit counts, and what its whole transaction would."""
        if self.measure.kind == "count":
            one = Fraction(-1 if credit.is_unwound else 1)
            return [one if credit.quota else Fraction(0)], [one]
        texts = self.measure.expressions
        return [credit.counted[text] for text in texts], [credit.whole[text] for text in texts]

    def _walked(self, feeds: list[Feed]) -> Walk:
        walk = Walk(start=self.kind.reading(self.kind.START))
        state, value, at = self.kind.START, walk.start, 0
        feeds.sort(key=lambda feed: feed.order)
        while at < len(feeds):
            group, first, before = feeds[at].group, feeds[at].order, value
            while at < len(feeds) and feeds[at].group == group:
                state = self.kind.moved(state, self._once(feeds[at]))
                at += 1
            value = self.kind.reading(state)
            walk.steps.append((first, group, before, value))
        return walk

    def _once(self, feed: Feed) -> tuple[Fraction, ...]:
        """A team counts a transaction once, however many of its people were credited with it."""
        if self.measure.owner is None:
            return tuple(feed.amounts)
        return tuple(_nearest_zero(a, b) for a, b in zip(feed.amounts, feed.most, strict=True))


def _nearest_zero(amount: Fraction, most: Fraction) -> Fraction:
    return amount if abs(amount) <= abs(most) else most
