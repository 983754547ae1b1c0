"""An export of 5,000 lines, and ten kinds of difference put into it."""

import random
from collections.abc import Callable
from pathlib import Path

from attain.runs import Opened, Results, calculate_opened, open_workspace

SETTINGS = """\
currency: USD
calendar: {year_starts: 2026-01-01}
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, amount: money}
    children: {splits: {file: data/splits.csv, key: id, columns: {payee: payee, share: percent}}}
roster: {file: data/roster.csv}
"""
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
components:
  commission:
    credit: {source: deals, value: amount, to: {split: splits}}
    measure: {sum: value, per: quarter}
    rate: {kind: marginal_tiers, tiers: [{from: 0, pay: 5%}, {from: 200000, pay: 8%}]}
"""
Line = dict[str, str]
Injection = Callable[[Line, random.Random], list[Line]]


def workspace(folder: Path, deal_count: int, dice: random.Random) -> tuple[Opened, Results]:
    """Write, read and calculate deals that are shared by two people each."""
    (folder / "plans").mkdir()
    (folder / "data").mkdir()
    (folder / "attain.yaml").write_text(SETTINGS, "utf-8")
    (folder / "plans" / "sales.yaml").write_text(PLAN, "utf-8")
    people = [f"P{n:02}" for n in range(40)]
    (folder / "data" / "roster.csv").write_text("\n".join(["payee,title", *(f"{p},AE" for p in people)]), "utf-8")
    deals, splits = ["id,closed_on,owner,amount"], ["id,payee,share"]
    for number in range(deal_count):
        one, other = dice.sample(people, 2)
        cents = dice.randrange(500_000, 5_000_000)
        day = f"2026-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}"
        deals.append(f"D{number:05},{day},{one},{cents // 100}.{cents % 100:02}")
        splits += [f"D{number:05},{one},70%", f"D{number:05},{other},30%"]
    (folder / "data" / "deals.csv").write_text("\n".join(deals), "utf-8")
    (folder / "data" / "splits.csv").write_text("\n".join(splits), "utf-8")
    opened = open_workspace(folder)
    return opened, calculate_opened(opened)


def amount_of(line: Line) -> int:
    return int(line["amount"].replace(".", ""))


def with_cents(line: Line, cents: int) -> Line:
    sign, size = "-" if cents < 0 else "", abs(cents)
    return line | {"amount": f"{sign}{size // 100}.{size % 100:02}"}


def _timing(line: Line, dice: random.Random) -> list[Line]:
    month = int(line["period"][-2:])
    other = month % 12 + 1 if dice.randrange(2) else (month + 5) % 12 + 1
    return [line | {"period": f"2026-{other:02}"}]


def _rate(line: Line, dice: random.Random) -> list[Line]:
    credit = int(line["credit"])
    rate = dice.choice([3, 4, 6, 7, 9, 10])
    return [with_cents(line, (credit * rate + 50) // 100)]


def _credit(line: Line, _dice: random.Random) -> list[Line]:
    share = int(line["share"])
    return [with_cents(line, (amount_of(line) * 100 * 2 // share + 1) // 2)]


def _rounding(line: Line, dice: random.Random) -> list[Line]:
    return [with_cents(line, amount_of(line) + dice.choice([-1, 1]))]


def _currency(line: Line, _dice: random.Random) -> list[Line]:
    return [line | {"currency": "EUR"}]


def _missing(_line: Line, _dice: random.Random) -> list[Line]:
    return []


def _extra(line: Line, dice: random.Random) -> list[Line]:
    return [line, line | {"deal": f"X{dice.randrange(10**9):09}"}]


def _unknown(line: Line, dice: random.Random) -> list[Line]:
    return [line, line | {"payee": f"Q{dice.randrange(10**6):06}"}]


def _duplicate(line: Line, _dice: random.Random) -> list[Line]:
    return [line, line]


def _sign(line: Line, _dice: random.Random) -> list[Line]:
    return [with_cents(line, -amount_of(line))]


INJECTIONS: dict[str, Injection] = {
    "timing": _timing,
    "rate": _rate,
    "credit": _credit,
    "rounding": _rounding,
    "currency": _currency,
    "missing": _missing,
    "extra": _extra,
    "unknown payee": _unknown,
    "duplicate": _duplicate,
    "sign": _sign,
}
