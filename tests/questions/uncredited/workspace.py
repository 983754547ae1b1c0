"""Workspaces in which some deals credit nobody, each for another reason."""

from pathlib import Path

from attain.questions.uncredited import Uncredited, uncredited
from attain.runs import Opened, Results, calculate_opened, open_workspace

SETTINGS = """\
currency: USD
calendar: {year_starts: 2026-01-01}
sources:
  orders:
    file: data/orders.csv
    key: [id]
    as_of: closed_on
    columns:
      {id: text, closed_on: date, owner: payee, partner: payee, amount: money, currency: text, stage: text,
       cash_on: date}
roster: {file: data/roster.csv}
"""
ROSTER = """\
payee,from,before,title,manager,team
ana,2026-01-01,,AE,mia,west
tom,2026-02-01,,AE,mia,west
gap,2026-01-01,2026-02-01,AE,,east
gap,2026-03-01,,AE,,east
sue,2026-01-01,2026-04-01,SDR,,east
sue,2026-04-01,,AE,,east
ops,2026-01-01,,Operations,,none
mia,2026-01-01,,Manager,,west
"""
ORDERS = """\
id,closed_on,owner,partner,amount,currency,stage,cash_on
A,2026-01-20,ana,,1000.00,USD,Won,2026-02-20
"""
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
assign: {where: "payee.title = 'AE'"}
components:
  commission:
    credit: {source: orders, where: "stage = 'Won'", value: amount, to: owner}
    rate: 10%
"""


def written(
    folder: Path,
    *,
    orders: str = ORDERS,
    plans: tuple[str, ...] = (PLAN,),
    settings: str = SETTINGS,
    roster: str = ROSTER,
    **further: str,
) -> Path:
    """Write a workspace; ``further`` are more tables by name."""
    (folder / "plans").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "attain.yaml").write_text(settings, "utf-8")
    for name, text in {"orders": orders, "roster": roster, **further}.items():
        (folder / "data" / f"{name}.csv").write_text(text, "utf-8")
    for number, plan in enumerate(plans):
        (folder / "plans" / f"plan_{number}.yaml").write_text(plan, "utf-8")
    return folder


def asked(folder: Path) -> tuple[Opened, Results, Uncredited]:
    """Calculate a workspace and ask which rows credit nobody."""
    opened = open_workspace(folder)
    results = calculate_opened(opened)
    assert results.is_usable, results.diagnostics
    return opened, results, uncredited(opened, results)


def told(found: Uncredited) -> dict[str, tuple[str, str]]:
    """Return reason and words of every row, by deal."""
    return {row["transaction_id"]: (row["reason"], row["why"]) for row in found.rows.iter_rows(named=True)}
