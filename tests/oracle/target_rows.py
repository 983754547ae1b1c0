"""Oracle for the rows of the target table: which amount they give for a range, and which per period on a day.

A row is a dict: ``payee`` or ``title``, ``from`` and ``before`` (may be absent), ``amount``.
"""

from datetime import date, timedelta
from fractions import Fraction


def days_of(starts_on: date, ends_before: date) -> list[date]:
    """List the days of a range."""
    return [starts_on + timedelta(k) for k in range((ends_before - starts_on).days)]


def levels(rows: list[dict], span: dict) -> list[list[dict]]:
    """Part the rows of one payee: those that name the person, then those that name the title of a roster row."""
    person = [r for r in rows if r.get("payee") is not None]
    title = [r for r in rows if r.get("payee") is None and r.get("title") == span.get("title")]
    return [person, title]


def final_amount(rows: list[dict], starts_on: date, ends_before: date) -> Fraction | None:
    """Find the amount of exactly a range, or of rows that cover it without gap or overlap."""
    closed = [r for r in rows if r.get("from") and r.get("before")]
    for row in closed:
        if (row["from"], row["before"]) == (starts_on, ends_before):
            return Fraction(row["amount"])
    inside = [r for r in closed if starts_on <= r["from"] and r["before"] <= ends_before]
    covers = [sum(r["from"] <= day < r["before"] for r in inside) for day in days_of(starts_on, ends_before)]
    if inside and set(covers) == {1}:
        return sum((Fraction(r["amount"]) for r in inside), Fraction(0))
    return None


def standing_amount(rows: list[dict], day: date) -> Fraction | None:
    """Find the amount per period in force on a day: of the rows without an end or a start, the latest begun."""
    without_end = [r for r in rows if not (r.get("from") and r.get("before"))]
    in_force = [r for r in without_end if (r.get("from") or date.min) <= day < (r.get("before") or date.max)]
    if not in_force:
        return None
    return Fraction(max(in_force, key=lambda r: r.get("from") or date.min)["amount"])
