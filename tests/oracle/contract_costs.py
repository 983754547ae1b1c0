"""Contract costs, written from docs/behaviours/contract_costs.md: one contract, one day after the other.

An event takes effect at the start of its day. Amounts are minor units.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.oracle.rounding import half_away

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Contract:
    """One contract's cost and the days that matter."""

    cost: int
    capitalised_on: date
    starts_on: date
    ends_before: date
    churned_on: date | None = None
    reductions: Mapping[date, int] | None = None


def passed_by(contract: Contract, day: date, per: str) -> int:
    """Days, or months begun, from the start of the benefit to a day."""
    start = contract.starts_on
    passed = (day - start).days if per == "day" else (day.year - start.year) * 12 + day.month - start.month
    return max(passed, 0)


def length(contract: Contract, per: str) -> int:
    """Days or months of the benefit; one that ends in the month it begins has one month."""
    return max(passed_by(contract, contract.ends_before, per), 1)


def elapsed(contract: Contract, day: date, per: str) -> int:
    """Days or months of the benefit that lie before a day."""
    return min(passed_by(contract, day, per), length(contract, per))


def is_expensed(contract: Contract, *, expedient: bool) -> bool:
    """Whether nothing is carried: no benefit, or one of a year at most under the expedient."""
    start = contract.starts_on
    leap = (start.month, start.day) == (2, 29)
    a_year_on = date(start.year + 1, 2, 28) if leap else start.replace(year=start.year + 1)
    return contract.ends_before <= start or (expedient and contract.ends_before <= a_year_on)


def flows(
    contract: Contract, periods: Sequence[tuple[str, date, date]], *, per: str, expedient: bool
) -> dict[tuple[str, str], int]:
    """What each period (name, first day, day after the last) capitalises, amortises, reduces and impairs."""
    found: dict[tuple[str, str], int] = {}
    if is_expensed(contract, expedient=expedient):
        return found
    events = _events(contract)
    first = min(contract.capitalised_on, *(start for _, start, _ in periods))
    last = max(end for _, _, end in periods)
    base, since, carried = 0, 0, 0
    whole = length(contract, per)
    day = first
    while day < last:
        name = next((name for name, start, end in periods if start <= day < end), None)
        if day == contract.capitalised_on:
            missed = half_away(Fraction(contract.cost * elapsed(contract, day, per), whole), Fraction(1))
            base, carried = contract.cost, int(contract.cost - missed)
            _add(found, name, "capitalised", contract.cost)
            _add(found, name, "amortised", int(missed))
        for flow, asked in events.get(day, []):
            gone = carried if flow == "impaired" else min(asked, carried)
            _add(found, name, flow, gone)
            base = carried = carried - gone
            since = elapsed(contract, day, per)
        if day >= contract.capitalised_on:
            passed = elapsed(contract, day + DAY, per) - since
            left = max(whole - since, 1)
            after = base - half_away(Fraction(base * passed, left), Fraction(1))
            _add(found, name, "amortised", carried - after)
            carried = int(after)
        day += DAY
    return {key: amount for key, amount in found.items() if amount}


def _events(contract: Contract) -> dict[date, list[tuple[str, int]]]:
    events: dict[date, list[tuple[str, int]]] = {}
    for day, asked in (contract.reductions or {}).items():
        events.setdefault(max(day, contract.capitalised_on), []).append(("reduced", asked))
    if contract.churned_on is not None:
        events.setdefault(max(contract.churned_on, contract.capitalised_on), []).append(("impaired", 0))
    return events


def _add(found: dict[tuple[str, str], int], period: str | None, flow: str, amount: int) -> None:
    if period is not None:
        found[period, flow] = found.get((period, flow), 0) + int(amount)
