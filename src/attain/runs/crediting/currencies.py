"""Credits of deals in another currency than their plan's: converted for pay at one rate, for measures at another.

What is paid on is worth its value at the rate of the booking, what counts towards measures its value at the plan rate.
1,000 GBP booked at 1.22 and planned at 1.25 pay as 1,220 USD and count 1,250 USD.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from attain.diagnostics import Diagnostic, Place
from attain.money import minor_digits
from attain.money.exchange import FINER, PLAN, SPOT, Exchange, FxKind, Missing, coarsest
from attain.money.problems import NO_FX_TABLE
from attain.plans.model import Plan
from attain.runs.crediting.units import Unit
from attain.runs.exchanging.rates import missing_rates
from attain.transactions import Transactions

CURRENCY = "currency"
SOLD = "sold"


@dataclass(frozen=True)
class Currencies:
    """Converts the values of one rule's rows into its plan's currency.

    Attributes:
        exchange: how the plan converts.
        plan: the plan.
        workspace_currency: that of sources which name none.
        missing: the rates that were not found, as they are met.
    """

    exchange: Exchange
    plan: Plan
    workspace_currency: str
    missing: set[Missing] = field(default_factory=set[Missing], compare=False)

    def marked(self, frame: pl.DataFrame, transactions: Transactions) -> pl.DataFrame:
        """Add ``sold``, the currency of each row, where not all are in the plan's own."""
        if CURRENCY in transactions.source.columns:
            own = transactions.gathered(frame, CURRENCY)
            is_foreign = bool((own != self.plan.currency_code).any())
            return frame.with_columns(own.alias(SOLD)) if is_foreign else frame
        currency = self.workspace_currency
        if currency in {"", self.plan.currency_code}:
            return frame
        return frame.with_columns(pl.lit(currency).alias(SOLD))

    def converted(self, frame: pl.DataFrame, name: str, unit: Unit) -> tuple[pl.DataFrame, Unit, str]:
        """Convert ``NAME.full``: for pay to four decimals beyond the minor unit, for measures to the minor unit.

        Returns:
            The frame with ``NAME.deal`` in the deal's currency, ``NAME.full`` as it counts and ``NAME.booked`` as it
            pays; their unit; and the name of the last.
        """
        booked, paid_on = self._worth(frame, name, SPOT, per_natural=unit.per_natural, finer=FINER)
        kind = PLAN if self.plan.fx.measure == "plan_rate" else SPOT
        counted, counts = self._worth(frame, name, kind, per_natural=unit.per_natural, finer=0)
        columns = {f"{name}.deal": pl.col(f"{name}.full"), f"{name}.full": counted, f"{name}.booked": booked}
        made = Unit(unit.kind, paid_on, counts, unit.per_natural)
        return frame.with_columns(**columns), made, f"{name}.booked"

    def _worth(
        self, frame: pl.DataFrame, name: str, kind: FxKind, *, per_natural: int, finer: int
    ) -> tuple[pl.Series, int]:
        """Convert; what is in the plan's currency keeps its decimals. Returns also the stored integers per unit."""
        digits = minor_digits(self.plan.currency_code)
        decimals = max(digits + finer, len(str(per_natural)) - 1)
        asked = frame.select(SOLD, worth=f"{name}.full", bought=pl.lit(self.plan.currency_code), day=pl.col("dated"))
        found = self.exchange.converted(asked, kind, per_natural=per_natural, decimals=decimals, most=digits + finer)
        self.missing.update(found.missing)
        worth = found.worth.fill_null(0)
        drop = coarsest([worth], decimals - digits)
        return worth // 10**drop, int("1" + "0" * (decimals - drop))

    def problems(self, frame: pl.DataFrame, transactions: Transactions) -> list[Diagnostic]:
        """Name every rate that is missing for a row which is credited.

        Args:
            frame: the credits, with ``sold`` and ``dated``.
            transactions: the source's rows.
        """
        if SOLD not in frame.columns or not self.missing:
            return []
        rates, name = self.exchange.rates, transactions.source.name
        if not rates.rows:
            return list(self._without_rates(frame, transactions))
        first = frame.group_by(SOLD, "dated").agg(pl.col("source_line").min())
        lines = {(sold, day): int(line or 0) for sold, day, line in first.iter_rows()}
        needed = {one: lines[one.sold, one.day] for one in self.missing if (one.sold, one.day) in lines}
        places = {one: Place(transactions.source.file, line, 0, CURRENCY) for one, line in needed.items()}
        return list(missing_rates(places, rates, f"deals of '{name}'"))

    def _without_rates(self, frame: pl.DataFrame, transactions: Transactions) -> Iterator[Diagnostic]:
        """Name every currency that cannot be converted, with its first row."""
        rows = frame.select("row", "source_line", SOLD).unique("row")
        rows = rows.filter(pl.col(SOLD) != self.plan.currency_code)
        for (code,), foreign in rows.sort("row").group_by(SOLD, maintain_order=True):
            line = min(foreign["source_line"].drop_nulls().to_list(), default=0)
            are = "row is" if foreign.height == 1 else "rows are"
            told = f"{foreign.height} {are} in {code} in '{transactions.source.name}'"
            what = f"{told}, '{self.plan.plan}' pays {self.plan.currency_code}, and no exchange rates are known"
            fix = "name a file of rates in attain.yaml: fx: {file: data/fx.csv}, or exclude the rows with 'where'"
            yield Diagnostic.of(NO_FX_TABLE, Place(transactions.source.file, line, 0, CURRENCY), what, fix)
