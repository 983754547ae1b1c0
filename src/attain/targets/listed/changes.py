"""Relief and transfer: rows of the target table that lower somebody's target, or hand a part of it to somebody else.

40 days of leave lower Ana's 100,000 of the quarter by 30,000; a territory that changes hands moves 20,000 from Ana to
Bo. Each needs a reason, which the statement shows.
Source: docs/behaviours/target_relief.md. Oracle: tests/oracle/target_changes.py.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from attain.diagnostics import Code
from attain.targets import problems

KINDS = ("relief", "transfer")
Found = tuple[Code, str, tuple[str, str]]  # the code, the column, what and fix


@dataclass(frozen=True)
class TargetChange:
    """A relief or a transfer of a part of a target.

    Attributes:
        target: the target's name.
        kind: ``relief`` or ``transfer``.
        payee: whose target is lowered.
        to: whose target is raised by a transfer.
        starts_on: the first day of the range.
        ends_before: the day after its last.
        change_amount: by how much, above 0; money in whole currency units.
        reason: why.
        source: where it stands, such as ``data/targets.csv:12``.
        line: its line.
    """

    target: str
    kind: str
    payee: str
    to: str | None
    starts_on: date
    ends_before: date
    change_amount: Fraction
    reason: str
    source: str
    line: int = 0

    @property
    def owners(self) -> tuple[str, ...]:
        """Whose targets it changes."""
        return (self.payee,) if self.to is None else (self.payee, self.to)

    def signed(self, payee: str) -> Fraction:
        """By how much it changes the target of one of them."""
        return -self.change_amount if payee == self.payee else self.change_amount


@dataclass(frozen=True)
class ChangeCells:
    """The cells of a row that say what it changes; a row without ``change`` and ``to`` is a target."""

    change: str | None
    to: str | None
    reason: str | None

    @property
    def is_change(self) -> bool:
        """Whether the row is a change of a target."""
        return self.change is not None or self.to is not None

    def problems(
        self, payee: str | None, title: str | None, row_amount: Fraction | None, known: Collection[str]
    ) -> Iterator[Found]:
        """Find what a change lacks.

        Args:
            payee: whose target is lowered.
            title: nobody's: a change is a person's.
            row_amount: by how much.
            known: the payees of the roster.
        """
        if self.change not in KINDS:
            what = f"'{self.change}' is no change of a target" if self.change else "the row has 'to' and no 'change'"
            yield problems.BAD_CHANGE, "change", (what, "write relief or transfer, or leave both empty for a target")
            return
        if not (self.reason or "").strip():
            texts = (f"the {self.change} has no reason", "write why into 'reason'; the statement shows it")
            yield problems.NO_REASON, "reason", texts
        if title is not None or payee is None:
            texts = (f"the {self.change} names no payee", "name the payee whose target is lowered, in one row for each")
            yield problems.BAD_CHANGE, "payee", texts
        if row_amount == 0:
            texts = (f"the {self.change} is of 0", "write by how much the target is lowered, or remove the row")
            yield problems.BAD_CHANGE, "amount", texts
        yield from self._receiver(payee, known)

    def _receiver(self, payee: str | None, known: Collection[str]) -> Iterator[Found]:
        if self.change == "relief" and self.to is not None:
            texts = (f"a relief is given to nobody, and 'to' is '{self.to}'", "write transfer, or leave 'to' empty")
            yield problems.BAD_CHANGE, "to", texts
        elif self.change == "transfer" and self.to is None:
            texts = ("the transfer names nobody who takes it over", "name the payee in 'to', or write relief")
            yield problems.BAD_CHANGE, "to", texts
        elif self.to is not None and self.to == payee:
            texts = (f"the transfer is from '{payee}' to the same", "name another payee in 'to'")
            yield problems.BAD_CHANGE, "to", texts
        elif self.to is not None and self.to not in known:
            texts = (f"'{self.to}' is not in the roster", "correct the id, or add the payee to the roster")
            yield problems.UNKNOWN_OWNER, "to", texts
