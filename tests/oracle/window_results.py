"""What a plan pays for windows and not for deals: one line per payee and window, from the facts before a day.

Everybody on the plan in a window counts, also without a credit. They are read as they were on their last day on the
plan in the window so far; the line is dated the last day that counts: of the window, of what is known, of the plan.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle import formula, interpolated, pool, rank_prize, step_bonus
from tests.oracle.model import Line, Place, Value, Window
from tests.oracle.modifying import Modifying
from tests.oracle.other_windows import OtherWindows
from tests.oracle.periods import whole_months_between
from tests.oracle.placing import at
from tests.oracle.rank import ranks
from tests.oracle.rating import attainment
from tests.oracle.rules import Component, Measure
from tests.oracle.walks import Walks
from tests.oracle.world import World, number

ONE_DAY = timedelta(days=1)
Full = Callable[[Measure, str, Window], Fraction | None]


class Candidate:
    """Somebody on the plan in a window: who they were on ``on``, and the day that counts, ``dated``."""

    def __init__(self, payee: str, window: Window, on: date, dated: date) -> None:
        self.payee, self.window, self.on, self.dated = payee, window, on, dated


class WindowResults:
    """The results of windows, from the facts dated before ``cut``."""

    def __init__(
        self, world: World, measures: dict[str, Measure], walks: dict[str, Walks], *, full: Full, cut: date
    ) -> None:
        self.world, self.measures, self.walks, self.full, self.cut = world, measures, walks, full, cut
        written = world.plan.get("rounding", {}).get("to", "minor unit")
        self.unit = world.minor if written == "minor unit" else Fraction(written)

    # --- who

    def windows(self, per: str) -> Iterator[Window]:
        """Every window of the plan that has begun."""
        first, before = self.world.effective
        day = first
        while day < min(before, self.cut):
            window = self.world.calendar.window(per, day)
            yield window
            day = min(window[2], before)

    def candidates(self, window: Window) -> list[Candidate]:
        """Everybody on the plan in a window so far, by name."""
        first, before = self.world.effective
        dated = min(window[2], before, self.cut) - ONE_DAY
        found = []
        for payee in sorted({row["payee"] for row in self.world.roster}):
            day, earliest = dated, max(window[1], first)
            while day >= earliest and not self.world.is_assigned(payee, day):
                day -= ONE_DAY
            if day >= earliest:
                found.append(Candidate(payee, window, day, dated))
        return found

    def has_ended(self, window: Window) -> bool:
        """Whether everything in a window is known."""
        return min(window[2], self.world.effective[1]) <= self.cut

    # --- what they have

    def value(self, name: str, who: Candidate, what: str = "amount") -> Value:
        """A measure of a candidate, in the measure's window that holds the day."""
        measure = self.measures[name]
        if measure.kind in {"formula", "rank"}:
            return self._derived(measure, who)
        window = self.world.calendar.window(measure.per, who.dated)
        owner = self._owner(measure, who)
        if what.startswith(("previous", "trailing", "year_to", "target_year")):
            return OtherWindows(self, measure, owner, who.dated).value(what, window)
        full = self.full(measure, owner, window)
        if what == "target":
            return full
        reached = self.walks[name].walk(owner, window).end
        return reached if what == "amount" else attainment(self.world, measure, reached, full)

    @property
    def first_day(self) -> date:
        """The first day of the plan's first pay period."""
        first = self.world.effective[0]
        return min(first, self.world.calendar.window(self.world.plan.get("pay_period", "month"), first)[1])

    def _owner(self, measure: Measure, who: Candidate) -> str:
        if measure.owner is None:
            return who.payee
        return "all" if measure.owner == "all" else str(self.world.evaluate(measure.owner, self.names(who, None)))

    def _derived(self, measure: Measure, who: Candidate) -> Fraction | None:
        """A measure made of measures: that of the same payee as a candidate of its own window."""
        window = self.world.calendar.window(measure.per, who.dated)
        mine = next((one for one in self.candidates(window) if one.payee == who.payee), None)
        if mine is None:
            return None
        if measure.kind == "rank":
            return self._place(measure, mine)
        return formula.value(measure.expression, self.names(mine, measure), self.world.evaluate)

    def _ranked(self, name: str, who: Candidate) -> Fraction | None:
        """What is ranked: the share of a target where there is one, else the value."""
        return self.value(name, who, "attainment")

    def _place(self, measure: Measure, who: Candidate) -> Fraction | None:
        ranked = self.measures[measure.expression]
        taking = [one for one in self.candidates(who.window) if self.holds(measure.among, one, ranked)]
        values = {one.payee: self._ranked(ranked.name, one) for one in taking}
        known = {payee: value for payee, value in values.items() if value is not None}
        places = dict(zip(known, ranks(list(known.values()), measure.ties), strict=True))
        return Fraction(places[who.payee]) if who.payee in places else None

    def at_the_end(self, measure: Measure) -> dict[str, Fraction | None]:
        """A measure made of measures in the last window in which each payee has a value."""
        people = [who for window in self.windows(measure.per) for who in self.candidates(window)]
        values = {who: self._derived(measure, who) for who in people}
        return {who.payee: value for who, value in values.items() if value is not None}

    def names(self, who: Candidate, own: Measure | None, unit: str | None = None) -> "WindowNames":
        """The names that an expression about a candidate may use."""
        return WindowNames(self, who, own, unit or (own.per if own is not None else who.window[0]))

    def holds(self, text: str | None, who: Candidate, own: Measure) -> bool:
        """Whether a condition holds for a candidate; one that is not there does."""
        return text is None or self.world.evaluate(text, self.names(who, own)) is True

    # --- what they get

    def lines(self, component: Component) -> list[Line]:
        """Every line of a component that pays for windows."""
        measure = self.measures[component.measure]
        lines, people = [], {}
        for window in self.windows(measure.per):
            for who, exact in self.results(component, measure, window):
                line = Line(
                    component=component.name,
                    payee=who.payee,
                    dated=who.dated,
                    line_type="window",
                    place=None,
                    order=(window[1], who.payee),
                    rounds_with=None,
                    exact=exact,
                    base=Fraction(1),
                    window=window,
                    on=who.on,
                )
                lines.append(line)
                people[line] = who
        modifying = Modifying(
            self.world,
            component.modifiers,
            lambda line, rule: self.names(people[line], measure, _own_window(rule)),
            kinds={},
            cut=self.cut,
        )
        return modifying.applied(lines)

    def results(self, component: Component, measure: Measure, window: Window) -> list[tuple[Candidate, Fraction]]:
        """What a window is worth to those who take part, exact."""
        rate, people = component.rate, self.candidates(window)
        if rate["kind"] in {"pool", "rank_prize"}:
            return self._shared(rate, measure, people) if self.has_ended(window) else []
        read = self._formula if rate["kind"] == "formula" else self._payout
        amounts = [(who, read(rate, measure, who)) for who in people]
        return [(who, exact) for who, exact in amounts if exact is not None]

    def _formula(self, rate: dict, measure: Measure, who: Candidate) -> Fraction | None:
        return formula.value(rate["pay"], self.names(who, measure), self.world.evaluate)

    def _payout(self, rate: dict, measure: Measure, who: Candidate) -> Fraction | None:
        """A curve or steps: nothing where the measure is not known."""
        reached = self.value(measure.name, who, "attainment")
        if reached is None:
            return None
        place: Place = at(table=_table(rate))
        place.after = reached
        if "of" in rate:
            window = self.world.calendar.window(measure.per, who.dated)
            place.stake = self.world.target(rate["of"], who.payee, window) or Fraction(0)
        kind = step_bonus if rate["kind"] == "step_bonus" else interpolated
        given = rate | {"is_payout": True} | ({"below": number(rate["below"])} if "below" in rate else {})
        return kind.pay(given, [place])[0]

    def _shared(self, rate: dict, measure: Measure, people: list[Candidate]) -> list[tuple[Candidate, Fraction]]:
        """A pot or prizes, for each value of ``by``."""
        groups: dict[Value, list[Candidate]] = {}
        for who in people:
            if self.holds(rate.get("among"), who, measure):
                key = self.world.evaluate(rate["by"], self.names(who, measure)) if "by" in rate else None
                groups.setdefault(key, []).append(who)
        share = self._pot if rate["kind"] == "pool" else self._prizes
        return [pair for members in groups.values() for pair in share(rate, measure, members)]

    def _pot(self, rate: dict, measure: Measure, members: list[Candidate]) -> list[tuple[Candidate, Fraction]]:
        def worth(text: str, who: Candidate) -> Fraction:
            return self.world.evaluate(text, self.names(who, measure))

        share = rate.get("share", "equal")
        shares = [Fraction(1) if share == "equal" else worth(share, who) for who in members]
        of_total = rate.get("shares", "of_total") == "of_total"
        parts = pool.shared(worth(rate["pot"], members[0]), shares, of_total=of_total, unit=self.unit)
        return list(zip(members, parts, strict=True))

    def _prizes(self, rate: dict, measure: Measure, members: list[Candidate]) -> list[tuple[Candidate, Fraction]]:
        sold = measure
        while sold.kind == "rank":
            sold = self.measures[sold.expression]
        if sold.kind in {"sum", "count"}:  # whoever has nothing wins nothing
            members = [who for who in members if (self._ranked(sold.name, who) or 0) > 0]
        ranked = [(who, self._ranked(measure.name, who)) for who in members]
        best_first = -1 if measure.kind == "rank" else 1  # the best place is the lowest number
        known = [(who, value * best_first) for who, value in ranked if value is not None]
        prizes = [number(prize) for prize in rate["prizes"]]
        won = rank_prize.prizes_of(prizes, [value for _, value in known], rate.get("ties", "shared"), self.unit)
        return [(who, one) for (who, _), one in zip(known, won, strict=True)]


class WindowNames(Mapping[str, Value]):
    """The names of an expression about a candidate: measures, targets, and the payee."""

    def __init__(self, results: WindowResults, who: Candidate, own: Measure | None, unit: str) -> None:
        self.results, self.who, self.own, self.unit = results, who, own, unit

    def __getitem__(self, name: str) -> Value:
        results, who = self.results, self.who
        first, dot, what = name.partition(".")
        if first == "payee" and dot:
            day = who.dated if what == "tenure_months" else who.on
            return self._tenure(day) if what == "tenure_months" else results.world.attribute(who.payee, what, day)
        if name in {"attainment", "measured"}:
            return results.value(self.own.name, who, "attainment" if name == "attainment" else "amount")
        if dot:
            return results.value(first, who, what)
        return results.world.target(name, who.payee, results.world.calendar.window(self.unit, who.dated))

    def _tenure(self, day: date) -> Value:
        row = self.results.world.person(self.who.payee, self.who.on)
        hired = row["hired"]
        return None if hired is None else Fraction(whole_months_between(hired, day))

    def __iter__(self) -> Iterator[str]:
        return iter(self.results.measures)

    def __len__(self) -> int:
        return len(self.results.measures)


def _own_window(rule: dict) -> str | None:
    """The window of a limit, over which it reads targets; none of a limit for each line, and of what is no limit."""
    return None if rule.get("per", "transaction") == "transaction" else rule["per"]


def _table(rate: dict) -> list[tuple[str, str]]:
    if "points" in rate:
        return [(x, y) for x, y in rate["points"]]
    if "steps" in rate:
        return [(step["at"], step["pay"]) for step in rate["steps"]]
    return [(rate["every"], rate["pay"]), *([(rate["above"], "0")] if "above" in rate else [])]
