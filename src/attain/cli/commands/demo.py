"""attain demo: a real company's three years of orders, calculated and explained."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from attain.cli.commands.arguments import stop

if TYPE_CHECKING:
    import polars as pl

    from attain.runs import Opened, Tables

Out = Annotated[
    Path | None,
    typer.Option("--out", help="Where to write; the demo's own folder out/ by default.", show_default=False),
]
_FOLDER = Path("demo") / "adventure_works"
_QUOTA_MEASURES = ("order_commission", "own_orders")


def demo(out: Out = None) -> None:
    """Calculate the example that ships with Attain, print who is paid what, and write tables and statements.

    It is three years of orders of the AdventureWorks sample database; demo/adventure_works/README.md describes it.
    """
    from attain.cli.commands.calculate import reviews_of, usable, written
    from attain.cli.commands.statements import write_pages
    from attain.cli.printing import count_of, say
    from attain.cli.summaries import print_totals
    from attain.runs.writing import output_tables

    folder = _demo_folder()
    target = out or folder / "out"
    opened, checked = usable(folder)
    assert checked.results is not None
    tables = output_tables(checked.results, opened.loaded)
    _print_quarters(opened, tables)
    print_totals(tables["payments"])
    for title, source, row_count in reviews_of(tables):
        say(f"to review: {count_of(row_count, 'row')} of {source}: {title}")
    written(opened, checked, target)
    index = write_pages(opened, checked, target / "statements")
    say("", f"open {index}", f"then  attain explain {folder} --payee 276 --period FY2013-Q1")


def _demo_folder() -> Path:
    """Find the demo: in this folder, or in the checkout that Attain runs from."""
    import attain

    beside = Path(attain.__file__).resolve().parents[2] / _FOLDER
    found = next((place for place in (_FOLDER, beside) if (place / "attain.yaml").is_file()), None)
    if found is None:
        stop(f"the demo is not part of the installed package; run this in a checkout that has {_FOLDER}")
    return found


def _print_quarters(opened: "Opened", tables: "Tables") -> None:
    """Print a table per fiscal year: each person's payment per quarter, and the attainment of the quota."""
    from attain.cli.printing import money, print_table, say

    assert opened.facts is not None
    people = opened.facts.roster.rows.select("payee", "name").unique(maintain_order=True)
    names = {str(payee): str(name or payee) for payee, name in people.iter_rows()}
    payments = {
        (payee, period): paid
        for payee, period, paid in tables["payments"].select("payee_id", "period_id", "paid").iter_rows()
    }
    attained = _attainments(tables["measures"])
    quarters = tables["periods"]["period_id"].to_list()
    for year in sorted({quarter.partition("-")[0] for quarter in quarters}):
        mine = [quarter for quarter in quarters if quarter.startswith(f"{year}-")]
        rows: list[list[str]] = []
        for payee, name in names.items():
            cells = [payments.get((payee, quarter)) for quarter in mine]
            if any(paid is not None for paid in cells):
                shares = [attained.get((payee, quarter), "") for quarter in mine]
                rows.append([payee, name, *(f"{money(c, 2)} {s:>6}" for c, s in zip(cells, shares, strict=True))])
        print_table(["", f"{year}: paid, and % of quota", *(quarter.partition("-")[2] for quarter in mine)], rows)
        say("")


def _attainments(measures: "pl.DataFrame") -> dict[tuple[str, str], str]:
    """Write each person's attainment of the quota per quarter, rounded down: 99.96 % is not 100 %."""
    found: dict[tuple[str, str], str] = {}
    for row in measures.iter_rows(named=True):
        if row["measure_id"] in _QUOTA_MEASURES and row["target_value"]:
            tenths = Fraction(row["measure_value"] * 1000, row["target_value"]).__floor__()
            found[row["owner_id"], row["period_id"]] = f"{tenths // 10}.{tenths % 10}%"
    return found
