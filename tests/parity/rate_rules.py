"""Rates: every kind, with bounds and pays in the units that its measure and its base allow."""

from tests.parity.case import Draft
from tests.parity.deals import FAMILIES
from tests.parity.target_rules import LENGTHS, incentive_for

PERCENTS = ["0%", "1%", "2.5%", "3%", "5%", "7.5%", "8%", "10%", "12.5%", "33.333%"]
MONEY_EACH = ["10", "25", "33.33", "50", "0.05", "120"]
BOUNDS = ["50%", "60%", "80%", "90%", "100%", "101.5%", "120%", "150%"]
AMOUNTS = [5_000, 10_000, 12_345, 20_000, 50_000, 75_000, 100_000, 250_000]
COUNTS = [1, 2, 3, 5, 8, 10, 15, 21]


class RateMaker:
    """Makes one rate for a measure.

    Args:
        measure: the measure as written.
        counts: whether the credit is valued in things, so that pay is money for each.
        is_own: whether the component's own credits are all that feeds the measure.
    """

    def __init__(self, draft: Draft, measure: dict, *, counts: bool, is_own: bool, credit_kind: str) -> None:
        self.draft, self.dice, self.measure = draft, draft.dice, measure
        self.counts, self.is_own, self.credit_kind = counts, is_own, credit_kind
        self.is_counted = counts or "count" in measure
        self.is_share = bool({"against", "ratio", "last"} & set(measure))

    def make(self, kind: str) -> dict | str:
        """One rate of a kind."""
        return getattr(self, f"_{kind}")()

    # --- parts

    def bounds(self, low: int, high: int, *, first: str | None = None) -> list[str]:
        """Rising bounds in the unit of the measure, with ``first`` before them."""
        number = self.dice.between(low, high)
        if self.is_share:
            chosen = sorted(self.dice.some(BOUNDS, number, number), key=lambda text: float(text[:-1]))
            self._aim_shares(chosen)
            return [*([f"{first}%"] if first else []), *chosen]
        options = COUNTS if self.is_counted else AMOUNTS
        amounts = sorted(self.dice.some(options, number, number))
        if not self.is_counted:
            self.draft.aim(*amounts)
        return [*([first] if first else []), *map(str, amounts)]

    def _aim_shares(self, bounds: list[str]) -> None:
        target = self.draft.targets.get(self.measure.get("against", ""))
        per = self.measure["per"]
        if target and per in LENGTHS and target["per"] in LENGTHS and not self.is_counted:
            whole = int(target["amount"]) * LENGTHS[per] // LENGTHS[target["per"]]
            self.draft.aim(*[int(whole * float(bound[:-1]) / 100) for bound in bounds])

    def pays(self, number: int, *, each: bool | None = None) -> list[str]:
        """Rates, mostly rising; money for each thing where things are counted."""
        is_each = self.is_each if each is None else each
        pays = [self.dice.pick(MONEY_EACH if is_each else PERCENTS) for _ in range(number)]
        return sorted(pays, key=lambda text: float(text.rstrip("%"))) if self.dice.chance(75) else pays

    @property
    def is_each(self) -> bool:
        """Whether the pay is money for each thing counted."""
        return self.is_counted and self.is_own and (self.counts or self.dice.chance(50))

    def shared_key(self) -> dict[str, str]:
        """A ``by``, sometimes: then every pay is a mapping from its values."""
        if self.dice.has("by", 20):
            return {"by": self.dice.pick(["product_family", "type"])}
        return {}

    def mapped(self, by: dict, pays: list[str]) -> list[object]:
        """Each pay as it is, or one for each value of the key."""
        if not by:
            return list(pays)
        values = FAMILIES if by["by"] == "product_family" else ["New Business", "else"]
        options = MONEY_EACH if not pays[0].endswith("%") else PERCENTS
        return [{values[0]: pay, values[1]: self.dice.pick(options)} for pay in pays]

    def boundary(self) -> dict[str, str]:
        """The boundary rule, where the plan says it."""
        if self.dice.has("boundary above", 25):
            return {"boundary": "above"}
        return {"boundary": "reached"} if self.dice.chance(15) else {}

    def incentive(self, probability: int) -> dict[str, str]:
        """A target incentive as what the pay multiplies, where one can be read over the window."""
        per = self.measure["per"]
        if per not in LENGTHS or not self.dice.has("of target_incentive", probability):
            return {}
        name = incentive_for(self.draft, per)
        return {"of": name} if name else {}

    # --- kinds

    def _flat_rate(self) -> dict | str:
        if self.counts:
            return {"kind": "per_unit", "pay": self.pays(1, each=True)[0]}
        way = self.dice.random.choices(["bare", "literal", "by", "person", "lookup"], [25, 30, 20, 13, 12])[0]
        if way == "bare":
            return self.dice.pick(PERCENTS[1:])
        if way == "by":
            self.dice.note("by")
            if self.credit_kind == "manager_of" and self.dice.has("by level", 60):
                by = {"by": "payee.levels_above"}
                return {
                    "kind": "flat_rate",
                    **by,
                    "pay": {"1": self.dice.pick(PERCENTS), "2": self.dice.pick(PERCENTS)},
                }
            by = {"by": "product_family"}
            return {"kind": "flat_rate", **by, "pay": self.mapped(by, self.pays(1, each=False))[0]}
        if way == "person":
            self.dice.note("pay by person")
            return {"kind": "flat_rate", "pay": "payee.commission"}
        if way == "lookup":
            self.dice.note("lookup")
            self.draft.tables["uplift"] = {"hardware": self.dice.pick(PERCENTS), "else": self.dice.pick(PERCENTS)}
            return {"kind": "flat_rate", "pay": "lookup('uplift', product_family)"}
        return {"kind": "flat_rate", "pay": self.dice.pick(PERCENTS)} | self._base()

    def _base(self) -> dict[str, str]:
        """A pay base that is not the credit's value, sometimes."""
        return {"of": "amount - cost"} if self.dice.has("of expression", 45) else {}

    def _per_unit(self) -> dict:
        by = self.shared_key()
        return {"kind": "per_unit", **by, "pay": self.mapped(by, self.pays(1, each=True))[0]}

    def _tiers(self, kind: str) -> dict:
        first = "0" if self.dice.chance(85) else None
        bounds = self.bounds(1 if first else 2, 3, first=first)
        by = self.shared_key()
        pays = self.pays(len(bounds))
        rate: dict[str, object] = {"kind": kind}
        if pays[0].endswith("%") and self._is_flowing():
            rate |= self.incentive(35)
            if "of" in rate:
                pays = [self.dice.pick(["0%", "50%", "100%", "150%", "200%"]) for _ in bounds]
        rate |= self.boundary() | by
        rate["tiers"] = [{"from": b, "pay": p} for b, p in zip(bounds, self.mapped(by, pays), strict=True)]
        return rate

    def _is_flowing(self) -> bool:
        """Whether a credit of the component is all that its transaction adds to the measure, against a target."""
        plain = self.measure.get("owner", "payee") == "payee" and "group" not in self.measure
        return plain and self.is_own and "against" in self.measure and self.credit_kind in {"owner", "first_of"}

    def _marginal_tiers(self) -> dict:
        if not self.is_share and not self.is_counted and self.dice.has("tiers from a table", 30):
            return {"kind": "marginal_tiers", "tiers": self.levels()} | self.boundary()
        return self._tiers("marginal_tiers")

    def _whole_tiers(self) -> dict:
        if not self.is_share and not self.is_counted and self.dice.has("tiers from a table", 15):
            return {"kind": "whole_tiers", "tiers": self.levels()} | self.boundary()
        return self._tiers("whole_tiers")

    def levels(self) -> dict[str, object]:
        """Tiers by payee, month and product family, held by a source; made once for a case."""
        if not self.draft.levels:
            bounds = ["0", *sorted(map(str, self.dice.some(AMOUNTS, 1, 2)), key=int)]
            self.draft.aim(*map(int, bounds[1:]))
            self.draft.tables["levels"] = {
                "source": "levels",
                "keys": ["payee", "month", "product_family"],
                "value": "pay",
            }
            for period in self.draft.dates.periods("month", self.draft.starts_on, self.draft.ends_before):
                for payee in self.draft.payees:
                    for family in FAMILIES:
                        key = {"payee": payee, "month": period.name, "product_family": family}
                        self.draft.levels += [key | {"from": b, "pay": self.dice.pick(PERCENTS)} for b in bounds]
        return {"table": "levels", "by": ["payee", "month", "product_family"]}

    def _step_bonus(self) -> dict:
        rate: dict[str, object] = {"kind": "step_bonus"} | self.incentive(30)
        pay = ["5%", "50%", "100%"] if "of" in rate else ["100", "500", "33.33", "1200"]
        rate |= self.boundary()
        if self.dice.has("step every", 30):
            every = self.dice.pick(["1%", "5%", "12.5%"]) if self.is_share else self._size()
            rate |= {"every": every, "pay": self.dice.pick(pay[:2])}
            if self.dice.chance(50):
                rate["above"] = self.dice.pick(["50%", "80%"]) if self.is_share else every
            return rate
        first = "0" if self.dice.has("step at 0", 25) else None
        bounds = self.bounds(1, 3, first=first)
        rate["steps"] = [{"at": bound, "pay": self.dice.pick(pay)} for bound in bounds]
        return rate

    def _size(self) -> str:
        size = self.dice.pick([2, 5] if self.is_counted else [2_500, 10_000])
        if not self.is_counted:
            self.draft.aim(size, 2 * size)
        return str(size)

    def _interpolated(self) -> dict:
        rate: dict[str, object] = {"kind": "interpolated"} | self.incentive(40)
        bounds = self.bounds(2, 4, first="0" if self.dice.chance(20) else None)
        if "of" in rate:
            pays = ["0%", "50%", "70%", "100%", "130%", "200%"]
        elif self.counts or self.dice.chance(35):
            pays = ["0", "200", "1000", "1234.56", "2500"]
        else:
            pays = PERCENTS
        points = [[bound, self.dice.pick(pays)] for bound in bounds]
        if self.dice.has("interpolated jump", 20):
            at = self.dice.between(0, len(points) - 2)
            points.insert(at + 1, [points[at][0], self.dice.pick(pays)])
        rate["points"] = points
        if self.dice.has("below", 25):
            rate["below"] = self.dice.pick(pays)
        if self.dice.has("beyond extend", 30):
            rate["beyond"] = "extend"
        return rate
