"""Credits: which deals count for whom, and every amount that a rate or a measure needs of them."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from tests.oracle import decay, pay_periods, phases
from tests.oracle.model import Credit, Deal, Recipient, Value
from tests.oracle.recipients import recipients
from tests.oracle.rounding import finest, half_away, shared_out
from tests.oracle.rules import Component, Measure
from tests.oracle.units import unit_of
from tests.oracle.world import PersonNames, World

FOREVER_EXACT = ("percent", "number")
MADE = (phases.SOURCE, pay_periods.SOURCE)


class Crediting:
    """Credits one component's deals."""

    def __init__(self, world: World, component: Component, measures: Mapping[str, Measure]) -> None:
        self.world, self.component, self.rule = world, component, component.credit
        self.kinds = world.kinds(self.rule["source"])
        self.value = world.value_of(self.rule)
        fed = [m for m in measures.values() if component.name in m.fed_by]
        self.counted = {text: self.written_out(text) for m in fed for text in m.expressions}
        self.paid = {"value": self.value}
        of = (component.rate or {}).get("of", "value")
        if of not in {"value", *world.plan.get("targets", {})}:
            self.paid[of] = self.written_out(of)
        self.counted["value"] = self.value

    def written_out(self, text: str) -> str:
        """An expression over the deal's columns: the bare name ``value`` is what the credit values."""
        return self.value if text.strip() == "value" else text

    def credits(self) -> list[Credit]:
        """Every credit of the component, in order."""
        found = [c for deal in self.world.sources[self.rule["source"]] for c in self.of_deal(deal)]
        return sorted(found, key=lambda credit: credit.order)

    def of_deal(self, deal: Deal) -> list[Credit]:
        """The credits of one deal: none where the condition fails, the date is open, or nobody is covered."""
        dated = deal.columns[self.rule.get("dated") or self.world.facts["sources"][deal.source]["as_of"]]
        if dated is None:
            return []
        day = phases.people_on(deal.columns, deal.source, dated)
        everybody = recipients(self.rule["to"], deal, self.world, dated)
        wanted = [r for r in everybody if self.is_wanted(deal, r, day)]
        if not wanted:
            return []
        worth = self.worths(self.paid, deal, ("spot", dated), finer=10**4)
        paid = self.amounts(self.paid, worth, everybody, {r: r.pay for r in everybody})
        counts = "plan" if self.world.fx.get("measure", "plan_rate") == "plan_rate" else "spot"
        worth = self.worths(self.counted, deal, (counts, dated), finer=1)
        counted = self.amounts(self.counted, worth, everybody, {r: r.quota for r in everybody})
        whole = {text: self.rounded(written, worth[text]) for text, written in self.counted.items()}
        cancelled_on = self.cancelled_on(deal, dated)
        return [
            Credit(
                component=self.component.name,
                deal=deal,
                payee=recipient.payee,
                credit_type="override" if deal.source == phases.SOURCE else recipient.credit_type,
                seller=recipient.seller,
                levels_above=recipient.levels_above,
                dated=dated,
                quota=recipient.quota,
                paid={text: amounts[recipient] for text, amounts in paid.items()},
                counted={text: amounts[recipient] for text, amounts in counted.items()},
                whole=whole,
                ties=() if deal.source in MADE else tuple(deal.columns[column] for column in self.ties),
                cancelled_on=cancelled_on,
                credited_on=None if day == dated else day,
            )
            for recipient in wanted
            if self.world.is_assigned(recipient.payee, day)
        ]

    def is_wanted(self, deal: Deal, recipient: Recipient, dated: date) -> bool:
        """Whether the credit's condition holds for a recipient; most conditions ask only about the deal."""
        if "where" not in self.rule:
            return True
        names = PersonNames(self.world, recipient.payee, dated, deal.columns)
        return self.world.evaluate(self.rule["where"], names) is True

    @property
    def ties(self) -> list[str]:
        """The plan's tie keys."""
        return self.world.plan.get("order", [])

    def cancelled_on(self, deal: Deal, dated: date) -> date | None:
        """The day the deal was cancelled, if the clawback's condition holds for it."""
        rule = self.component.clawback
        if rule is None or self.evaluate(rule["when"], deal) is not True:
            return None
        cancelled_on = deal.columns[rule["dated"]]
        if cancelled_on is None:
            return None
        day = max(cancelled_on, dated)
        is_too_old = "decay" in rule and self.decayed(rule["decay"], deal, dated=dated, day=day) is None
        return None if is_too_old else day

    def decayed(self, written: dict, deal: Deal, *, dated: date, day: date) -> Fraction | None:
        """The share that goes back by the age of the deal; None where it is too old."""
        begins = self.evaluate(written["from"], deal) if "from" in written else dated
        return decay.share_at(written, decay.age_on(written, begins, day))

    def evaluate(self, text: str, deal: Deal) -> Value:
        """Evaluate an expression over the deal's columns."""
        return self.world.evaluate(text, deal.columns)

    def worths(
        self, expressions: Mapping[str, str], deal: Deal, rates: tuple[str, date], *, finer: int
    ) -> dict[str, Fraction]:
        """Every expression's value, money in the plan's currency: for pay four decimals finer, for measures to it."""
        sold = deal.columns.get("currency") or self.world.facts.get("currency") or self.world.currency
        names = deal.columns
        if deal.source == pay_periods.SOURCE:
            names = PersonNames(self.world, names["payee"], rates[1], names)
        found = {text: self.world.evaluate(written, names) for text, written in expressions.items()}
        if sold == self.world.currency:
            return found
        asked = (rates[0], sold, self.world.currency, rates[1])
        return {
            text: self.world.exchange.converted(
                half_away(value, finest(value, self.world.minor)), asked, self.world.minor / finer
            )
            if unit_of(expressions[text], self.kinds) == "money"
            else value
            for text, value in found.items()
        }

    def amounts(
        self,
        expressions: Mapping[str, str],
        worth: Mapping[str, Fraction],
        everybody: list[Recipient],
        shares: Mapping[Recipient, Fraction],
    ) -> dict[str, dict[Recipient, Fraction]]:
        """Share every expression's value out; overlays, managers and teams are each rounded on their own."""
        found = {}
        for text, written in expressions.items():
            value = worth[text]
            shared = {r.payee: shares[r] for r in everybody if r.is_shared}
            if unit_of(written, self.kinds) in FOREVER_EXACT:
                parts = {payee: value * share for payee, share in shared.items()}
            else:
                parts = shared_out(value, shared, self.unit(written, value))
            found[text] = {
                r: parts[r.payee] if r.is_shared else self.rounded(written, value * shares[r], value) for r in everybody
            }
        return found

    def unit(self, written: str, value: Fraction) -> Fraction:
        """The smallest step of an amount: one thing; of money a minor unit, or the value's own last decimal."""
        return Fraction(1) if unit_of(written, self.kinds) == "count" else finest(value, self.world.minor)

    def rounded(self, written: str, value: Fraction, whole: Fraction | None = None) -> Fraction:
        """Round money to the decimals of its deal, counts to whole ones; percentages and plain numbers stay exact."""
        exact = unit_of(written, self.kinds) in FOREVER_EXACT
        return value if exact else half_away(value, self.unit(written, value if whole is None else whole))
