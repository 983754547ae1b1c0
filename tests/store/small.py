"""A small workspace: two sellers, a few deals a month, 10 % of every deal."""

from pathlib import Path

CONFIG = """\
name: Small
currency: USD
today: 2026-12-31
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, amount: money}
roster:
  file: data/roster.csv
  columns: {payee: payee, title: text}
"""
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
components:
  commission:
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: year}
    rate: {kind: flat_rate, pay: 10%}
"""
ROSTER = "payee,title\nana,AE\nbo,AE\n"
DEALS = {
    "D1": ("2026-01-10", "ana", "1000"),
    "D2": ("2026-01-20", "bo", "2000"),
    "D3": ("2026-02-10", "ana", "3000"),
    "D4": ("2026-03-10", "bo", "4000"),
}


def write_small(folder: Path) -> None:
    """Write the workspace."""
    for name in ("data", "plans"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "attain.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "plans" / "sales.yaml").write_text(PLAN, encoding="utf-8")
    (folder / "data" / "roster.csv").write_text(ROSTER, encoding="utf-8")
    write_deals(folder, DEALS)


def write_deals(folder: Path, deals: dict[str, tuple[str, str, str]]) -> None:
    """Write the deals: date, owner and amount by id."""
    lines = ["id,closed_on,owner,amount", *(f"{key},{','.join(said)}" for key, said in deals.items())]
    (folder / "data" / "deals.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
