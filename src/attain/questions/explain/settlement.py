"""From earnings to the payment: each step of the settlement with its arithmetic, its terms and the plan's line.

A recoverable draw of 1,500 over 500 earned: 1,500.00 - 500.00 = 1,000.00 is topped up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from attain.diagnostics import Place
from attain.payments import Draw
from attain.questions.explain.terms import Terms
from attain.statements import DrawPart, Figures, PaymentPart, Step

ZERO = Fraction(0)
AMOUNTS = (
    *("opening_balance", "earned", "held", "released", "clawed_back", "clawback_deferred", "clawback_recovered"),
    *("fx_difference", "guarantee_paid", "draw_paid", "draw_recovered", "forfeited", "adjusted", "paid"),
    *("closing_balance", "draw_balance", "clawback_balance", "held_balance", "advance_balance"),
)


@dataclass(frozen=True)
class Settlement:
    """One row of the payments table and what it is settled by.

    Attributes:
        columns: the row's amounts in whole units.
        draw_before: the draw balance at the end of the period before.
        terms: of the plan that has a draw or a limit; None when no plan says anything.
        sums: where the flows come from, in words, by column.
    """

    columns: Mapping[str, Fraction]
    draw_before: Fraction
    terms: Terms | None
    sums: Mapping[str, str]
    figures: Figures

    def part(self) -> PaymentPart:
        """Explain the payment."""
        steps = [s for s in (make() for make in self._makers()) if s is not None]
        return PaymentPart(dict(self.columns), tuple(steps), self._draw())

    def _makers(self) -> list[Callable[[], Step | None]]:
        return [
            self._opening,
            self._earned,
            self._clawed_back,
            self._held,
            self._released,
            self._fx_difference,
            self._deferred,
            self._given_back,
            self._guarantee,
            self._draw_paid,
            self._recovered,
            self._forfeited,
            self._adjusted,
            self._closing,
            self._paid,
        ]

    def _money(self, column: str) -> str:
        return self.figures.money(self.columns[column])

    def _plain(self, column: str, title: str, sign: int, place: Place | None = None) -> Step | None:
        """A step that is a sum of lines or a carried balance; left out when there is nothing."""
        if not self.columns[column]:
            return None
        return Step(column, title, self.columns[column] * sign, self.sums.get(column, self._money(column)), place)

    def _opening(self) -> Step | None:
        return self._plain("opening_balance", "Carried in", 1)

    def _earned(self) -> Step | None:
        worth = self.columns["earned"]
        return Step("earned", "Earned", worth, self.sums.get("earned", self._money("earned")))

    def _clawed_back(self) -> Step | None:
        return self._plain("clawed_back", "Taken back", -1)

    def _held(self) -> Step | None:
        return self._plain("held", "Held", -1)

    def _released(self) -> Step | None:
        return self._plain("released", "Released", 1)

    def _deferred(self) -> Step | None:
        left = self.columns["clawback_deferred"]
        return (
            Step("clawback_deferred", "Left for later", left, self._limit_words(), self._limit_place) if left else None
        )

    def _given_back(self) -> Step | None:
        taken = self.columns["clawback_recovered"]
        if not taken:
            return None
        return Step("clawback_recovered", "Taken back for earlier", -taken, self._limit_words(), self._limit_place)

    def _limit_words(self) -> str:
        """Say how much of what is taken back this payment gives."""
        c, money = self.columns, self.figures.money
        taken = c["clawed_back"] - c["clawback_deferred"] + c["clawback_recovered"]
        told = f"{money(taken + c['clawback_balance'])} is to be taken back"
        if self.terms is not None and self.terms.given_back is not None:
            share, keep, most = self.terms.given_back
            gross = c["opening_balance"] + c["earned"] - c["held"] + c["released"] + c["fx_difference"]
            beyond = max(ZERO, gross - keep)
            told += f"; {self.figures.percent(share)} of {money(gross)} − {money(keep)} is {money(share * beyond)}"
            told += f", at most {money(most)}" if most is not None else ""
            told += self._exchanged("clawback_keep") + self._exchanged("clawback_most")
        return f"{told}; now {money(taken)}, later {money(c['clawback_balance'])}"

    @property
    def _limit_place(self) -> Place | None:
        return self._place("clawbacks")

    def _fx_difference(self) -> Step | None:
        return self._plain("fx_difference", "Rate of the payment", 1)

    def _closing(self) -> Step | None:
        return self._plain("closing_balance", "Carried to the next period", -1, self._place("carry_negative"))

    def _place(self, key: str) -> Place | None:
        if self.terms is None or not self.terms.payment_of(key).place.file:
            return None
        return self.terms.payment_of(key).key_place(key)

    def _draw_place(self, key: str) -> Place | None:
        return self.terms.draw.key_place(key) if self.terms is not None and self.terms.draw is not None else None

    @property
    def due(self) -> Fraction:
        """What is due before draw, recovery and limit."""
        c = self.columns
        taken = c["clawed_back"] - c["clawback_deferred"] + c["clawback_recovered"]
        return c["opening_balance"] + c["earned"] - c["held"] + c["released"] + c["fx_difference"] - taken

    def _topped(self, column: str, title: str) -> Step | None:
        paid = self.columns[column]
        if not paid:
            return None
        written = self.terms.draw_amount if self.terms is not None else None
        draw = self.terms.draw if self.terms is not None else None
        figures, exchanged = self.figures, self._exchanged("draw_amount")
        if draw is not None and draw.tops_up_to is not None:
            told = f"tops up to {figures.money(written)}: {figures.money(written)} − {figures.money(self.due)}"
            told += f" = {figures.money(max(ZERO, (written or ZERO) - self.due))}{self._room(paid)}{exchanged}"
            return Step(column, title, paid, told, self._draw_place("tops_up_to"))
        told = f"adds {figures.money(written)} to what is due{self._room(paid)}{exchanged}"
        return Step(column, title, paid, told, self._draw_place("adds"))

    def _room(self, paid: Fraction) -> str:
        """Say what the limit of what may be owed leaves of a draw; nothing where there is none."""
        limit, money = self.terms.draw_limit if self.terms is not None else None, self.figures.money
        if limit is None:
            return ""
        return f", of {money(limit)} that may be owed {money(self.draw_before)} are owed: {money(paid)}"

    def _exchanged(self, name: str) -> str:
        return self.terms.exchange_of(name) if self.terms is not None else ""

    def _guarantee(self) -> Step | None:
        return self._topped("guarantee_paid", "Guarantee")

    def _draw_paid(self) -> Step | None:
        return self._topped("draw_paid", "Draw")

    def _recovered(self) -> Step | None:
        taken = self.columns["draw_recovered"]
        if not taken or self.terms is None:
            return None
        money = self.figures.money
        owed = self.draw_before + (self.columns["draw_paid"] if self.terms.same_period else ZERO)
        beyond = max(ZERO, self.due - self.terms.keep)
        share = self.figures.percent(self.terms.percent)
        told = (
            f"{share} of {money(self.due)} − {money(self.terms.keep)} = {money(beyond)} is"
            f" {money(self.terms.percent * beyond)}; {money(owed)} is to be paid back;"
            f" the smaller, rounded, is {money(taken)}{self._exchanged('keep') or self._exchanged('draw_amount')}"
        )
        return Step("draw_recovered", "Draw paid back", -taken, told, self._draw_place("recover"))

    def _forfeited(self) -> Step | None:
        over = self.columns["forfeited"]
        if not over:
            return None
        limit = self.figures.money(self.terms.cap if self.terms is not None else None)
        told = (
            f"the payment is limited to {limit}; {self.figures.money(over)} beyond it is lost{self._exchanged('cap')}"
        )
        return Step("forfeited", "Over the limit", -over, told, self._place("cap"))

    def _adjusted(self) -> Step | None:
        worth = self.columns["adjusted"]
        if not worth:
            return None
        told = f"what would be owed, {self.figures.money(worth)}, is written off"
        return Step("adjusted", "Written off", worth, told, self._place("carry_negative"))

    def _paid(self) -> Step:
        parts = [step for step in (make() for make in self._makers()[:-1]) if step is not None]
        told = " ".join(
            self.figures.money(step.adds)
            if not number
            else f"{'−' if step.adds < 0 else '+'} {self.figures.money(abs(step.adds))}"
            for number, step in enumerate(parts)
        )
        return Step("paid", "Payment", ZERO, f"{told} = {self._money('paid')}")

    def _draw(self) -> DrawPart | None:
        """The draw, where one was ever paid to the payee or is in force."""
        terms, c = self.terms, self.columns
        if (
            terms is None
            or terms.draw is None
            or not (terms.draw_amount is not None or self.draw_before or c["draw_balance"])
        ):
            return None
        added = c["draw_paid"] if terms.draw.recoverable else ZERO
        return DrawPart(
            terms=draw_words(terms.draw),
            place=terms.payment.key_place("draw"),
            is_recoverable=terms.draw.recoverable,
            target_amount=terms.draw_amount,
            keep=terms.keep,
            percent=terms.percent,
            balance_before=self.draw_before,
            paid=c["draw_paid"] + c["guarantee_paid"],
            recovered=c["draw_recovered"],
            forgiven=self.draw_before + added - c["draw_recovered"] - c["draw_balance"],
            balance_after=c["draw_balance"],
        )


def draw_words(draw: Draw) -> str:
    """Say what a draw does."""
    does = f"tops up to {draw.tops_up_to}" if draw.tops_up_to is not None else f"adds {draw.adds}"
    while_ = f" while {draw.while_}" if draw.while_ is not None else ""
    if not draw.recoverable:
        return f"{does}{while_}, not paid back"
    while_ += f", until {draw.owes_at_most} are owed" if draw.owes_at_most is not None else ""
    when = f" when {draw.recover.when}" if draw.recover.when is not None else ""
    return f"{does}{while_}, paid back by {draw.recover.percent.text} of what is earned beyond{when}"
