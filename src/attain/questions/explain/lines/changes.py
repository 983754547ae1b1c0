"""What the modifiers of a component did to each line, in the order written, in fractions.

80, 60 and -50 under a cap of 100 per month pay 80, 20 and -10: each change is shown with the amount before and after.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import polars as pl

from attain.diagnostics import Place
from attain.documents import Expression
from attain.earnings.banked import Capped, paid_to_date
from attain.earnings.model import CapItem, Floor, FloorItem, GateItem, KickerItem, Modifier, MultiplierItem
from attain.earnings.modifiers.floor import line_number
from attain.questions.explain.lines.walks import Row, Walk
from attain.questions.explain.windows.walk import WindowWalk
from attain.runs.earning.banking import with_begun_windows
from attain.statements import Change

ZERO = Fraction(0)
ONE = Fraction(1)


@dataclass
class Traced:
    """A line with every change so far."""

    row: Row
    worth: Fraction
    changes: list[Change] = field(default_factory=list[Change])

    def note(self, change: Change) -> None:
        """Take on a change; one whose condition does not hold and that does nothing is not told."""
        if change.holds or change.after != self.worth:
            self.changes.append(change)
        self.worth = change.after


@dataclass
class Tracing:
    """The lines of a component and the frame they stand in, row by row; silent rows are left out."""

    walk: Walk | WindowWalk
    frame: pl.DataFrame
    lines: list[Traced]

    def apply(self, modifiers: Sequence[Modifier]) -> None:
        """Apply the modifiers."""
        for number, item in enumerate(modifiers):
            self._one(item, number)

    def _one(self, item: Modifier, number: int) -> None:
        if isinstance(item, GateItem):
            otherwise = item.gate.else_
            holds = self.walk.conditions(self.frame, item.gate.when, item.gate.seen)
            words = f"gate: {item.gate.when}"
            self._scaled(words, item.place, holds, lambda _n, ok: ONE if ok else otherwise.value)
        elif isinstance(item, MultiplierItem):
            holds = self.walk.conditions(self.frame, item.multiplier.when, item.multiplier.seen)
            factors, _ = self.walk.values(self.frame, item.multiplier.by, item.multiplier.seen)
            words = _words("multiplier", item.multiplier.by, item.multiplier.when)
            self._scaled(words, item.place, holds, lambda n, ok: factors[n] if ok else ONE)
        elif isinstance(item, KickerItem):
            self._kicker(item)
        elif isinstance(item, CapItem):
            self._cap(item)
        else:
            self._floor(item, number)

    def _scaled(self, words: str, place: Place, holds: Sequence[bool], factor: Callable[[int, bool], Fraction]) -> None:
        figures = self.walk.figures
        for number, line in enumerate(self.lines):
            by = factor(number, holds[number])
            line.note(Change(words, f"× {figures.percent(by)}", line.worth, line.worth * by, place, holds[number]))

    def _kicker(self, item: KickerItem) -> None:
        holds = self._of_deals(self.walk.conditions(self.frame, item.kicker.when, item.kicker.seen))
        adds, is_share = self.walk.values(self.frame, item.kicker.add, item.kicker.seen)
        words, figures = _words("kicker", item.kicker.add, item.kicker.when), self.walk.figures
        flows = isinstance(self.walk, Walk) and self.walk.flows
        for number, line in enumerate(self.lines):
            base = line.row.base
            whole = line.row.paid_on if flows else base
            # A share of a count is a share of as many minor units.
            worth = base / self.walk.scales.pay_unit if self.walk.scales.base.kind == "count" else whole
            extra = worth * adds[number] if is_share else adds[number] * (-1 if base < 0 else 1)
            shown = f"{figures.percent(adds[number])} of the base" if is_share else figures.money(adds[number])
            after = line.worth + extra if holds[number] else line.worth
            line.note(Change(words, f"+ {shown}", line.worth, after, item.place, holds[number]))

    def _cap(self, item: CapItem) -> None:
        cap, place = item.cap, item.place
        holds = self.walk.conditions(self.frame, cap.when, cap.seen, cap.per)
        limits, _ = self.walk.values(self.frame, cap.at, cap.seen, cap.per)
        words = _words("cap", cap.at, cap.when, cap.per)
        if cap.excess == "banked":
            self._bank(item, holds, limits, words)
            return
        windows = None if cap.per == "transaction" else self.walk.window_numbers(self.frame, cap.per)
        holds = self._of_deals(holds) if windows is None else holds
        running: dict[int, Fraction] = {}
        for number, line in enumerate(self.lines):
            limit = limits[number]
            after = line.worth
            if windows is None and holds[number]:
                after = _clipped(line.worth, limit)
            elif windows is not None and holds[number]:
                so_far = running.get(windows[number], ZERO)
                running[windows[number]] = so_far + line.worth
                after = _clipped(so_far + line.worth, limit) - _clipped(so_far, limit)
            shown = f"at most {self.walk.figures.money(limit)}"
            line.note(Change(words, shown, line.worth, after, place, holds[number]))

    def _bank(self, item: CapItem, holds: Sequence[bool], limits: Sequence[Fraction], words: str) -> None:
        """Cap window after window; what is cut off is paid in the next ones, to the line it was cut from."""
        begun = with_begun_windows(self.walk.plan_run, self.frame, item.cap.per)
        rows = begun.select("bank_group", "bank_window", "bank_last").rows()
        groups: dict[int, list[int]] = {}
        for number, (group, _, _) in enumerate(rows):
            if holds[number]:
                groups.setdefault(group, []).append(number)
        after = [line.worth for line in self.lines]
        for numbers in groups.values():
            capped = [Capped(rows[n][1], self.lines[n].worth, limits[n]) for n in numbers]
            for n, paid in zip(numbers, paid_to_date(capped, rows[numbers[0]][2]), strict=True):
                after[n] = paid
        for number, line in enumerate(self.lines):
            shown = f"at most {self.walk.figures.money(limits[number])}, the rest banked"
            line.note(Change(words, shown, line.worth, after[number], item.place, holds[number]))

    def _of_deals(self, holds: Sequence[bool]) -> list[bool]:
        """Leave out the lines that a floor added: a kicker, and a limit for each deal, are about deals."""
        pairs = zip(holds, self.lines, strict=True)
        return [ok and line.row.columns.get("line_type") != "floor" for ok, line in pairs]

    def _floor(self, item: FloorItem, place: int) -> None:
        floor = item.floor
        holds = self.walk.conditions(self.frame, floor.when, floor.seen, floor.per)
        least, _ = self.walk.values(self.frame, floor.at, floor.seen, floor.per)
        words = _words("floor", floor.at, floor.when, floor.per)
        if floor.per != "transaction":
            self._floor_of_windows(item, holds, least, place)
            return
        holds = self._of_deals(holds)
        for number, line in enumerate(self.lines):
            size = max(abs(line.worth), least[number]) * (-1 if line.row.base < 0 else 1)
            after = size if holds[number] else line.worth
            shown = f"at least {self.walk.figures.money(least[number])}"
            line.note(Change(words, shown, line.worth, after, item.place, holds[number]))

    def _floor_of_windows(self, item: FloorItem, holds: Sequence[bool], least: Sequence[Fraction], place: int) -> None:
        """Add a line after the last one of each window that stays below."""
        floor: Floor = item.floor
        windows = self.walk.window_numbers(self.frame, floor.per)
        keys = self.walk.window_keys(self.frame, floor.per)
        sums: dict[int, Fraction] = {}
        last: dict[int, int] = {}
        for number, line in enumerate(self.lines):
            if holds[number]:
                sums[windows[number]] = sums.get(windows[number], ZERO) + line.worth
                last[windows[number]] = number
        added = {last[w]: least[last[w]] - total for w, total in sums.items() if total < least[last[w]]}
        words = _words("floor", floor.at, floor.when, floor.per)
        order: list[int] = []
        lines: list[Traced] = []
        for number, line in enumerate(self.lines):
            order.append(number)
            lines.append(line)
            if number in added:
                order.append(number)
                columns = {**line.row.columns, "line": line_number(keys[number], place), "line_type": "floor"}
                made = Traced(replace(line.row, columns=columns, slices=()), ZERO)
                shown = f"at least {self.walk.figures.money(least[number])}"
                made.note(Change(words, shown, ZERO, added[number], item.place))
                lines.append(made)
        self.frame, self.lines = self.frame[order], lines


def _clipped(value: Fraction, limit: Fraction) -> Fraction:
    return max(-limit, min(limit, value))


def _words(kind: str, said: Expression, when: Expression | None, per: str = "transaction") -> str:
    each = "" if per == "transaction" else f" per {per}"
    return f"{kind}: {said}{each}" + (f" when {when}" if when is not None else "")
