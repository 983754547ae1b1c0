"""Values of metrics as people and programs read them: money rounded once to the minor unit, shares in percent."""

from fractions import Fraction

from attain.metrics.adding import Measured
from attain.metrics.model import Undefined, Unit
from attain.money import round_fraction

NONE = "–"


def number(one: Measured) -> float | int | None:
    """Return the value for programs: whole minor units of money, a float otherwise; None where it is not defined."""
    if isinstance(one.value, Undefined):
        return None
    if one.metric.unit in {"money", "money_per_day", "count"}:
        return round_fraction(one.value)
    return float(one.value)


def shown(one: Measured, digits: int) -> str:
    """Write a value; a dash where it is not defined."""
    return NONE if isinstance(one.value, Undefined) else written(one.value, one.metric.unit, digits)


def shown_interval(one: Measured) -> str:
    """Write the ends of the interval, empty where there is none."""
    if one.interval is None or isinstance(one.value, Undefined):
        return ""
    low, high = one.interval
    return f"{100 * low:.1f}–{100 * high:.1f} %"


def written(value: Fraction, unit: Unit, digits: int) -> str:
    """Write a number of a unit.

    >>> written(Fraction(1, 3), "ratio", 2), written(Fraction(123456), "money", 2), written(Fraction(5, 2), "times", 2)
    ('33.3 %', '1,234.56', '2.50×')
    """
    match unit:
        case "money" | "money_per_day":
            minor = round_fraction(value)
            sign, minor = ("−" if minor < 0 else ""), abs(minor)
            if not digits:
                return f"{sign}{minor:,}"
            return f"{sign}{minor // 10**digits:,}.{minor % 10**digits:0{digits}d}"
        case "ratio":
            return f"{float(value * 100):.1f} %"
        case "times":
            return f"{float(value):,.2f}×"
        case "count":
            return f"{round_fraction(value):,}"
        case _:
            return f"{float(value):,.1f}"
