"""The oracle of pay: what a plan pays for the facts, one row at a time, exact until each line is rounded.

Everything is a function of the facts dated before a day. A pay period earns what stands at its end, less what stood at
its start, line by line. So each pay period recomputes everything from the beginning: slow, and easy to believe.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from tests.oracle import endless, hold, pay_periods, phases, release, succession
from tests.oracle.advances import Advances, is_settled
from tests.oracle.crediting import Crediting
from tests.oracle.differences import Differences, booked_on
from tests.oracle.exchange import minor_unit
from tests.oracle.model import Credit, Line
from tests.oracle.payment import paid_out
from tests.oracle.periods import DAY, Period
from tests.oracle.release import released
from tests.oracle.rounding import half_away
from tests.oracle.rules import Measure, components, is_windowed, measures
from tests.oracle.to_date import Credits, ToDate, schedule_ends, share_by_schedule
from tests.oracle.units import unit_of
from tests.oracle.world import PersonNames, World

NOTHING = (Fraction(0),) * 4
OF_A_WINDOW = ("window", "floor")


def calculate(plan: dict, facts: dict, before: Sequence[dict] = ()) -> dict[str, list[dict]]:
    """Calculate a plan, and the plans that it continues.

    Args:
        plan: the plan as ``read_plan`` gives it.
        facts: ``calendar``, ``currency``, ``sources``, ``roster``, ``targets``; every cell is text or None.
        before: the plans that it continues, the first of all first.

    Returns:
        ``credits``, ``measures``, ``earnings``, ``payments``; money in whole minor units.
    """
    if not before:
        return Calculation(plan, facts).tables()
    last, calculations = None, []
    for one in (*before, plan):
        last = Calculation(one, facts, last=last)
        calculations.append(last)
    return succession.together(calculations)


class Calculation:
    """One plan over one set of facts."""

    def __init__(
        self, plan: dict, facts: dict, earned: list[dict] | None = None, *, last: "Calculation | None" = None
    ) -> None:
        self.last = last
        if pay_periods.reads_periods(plan):
            facts = pay_periods.with_rows(plan, facts)
        if phases.reads_earnings(plan):
            known = earned if earned is not None else phases.settled(plan, lambda rows: _earned(plan, facts, rows))
            facts = phases.with_rows(facts, known)
        self.world = World(plan, facts)
        self.components, self.measures = components(plan), measures(plan)
        self.world.counted_targets |= {m.against for m in self.measures.values() if m.against and self.is_counted(m)}
        self.credits: Credits = {
            name: Crediting(self.world, component, self.measures).credits()
            for name, component in self.components.items()
            if component.credit is not None
        }
        rated = [component for component in self.components.values() if component.rate is not None]
        self.windowed = {c.name: c for c in rated if is_windowed(c, self.measures)}
        self.first_on: dict[tuple, date] = {}
        self.first_met: dict[tuple, date] = {}
        self.pay_period = plan.get("pay_period", "month")
        modifiers = [modifier for component in self.components.values() for modifier in component.modifiers]
        self.banks = any(modifier.get("cap", {}).get("excess") == "banked" for modifier in modifiers)

    def is_counted(self, measure: Measure) -> bool:
        """Whether a measure counts things, transactions among them."""
        if not measure.is_walked:
            return False
        rules = [self.components[name].credit for name in measure.fed_by]
        texts = [self.world.value_of(rule) if measure.expression == "value" else measure.expression for rule in rules]
        if measure.kind != "sum":
            return measure.kind == "count"
        kinds = [self.world.kinds(rule["source"]) for rule in rules]
        return any(unit_of(text, kind) == "count" for text, kind in zip(texts, kinds, strict=True))

    def tables(self) -> dict[str, list[dict]]:
        """Every table of the result."""
        periods = self.periods()
        earnings, flows = self.earnings(periods)
        return {
            **self.listed(periods),
            "earnings": earnings,
            "payments": paid_out(self.world, periods, flows),
        }

    def listed(self, periods: list[Period]) -> dict[str, list[dict]]:
        """The tables beside earnings and payments."""
        return {
            "credits": self.credit_rows(),
            "measures": self.measure_rows(periods),
            "periods": [period._asdict() for period in periods],
        }

    def to_date(self, cut: date) -> ToDate:
        """Everything the plan says about the facts dated before ``cut``."""
        last = self.last.to_date(cut) if self.last else None
        return ToDate(self.world, self.components, self.measures, credits_of=self.credits, cut=cut, last=last)

    def events(self) -> set[date]:
        """The days on which anything is credited or cancelled, also under the plans that it continues."""
        own = {day for given in self.credits.values() for c in given for day in (c.dated, c.cancelled_on) if day}
        return own | (self.last.events() if self.last else set())

    def periods(self) -> list[Period]:
        """The pay periods from the plan's first to the last in which anything happens."""
        first, before = self.world.effective
        if before == date.max:
            return endless.periods(self, release.parts_of)
        lines = self.to_date(date.max).lines()
        days = [line.dated for line in lines] + [day for one in lines for _, day in one.releases if day is not None]
        days += [day for line in lines for _, day in self.parts(line, line.dated) if day is not None]
        days += [*self.events(), *schedule_ends(self.world, self.components, lines)]
        last = max(first, min(max([before - DAY, *days]), self.world.known_before - DAY))
        return self.world.calendar.periods(self.pay_period, first, last)

    def earnings(self, periods: list[Period]) -> tuple[list[dict], list[dict]]:
        """Every change of every line in every pay period, and what it does to the payee's money."""
        events = self.events()
        rows, flows, before, lines, differences = [], [], {}, {}, Differences(self.world)
        ahead: dict[str, Advances] = {}
        for period in periods:
            if self.banks or self.windowed or any(period.starts_on <= day < period.ends_before for day in events):
                lines = {line.key: line for line in self.to_date(self.world.end_of(period)).lines()}
            for line in lines.values():
                self.placed(line)
            after = {key: self.stands(line, self.world.end_of(period)) for key, line in lines.items()}
            for key in {**before, **after}:
                was, now = before.get(key), after.get(key, NOTHING)
                line = lines.get(key) or self.gone[key]
                changed, paid, cash, booked = (one - other for one, other in zip(now, was or NOTHING, strict=True))
                currency = self.pay_currency(line)
                if (was is None and line.line_type not in OF_A_WINDOW) or changed:
                    row = self.earning_row(line, period, changed, is_first=was is None)
                    rows.append(row | {"pay_amount": int(paid / minor_unit(currency)), "pay_currency": currency})
                differences.add(line, currency, cash, booked)
                flow = {"payee": line.payee, "period": period, "currency": currency}
                flows.append(flow | {"earned": paid, "released": booked})
            flows += differences.of(period)
            flows += self.advanced(ahead, [(line, after[key]) for key, line in lines.items()], period)
            before = {**dict.fromkeys(before, NOTHING), **after}
            self.gone = {**getattr(self, "gone", {}), **lines}
        return rows, flows

    def advanced(self, ahead: dict[str, Advances], standing: list[tuple], period: Period) -> list[dict]:
        """By how much advances change in a period, in each pay currency."""
        found = []
        scheduled = {name for name, component in self.components.items() if component.earned}
        mine = [(line, *amounts) for line, amounts in standing if line.component in scheduled and line.credit]
        for currency in sorted({self.pay_currency(line) for line, *_ in mine} | set(ahead)):
            known = ahead.setdefault(currency, Advances())
            parts = [
                (line, paid, booked, self.share_earned(line, self.world.end_of(period)))
                for line, _, paid, _, booked in mine
                if self.pay_currency(line) == currency
            ]
            moved = known.moved(parts, minor_unit(currency))
            found += [{"period": period, "currency": currency, **change} for change in moved]
        return found

    def share_earned(self, line: Line, before: date) -> Fraction:
        """How much of a line is earned by its schedule before a day; all that stays once its deal is cancelled."""
        if is_settled(line, before):
            return Fraction(1)
        return share_by_schedule(self.world, self.components[line.component], line.credit, before)

    def placed(self, line: Line) -> None:
        """A window's line is booked, and released from, the day on which it is first something."""
        if line.amount:
            self.first_on.setdefault(line.key, line.dated)
            self.first_met.setdefault(line.key, line.on or line.dated)
        if line.component in self.windowed:
            line.releases = self.parts(line, self.first_on.get(line.key, line.dated))

    def parts(self, line: Line, earned_on: date) -> list[tuple[Fraction, date | None]]:
        """The shares of a window's line and their days; none where it is not one."""
        component = self.windowed.get(line.component)
        names = {"earned_on": earned_on}
        if component is None:
            return []
        parts = release.dated_parts(self.world, component.release, names, earned_on)
        people = PersonNames(self.world, line.payee, self.first_met.get(line.key, line.on or line.dated), names)
        return hold.held_back(self.world, component.holds, people, parts)

    def stands(self, line: Line, before: date) -> tuple[Fraction, ...]:
        """A line before a day: what it is worth, the same in the pay currency, and what is released of each."""
        currency = self.pay_currency(line)
        asked = ("spot", self.world.currency, currency, booked_on(line, self.first_on))
        paid = self.world.exchange.converted(line.amount, asked, minor_unit(currency))
        parts = line.releases or [(Fraction(1), line.dated)]
        cash = released(line.amount, parts, before=before, unit=self.world.minor)
        booked = released(paid, parts, before=before, unit=minor_unit(currency))
        return line.amount, paid, cash, booked

    def pay_currency(self, line: Line) -> str:
        """The currency that a line is paid in: its payee's on the day of the credit."""
        return self.world.pay_currency(line.payee, booked_on(line, self.first_on))

    def minor(self, amount: Fraction) -> int:
        """An amount in whole minor units."""
        return int(amount / self.world.minor)

    def earning_row(self, line: Line, period: Period, changed: Fraction, *, is_first: bool) -> dict:
        """One entry: the first of its line, or a later difference."""
        place = line.place
        return {
            "payee": line.payee,
            "component": line.component,
            "period": (period.starts_on, period.ends_before),
            "source": line.credit.deal.source if line.credit else None,
            "transaction": line.transaction,
            "line_type": line_type(line, is_first=is_first),
            "named": self.named(line, is_first=is_first),
            "earning_amount": self.minor(changed),
            "measure_before": place.measure_before if place else None,
            "measure_after": place.measure_after if place else None,
            "earned_on": line.dated,
            "people_on": line.credit.as_of if line.credit else line.dated,
        }

    def named(self, line: Line, *, is_first: bool) -> tuple[str, str]:
        """What an entry is of (a deal, or the window that begins on a day), and what sort; several floors by place."""
        said = line_type(line, is_first=is_first)
        if line.credit:
            return line.transaction, said
        starts_on = line.window[-2]
        modifiers = self.components[line.component].modifiers
        pers = [item["floor"].get("per", "transaction") if "floor" in item else None for item in modifiers]
        floors = [number for number, one in enumerate(pers) if one not in {None, "transaction"}]
        if line.line_type == "floor" and len(floors) > 1:
            said = f"floor {floors.index(line.window[0]) + 1}"
        return str(starts_on), said

    def credited(self, name: str, credit: Credit) -> int | None:
        """A credit's amount in minor units of money, or in whole things; None for what is neither."""
        rule = self.components[name].credit
        value = self.world.value_of(rule)
        unit = "count" if value.isdigit() else unit_of(value, self.world.kinds(rule["source"]))
        minor = self.world.minor if unit == "money" else Fraction(1)
        return int(half_away(credit.paid["value"], minor) / minor) if unit in {"money", "count"} else None

    def credit_rows(self) -> list[dict]:
        """One row per transaction, payee and component."""
        return [
            {
                "transaction": credit.deal.id,
                "payee": credit.payee,
                "component": name,
                "credit_type": credit.credit_type,
                "credited_on": credit.dated,
                "credit_amount": self.credited(name, credit),
            }
            for name, given in self.credits.items()
            if self.components[name].rate is not None
            for credit in given
            if credit.dated < self.world.known_before
        ]

    def measure_rows(self, periods: list[Period]) -> list[dict]:
        """One row per measure, owner and window, at the end of everything."""
        found = self.to_date(self.world.end_of(periods[-1]))
        return [
            {
                "plan": self.world.plan["plan"],
                "measure": name,
                "kind": measure.kind,
                "owner": owner,
                "window": window,
                "measure_value": walk.end,
                "target_value": found.full(measure, owner, window),
            }
            for name, measure in self.measures.items()
            if measure.is_walked
            for (owner, window), walk in found.walks[name].walks.items()
            if window[0] == "transaction" or window[2] > self.world.effective[0]
        ]


def line_type(line: Line, *, is_first: bool) -> str:
    """What sort of entry a line makes: a later change of a credit is a true-up."""
    return line.line_type if is_first or line.line_type != "credit" else "true_up"


def _earned(plan: dict, facts: dict, rows: list[dict]) -> list[dict]:
    """The rows of ``earnings`` that come out when these go in."""
    found = Calculation(plan, facts, rows)
    entries, _ = found.earnings(found.periods())
    return phases.rows_of(plan, entries, found.world.minor, found.world.known_before)
