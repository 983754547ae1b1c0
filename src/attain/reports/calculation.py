"""What ``attain calculate`` prints: a row per payee and pay period, and the sums."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import polars as pl
from rich import box
from rich.table import Table
from rich.text import Text

from attain.runs.calculate import Results
from attain.statements import NOTHING, Figures, printable

MOST_ROWS = 240
_SUMS = ("earned", "clawed_back", "drawn", "paid", "draw_balance")


def calculation_table(results: Results, *, most: int = MOST_ROWS) -> Table:
    """Make the table of payments.

    Args:
        results: a calculation without errors.
        most: rows to show; the rest is counted, and the sums are of all.

    Returns:
        Payee, period, attainment, earned (less what was taken back), draw (paid; with a minus: paid back), paid, and
        the draw balance that is left.
    """
    table = _frame()
    rows = _rows(results)
    names = _names(results)
    before = None
    for row in rows.head(most).iter_rows(named=True):
        payee, *cells = _cells(row, names)
        table.add_row("" if row["payee_id"] == before else payee, *cells)
        before = row["payee_id"]
    if rows.height > most:
        table.add_row(_text(f"and {rows.height - most:,} more"), *[""] * 6)
    for currency, sums in _totals(rows):
        figures = Figures(currency)
        earned = figures.money(_worth(sums["earned"] - sums["clawed_back"], figures))
        drawn, paid, left = (figures.money(_worth(sums[c], figures)) for c in ("drawn", "paid", "draw_balance"))
        table.add_section()
        table.add_row(
            _text(f"Total {currency}"), f"{sums['periods']:,} periods", "", earned, drawn, paid, left, style="bold"
        )
    return table


def _frame() -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Payee", no_wrap=True)
    table.add_column("Period", no_wrap=True)
    for title in ("Attainment", "Earned", "Draw", "Paid", "Draw balance"):
        table.add_column(title, justify="right", no_wrap=True)
    return table


def _rows(results: Results) -> pl.DataFrame:
    """The payments in order of payee and time, with the attainment of the first measure that has a target."""
    payments = results.tables["payments"]
    periods = results.tables["periods"].unique("period_id")
    drawn = pl.col("draw_paid") + pl.col("guarantee_paid") - pl.col("draw_recovered")
    rows = payments.with_columns(drawn=drawn).join(periods, on="period_id", how="left")
    shares = _attainments(results)
    return rows.join(shares, on=["payee_id", "period_id"], how="left", maintain_order="left").sort(
        "payee_id", "starts_on", "currency"
    )


def _attainments(results: Results) -> pl.DataFrame:
    """Measured and target per payee and period, of the first measure of a plan that has a target for it."""
    frames = [
        results.tables["measures"]
        .filter((pl.col("plan_id") == plan_id) & (pl.col("measure_id") == measure) & (pl.col("target_value") > 0))
        .select(payee_id="owner_id", period_id="period_id", measured="measure_value", target="target_value")
        for plan_id, run in results.runs.items()
        for measure in run.measures
    ]
    empty = pl.DataFrame(
        schema={"payee_id": pl.String, "period_id": pl.String, "measured": pl.Int64, "target": pl.Int64}
    )
    return pl.concat([empty, *frames]).unique(["payee_id", "period_id"], keep="first", maintain_order=True)


def _cells(row: Mapping[str, Any], names: Mapping[str, str]) -> list[Text | str]:
    figures = Figures(row["currency"])
    share = figures.share(Fraction(row["measured"], row["target"])) if row["target"] else NOTHING
    earned = figures.money(_worth(row["earned"] - row["clawed_back"], figures))
    drawn = figures.money(_worth(row["drawn"], figures)) if row["drawn"] else ""
    left = figures.money(_worth(row["draw_balance"], figures)) if row["draw_balance"] else ""
    payee = _text(f"{row['payee_id']} {names.get(row['payee_id'], '')}".strip())
    return [payee, _text(row["period_id"]), share, earned, drawn, figures.money(_worth(row["paid"], figures)), left]


def _totals(rows: pl.DataFrame) -> Iterator[tuple[str, dict[str, int]]]:
    """Sums per currency; the draw balance is that of each payee's last row."""
    last = rows.group_by("payee_id", "currency", maintain_order=True).agg(pl.col("draw_balance").last())
    left = last.group_by("currency").agg(pl.col("draw_balance").sum())
    sums = rows.group_by("currency").agg(pl.col("earned", "clawed_back", "drawn", "paid").sum(), periods=pl.len())
    for row in sums.join(left, on="currency").sort("currency").iter_rows(named=True):
        yield row["currency"], row


def _names(results: Results) -> dict[str, str]:
    """The names of payees whose roster has them."""
    found: dict[str, str] = {}
    for run in results.runs.values():
        rows = run.facts.roster.rows
        if "name" in rows.columns:
            found |= {payee: str(name) for payee, name in rows.select("payee", "name").iter_rows() if name is not None}
    return found


def _worth(minor: int, figures: Figures) -> Fraction:
    return Fraction(minor, 10**figures.digits)


def _text(value: str) -> Text:
    """A cell as it stands: square brackets in a name are no markup."""
    return Text(printable(value))
