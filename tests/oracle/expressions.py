"""The oracle of expressions: a scalar interpreter in exact fractions, for one row at a time.

Written from the behaviour of the language, with its own tiny parser; nothing of the package is imported.
It assumes a well-typed expression: refusing the others is not its task.

>>> evaluate("amount * 8%", {"amount": Fraction(250)})
Fraction(20, 1)
>>> evaluate("close_date + 1 month", {"close_date": date(2026, 1, 31)})
datetime.date(2026, 2, 28)
>>> evaluate("amount / 0", {"amount": Fraction(250)}) is None
True

Decided behaviour: numbers are exact; a null operand gives null; division by zero gives null; ``and`` and ``or`` are
three-valued; ``least``/``greatest`` are null when any argument is; ``round`` goes half away from zero; ``mod`` takes
the sign of the dividend; a lookup with a null key is null; ``days_between(later, earlier)`` and
``months_between(later, earlier)`` are negative when reversed; a month is completed on the day that adding it reaches.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor, trunc

from tests.oracle.expression_syntax import Node, Parser

Value = Fraction | date | str | bool | None
Names = Mapping[str, Value | int]
Lookup = Callable[[str, tuple[Value, ...]], Value]
Boundary = Callable[[str, date], date]


def evaluate(
    text: str,
    names: Names,
    lookup: Lookup | None = None,
    *,
    start_of: Boundary | None = None,
    end_of: Boundary | None = None,
) -> Value:
    """Evaluate one expression for one row.

    Args:
        text: the expression.
        names: the value of every name it uses, dotted names as written (``payee.title``).
        lookup: called with the table's name and the keys (no key is None); returns the value, the ``else`` row or None.
        start_of: first day of the unit that holds a day; plain calendar by default.
        end_of: last day of that unit, inclusive.
    """
    row = {name: Fraction(v) if isinstance(v, int) and not isinstance(v, bool) else v for name, v in names.items()}
    return _Row(row, lookup, start_of or _start_of, end_of or _end_of).value(Parser(text).whole())


class _Row:
    """Evaluates nested tuples against the values of one row."""

    def __init__(self, names: Mapping[str, Value], lookup: Lookup | None, start_of: Boundary, end_of: Boundary) -> None:
        self.names, self.lookup = names, lookup
        self.boundaries = {"start_of": start_of, "end_of": end_of}

    def value(self, node: Node) -> Value:
        match node:
            case ("constant", constant):
                return constant
            case ("name", name):
                return self.names[name]
            case ("null?", inner):
                return self.value(inner) is None
            case ("and" | "or" as joint, left, right):
                return _joined(joint, self.value(left), self.value(right))
            case ("call", function, arguments):
                return self.called(function, arguments)
            case ("case" | "in" | "shift", *_):
                return self.formed(node)
            case (operation, *parts):
                return _strict(_OPERATIONS[operation], [self.value(part) for part in parts])
        raise SyntaxError(str(node))

    def formed(self, node: Node) -> Value:
        match node:
            case ("case", branches, otherwise):
                chosen = next((then for condition, then in branches if self.value(condition) is True), otherwise)
                return self.value(chosen)
            case ("shift", day, number, unit):
                return _strict(lambda when: _shifted(_day(when), number, unit), [self.value(day)])
            case (_, item, *options):
                found: Value = False
                for option in options:
                    found = _joined("or", found, self.value(("=", item, option)))
                return found
        raise SyntaxError(str(node))

    def called(self, function: str, arguments: list[Node]) -> Value:
        if function in self.boundaries:
            unit, day = arguments[0][1], self.value(arguments[1])
            return None if day is None else self.boundaries[function](unit, _day(day))
        values = [self.value(argument) for argument in (arguments[1:] if function == "lookup" else arguments)]
        if function == "coalesce":
            return next((value for value in values if value is not None), None)
        if function == "lookup":
            return None if None in values or not self.lookup else self.lookup(arguments[0][1], tuple(values))
        return _strict(_FUNCTIONS[function], values)


def _strict(function: Callable[..., Value], values: list[Value]) -> Value:
    """Null in, null out; division by zero is null too."""
    if any(value is None for value in values):
        return None
    try:
        return function(*values)
    except ZeroDivisionError:
        return None


def _joined(joint: str, left: Value, right: Value) -> bool | None:
    decisive = joint == "or"
    if left is decisive or right is decisive:
        return decisive
    return None if left is None or right is None else not decisive


def _compared(test: Callable[[Value, Value], bool]) -> Callable[[Value, Value], bool]:
    def compare(left: Value, right: Value) -> bool:
        if isinstance(left, date) or isinstance(right, date):
            left, right = _day(left), _day(right)
        return test(left, right)

    return compare


def _day(value: Value) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _rounded(number: Fraction, digits: Fraction = Fraction(0)) -> Fraction:
    scale = Fraction(10) ** int(digits)
    size = Fraction(floor(abs(number) * scale + Fraction(1, 2))) / scale
    return size if number >= 0 else -size


def _shifted(day: date, number: int, unit: str) -> date:
    if unit == "day":
        return day + timedelta(days=number)
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _months_between(later: date, earlier: date) -> Fraction:
    later, earlier = _day(later), _day(earlier)
    if later < earlier:
        return -_months_between(earlier, later)
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return Fraction(months if _shifted(earlier, months, "month") <= later else months - 1)


def _start_of(unit: str, day: date) -> date:
    if unit == "week":
        return day - timedelta(days=day.weekday())
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}
    return day if unit == "day" else date(day.year, (day.month - 1) // length[unit] * length[unit] + 1, 1)


def _end_of(unit: str, day: date) -> date:
    first = _start_of(unit, day)
    step = {"day": (1, "day"), "week": (7, "day"), "month": (1, "month"), "quarter": (3, "month"), "half": (6, "month")}
    return _shifted(first, *step.get(unit, (1, "year"))) - timedelta(days=1)


def _is_like(text: str, pattern: str) -> bool:
    parts = re.findall(r"\\.|.", pattern, flags=re.DOTALL)
    wild = {"%": ".*", "_": "."}
    return bool(re.fullmatch("".join(wild.get(p) or re.escape(p[-1]) for p in parts), text, flags=re.DOTALL))


_OPERATIONS: dict[str, Callable[..., Value]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "negative": lambda a: -a,
    "not": lambda a: not a,
    "like": _is_like,
    "=": _compared(lambda a, b: a == b),
    "<>": _compared(lambda a, b: a != b),
    "<": _compared(lambda a, b: a < b),
    "<=": _compared(lambda a, b: a <= b),
    ">": _compared(lambda a, b: a > b),
    ">=": _compared(lambda a, b: a >= b),
}
_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "abs": abs,
    "floor": lambda a: Fraction(floor(a)),
    "ceil": lambda a: Fraction(ceil(a)),
    "round": _rounded,
    "mod": lambda a, b: a - b * trunc(a / b),
    "least": min,
    "greatest": max,
    "days_between": lambda later, earlier: Fraction((_day(later) - _day(earlier)).days),
    "months_between": _months_between,
}
