"""A small workspace with everything a statement can show, and names that mean harm."""

import csv
from pathlib import Path

from attain.diagnostics import render_text
from attain.runs.calculate import Results
from attain.runs.workspace import Opened, calculate_opened, open_workspace

HOSTILE = "<script>alert('Eve')</script> & \"Co\""

SETTINGS = """\
name: Statements <b>&amp;</b> tests
currency: USD
today: 2026-12-31
sources:
  deals:
    file: data/deals.csv
    key: [deal_id]
    as_of: closed_on
    columns:
      deal_id: text
      account: text
      closed_on: date
      owner: payee
      amount: money
      units: count
      paid_on: date
      cancelled_on: date
roster:
  file: data/roster.csv
  columns: {payee: payee, name: text, title: text, hired: date, commission: percent}
targets:
  file: data/targets.csv
  columns: {name: text, payee: payee, period: text, amount: money}
"""

PLAN = """\
plan: sales
title: Sales 2026
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
pay_period: month
targets:
  quota: {per: quarter}

components:
  commission:
    statement: Commission
    credit: {source: deals, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate:
      kind: marginal_tiers
      tiers:
        - {from: 0%, pay: payee.commission}
        - {from: 100%, pay: 12%}
    release:
      - {share: 50%, when: earned_on}
      - {share: 50%, when: paid_on}
    clawback: {when: cancelled_on is not null, dated: cancelled_on}

  everything:
    statement: Everything at the tier reached
    credit: commission
    measure: {sum: value, per: quarter, against: quota}
    rate:
      kind: whole_tiers
      tiers:
        - {from: 0%, pay: 1%}
        - {from: 50%, pay: 2%}
    modifiers:
      - gate: {when: amount >= 1000, else: 50%}
      - kicker: {add: 0.5%, when: units >= 3}
      - cap: {at: 900, per: month}

  units:
    statement: Spiff
    credit: {source: deals, value: units, to: owner}
    rate: {kind: per_unit, pay: 25}
    modifiers:
      - floor: {at: 100, per: month}

  steps:
    statement: Steps
    credit: commission
    measure: {count: transactions, per: quarter}
    rate: {kind: step_bonus, every: 2, pay: 70}

  curve:
    statement: Curve
    credit: commission
    measure: {sum: value, per: quarter, against: quota}
    rate: {kind: interpolated, points: [[50%, 0], [100%, 600], [150%, 900]]}

payment:
  draw: {tops_up_to: 3000, while: payee.tenure_months < 3, recoverable: true, recover: {percent: 50%}}
"""

DEALS = [
    ("D1", "Marlow Steel", "2026-01-06", "ana", "46300.005", 1, "2026-02-10", ""),
    ("D2", HOSTILE, "2026-01-13", "ana", "31200", 3, "", ""),
    ("D3", "Halden", "2026-02-15", "ana", "14500.335", 2, "2026-02-20", ""),
    ("D4", "Pell & Rowe", "2026-02-27", "ana", "58000", 4, "2026-03-01", ""),
    ("D5", "Tiny", "2026-03-01", "ana", "333.335", 1, "2026-03-02", ""),
    ("D6", "Lumen", "2026-03-02", "ana", "900", 0, "2026-03-03", "2026-03-20"),
    ("D7", "Return", "2026-03-09", "ana", "-1200.50", -1, "2026-03-09", ""),
    ("E1", "", "2026-01-20", "<eve>", "2000", 1, "", ""),
]
DEAL_COLUMNS = ("deal_id", "account", "closed_on", "owner", "amount", "units", "paid_on", "cancelled_on")
ROSTER = [
    ("ana", "Ana Lindqvist", "Account Executive", "2024-01-01", "8%"),
    ("<eve>", HOSTILE, "<i>Rep</i>", "2026-01-01", "6.5%"),
]
TARGETS = [("quota", payee, f"2026-Q{q}", 90000) for payee in ("ana", "<eve>") for q in (1, 2, 3, 4)]


def write_table(path: Path, columns: tuple[str, ...], rows: list[tuple]) -> None:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


def write_workspace(
    folder: Path, plan: str = PLAN, deals: list[tuple] = DEALS, *, settings: str = SETTINGS, **further: str
) -> Path:
    """Write the workspace into a folder, with further files of ``data/`` by name."""
    (folder / "plans").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "attain.yaml").write_text(settings, encoding="utf-8")
    (folder / "plans" / "sales.yaml").write_text(plan, encoding="utf-8")
    write_table(folder / "data" / "deals.csv", DEAL_COLUMNS, deals)
    write_table(folder / "data" / "roster.csv", ("payee", "name", "title", "hired", "commission"), ROSTER)
    write_table(folder / "data" / "targets.csv", ("name", "payee", "period", "amount"), TARGETS)
    for name, text in further.items():
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def calculated(folder: Path) -> tuple[Opened, Results]:
    """Read and calculate a workspace that has no problems."""
    opened = open_workspace(folder)
    results = calculate_opened(opened)
    assert results.is_usable, render_text(results.diagnostics)
    return opened, results
