"""The payment fold: one payee, one pay period after the other, from what is earned to what is paid.

Earned, less what is newly held, plus what is released, less what goes back, plus what was carried; then the draw or the
guarantee, the recovery, the cap; a negative rest is carried, or forgiven.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.oracle import draw, recovery
from tests.oracle.exchange import minor_unit
from tests.oracle.periods import DAY, Period
from tests.oracle.rounding import half_away
from tests.oracle.world import PersonNames, World, number

FLOWS = (
    "earned",
    "held",
    "released",
    "clawed_back",
    "clawback_deferred",
    "clawback_recovered",
    "fx_difference",
    "guarantee_paid",
    "draw_paid",
    "draw_recovered",
    "forfeited",
    "adjusted",
    "paid",
)


@dataclass
class Fold:
    """One payee's state between pay periods in one currency: money carried, and the draw still owed."""

    world: World
    payee: str
    currency: str
    carried: Fraction = Fraction(0)
    balance: Fraction = Fraction(0)
    to_give_back: Fraction = Fraction(0)
    waiting: Fraction = Fraction(0)
    in_advance: Fraction = Fraction(0)
    paid_in: dict[tuple, Fraction] = field(default_factory=dict)

    def row(self, period: Period, flows: list[dict]) -> dict[str, Fraction]:
        """One pay period: every column of the payment, in major units."""
        row = dict.fromkeys(FLOWS, Fraction(0))
        row |= {"opening_balance": self.carried}
        for flow in flows:
            self.in_advance += flow.get("advance", 0)
            if "earned" not in flow:
                continue
            _add(row, flow["earned"], "earned", "clawed_back")
            _add(row, flow["earned"] - flow["released"], "held", "released")
            row["fx_difference"] += flow.get("fx_difference", 0)
        gross = self.carried + row["earned"] - row["held"] + row["released"] + row["fx_difference"]
        earned = gross - self._given_back(period, gross, row)
        self.waiting += row["held"] - row["released"]
        due = earned + self._drawn(period, earned, row)
        self._pay(period, due, row)
        balances = {"clawback_balance": self.to_give_back, "held_balance": self.waiting}
        balances |= {"advance_balance": self.in_advance}
        return row | {"closing_balance": self.carried, "draw_balance": self.balance} | balances

    def _given_back(self, period: Period, gross: Fraction, row: dict[str, Fraction]) -> Fraction:
        """What this payment gives back; the rest waits, and what waited before goes back with it."""
        limit = self.world.plan.get("payment", {}).get("clawbacks") if self._is_current(period) else None
        rule = limit or {}
        keep = self._quantity(rule["keep"], period) if "keep" in rule else Fraction(0)
        most = self._quantity(rule["at"], period) if "at" in rule else None
        owed = self.to_give_back + row["clawed_back"]
        taken = recovery.given_back(limit, owed=owed, gross=gross, keep=keep, most=most)
        taken = half_away(taken, minor_unit(self.currency))
        row["clawback_deferred"] = max(Fraction(0), row["clawed_back"] - taken)
        row["clawback_recovered"] = max(Fraction(0), taken - row["clawed_back"])
        self.to_give_back = owed - taken
        return taken

    def _drawn(self, period: Period, earned: Fraction, row: dict[str, Fraction]) -> Fraction:
        """Draw and recovery of one pay period; the balance moves with them."""
        rule = self.world.plan.get("payment", {}).get("draw")
        if rule is None:
            return Fraction(0)
        recover = rule.get("recover", {})
        amount = self._quantity(rule["adds"] if "adds" in rule else rule["tops_up_to"], period)
        runs = self._runs(rule, period)
        room = None
        if "owes_at_most" in rule and self._is_current(period):
            room = self._quantity(rule["owes_at_most"], period) - self.balance
        drawn = draw.paid(rule, earned=earned, runs=runs, amount=amount, room=room)
        is_recoverable = rule.get("recoverable") == "true"
        owed = self.balance
        if is_recoverable and recover.get("starting", "next_period") == "same_period":
            owed += drawn
        keep = amount if runs else Fraction(0)
        if "keep" in recover:
            keep = self._quantity(recover["keep"], period) if self._is_current(period) else Fraction(0)
        back = Fraction(0)
        if is_recoverable and self._recovers(recover, period):
            back = draw.recovered(recover, balance=owed, earned=earned, keep=keep)
            back = half_away(back, minor_unit(self.currency))
        is_guarantee = "tops_up_to" in rule and not is_recoverable
        row["guarantee_paid" if is_guarantee else "draw_paid"] += drawn
        row["draw_recovered"] += back
        if is_recoverable:
            self.balance += drawn - back
            if "forgive_after" in recover and period.ends_before > date.fromisoformat(recover["forgive_after"]):
                self.balance = Fraction(0)
        return drawn - back

    def _runs(self, rule: dict, period: Period) -> bool:
        """Whether the draw runs: the plan covers the payee on the last day of the period, and its condition holds."""
        day = self.world.end_of(period) - DAY
        return (
            self._is_current(period)
            and self.world.is_assigned(self.payee, day)
            and ("while" not in rule or self._holds(rule["while"], day))
        )

    def _recovers(self, recover: dict, period: Period) -> bool:
        if any(key in recover and str(period.starts_on) >= recover[key] for key in ("until", "forgive_after")):
            return False
        return "when" not in recover or self._holds(recover["when"], self.world.end_of(period) - DAY)

    def _holds(self, text: str, day: date) -> bool:
        return self.world.evaluate(text, PersonNames(self.world, self.payee, day)) is True

    def _is_current(self, period: Period) -> bool:
        """Whether the payee is paid in this currency on the last day of a period; only then terms hold for it."""
        return self.world.pay_currency(self.payee, self.world.end_of(period) - DAY) == self.currency

    def _quantity(self, text: str, period: Period, per: str = "pay_period") -> Fraction:
        """An amount of the plan, at the rate of the period's last day if it is paid in another currency.

        Targets in it are those of the window that it is about.
        """
        day = self.world.end_of(period) - DAY
        try:
            amount = number(text)
        except ValueError:
            unit = self.world.plan.get("pay_period", "month") if per == "pay_period" else per
            window = self.world.calendar.window(unit, day)
            named = [name for name in self.world.plan.get("targets", {}) if name in text]
            targets = {name: self.world.target(name, self.payee, window) for name in named}
            amount = self.world.evaluate(text, PersonNames(self.world, self.payee, day, targets)) or Fraction(0)
        amount = half_away(amount, self.world.minor)
        if self.currency == self.world.currency or not self._is_current(period):
            return amount
        asked = ("spot", self.world.currency, self.currency, day)
        return self.world.exchange.converted(amount, asked, minor_unit(self.currency))

    def _pay(self, period: Period, due: Fraction, row: dict[str, Fraction]) -> None:
        """Pay what is due up to the cap; the rest is lost or banked, a negative rest carried or forgiven."""
        payment = self.world.plan.get("payment", {})
        paid = max(Fraction(0), due)
        cap = payment.get("cap")
        if cap and self._is_current(period):
            per = cap.get("per", "pay_period")
            window = period if per == "pay_period" else self.world.calendar.window(per, period.starts_on)
            at = max(Fraction(0), self._quantity(cap["at"], period, per) - self.paid_in.get(window, Fraction(0)))
            paid = min(at, paid)
            self.paid_in[window] = self.paid_in.get(window, Fraction(0)) + paid
            if cap.get("excess", "lost") == "lost":
                row["forfeited"] = max(Fraction(0), due) - paid
        row["paid"] = paid
        self.carried = due - paid - row["forfeited"]
        if self.carried < 0 and payment.get("carry_negative", "forward") == "forgiven":
            row["adjusted"] = -self.carried
            self.carried = Fraction(0)


def _add(row: dict[str, Fraction], amount: Fraction, positive: str, negative: str) -> None:
    row[positive if amount > 0 else negative] += abs(amount)


def _settled_in(world: World, flows: dict[Period, list[dict]]) -> list[Period]:
    """A payee's pay periods: those of the plan, and after it as far as something of theirs is paid or taken back.

    That an advance is earned as months go by is nothing that is paid.
    """
    amounts = ("earned", "released", "fx_difference")
    moving = [period.starts_on for period, found in flows.items() for f in found if any(f.get(a) for a in amounts)]
    last = max([world.whole[1] - DAY, *moving])
    return [period for period in flows if period.starts_on <= last]


def paid_out(world: World, periods: list[Period], flows: list[dict]) -> list[dict]:
    """Every payment of every payee, in whole minor units; periods in which nothing stands or moves are left out."""
    by_period: dict[tuple[str, str, Period], list[dict]] = {}
    for flow in flows:
        by_period.setdefault((flow["payee"], flow["currency"], flow["period"]), []).append(flow)
    rows = []
    currencies = {world.currency, *(row.get("pay_currency") or world.currency for row in world.roster)}
    for payee in sorted({row["payee"] for row in world.roster} | {flow["payee"] for flow in flows}):
        for currency in sorted(currencies):
            fold, unit = Fold(world, payee, currency), minor_unit(currency)
            own = {period: by_period.get((payee, currency, period), []) for period in periods}
            for period in _settled_in(world, own):
                row = fold.row(period, own[period])
                if any(row.values()):
                    amounts = {column: int(amount / unit) for column, amount in row.items()}
                    key = {"payee": payee, "period": (period.starts_on, period.ends_before), "currency": currency}
                    rows.append(key | amounts)
    return rows
