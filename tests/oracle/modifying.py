"""Modifiers: an ordered list of changes to the exact lines of one component."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle import cap, floor, gate, kicker, multiplier
from tests.oracle.model import Line, Value, Window
from tests.oracle.names import CreditNames
from tests.oracle.units import unit_of
from tests.oracle.world import World

ONE_DAY = timedelta(days=1)
NamesOf = Callable[[Line, dict], CreditNames]


class Modifying:
    """Applies one component's modifiers, in the order written."""

    def __init__(
        self, world: World, modifiers: list[dict], names_of: NamesOf, *, kinds: dict[str, str], cut: date
    ) -> None:
        self.world, self.modifiers, self.kinds, self.names_of, self.cut = world, modifiers, kinds, names_of, cut

    def applied(self, lines: list[Line]) -> list[Line]:
        """The lines in order, each with its final exact amount, floors of windows added as lines of their own."""
        for number, written in enumerate(self.modifiers):
            ((kind, rule),) = written.items()
            rule = {"when": rule} if isinstance(rule, str) else rule
            windowed = rule.get("per", "transaction") != "transaction"
            if kind == "cap" and rule.get("excess") == "banked":
                self._bank(rule, lines)
            elif kind == "cap" and windowed:
                self._cap_windows(rule, lines)
            elif kind == "floor" and windowed:
                lines = sorted([*lines, *self._floor_windows(rule, lines, number)], key=lambda line: line.order)
            else:
                is_of_deals = kind in {"kicker", "cap", "floor"}
                for line in lines:
                    if line.line_type != "floor" or not is_of_deals:
                        line.exact = self._changed(kind, rule, line)
        return lines

    def _changed(self, kind: str, rule: dict, line: Line) -> Fraction:
        holds = self._holds(rule, line)
        if kind == "gate":
            return gate.opened(line.exact, holds=holds, otherwise=self._value(rule.get("else", "0%"), rule, line))
        if kind == "multiplier":
            return multiplier.multiplied(line.exact, holds=holds, by=self._value(rule["by"], rule, line))
        if not holds:
            return line.exact
        if kind == "kicker":
            is_percent = unit_of(rule["add"], self.kinds) == "percent"
            add = self._value(rule["add"], rule, line)
            return kicker.kicked(
                line.exact, base=line.base if is_percent else line.signed, add=add, is_percent=is_percent
            )
        at = self._value(rule["at"], rule, line)
        if kind == "cap":
            return cap.clipped(line.exact, at)
        return floor.lifted(line.exact, at=at, base=line.signed)

    def _windows(self, rule: dict, lines: list[Line]) -> dict[tuple[str, Window], list[Line]]:
        """The lines the rule holds for, by payee and by the rule's own window."""
        found: dict[tuple[str, Window], list[Line]] = {}
        for line in lines:
            if self._holds(rule, line):
                window = self.world.calendar.window(rule["per"], line.dated)
                found.setdefault((line.payee, window), []).append(line)
        return found

    def _cap_windows(self, rule: dict, lines: list[Line]) -> None:
        for mine in self._windows(rule, lines).values():
            caps = [self._value(rule["at"], rule, line) for line in mine]
            for line, trimmed in zip(mine, cap.running([line.exact for line in mine], caps), strict=True):
                line.exact = trimmed

    def _bank(self, rule: dict, lines: list[Line]) -> None:
        """Cap window after window, to the last that has begun while the plan is in force."""
        before = min(self.cut, self.world.effective[1])
        by_payee: dict[str, dict[Window, list[Line]]] = {}
        for (payee, window), mine in self._windows(rule, lines).items():
            by_payee.setdefault(payee, {})[window] = mine
        for of_window in by_payee.values():
            every = self.world.calendar.periods(rule["per"], min(w[1] for w in of_window), before - ONE_DAY)
            begun = [of_window.get((rule["per"], *period[1:]), []) for period in every]
            capped = [[(line.exact, self._value(rule["at"], rule, line)) for line in mine] for mine in begun]
            for line, paid in zip([line for mine in begun for line in mine], cap.banked(capped), strict=True):
                line.exact = paid

    def _floor_windows(self, rule: dict, lines: list[Line], number: int) -> list[Line]:
        """One more line directly after the last of each window: what its lines lack that it is about, or nothing."""
        added, about = [], self._windows(rule, lines)
        for (payee, window), every in self._windows({"per": rule["per"]}, lines).items():
            mine = about.get((payee, window), [])
            last = mine[-1] if mine else every[-1]
            lifted = Line(
                component=last.component,
                payee=last.payee,
                dated=last.dated,
                line_type="floor",
                place=None,
                order=(*last.order, 1),
                rounds_with=last.rounds_with,
                stands_with=last.stands_with or last.place,
            )
            if mine:
                least = self._value(rule["at"], rule, last)
                lifted.exact = floor.missing([line.exact for line in mine], least)
            lifted.window = (number, *window)
            added.append(lifted)
        return added

    def _holds(self, rule: dict, line: Line) -> bool:
        return "when" not in rule or self._evaluated(rule["when"], rule, line) is True

    def _value(self, text: str, rule: dict, line: Line) -> Fraction:
        return self._evaluated(text, rule, line)

    def _evaluated(self, text: str, rule: dict, line: Line) -> Value:
        return self.world.evaluate(text, self.names_of(line, rule))
