"""Random expressions of a wanted kind as text, and random rows; aimed at halves, zeros, nulls and month ends."""

import functools
from datetime import date

from hypothesis import strategies as st

from tests.expressions.rows import ATTAINMENT, Stored

Texts = st.SearchStrategy[str]

DAYS = st.one_of(
    st.sampled_from([date(2024, 1, 31), date(2024, 2, 29), date(2025, 2, 28), date(2024, 12, 31), date(2025, 6, 30)]),
    st.dates(date(2020, 1, 1), date(2029, 12, 31)),
)
SMALL = st.one_of(st.sampled_from([0, 5, -5, 50, 125, 250, -250]), st.integers(-(10**7), 10**7))
LARGE = st.one_of(st.sampled_from([2**55, -(2**55), 2**61, 2**62 - 1]), st.integers(-(2**62), 2**62))
MONEY = st.one_of(SMALL, SMALL, LARGE)


def rows() -> st.SearchStrategy[list[dict[str, Stored]]]:
    """Between one and four deals, any value of which may be missing."""
    maybe = {
        "amount": MONEY,
        "price": MONEY,
        "share": st.sampled_from([0, 1, 75, 80, 333, 500, 1000, -1000, 1500]),
        "factor": st.sampled_from([0, 50, 100, 125, -150, 333]),
        "term": st.sampled_from([0, 1, 12, 24, -3, 7]),
        "close_on": DAYS,
        "hired_on": DAYS,
        "type": st.sampled_from(["New", "Renewal", "Odd", "new", "", "50%", "It's", "A.B"]),
        "owner": st.sampled_from(["ana", "bo", "New"]),
        "is_won": st.booleans(),
        "measured": MONEY,
        "target": st.sampled_from([0, 1, 3, 100_000, -7, 2**40]),
    }
    row = st.fixed_dictionaries({name: st.one_of(*[values] * 7, st.none()) for name, values in maybe.items()})
    # Rows that are all the same: the engine keeps a column of one value differently.
    return st.one_of(st.lists(row, min_size=1, max_size=4), row.map(lambda same: [same, same, same]))


def _sub(pattern: str, **parts: Texts) -> Texts:
    """Fill a pattern with random parts; every part stands in brackets."""
    return st.fixed_dictionaries(parts).map(lambda found: pattern.format(**{k: f"({v})" for k, v in found.items()}))


def _bare(pattern: str, **parts: Texts) -> Texts:
    """Fill a pattern with parts without brackets, so that the order of operators decides."""
    return st.fixed_dictionaries(parts).map(lambda found: pattern.format(**found))


AMOUNT_LITERALS = st.sampled_from(["0", "100", "0.5", "12.345", "1000"])
PERCENT_LITERALS = st.sampled_from(["8%", "0%", "33.3%", "100%", "150 %"])
COUNT_LITERALS = st.sampled_from(["0", "1", "2", "12", "3"])
DIGITS = st.sampled_from(["0", "1", "2", "-1", "-2"])
UNITS = st.sampled_from(["day", "week", "month", "quarter", "half", "year"])
SPANS = st.sampled_from(["1 day", "90 days", "1 month", "13 months", "2 years", "0 days"])
TEXT_LITERALS = st.sampled_from(["'New'", "'Renewal'", "'It''s'", "''", "'ana'"])
PATTERNS = st.sampled_from(["'New%'", "'%e%'", "'_e_'", "'50\\%'", "'A.B'", "'%'", "''"])
COMPARISONS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])


@functools.cache
def expressions(kind: str, depth: int) -> Texts:
    """Expressions of a kind: money, percent, count, decimal, boolean, date or text."""
    leaf = _LEAVES[kind]
    return st.one_of(_CHOICES[kind](depth - 1), leaf) if depth > 0 else leaf


_LEAVES: dict[str, Texts] = {
    "money": st.sampled_from(["amount", "price"]),
    "percent": st.one_of(st.sampled_from(["share", ATTAINMENT]), PERCENT_LITERALS),
    "count": st.just("term"),
    "decimal": st.just("factor"),
    "boolean": st.sampled_from(["is_won", "true", "false"]),
    "date": st.one_of(st.sampled_from(["close_on", "hired_on"]), st.sampled_from(["date '2024-02-29'"])),
    "text": st.sampled_from(["type", "owner"]),
}


def _choosing(kind: str, depth: int, literals: Texts | None = None) -> Texts:
    """What every kind can do: case and coalesce."""
    same = expressions(kind, depth)
    other = same if literals is None else st.one_of(same, literals)
    condition = expressions("boolean", depth)
    return st.one_of(
        _sub("case when {c} then {a} else {b} end", c=condition, a=same, b=other),
        _sub("case when {c} then {a} when {d} then {b} end", c=condition, d=condition, a=other, b=same),
        _sub("case {s} when {t} then {a} else null end", s=expressions("text", 0), t=TEXT_LITERALS, a=same),
        _sub("coalesce({a}, {b})", a=same, b=other),
    )


def _numbers(kind: str, depth: int, literals: Texts) -> Texts:
    """What every kind of number can do."""
    same = expressions(kind, depth)
    other = st.one_of(same, literals)
    return st.one_of(
        _sub("{a} + {b}", a=same, b=other),
        _sub("{a} - {b}", a=other, b=same),
        _sub("- {a}", a=same),
        _sub("abs({a})", a=same),
        _sub("mod({a}, {b})", a=same, b=same),
        _bare("round({a}, {n})", a=same, n=DIGITS),
        _sub("least({a}, {b}, {c})", a=same, b=other, c=same),
        _sub("greatest({a}, {b})", a=other, b=same),
        _choosing(kind, depth, literals),
    )


def _money(depth: int) -> Texts:
    money, percent = expressions("money", depth), expressions("percent", depth)
    return st.one_of(
        _numbers("money", depth, AMOUNT_LITERALS),
        _sub("{m} * {p}", m=money, p=percent),
        _sub("{m} * {f} / {c}", m=money, f=expressions("decimal", depth), c=expressions("count", depth)),
        _sub("{p} * {m}", m=money, p=st.one_of(percent, AMOUNT_LITERALS)),
        _sub("{m} / {d}", m=money, d=st.one_of(percent, expressions("count", depth), expressions("decimal", depth))),
        _sub("floor({m})", m=money),
        _sub("ceil({m} / {c})", m=money, c=expressions("count", depth)),
        _sub("round({m})", m=money),
        _sub("lookup('bounties', {t}, {c})", t=expressions("text", 0), c=expressions("count", 0)),
    )


def _percent(depth: int) -> Texts:
    percent, money = expressions("percent", depth), expressions("money", depth)
    return st.one_of(
        _numbers("percent", depth, PERCENT_LITERALS),
        _sub("{p} * {q}", p=percent, q=st.one_of(percent, COUNT_LITERALS, expressions("decimal", depth))),
        _sub("{m} / {n} * 100%", m=money, n=money),
        _sub("lookup('levels', {t})", t=expressions("text", depth)),
    )


def _count(depth: int) -> Texts:
    count, day = expressions("count", depth), expressions("date", depth)
    return st.one_of(
        _numbers("count", depth, COUNT_LITERALS),
        _sub("{c} * {n}", c=count, n=COUNT_LITERALS),
        _sub("months_between({a}, {b})", a=day, b=day),
        _sub("days_between({a}, {b})", a=day, b=day),
    )


def _decimal(depth: int) -> Texts:
    decimal = expressions("decimal", depth)
    signs = st.sampled_from(["+", "-", "*", "/"])
    return st.one_of(
        _numbers("decimal", depth, AMOUNT_LITERALS),
        _bare("{a} {s} {b} {r} {c}", a=decimal, b=st.just("factor"), c=AMOUNT_LITERALS, s=signs, r=signs),
    )


def _boolean(depth: int) -> Texts:
    condition = expressions("boolean", depth)
    pairs = [
        _sub("{a} ", a=expressions(kind, depth)).flatmap(
            lambda left, kind=kind: st.tuples(st.just(left), COMPARISONS, expressions(kind, depth)).map(" ".join)
        )
        for kind in ("money", "percent", "count", "decimal", "date", "text")
    ]
    money, text = expressions("money", depth), expressions("text", depth)
    joints = st.sampled_from(["and", "or"])
    return st.one_of(
        *pairs,
        _bare("{a} {j} {b} {k} {c}", a=condition, b=condition, c=condition, j=joints, k=joints),
        _bare("not {a} {j} not {b}", a=condition, b=condition, j=joints),
        _bare("{a} is null {j} {b} is not null", a=_LEAVES["money"], b=_LEAVES["text"], j=joints),
        _sub("{a} is null", a=money),
        _sub("{a} between {b} and {c}", a=money, b=money, c=AMOUNT_LITERALS),
        _bare("not {a} between '2024-02-29' and {b}", a=_LEAVES["date"], b=_LEAVES["date"]),
        _sub("{a} in ({b}, {c})", a=text, b=TEXT_LITERALS, c=TEXT_LITERALS),
        _sub("{a} not in ({b}, {c})", a=money, b=money, c=AMOUNT_LITERALS),
        _bare("{t} like {p} or {u} not like {q}", t=_LEAVES["text"], p=PATTERNS, u=_LEAVES["text"], q=PATTERNS),
        _choosing("boolean", depth),
    )


def _date(depth: int) -> Texts:
    day = expressions("date", depth)
    return st.one_of(
        _bare("{d} + {s}", d=_LEAVES["date"], s=SPANS),
        _bare("({d}) - {s} + {t}", d=day, s=SPANS, t=SPANS),
        _bare("start_of({u}, {d})", u=UNITS, d=day),
        _bare("end_of({u}, {d})", u=UNITS, d=day),
        _sub("least({a}, {b})", a=day, b=day),
        _sub("greatest({a}, {b}, {c})", a=day, b=day, c=day),
        _choosing("date", depth),
    )


def _text(depth: int) -> Texts:
    return _choosing("text", depth, TEXT_LITERALS)


_CHOICES = {
    "money": _money,
    "percent": _percent,
    "count": _count,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _date,
    "text": _text,
}
