"""Computes the pay of demo/adventure_works from the raw data, in fractions and without the package.

    python tests/golden/adventure_works.py

FY2013-Q1 of payee 276: 948,500 x 0.75 % + 135,500 x 1.5 % + 85,425.959 x 1.875 % = 10,747.98673125, paid as 10,747.99.
"""

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
DEMO = HERE.parents[1] / "demo" / "adventure_works" / "data"
CENT = Fraction(1, 100)
TIERS = [("0", "0.5"), ("0.7", "1"), ("0.8", "1.25"), ("0.9", "1.5"), ("1", "2")]
RAMP = [Fraction(share, 100) for share in (50, 50, 50, 75, 75, 75, 100)]
ORDER_GOAL, DRAW, DRAW_MONTHS = 24, 6000, 9
OVERRIDE = Fraction(1, 400)
FIRST_DRAW_HIRE = date(2011, 8, 31)
COLUMNS = (
    "payee,period,attained,quota,order_count,order_goal,order_commission,order_bonus,team_override,"
    "earned,draw_paid,draw_recovered,paid,draw_balance"
)


class Quarter(NamedTuple):
    """A quota window."""

    name: str
    starts_on: date
    ends_before: date


class Person(NamedTuple):
    """A row of the roster."""

    title: str
    manager: str
    hired: date
    commission: Fraction

    @property
    def is_representative(self) -> bool:
        """Whether the person is on the representatives' plan."""
        return self.title == "Sales Representative"

    def tenure_months(self, day: date) -> int:
        """Whole months since the hire; a month too short for the day ends on its last."""
        months = (day.year - self.hired.year) * 12 + day.month - self.hired.month
        is_month_end = (day + timedelta(days=1)).month != day.month
        return months - (day.day < self.hired.day and not is_month_end)


class Sales(NamedTuple):
    """What a person and the person's reports sold in a quarter."""

    sold: Fraction
    quota: Fraction | None
    order_count: int
    team_sold: Fraction


def rounded(value: Fraction, unit: Fraction = CENT) -> Fraction:
    """Round half away from zero.

    >>> rounded(Fraction("0.005")), rounded(Fraction("-0.005"))
    (Fraction(1, 100), Fraction(-1, 100))
    """
    count = (abs(value) / unit + Fraction(1, 2)) // 1
    return (count if value >= 0 else -count) * unit


def commission_on(sold: Fraction, quota: Fraction, percent: Fraction) -> Fraction:
    """Pay each slice of what was sold at its own multiple of the percent."""
    bounds = [Fraction(bound) * quota for bound, _ in TIERS]
    ends = [*bounds[1:], max(sold, bounds[-1])]
    total = Fraction(0)
    for start, end, (_, multiple) in zip(bounds, ends, TIERS, strict=True):
        total += max(Fraction(0), min(sold, end) - start) * Fraction(multiple) * percent
    return total


def goal_of(person: Person, quarter: Quarter) -> Fraction:
    """Return the ramped and prorated goal of orders."""
    months = max(0, person.tenure_months(quarter.starts_on))
    goal = ORDER_GOAL * RAMP[min(months, len(RAMP) - 1)]
    if person.hired > quarter.starts_on:
        goal *= Fraction((quarter.ends_before - person.hired).days, (quarter.ends_before - quarter.starts_on).days)
    return rounded(goal, Fraction(1))


def rows_of(name: str) -> list[dict[str, str]]:
    """Read a table of the demo."""
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def orders() -> Iterator[tuple[str, date, Fraction]]:
    """Yield sales person, order date and subtotal of every order with a sales person."""
    with gzip.open(DEMO / "SalesOrderHeader.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        header = [name.strip() for name in next(rows)]
        for values in rows:
            row = dict(zip(header, values, strict=True))
            if row["SalesPersonID"]:
                yield row["SalesPersonID"], date.fromisoformat(row["OrderDate"][:10]), Fraction(row["SubTotal"])


def table() -> str:
    """Return one row per person and quarter from the quarter of hire on, as CSV."""
    day = date.fromisoformat
    quarters = [Quarter(row["name"], day(row["starts"]), day(row["before"])) for row in rows_of("periods.csv")]
    people = {
        row["payee"]: Person(
            row["title"], row["manager"], day(row["hired"]), Fraction(row["commission"].rstrip("%") or 0) / 100
        )
        for row in rows_of("roster.csv")
    }
    quotas = {(row["payee"], row["period"]): Fraction(row["amount"]) for row in rows_of("targets.csv")}
    sold: defaultdict[tuple[str, str], Fraction] = defaultdict(Fraction)
    team_sold: defaultdict[tuple[str, str], Fraction] = defaultdict(Fraction)
    counts: Counter[tuple[str, str]] = Counter()
    for payee, ordered_on, amount in orders():
        name = next(q.name for q in quarters if q.starts_on <= ordered_on < q.ends_before)
        sold[payee, name] += amount
        counts[payee, name] += 1
        team_sold[people[payee].manager, name] += amount
    lines = [COLUMNS]
    for payee, person in people.items():
        balance = Fraction(0)
        for quarter in quarters:
            if person.manager and person.hired < quarter.ends_before:
                key = (payee, quarter.name)
                sales = Sales(sold[key], quotas.get(key), counts[key], team_sold[key])
                row = pay(person, quarter, sales, balance)
                balance = row[-1] or Fraction(0)
                shown = [*sales[:3], *row]
                lines.append(",".join([payee, quarter.name, *map(_written, shown, COLUMNS.split(",")[2:])]))
    return "\n".join(lines) + "\n"


def pay(person: Person, quarter: Quarter, sales: Sales, balance: Fraction) -> list[Fraction | None]:
    """Return goal, commission, bonus, override, earned, draw, recovery, paid and the new balance."""
    goal, commission, bonus, override = None, Fraction(0), Fraction(0), Fraction(0)
    if person.is_representative:
        goal = goal_of(person, quarter)
        commission = rounded(commission_on(sales.sold, sales.quota or Fraction(1), person.commission))
        reached = sales.order_count / goal
        bonus = Fraction(1000 if reached >= Fraction(3, 2) else 500 if reached >= 1 else 0)
    else:
        override = rounded(sales.team_sold * OVERRIDE)
    earned = commission + bonus + override
    last_day = quarter.ends_before - timedelta(days=1)
    is_new = person.is_representative and person.hired >= FIRST_DRAW_HIRE
    draws = is_new and person.tenure_months(last_day) < DRAW_MONTHS
    draw = max(Fraction(0), DRAW - earned) if draws else Fraction(0)
    recovered = min(balance, rounded(max(Fraction(0), earned - (DRAW if draws else 0)) / 2))
    paid = earned + draw - recovered
    return [goal, commission, bonus, override, earned, draw, recovered, paid, balance + draw - recovered]


def _written(value: Fraction | int | None, column: str) -> str:
    if value is None:
        return ""
    if column in {"quota", "order_count", "order_goal"}:
        return str(int(value))
    return f"{int(rounded(Fraction(value)) * 100) / 100:.2f}"


if __name__ == "__main__":
    (HERE / "adventure_works.csv").write_text(table(), encoding="utf-8", newline="")
