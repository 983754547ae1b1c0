"""A measure in other windows than its own: those before it, several together, the year so far and its target.

Windows before the plan's first are not known, and add nothing to others. Of a target its own periods count, whole, from
the day on which they begin.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from tests.oracle.model import Value, Window
from tests.oracle.rules import Measure

if TYPE_CHECKING:
    from tests.oracle.window_results import WindowResults

ONE_DAY = timedelta(days=1)


class OtherWindows:
    """One measure of one owner, looked at from a day."""

    def __init__(self, results: "WindowResults", measure: Measure, owner: str, dated: date) -> None:
        self.results, self.measure, self.owner, self.dated = results, measure, owner, dated
        self.calendar = results.world.calendar

    def value(self, what: str, window: Window) -> Value:
        """What a word such as ``previous_2`` means in a window."""
        if what == "target_year_to_date":
            return self._target_to_date()
        if what == "year_to_date":
            year = self.calendar.window("year", self.dated)
            known = self._reached_backwards(window)
            return sum((end for w, end in known if w == window or w[1] >= year[1]), Fraction(0))
        which, _, number = what.partition("_")
        ends = [end for _, end in self._reached_backwards(window)]
        if which == "previous":
            back = int(number or 1)
            return ends[back] if back < len(ends) else None
        return sum(ends[: int(number)], Fraction(0))

    def _reached_backwards(self, window: Window) -> Iterator[tuple[Window, Fraction]]:
        """This window and those before it, to the plan's first, each with how far the measure came."""
        first = self.calendar.window(self.measure.per, self.results.first_day)
        while True:
            yield window, self.results.walks[self.measure.name].walk(self.owner, window).end
            if window == first:
                return
            window = self.calendar.window(self.measure.per, window[1] - ONE_DAY)

    def _target_to_date(self) -> Fraction | None:
        name = self.measure.against
        year = self.calendar.window("year", self.dated)
        per = self.results.world.plan["targets"][name]["per"]
        window, found = self.calendar.window(per, year[1]), []
        while window[1] <= self.dated:
            if window[1] >= year[1]:
                found.append(self.results.world.target(name, self.owner, window))
            window = self.calendar.window(per, window[2])
        known = [value for value in found if value is not None]
        return sum(known, Fraction(0)) if known else None
