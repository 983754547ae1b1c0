"""The rows of ``periods``: each payee's pay periods on a plan, counted day by day.

On the plan from 11 March: March has 31 days, 21 of them on the plan, and the last one is 31 March.
"""

from datetime import date

from tests.oracle import endless
from tests.oracle.periods import DAY, Period
from tests.oracle.world import World

SOURCE = "periods"
COLUMNS = {
    "plan": "text",
    "payee": "payee",
    "period": "text",
    "starts_on": "date",
    "ends_on": "date",
    "last_day": "date",
    "period_days": "count",
    "plan_days": "count",
}


def reads_periods(plan: dict) -> bool:
    """Whether a component, or a measure with a credit of its own, is credited from pay periods."""
    written = [*plan["components"].values(), *plan.get("measures", {}).values()]
    own = [one["measure"] for one in written if isinstance(one.get("measure"), dict)]
    return any(isinstance(one.get("credit"), dict) and one["credit"]["source"] == SOURCE for one in [*written, *own])


def with_rows(plan: dict, facts: dict) -> dict:
    """The facts with a row for every payee and pay period that share a day under the plan."""
    world = World(plan, facts)
    first, before = world.effective
    rows, last = [], max(first, endless.known_to(world)) if endless.is_endless(world) else before - DAY
    for period in world.calendar.periods(plan.get("pay_period", "month"), first, last):
        for payee in sorted({row["payee"] for row in world.roster}):
            days = [day for day in _days(period.starts_on, period.ends_before) if world.is_assigned(payee, day)]
            if days:
                rows.append({"plan": plan["plan"], "payee": payee} | _row(period, days))
    table = {"key": ["plan", "payee", "period"], "as_of": "last_day", "columns": COLUMNS, "rows": rows, "children": {}}
    return {**facts, "sources": {**facts["sources"], SOURCE: table}}


def _days(first: date, before: date) -> list[date]:
    return [date.fromordinal(number) for number in range(first.toordinal(), before.toordinal())]


def _row(period: Period, days: list[date]) -> dict:
    whole = _days(period.starts_on, period.ends_before)
    return {
        "period": period.name,
        "starts_on": str(whole[0]),
        "ends_on": str(whole[-1]),
        "last_day": str(days[-1]),
        "period_days": str(len(whole)),
        "plan_days": str(len(days)),
    }
