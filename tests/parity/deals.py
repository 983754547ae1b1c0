"""Deals with aimed amounts: at bounds of the plan, at halves of a minor unit, at 0, below it, and at period ends."""

from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.periods import DAY
from tests.parity.case import Draft
from tests.parity.currency_rules import currency_of_deal

FAMILIES = ["hardware", "software"]
TYPES = ["New Business", "Renewal"]
TERRITORIES = ["east", "west"]
COLUMNS = {
    "id": "text",
    "close_date": "date",
    "amount": "money",
    "list_price": "money",
    "cost": "money",
    "units": "count",
    "term_months": "count",
    "priority": "count",
    "score": "percent",
    "is_won": "bool",
    "type": "text",
    "product_family": "text",
    "territory": "text",
    "owner": "payee",
    "sdr": "payee",
    "se": "payee",
    "partner": "payee",
    "signed_on": "date",
    "invoice_paid_on": "date",
    "cancelled_on": "date",
}
SPLITS = [["100%"], ["50%", "50%"], ["60%", "40%"], ["33.33%", "33.33%", "33.34%"], ["12.5%", "87.5%"], ["70%", "30%"]]
RECEIPTS = [["1"], ["0.5", "0.5"], ["0.3333", "0.3333"], ["0.25", "0.5", "0.5"], ["0.7", "-0.2", "0.5"]]


class Deals:
    """Makes the deals of one case, with their splits and receipts."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.dice = draft, draft.dice
        self.totals: dict[tuple, Decimal] = {}
        self.days: list[date] = []
        self.unit = Decimal(1).scaleb(-draft.digits)

    def source(self, row_count: int) -> dict:
        """The source table, its rows in no order."""
        rows, splits, receipts = [], [], []
        days = sorted(self._day() for _ in range(row_count))
        names = self.dice.random.sample(range(1, 3 * row_count), row_count)
        for day, name in zip(days, names, strict=True):
            row = self._deal(f"T{name}", day)
            if self.draft.foreign:
                row["currency"] = currency_of_deal(self.draft)
            rows.append(row)
            splits += self._splits(row)
            receipts += self._receipts(row)
        self.dice.random.shuffle(rows)
        children = {
            "splits": {
                "key": "id",
                "columns": {"id": "text", "payee": "payee", "share": "percent", "quota_share": "percent"},
                "rows": splits,
            }
        }
        if "release by receipts" in self.dice.used:
            columns = {"id": "text", "received_on": "date", "received": "money"}
            children["receipts"] = {"key": "id", "as_of": "received_on", "columns": columns, "rows": receipts}
        columns = COLUMNS | ({"currency": "text"} if self.draft.foreign else {})
        return {"key": ["id"], "as_of": "close_date", "columns": columns, "rows": rows, "children": children}

    # --- dates

    def _day(self) -> date:
        """A day on which deals may close: often a day already used, or the first or last day of a month."""
        if self.days and self.dice.chance(30):
            return self.dice.pick(self.days)
        month = self.dice.pick(self.draft.dates.periods("month", self.draft.starts_on, self.draft.last_deal_on))
        last = month.ends_before - DAY
        day = self.dice.pick([month.starts_on, last, last])
        if self.dice.chance(70):
            day = month.starts_on + self.dice.between(0, (last - month.starts_on).days) * DAY
        self.days.append(day)
        return day

    def _later(self, day: date, most: int) -> str:
        """A day up to ``most`` days later, before the plan ends; often the same day or the last of a month."""
        later = day + timedelta(self.dice.between(0, most))
        if self.dice.chance(20):
            later = self.draft.dates.window("month", later)[2] - DAY
        return str(min(later, self.draft.ends_before - DAY))

    # --- a deal

    def _deal(self, name: str, day: date) -> dict[str, str | None]:
        dice = self.dice
        sellers = [row for row in self.draft.roster if row["title"] != "Manager" and _holds(row, day)]
        people = [row["payee"] for row in (sellers or [row for row in self.draft.roster if _holds(row, day)])]
        everybody = [row["payee"] for row in self.draft.roster if _holds(row, day)]
        owner = dice.pick(people)
        amount = self._amount(owner, day)
        return {
            "id": name,
            "close_date": str(day),
            "amount": str(amount),
            "list_price": str(self._price()),
            "cost": str(self._round(amount * Decimal(dice.pick(["0.1", "0.35", "0.8"])))),
            "units": str(dice.pick([0, 1, 1, 2, 3, 5, 8]) * (-1 if amount < 0 else 1)),
            "term_months": dice.pick(["12", "24", "36", None]),
            "priority": str(dice.between(1, 3)),
            "score": dice.pick(["72.5%", "80%", "90%", "94.6%", "98%", "100%", "100.01%", "110%", "115%", "130%"]),
            "is_won": dice.pick(["true", "true", "true", "false"]),
            "type": dice.pick(TYPES),
            "product_family": dice.pick(FAMILIES),
            "territory": dice.pick(TERRITORIES),
            "owner": owner,
            "sdr": dice.pick(everybody),
            "se": dice.pick([name for name in everybody if name != owner] or everybody),
            "partner": dice.pick([None, None, dice.pick(everybody)]),
            "signed_on": self._later(day, 40) if dice.chance(80) else None,
            "invoice_paid_on": self._later(day - timedelta(10), 100) if dice.chance(75) else None,
            "cancelled_on": self._later(day, 100) if dice.chance(15) else None,
        }

    def _amount(self, owner: str, day: date) -> Decimal:
        """An amount that is aimed at something; the owner's totals are kept, to land on the bounds of the plan."""
        dice, unit = self.dice, self.unit
        way = dice.random.choices(
            ["edge", "half", "round", "any", "fine", "zero", "return"], [26, 16, 14, 22, 8, 4, 10]
        )[0]
        amount = Decimal(dice.between(1, 400)) * 100
        if way == "edge" and self.draft.edges:
            total = self.totals.get(self._window(owner, day), Decimal(0))
            amount = dice.pick(self.draft.edges) - total + dice.pick([0, 0, 0, 1, -1]) * unit
            if abs(amount) > 400_000:
                amount = amount % 50_000
        elif way == "half":
            amount = (Decimal(dice.between(1, 4000)) * 10 + 5) * unit
        elif way == "any":
            amount = Decimal(dice.between(1, 6_000_000)) * unit
        elif way == "fine":
            amount = Decimal(dice.between(1, 60_000_000)) * unit / 10 + unit / 2
        elif way == "zero":
            amount = Decimal(0)
        elif way == "return":
            amount = -Decimal(dice.between(1, 3_000_000)) * unit
        window = self._window(owner, day)
        self.totals[window] = self.totals.get(window, Decimal(0)) + amount
        return amount

    def _window(self, owner: str, day: date) -> tuple:
        unit = self.draft.units[0] if self.draft.units else "month"
        return (owner, self.draft.dates.window("month" if unit == "transaction" else unit, day))

    def _round(self, amount: Decimal) -> Decimal:
        return amount.quantize(self.unit)

    def _price(self) -> Decimal:
        return self._round(Decimal(self.dice.between(10, 500)) * 100)

    # --- child tables

    def _splits(self, row: dict) -> list[dict]:
        day = date.fromisoformat(row["close_date"])
        people = [r["payee"] for r in self.draft.roster if _holds(r, day)]
        shares = [list(s) for s in SPLITS if len(s) <= len(people)]
        chosen = self.dice.pick(shares)
        named = [row["owner"], *[p for p in self.dice.some(people, 3, 3) if p != row["owner"]]][: len(chosen)]
        if len(named) < len(chosen):
            named += [row["owner"]] * (len(chosen) - len(named))
        quotas: list[str | None] = [None] * len(chosen)
        if self.dice.chance(30):
            quotas = ["100%", *["0%"] * (len(chosen) - 1)]
        rows = zip(named, chosen, quotas, strict=True)
        return [{"id": row["id"], "payee": p, "share": share, "quota_share": quota} for p, share, quota in rows]

    def _receipts(self, row: dict) -> list[dict]:
        day = date.fromisoformat(row["close_date"])
        amount = Decimal(row["amount"])
        rows = []
        for share in self.dice.pick(RECEIPTS):
            received = self._round(amount * Decimal(share))
            if amount and self.dice.chance(80):
                rows.append({"id": row["id"], "received_on": self._later(day, 90), "received": str(received)})
        return rows


def _holds(row: dict, day: date) -> bool:
    return (row["from"] or "0000") <= str(day) < (row["before"] or "9999")
