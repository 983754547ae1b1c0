"""Earnings as a source: what components earn becomes rows that other components credit.

No order of components is worked out here. Everything is calculated with no rows of ``earnings`` at first, then with the
rows of that result, and so on, until the rows no longer change: a component that reads nothing is right at once, one
that reads it is right a round later.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

SOURCE = "earnings"
PEOPLE_ON = "credited_on"
COLUMNS = {
    "id": "text",
    "payee": "payee",
    "plan": "text",
    "component": "text",
    "amount": "money",
    "currency": "text",
    "earned_on": "date",
    "credited_on": "date",
    "source": "text",
    "transaction": "text",
    "period": "text",
    "line_type": "text",
}
ONE_DAY = timedelta(days=1)


def reads_earnings(plan: dict) -> bool:
    """Whether a component, or a measure with a credit of its own, is credited from earnings."""
    written = [*plan["components"].values(), *plan.get("measures", {}).values()]
    return any(isinstance(one.get("credit"), dict) and one["credit"]["source"] == SOURCE for one in written)


def with_rows(facts: dict, rows: list[dict]) -> dict:
    """The facts with rows of ``earnings``, beside those that an example gives."""
    given = facts["sources"].get(SOURCE, {}).get("rows", [])
    table = {"key": ["id"], "as_of": "earned_on", "columns": COLUMNS, "rows": [*given, *rows], "children": {}}
    return {**facts, "sources": {**facts["sources"], SOURCE: table}}


def settled(plan: dict, earned: Callable[[list[dict]], list[dict]]) -> list[dict]:
    """The rows that calculating with them gives again.

    Args:
        plan: the plan; its components bound the number of rounds.
        earned: the rows that come out when these go in.
    """
    rows: list[dict] = []
    for _ in range(len(plan["components"]) + 1):
        found = earned(rows)
        if found == rows:
            return rows
        rows = found
    raise ValueError("the earnings of this plan run in a circle")


def rows_of(plan: dict, earnings: list[dict], minor: Fraction, known_before: date = date.max) -> list[dict]:
    """Rows of ``earnings`` from entries: dated as the line, or on the last day of the period that knows better."""
    return [_row(plan, entry, minor, known_before) for entry in earnings if entry["earning_amount"]]


def _row(plan: dict, entry: dict, minor: Fraction, known_before: date) -> dict:
    starts_on, ends_before = entry["period"]
    is_own = starts_on <= entry["earned_on"] < ends_before
    day = entry["earned_on"] if is_own else min(ends_before, known_before) - ONE_DAY
    of, sort = entry["named"]
    named = (plan["plan"], entry["component"], of, entry["payee"], day, sort)
    return {
        "id": "/".join(map(str, named)),
        "payee": entry["payee"],
        "plan": plan["plan"],
        "component": entry["component"],
        "amount": _decimal(entry["earning_amount"] * minor),
        "currency": plan["currency"],
        "earned_on": str(day),
        "credited_on": str(entry["people_on"]),
        "source": entry["source"],
        "transaction": entry["transaction"],
        "period": str(starts_on),
        "line_type": entry["line_type"],
    }


def _decimal(amount: Fraction) -> str:
    return format(Decimal(amount.numerator) / Decimal(amount.denominator), "f")


def people_on(columns: dict, source: str, dated: date) -> date:
    """The day on which people are looked up: of an earning that of the deal behind it."""
    return (columns.get(PEOPLE_ON) or dated) if source == SOURCE else dated
