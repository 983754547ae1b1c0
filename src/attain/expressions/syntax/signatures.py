"""The functions an expression may call: how many arguments, and what to write instead of the ones it may not."""

from difflib import get_close_matches

# name: fewest and most arguments, and how it is called
FUNCTIONS: dict[str, tuple[int, int, str]] = {
    "abs": (1, 1, "abs(x)"),
    "ceil": (1, 1, "ceil(x)"),
    "coalesce": (2, 20, "coalesce(x, y, ..)"),
    "days_between": (2, 2, "days_between(later, earlier)"),
    "end_of": (2, 2, "end_of(month, day)"),
    "floor": (1, 1, "floor(x)"),
    "greatest": (2, 20, "greatest(x, y, ..)"),
    "least": (2, 20, "least(x, y, ..)"),
    "lookup": (2, 6, "lookup('table', key, ..)"),
    "mod": (2, 2, "mod(a, b)"),
    "months_between": (2, 2, "months_between(later, earlier)"),
    "round": (1, 2, "round(x) or round(x, 2)"),
    "start_of": (2, 2, "start_of(month, day)"),
}
CALENDAR_UNITS = ("day", "week", "month", "quarter", "half", "year")

_AGGREGATE = "an expression reads one row; add rows up with a measure"
_CLOCK = "there is no clock here; use a date column, such as earned_on"
_INSTEAD = {
    **dict.fromkeys(("sum", "count", "avg", "min", "max", "rank", "row_number", "string_agg"), _AGGREGATE),
    **dict.fromkeys(("now", "today", "getdate", "current_date", "current_timestamp", "clock_timestamp"), _CLOCK),
    **dict.fromkeys(("if", "iif", "iff", "decode", "nullif"), "write case when .. then .. else .. end"),
    **dict.fromkeys(("ifnull", "isnull", "nvl"), "write coalesce(x, y)"),
    **dict.fromkeys(("cast", "convert", "to_date", "to_number"), "give the column its type where it is declared"),
    **dict.fromkeys(("datediff", "date_diff", "age"), "write days_between(later, earlier) or months_between"),
    **dict.fromkeys(("date_add", "dateadd", "add_months"), "write close_date + 90 days, or + 3 months"),
    "date_trunc": "write start_of(month, day)",
    "date": "write date '2026-01-31'",
    "vlookup": "write lookup('table', key, ..)",
}


def instead_of(function: str) -> str:
    """Say what to write instead of a function that does not exist.

    >>> instead_of("colaesce")
    'did you mean coalesce?'
    """
    if function in _INSTEAD:
        return _INSTEAD[function]
    close = get_close_matches(function[:40], FUNCTIONS, n=1)
    return f"did you mean {close[0]}?" if close else f"the functions are {', '.join(FUNCTIONS)}"
