"""A small workspace of sellers on a plan that pays for windows, written into a folder."""

from pathlib import Path

SETTINGS = """\
currency: USD
calendar: {year_starts: 2026-01-01, weeks: iso}
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns: {id: text, closed_on: date, owner: payee, amount: money, cancelled_on: date}
roster: {file: data/roster.csv}
"""
ROSTER = """\
payee,from,before,title,team
ana,,,Rep,north
ben,,,Rep,north
cia,,,Rep,south
dan,,2026-02-15,Rep,south
"""
DEALS = """\
id,closed_on,owner,amount,cancelled_on
1,2026-01-05,ana,50000,
2,2026-02-05,ben,70000,
3,2026-03-05,cia,120000,2026-05-20
4,2026-04-06,ben,3000,
"""
HEAD = """\
plan: windows
currency: USD
effective: {from: 2026-01-01, before: 2026-07-01}
assign: {where: "payee.title = 'Rep'"}
targets:
  quota: {amount: 100000, per: quarter}
  target_incentive: {amount: 1000, per: quarter}
measures:
  sales: {sum: amount, per: quarter, against: quota, credit: {source: deals, to: owner}}
  scorecard: {formula: 80% * sales.attainment + 10%, per: quarter}
components:
"""


def write_windows(folder: Path, components: str) -> Path:
    """Write a workspace whose plan has the given components, written with an indent of two."""
    (folder / "data").mkdir(parents=True)
    (folder / "plans").mkdir()
    (folder / "attain.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "data" / "deals.csv").write_text(DEALS, encoding="utf-8")
    (folder / "data" / "roster.csv").write_text(ROSTER, encoding="utf-8")
    (folder / "plans" / "windows.yaml").write_text(HEAD + components, encoding="utf-8")
    return folder
