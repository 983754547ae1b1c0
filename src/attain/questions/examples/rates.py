"""Exchange rates as an example gives them; how they are used is what attain.yaml says."""

from attain.diagnostics import Diagnostic
from attain.expressions import Kind
from attain.money.exchange import FxRates
from attain.periods import Calendar
from attain.questions.examples.rows import read_rows
from attain.runs.exchanging.rates import read_fx_rates
from attain.sources import read_rows as read_table
from attain.sources.config import RatesConfig
from attain.sources.specs import STANDARD


def rates_of(
    node: object, config: RatesConfig | None, calendar: Calendar, file: str
) -> tuple[FxRates, list[Diagnostic]]:
    """Read the rates of an example.

    Args:
        node: what stands under ``fx``; None for none.
        config: what attain.yaml says about rates.
        calendar: says what a period's name means.
        file: where the example is written.
    """
    kinds: dict[str, Kind] = {column.name: column.kind for column in STANDARD["fx"]}
    rows, found = read_rows(node, kinds, ())
    if not rows:
        return FxRates(), found
    lines = [row.place.line for row in rows]
    table, problems = read_table("fx", kinds, [row.values for row in rows], file=file, lines=lines)
    rates, wrong = read_fx_rates(table, config or RatesConfig(), calendar)
    return rates, [*found, *problems, *wrong]
