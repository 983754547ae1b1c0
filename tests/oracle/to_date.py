"""Everything the plan says about what was known before a day: walks, exact lines, rounded lines, reversals."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from tests.oracle import decay, earned, original_rate, release, rerate, succession, unearned, unwind
from tests.oracle.carried import carried
from tests.oracle.model import Credit, Line, Place, Value, Window
from tests.oracle.modifying import Modifying
from tests.oracle.names import CreditNames
from tests.oracle.periods import months_later
from tests.oracle.rating import Rating, attainment
from tests.oracle.rounding import half_away, running
from tests.oracle.rules import Component, Measure, is_windowed, matrix_measures
from tests.oracle.units import unit_of
from tests.oracle.walks import Walks
from tests.oracle.window_results import WindowResults
from tests.oracle.world import World

Credits = dict[str, list[Credit]]


class ToDate:
    """The plan's results from the facts dated before ``cut``; ``last`` are those of the plan that it continues."""

    def __init__(
        self,
        world: World,
        components: dict[str, Component],
        measures: dict[str, Measure],
        *,
        credits_of: Credits,
        cut: date,
        last: "ToDate | None" = None,
    ) -> None:
        self.world, self.components, self.measures, self.cut = world, components, measures, cut
        self.last = last
        rounding = world.plan.get("rounding", {})
        self.is_per_line = rounding.get("method") == "per_line"
        written = rounding.get("to", "minor unit")
        self.unit = world.minor if written == "minor unit" else Fraction(written)
        self.standing = {name: self._standing(name, given) for name, given in credits_of.items()}
        self.taken_back = {name: self._taken_back(name, given) for name, given in self.standing.items()}
        walked = {name: measure for name, measure in measures.items() if measure.is_walked}
        self.walks = {name: self._walks(measure) for name, measure in walked.items()}
        self.windows = WindowResults(world, measures, self.walks, full=self.full, cut=cut)

    # --- credits

    def _standing(self, name: str, given: list[Credit]) -> list[Credit]:
        """The credits dated before the cut, without the deals that are rated again without them."""
        is_rerated = self._policy(name) == "rerate"
        known = [credit for credit in given if credit.dated < self.cut]
        return [c for c in known if not (is_rerated and rerate.is_gone(c.cancelled_on, cut=self.cut))]

    def _taken_back(self, name: str, given: list[Credit]) -> list[Credit]:
        """The negative credits of the deals cancelled before the cut."""
        policy = self._policy(name)
        if policy in {None, "rerate"}:
            return []
        return [
            unwind.taken_back(
                credit,
                on=credit.cancelled_on,
                share=self._share(credit) if policy == "unwind" else Fraction(1),
                unit=self.world.minor,
                counts=self._counts(name, credit),
            )
            for credit in given
            if rerate.is_gone(credit.cancelled_on, cut=self.cut)
        ]

    def _counts(self, name: str, credit: Credit) -> frozenset[str]:
        """Which amounts of a credit count things, of which there are no parts."""
        rule = self.components[name].credit
        kinds = self.world.kinds(rule["source"])
        written = {
            text: self.world.value_of(rule) if text == "value" else text for text in (*credit.paid, *credit.counted)
        }
        return frozenset(text for text, said in written.items() if unit_of(said, kinds) == "count")

    def _policy(self, name: str) -> str | None:
        rule = self.components[name].clawback
        return rule.get("policy", "original_rate") if rule else None

    def _share(self, credit: Credit) -> Fraction:
        rule = self.components[credit.component].clawback
        share = self.world.evaluate(rule.get("share", "100%"), CreditNames(self.world, credit))
        return share * self._decayed(rule["decay"], credit) if "decay" in rule else share

    def _decayed(self, written: dict, credit: Credit) -> Fraction:
        begins = credit.dated
        if "from" in written:
            begins = self.world.evaluate(written["from"], CreditNames(self.world, credit))
        return decay.share_at(written, decay.age_on(written, begins, credit.cancelled_on)) or Fraction(0)

    # --- measures

    def _walks(self, measure: Measure) -> Walks:
        return Walks(measure, self.world.calendar).fed(succession.fed(self, measure))

    def fed_by_own(self, measure: Measure) -> list[tuple[Credit, str]]:
        """The plan's own credits that move a measure, each with the owner of what it moves."""
        feeding = []
        for name in measure.fed_by:
            rule = self.components[name].clawback
            feeding += self.standing[name]
            if rule and rule.get("attainment", "reversed") == "reversed":
                feeding += self.taken_back[name]
        return [(credit, self.owner(measure, credit)) for credit in feeding]

    def owner(self, measure: Measure, credit: Credit) -> str:
        """Whose measure a credit moves: its payee's, everybody's, or what the owner expression gives on its day."""
        if measure.owner is None:
            return credit.payee
        return (
            "all"
            if measure.owner == "all"
            else str(self.world.evaluate(measure.owner, CreditNames(self.world, credit)))
        )

    def full(self, measure: Measure, owner: str, window: Window) -> Fraction | None:
        """The target of a measure over a window, with what was missed in the windows before if the plan carries it."""
        if measure.against is None or window[0] == "transaction":
            return None
        own = self.world.target(measure.against, owner, window)
        if self.world.plan["targets"][measure.against].get("carry", "none") == "none":
            return own
        calendar, first = self.world.calendar, self.world.effective[0]
        windows = [(measure.per, *period[1:]) for period in calendar.periods(measure.per, first, max(first, window[1]))]
        if measure.per not in {"year", "plan", "ever"}:
            year = calendar.window("year", window[1])
            windows = [one for one in windows if calendar.window("year", one[1]) == year]
        parts = [self.world.target_to_carry_to(measure.against, owner, one) for one in windows]
        reached = [self.walks[measure.name].walk(owner, one).end or Fraction(0) for one in windows]
        values, finals = [part[0] for part in parts], [part[1] for part in parts]
        alone = [self.world.target(measure.against, owner, one) for one in windows]
        return carried(values, reached, unit=parts[-1][2], is_final=finals, own=alone)[-1]

    def stands(self, name: str, credit: Credit) -> tuple[str, Window, Fraction | None, Fraction | None]:
        """Where a credit stands in a measure: the owner, the window, and the attainment before and after."""
        measure, walks = self.measures[name], self.walks[name]
        owner, window = self.owner(measure, credit), walks.window(credit)
        around = walks.walk(owner, window).around(walks.group(credit), walks.place(credit))
        full = self.full(measure, owner, window)
        shares = [attainment(self.world, measure, x, full) for x in around]
        before, after = (None if share is None else measure.rounded(share) for share in shares)
        return owner, window, before, after

    # --- lines

    def lines(self) -> list[Line]:
        """Every line of every component that pays."""
        return [line for c in self.components.values() if c.rate is not None for line in self._lines(c)]

    def _lines(self, component: Component) -> list[Line]:
        if is_windowed(component, self.measures):
            found = self.windows.lines(component)
            for line in found:
                line.amount = half_away(line.exact, self.unit)
            return found
        measure = self.measures[component.measure]
        walks, rating = self.walks[measure.name], Rating(self.world, component, measure, self.full, self.stands)
        unwound = self.taken_back[component.name] if self._policy(component.name) == "unwind" else []
        given = sorted([*self.standing[component.name], *unwound], key=lambda credit: credit.order)
        places = [rating.place(credit, self.owner(measure, credit), walks) for credit in given]
        silent = self._silent(component, measure, rating, places=places)
        exact = rating.pay(sorted([*places, *silent], key=lambda place: place.credit.order))
        lines = [self._line(component, place, exact[place]) for place in places]
        if rating.is_share_of_target:  # against a target of 0 a return attains nothing, and is a return all the same
            for line in lines:
                line.sign_of = line.credit.paid["value"]
        kinds = self.world.kinds(component.credit["source"])
        names_of = self._names_of(measure)
        lines = Modifying(self.world, component.modifiers, names_of, kinds=kinds, cut=self.cut).applied(lines)
        lines.sort(key=lambda line: line.order)
        self._round(lines)
        return lines + self._reversals(component, lines)

    def _silent(self, component: Component, measure: Measure, rating: Rating, *, places: list[Place]) -> list[Place]:
        """The reversals that move the measure, and with it what is paid from there on, but earn nothing themselves."""
        rule = component.clawback or {}
        is_moving = rule.get("attainment", "reversed") == "reversed" and component.name in measure.fed_by
        if not is_moving or self._policy(component.name) not in {"original_rate", "unearned"}:
            return []
        place_of, found = {place.credit: place for place in places}, []
        for credit in self.taken_back[component.name]:
            place = place_of[credit.origin]
            back = rating.place(credit, place.owner, self.walks[measure.name])
            # A share of a target incentive leaves as what the reversal moves, read where it moves it.
            base = back.base if rating.is_share_of_target else -place.base
            found.append(replace(back, base=base, table=place.table, takes_back=place))
        return found

    def _line(self, component: Component, place: Place, exact: Fraction) -> Line:
        credit = place.credit
        read = {component.measure, *matrix_measures(component.rate)}
        is_alone = self.is_per_line or all(self.measures[name].per == "transaction" for name in read)
        return Line(
            component=component.name,
            payee=credit.payee,
            dated=credit.dated,
            line_type="reversal" if credit.is_unwound else "credit",
            place=place,
            order=credit.order,
            rounds_with=None if is_alone else place.accumulator,
            exact=exact,
            base=place.base,
            releases=release.parts_of(self.world, component, credit),
        )

    def _round(self, lines: list[Line]) -> None:
        together: dict[tuple, list[Line]] = {}
        for number, line in enumerate(lines):
            together.setdefault(line.rounds_with or (number,), []).append(line)
        for mine in together.values():
            for line, amount in zip(mine, running([line.exact for line in mine], self.unit), strict=True):
                line.amount = amount

    # --- what a condition sees

    def _names_of(self, own: Measure) -> Callable[[Line, dict], CreditNames]:
        def names_of(line: Line, rule: dict) -> CreditNames:
            place = line.place or line.stands_with
            credit, is_at_credit = place.credit, rule.get("seen") == "at_credit"

            def measured(name: str, what: str) -> Value:
                return self._measured(self.measures[name] if name else own, what, credit, is_at_credit=is_at_credit)

            def target(name: str) -> Value:
                per = rule.get("per", "transaction")
                per = own.per if per == "transaction" else per
                return self.world.target(name, credit.payee, self.world.calendar.window(per, credit.dated, credit.deal))

            return CreditNames(self.world, credit, measured, target)

        return names_of

    def _measured(self, measure: Measure, what: str, credit: Credit, *, is_at_credit: bool) -> Value:
        """A measure as a condition sees it: at the end of what is known, or directly after the credit."""
        walks, owner = self.walks[measure.name], self.owner(measure, credit)
        window = walks.window(credit)
        if what == "target":
            return self.full(measure, owner, window)
        walk = walks.walk(owner, window)
        x = walk.around(walks.group(credit), walks.place(credit))[1] if is_at_credit else walk.end
        return x if what == "amount" else attainment(self.world, measure, x, self.full(measure, owner, window))

    # --- what goes back

    def _reversals(self, component: Component, lines: list[Line]) -> list[Line]:
        policy = self._policy(component.name)
        if policy not in {"original_rate", "unearned"}:
            return []
        cancelled = [line for line in lines if line.credit and rerate.is_gone(line.credit.cancelled_on, cut=self.cut)]
        return [self._reversal(component, line, is_unearned=policy == "unearned") for line in cancelled]

    def _reversal(self, component: Component, line: Line, *, is_unearned: bool) -> Line:
        credit = line.credit
        day = credit.cancelled_on
        share = self._share(credit)
        if is_unearned:
            earned_share = share_by_schedule(self.world, component, credit, day)
            taken = unearned.taken_back(line.amount, earned=earned_share, share=share, unit=self.unit)
            releases = unearned.stopped(line.releases, earned=earned_share, day=day)
        else:
            taken = original_rate.taken_back(line.amount, share=share, unit=self.unit)
            releases = [(part, None if on is None else max(on, day)) for part, on in line.releases]
        return replace(line, dated=day, line_type="reversal", amount=taken, releases=releases)


def share_by_schedule(world: World, component: Component, credit: Credit, day: date) -> Fraction:
    """How much of a credit's line is earned before a day; all of it without a schedule."""
    rule, names = component.earned, CreditNames(world, credit)
    starts_on = world.evaluate((rule or {}).get("from", "earned_on"), names)
    until = world.evaluate(rule["until"], names) if rule and "until" in rule else None
    if starts_on is None:
        return Fraction(0)
    return earned.share_earned(rule, starts_on=starts_on, day=day if until is None else min(day, until))


def schedule_ends(world: World, components: dict[str, Component], lines: list[Line]) -> list[date]:
    """The days by which lines are earned whole; those without a schedule, or with one that has not begun, have none."""
    found = []
    for line in (line for line in lines if line.credit and components[line.component].earned):
        rule = components[line.component].earned
        starts_on = world.evaluate(rule.get("from", "earned_on"), CreditNames(world, line.credit))
        found += [months_later(starts_on, int(rule["over"].split()[0]))] if starts_on else []
    return found
