"""A simulation, told as text and JSON."""

from fractions import Fraction
from typing import Any

from attain.diagnostics import render_text
from attain.diagnostics.render import as_json
from attain.money import Rounding, minor_digits, round_fraction
from attain.questions.amounts import PERCENTILES, money, table
from attain.questions.simulate.simulating import Simulated

SHOWN = 5


def to_text(found: Simulated) -> str:
    """Write mean, percentiles and what drives the spread."""
    parts = [render_text(found.diagnostics)] if found.diagnostics else []
    if found.is_usable:
        parts += [_costs(found), *(_drivers(found, currency) for currency in found.currencies())]
    return "\n\n".join(parts)


def to_json(found: Simulated) -> dict[str, Any]:
    """Return mean (rounded to the minor unit), percentiles and drivers."""
    said = [as_json(problem) for problem in found.diagnostics]
    if not found.is_usable:
        return {"diagnostics": said}
    costs = {
        currency: {
            "mean": round_fraction(found.mean(currency), Rounding()),
            **{f"p{percent}": found.percentile(percent, currency) for percent in PERCENTILES},
        }
        for currency in found.currencies()
    }
    return {"cost": costs, "drivers": found.drivers.to_dicts(), "diagnostics": said}


def _costs(found: Simulated) -> str:
    rows: list[tuple[str, ...]] = []
    for currency in found.currencies():
        numbers = [round_fraction(found.mean(currency), Rounding())]
        numbers += [found.percentile(percent, currency) for percent in PERCENTILES]
        rows.append((currency, *(money(minor, minor_digits(currency)) for minor in numbers)))
    return table(("cost", "mean", *(f"P{percent}" for percent in PERCENTILES)), rows, text_column_count=1)


def _drivers(found: Simulated, currency: str) -> str:
    rows: list[tuple[str, ...]] = []
    for (driver,), listed in found.drivers.group_by("driver", maintain_order=True):
        own = [row for row in listed.to_dicts() if row["currency"] == currency]
        rows += [
            (str(driver), row["name"], money(row["mean"], minor_digits(currency)), _percent(Fraction(row["share"])))
            for row in own[:SHOWN]
        ]
    return table(("what drives it", "", "mean", "of the spread"), rows, text_column_count=2)


def _percent(share: Fraction) -> str:
    tenths = round_fraction(share * 1000, Rounding())
    sign, size = "-" if tenths < 0 else "", abs(tenths)
    return f"{sign}{size // 10}.{size % 10} %"
