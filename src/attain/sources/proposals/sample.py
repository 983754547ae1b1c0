"""A workspace that can be calculated as it stands: five deals, two payees, one plan with a quota."""

CONFIG = """\
name: Sample
currency: USD
time_zone: UTC
today: 2026-03-31
calendar: {year_starts: 2026-01-01}
sources:
  deals:
    file: data/deals.csv
    key: id
    as_of: close_date
    columns:
      id: text
      close_date: date
      amount: money
      is_won: bool
      owner: payee
      account: text
roster: {file: data/roster.csv}
targets: {file: data/targets.csv}
"""

DEALS = """\
id,close_date,amount,is_won,owner,account
D-1,2026-01-15,60000.00,true,ana,Northwind
D-2,2026-02-10,30000.00,true,ana,Contoso
D-3,2026-03-20,20000.00,true,ana,Fabrikam
D-4,2026-02-28,45500.50,true,ben,Litware
D-5,2026-03-05,80000.00,false,ben,Proseware
"""

ROSTER = """\
payee,from,before,title,manager,hired
ana,2026-01-01,,Account Executive,,2024-05-01
ben,2026-01-01,,Account Executive,,2025-11-01
"""

TARGETS = """\
name,payee,period,amount
quota,ana,2026-Q1,100000
quota,ben,2026-Q1,90000
"""

PLAN = """\
plan: account_executive
title: Account Executive 2026
currency: USD
effective: {from: 2026-01-01, before: 2026-04-01}
assign: {where: "payee.title = 'Account Executive'"}
pay_period: month
targets:
  quota: {per: quarter}
components:
  new_business:
    credit: {source: deals, where: is_won, dated: close_date, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate:
      kind: marginal_tiers
      tiers:
        - {from: 0%, pay: 8%}
        - {from: 100%, pay: 12%}
examples:
  - title: One deal through the 100 % line
    given: {targets: {quota: 100000}, deals: [{amount: 90000, is_won: true}, {amount: 20000, is_won: true}]}
    expect: {new_business: [7200, 2000]}
"""

SAMPLE_FILES = {
    "attain.yaml": CONFIG,
    "data/deals.csv": DEALS,
    "data/roster.csv": ROSTER,
    "data/targets.csv": TARGETS,
    "plans/account_executive.yaml": PLAN,
}
