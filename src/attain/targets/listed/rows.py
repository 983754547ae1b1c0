"""Rows of the target table, and the table by owner.

A row with both ends is the total of its range. A row without an end (or a start) is an amount per period,
in force from its start until the next such row of the same owner begins; it is resolved like the plan's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from attain.targets.listed.changes import TargetChange


@dataclass(frozen=True)
class TargetRow:
    """A row: the target's name, its owner (a payee or a title), its range and its amount in whole units.

    Attributes:
        target: the target's name.
        payee: the owner's id, or None when ``title`` owns it.
        title: the owning title, or None; without either it is everybody's, as an example gives it.
        starts_on: first day, or None.
        ends_before: the day after the last, or None.
        row_amount: the amount; money in whole currency units.
        source: where it stands, such as ``data/targets.csv:12``.
        is_for_every_window: the amount of every window that is read, as an example gives it.
    """

    target: str
    payee: str | None
    title: str | None
    starts_on: date | None
    ends_before: date | None
    row_amount: Fraction
    source: str
    line: int = 0
    is_for_every_window: bool = False

    @property
    def is_standing(self) -> bool:
        """Whether the amount holds per period, instead of for one range."""
        return self.starts_on is None or self.ends_before is None

    def is_in_force(self, day: date) -> bool:
        """Say whether a day lies in the row's range."""
        return (self.starts_on or date.min) <= day < (self.ends_before or date.max)


@dataclass(frozen=True, eq=False)
class OwnerRows:
    """All rows of one owner for one target."""

    rows: tuple[TargetRow, ...]

    @cached_property
    def closed(self) -> dict[tuple[date, date], TargetRow]:
        """Rows with both ends, by range."""
        return {(r.starts_on, r.ends_before): r for r in self.rows if r.starts_on and r.ends_before}

    @cached_property
    def gives_windows(self) -> bool:
        """Whether any row gives the value of a window, not just an amount per period."""
        return bool(self.closed) or self.for_every_window is not None

    @cached_property
    def standing(self) -> tuple[TargetRow, ...]:
        """Amounts per period, the latest begun first."""
        found = [r for r in self.rows if r.is_standing and not r.is_for_every_window]
        return tuple(sorted(found, key=lambda r: r.starts_on or date.min, reverse=True))

    @cached_property
    def for_every_window(self) -> TargetRow | None:
        """The row that stands for every window, if there is one."""
        return next((r for r in self.rows if r.is_for_every_window), None)

    def standing_on(self, day: date) -> TargetRow | None:
        """Return the amount per period in force on a day."""
        return next((row for row in self.standing if row.is_in_force(day)), None)

    def covering(self, starts_on: date, ends_before: date) -> list[TargetRow]:
        """Return the row for exactly this range, or the rows that fill it without gap or overlap."""
        if self.for_every_window:
            return [self.for_every_window]
        exact = self.closed.get((starts_on, ends_before))
        if exact:
            return [exact]
        inside = sorted(key for key in self.closed if starts_on <= key[0] and key[1] <= ends_before)
        at = starts_on
        for first, last in inside:
            if first != at:
                return []
            at = last
        return [self.closed[key] for key in inside] if at == ends_before else []

    def touching(self, starts_on: date, ends_before: date) -> list[TargetRow]:
        """Return the rows with both ends that share a day with a range."""
        return [row for key, row in self.closed.items() if key[0] < ends_before and starts_on < key[1]]


NO_ROWS = OwnerRows(())
_Owner = tuple[str, str | None, str | None]  # target, payee, title


@dataclass(frozen=True, eq=False)
class TargetTable:
    """The target table of a workspace, or the targets an example gives; and what changes them."""

    rows: tuple[TargetRow, ...] = ()
    file: str = ""
    changes: tuple[TargetChange, ...] = ()
    _by_owner: dict[_Owner, OwnerRows] = field(init=False, default_factory=dict[_Owner, OwnerRows])

    def __post_init__(self) -> None:
        grouped: dict[_Owner, list[TargetRow]] = {}
        for row in self.rows:
            grouped.setdefault((row.target, row.payee, row.title), []).append(row)
        self._by_owner.update({owner: OwnerRows(tuple(rows)) for owner, rows in grouped.items()})

    @classmethod
    def of(cls, rows: Iterable[TargetRow]) -> "TargetTable":
        """Make a table of rows."""
        return cls(tuple(rows))

    def changes_of(self, target: str, payee: str) -> tuple[TargetChange, ...]:
        """Return the reliefs and transfers of a payee's target."""
        return tuple(change for change in self.changes if change.target == target and payee in change.owners)

    def of_payee(self, target: str, payee: str) -> OwnerRows:
        """Return the rows that name a payee, or else everybody's."""
        everybody = self._by_owner.get((target, None, None), NO_ROWS)
        return self._by_owner.get((target, payee, None), everybody)

    def of_title(self, target: str, title: str | None) -> OwnerRows:
        """Return the rows that name a title."""
        return self._by_owner.get((target, None, title), NO_ROWS) if title is not None else NO_ROWS
