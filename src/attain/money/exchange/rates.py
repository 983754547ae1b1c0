"""Exchange rates of a workspace: exact, of a kind, in force on a day, turned round or through a base if that is said.

1 GBP = 1.22 USD on 5 March: a commission of 100.00 GBP is 122.00 USD. Where only USD to GBP is listed, 1 / 0.8 = 1.25
is taken if the workspace allows it; where neither is, GBP to EUR times EUR to USD, if it names EUR to go through.
Source: docs/behaviours/currency.md. Oracle: ``tests/oracle/exchange.py``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

FxKind: TypeAlias = Literal["plan", "spot"]
PLAN: FxKind = "plan"
SPOT: FxKind = "spot"
_Pair: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class FxRow:
    """A listed rate: one unit of ``sold`` is worth ``value`` of ``bought``, from a day to before another.

    Attributes:
        kind: plan or spot.
        sold: the currency that is converted.
        bought: the currency it becomes.
        starts_on: the first day.
        ends_before: the day after the last; None until the next rate of the pair.
        value: units of ``bought`` for one of ``sold``.
        line: where it stands in the file.
    """

    kind: str
    sold: str
    bought: str
    starts_on: date
    ends_before: date | None
    value: Fraction
    line: int = 0


@dataclass(frozen=True)
class FxLeg:
    """One step of a conversion: a listed rate, or the other direction of one."""

    row: FxRow
    is_inverse: bool = False

    @property
    def sold(self) -> str:
        """The currency that is converted."""
        return self.row.bought if self.is_inverse else self.row.sold

    @property
    def bought(self) -> str:
        """The currency it becomes."""
        return self.row.sold if self.is_inverse else self.row.bought

    @property
    def value(self) -> Fraction:
        """Units of ``bought`` for one of ``sold``."""
        return 1 / self.row.value if self.is_inverse else self.row.value


@dataclass(frozen=True)
class FxRate:
    """A conversion of one currency into another on a day; without legs it is the same currency."""

    legs: tuple[FxLeg, ...] = ()

    @property
    def value(self) -> Fraction:
        """The product of the legs.

        >>> row = FxRow("spot", "USD", "GBP", date(2026, 1, 1), None, Fraction("0.8"))
        >>> FxRate((FxLeg(row, is_inverse=True),)).value
        Fraction(5, 4)
        """
        found = Fraction(1)
        for leg in self.legs:
            found *= leg.value
        return found


@dataclass(frozen=True, order=True)
class Missing:
    """A rate that is not listed."""

    sold: str
    bought: str
    day: date
    kind: FxKind


@dataclass(frozen=True)
class FxRates:
    """The rates of a workspace.

    Attributes:
        rows: every listed rate.
        through: the base that other pairs go through; empty when none is declared.
        takes_inverse: whether a rate may be read the other way round.
        file: where the rates are listed.
    """

    rows: tuple[FxRow, ...] = ()
    through: str = ""
    takes_inverse: bool = False
    file: str = ""
    _found: dict[Missing, FxRate | None] = field(default_factory=dict[Missing, "FxRate | None"], compare=False)

    @cached_property
    def _by_pair(self) -> Mapping[_Pair, tuple[list[date], list[FxRow]]]:
        pairs: dict[_Pair, list[FxRow]] = {}
        for row in sorted(self.rows, key=lambda r: r.starts_on):
            pairs.setdefault((row.kind, row.sold, row.bought), []).append(row)
        return {pair: ([r.starts_on for r in rows], rows) for pair, rows in pairs.items()}

    def on(self, asked: Missing) -> FxRate | None:
        """Return the rate of a pair on a day: as listed, else the other way round, else through the base.

        >>> rows = [FxRow("spot", "GBP", "USD", date(2026, 3, 5), None, Fraction("1.22"))]
        >>> FxRates(tuple(rows)).on(Missing("GBP", "USD", date(2026, 3, 9), "spot")).value
        Fraction(61, 50)
        >>> FxRates(tuple(rows)).on(Missing("USD", "GBP", date(2026, 3, 9), "spot")) is None
        True
        """
        if asked not in self._found:
            self._found[asked] = self._looked_up(asked)
        return self._found[asked]

    def _looked_up(self, asked: Missing) -> FxRate | None:
        if asked.sold == asked.bought:
            return FxRate()
        leg = self._leg(asked)
        if leg is not None:
            return FxRate((leg,))
        if not self.through or self.through in {asked.sold, asked.bought}:
            return None
        first = self._leg(Missing(asked.sold, self.through, asked.day, asked.kind))
        second = self._leg(Missing(self.through, asked.bought, asked.day, asked.kind))
        return FxRate((first, second)) if first is not None and second is not None else None

    def _leg(self, asked: Missing) -> FxLeg | None:
        row = self._row((asked.kind, asked.sold, asked.bought), asked.day)
        if row is not None:
            return FxLeg(row)
        turned = self._row((asked.kind, asked.bought, asked.sold), asked.day) if self.takes_inverse else None
        return FxLeg(turned, is_inverse=True) if turned is not None else None

    def _row(self, pair: _Pair, day: date) -> FxRow | None:
        """The last rate of a pair that starts by a day, if it is still in force."""
        starts, rows = self._by_pair.get(pair, ([], []))
        at = bisect_right(starts, day) - 1
        if at < 0:
            return None
        row = rows[at]
        return row if row.ends_before is None or day < row.ends_before else None

    def last_before(self, asked: Missing) -> FxRow | None:
        """Return the last listed rate of a pair before a day, in either direction, for messages."""
        pairs = [(asked.kind, asked.sold, asked.bought), (asked.kind, asked.bought, asked.sold)]
        found = [row for pair in pairs for row in self._by_pair.get(pair, ([], []))[1] if row.starts_on <= asked.day]
        return max(found, key=lambda row: row.starts_on, default=None)

    def of(self, asked: Iterable[Missing]) -> tuple[dict[Missing, FxRate], list[Missing]]:
        """Return the rate of each question, and the questions without an answer, in order of day."""
        found = {one: self.on(one) for one in set(asked)}
        missing = sorted(one for one, rate in found.items() if rate is None)
        return {one: rate for one, rate in found.items() if rate is not None}, missing
