"""A small workspace to ask about: three deals won, two open."""

from pathlib import Path

from attain.questions.whatif import WhatIf
from attain.runs import Opened, calculate_opened, open_workspace

SETTINGS = """\
currency: USD
calendar: {year_starts: 2026-01-01}
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, cancelled_on: date, owner: payee, amount: money, stage: text}
roster: {file: data/roster.csv}
"""
DEALS = """\
id,closed_on,cancelled_on,owner,amount,stage
A,2026-01-20,,Ana,80000,Won
B,2026-02-17,,Ana,40000,Won
C,2026-03-12,,Ana,50000,Won
D,2026-05-08,,Ana,30000,Offer
E,2026-06-02,,Ana,20000,Offer
F,2026-06-02,,Bo,20000,Offer
"""
TIERS = "rate: {kind: marginal_tiers, tiers: [{from: 0, pay: 5%}, {from: 100000, pay: 10%}]}"
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
components:
  commission:
    credit: {source: deals, where: stage = 'Won', value: amount, to: owner}
    measure: {sum: value, per: year}
    RATE
    MODIFIERS
    clawback: {when: cancelled_on < closed_on + 365 days, dated: cancelled_on, policy: original_rate}
"""


def opened(folder: Path, *, rate: str = TIERS, modifiers: str = "", plan: str = PLAN) -> Opened:
    """Write and read the workspace."""
    (folder / "plans").mkdir()
    (folder / "data").mkdir()
    (folder / "attain.yaml").write_text(SETTINGS, "utf-8")
    (folder / "data" / "deals.csv").write_text(DEALS, "utf-8")
    (folder / "data" / "roster.csv").write_text("payee,title\nAna,Executive\nBo,Executive\n", "utf-8")
    text = plan.replace("RATE", rate).replace("MODIFIERS", modifiers)
    (folder / "plans" / "sales.yaml").write_text(text, "utf-8")
    return open_workspace(folder)


def ana(folder: Path, *, rate: str = TIERS, modifiers: str = "", plan: str = PLAN) -> WhatIf:
    """Ask for Ana."""
    read = opened(folder, rate=rate, modifiers=modifiers, plan=plan)
    return WhatIf.of(read, calculate_opened(read), "Ana")
