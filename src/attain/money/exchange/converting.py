"""Amounts in one currency into amounts in another, exactly, rounded once or after each step.

1,000.03 GBP at 1.2234 is 1,223.436702 USD. Through EUR, at 1.17 EUR for a GBP and 1.08 USD for a EUR, 10.01 GBP is
10.01 x 1.17 x 1.08 = 12.648636 USD: 12.65 rounded once; 11.71 EUR and then 12.65 USD after each step.
Source: docs/behaviours/currency.md. Oracle: ``tests/oracle/exchange.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from attain.money.currency import minor_digits
from attain.money.exact import integer_type, largest
from attain.money.exchange.rates import FxKind, FxRate, FxRates, Missing
from attain.money.rounding import rounded

FINER = 4  # decimals beyond the minor unit that an amount keeps which is converted before a rate is applied
_PAIR = ("sold", "bought", "day")
_WIDE = pl.Int128


@dataclass(frozen=True)
class Exchanged:
    """Converted amounts.

    Attributes:
        worth: Int64, null where the amount was or where a rate is missing; nothing is worth nothing without a rate.
        missing: the rates that are not listed.
    """

    worth: pl.Series
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class Exchange:
    """How a plan converts.

    Attributes:
        rates: the workspace's rates.
        rounds_each_step: round to the minor unit of every currency on the way.
    """

    rates: FxRates
    rounds_each_step: bool = False

    def converted(
        self, asked: pl.DataFrame, kind: FxKind, *, per_natural: int, decimals: int, most: int | None = None
    ) -> Exchanged:
        """Convert amounts into a currency, each at the rate of its day.

        Args:
            asked: ``worth`` (Int64, in units of 1 / ``per_natural``), ``sold``, ``bought`` (currencies) and ``day``.
            kind: which rates.
            per_natural: stored integers per natural unit of ``worth``.
            decimals: decimals of the result.
            most: to how many what is converted is rounded, half away from zero; all of them by default. What is in the
                currency already keeps its own.
        """
        steps, missing = self._steps(asked, kind, decimals, decimals if most is None else most)
        is_nothing = asked["worth"] == 0
        if steps.is_empty():
            nothing = pl.when(is_nothing).then(pl.lit(0, pl.Int64))
            return Exchanged(asked.select(nothing.alias("worth")).to_series(), missing)
        rows = asked.join(steps, on=_PAIR, how="left", maintain_order="left")
        once = _multiplied(rows, "worth", 1, per_natural)
        rows = rows.with_columns(once=once)
        twice = _multiplied(rows.with_columns(unit_0="unit_1"), "once", 2, 1)
        both = rows.with_columns(worth=pl.when("has_second").then(twice).otherwise("once"))
        last = pl.when("has_second").then("unit_2").otherwise("unit_1").cast(_WIDE)
        scaled = pl.col("worth").cast(_WIDE) * (pl.lit(10**decimals, _WIDE) // last)
        worth = pl.when(is_nothing).then(pl.lit(0, pl.Int64)).otherwise(scaled.cast(pl.Int64))
        return Exchanged(both.select(worth.alias("worth")).to_series(), missing)

    def minor(self, asked: pl.DataFrame, kind: FxKind, *, digits: int) -> Exchanged:
        """Convert minor units into minor units of each row's own currency, rounded half away from zero.

        Args:
            asked: ``worth`` (Int64 minor units of ``digits`` decimals), ``sold``, ``bought`` and ``day``.
            kind: which rates.
            digits: decimals of ``worth``.
        """
        wanted = asked["bought"].unique().sort().to_list()
        found = pl.repeat(None, asked.height, dtype=pl.Int64, eager=True)
        missing: list[Missing] = []
        for currency in wanted:
            mine = (asked["bought"] == currency).arg_true()
            part = self.converted(asked[mine], kind, per_natural=10**digits, decimals=minor_digits(currency))
            found = found.scatter(mine, part.worth)
            missing += part.missing
        return Exchanged(found, tuple(missing))

    def rate(self, asked: Missing) -> FxRate | None:
        """Return the rate of one pair and day."""
        return self.rates.on(asked)

    def _steps(
        self, asked: pl.DataFrame, kind: FxKind, decimals: int, most: int
    ) -> tuple[pl.DataFrame, tuple[Missing, ...]]:
        """The factors of every pair and day, and those that are missing."""
        pairs = asked.filter(pl.col("worth") != 0).select(*_PAIR).unique().sort(*_PAIR)
        wanted = [Missing(sold, bought, day, kind) for sold, bought, day in pairs.iter_rows()]
        found, missing = self.rates.of(wanted)
        rows = [
            {
                "sold": one.sold,
                "bought": one.bought,
                "day": one.day,
                **self._factors(rate, most if rate.legs else decimals),
            }
            for one, rate in sorted(found.items())
        ]
        whole = dict.fromkeys((f"{name}_{n}" for n in (1, 2) for name in ("top", "bottom", "unit")), _WIDE)
        schema = {"sold": pl.String, "bought": pl.String, "day": pl.Date, "has_second": pl.Boolean, **whole}
        return pl.DataFrame(rows, schema=schema), tuple(missing)

    def _factors(self, rate: FxRate, decimals: int) -> dict[str, int | bool]:
        """One or two steps, each a factor and how finely its result is rounded."""
        steps = list(self._rounded_steps(rate, decimals))
        made: dict[str, int | bool] = {"has_second": len(steps) > 1}
        for number, (factor, unit) in enumerate((*steps, (Fraction(1), 1))[:2], start=1):
            made |= {f"top_{number}": factor.numerator, f"bottom_{number}": factor.denominator, f"unit_{number}": unit}
        return made

    def _rounded_steps(self, rate: FxRate, decimals: int) -> Iterator[tuple[Fraction, int]]:
        if not self.rounds_each_step or not rate.legs:
            yield rate.value, 10**decimals
            return
        *before, last = rate.legs
        yield from ((leg.value, 10 ** minor_digits(leg.bought)) for leg in before)
        yield last.value, 10 ** min(decimals, minor_digits(last.bought))


def _multiplied(rows: pl.DataFrame, column: str, step: int, per_natural: int) -> pl.Expr:
    """Multiply by a step's factor and round to its unit; ``unit_0`` is what the amount is in, where it varies."""
    top, bottom, unit = f"top_{step}", f"bottom_{step}", f"unit_{step}"
    varies = "unit_0" in rows.columns
    below = largest(rows[bottom]) * (largest(rows["unit_0"]) if varies else per_natural)
    bound = largest(rows[column]) * largest(rows[top]) * largest(rows[unit])
    integer_type(2 * bound + 2 * below)
    numerator = pl.col(column).cast(_WIDE) * pl.col(top) * pl.col(unit)
    divisor = pl.col(bottom) * (pl.col("unit_1") if varies else pl.lit(per_natural, _WIDE))
    return rounded(numerator, divisor, bound, below)


def coarsest(columns: list[pl.Series], decimals: int) -> int:
    """Return how many of the last decimals are 0 in every value, so that amounts are kept as small as they can be.

    >>> coarsest([pl.Series([122000000, 3500000])], 8)
    5
    """
    found = 0
    while found < decimals and not any((c % 10 ** (found + 1) != 0).any() for c in columns):
        found += 1
    return found
