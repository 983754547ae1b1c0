"""A small workspace of several currencies: paid in yen and in dinars, and one whose pay currency changes in mid-period.

Today is 2026-03-20. Its plans pay in dollars and, for who sells in the Gulf, in dinars; deals are in four currencies.
Gus left at the end of January; what is decided about him later stands in no run.
"""

from pathlib import Path

from django.test import Client

from attain.runs import Results, calculate_opened, open_workspace
from attain_web.actions.closing import deciding
from attain_web.actions.entering.signing_in import make_account
from attain_web.actions.importing import import_workspace
from attain_web.actions.people import grant_role
from attain_web.actions.running import calculate_run
from attain_web.shell.numbers import money
from tests.store.journey import approve_plans

CONFIG = """\
name: Several
currency: USD
today: 2026-03-20
sources:
  deals:
    file: data/deals.csv
    key: [id]
    as_of: closed_on
    columns:
      {id: text, closed_on: date, owner: payee, list_price: money, amount: money, currency: text, is_open: bool}
roster:
  file: data/roster.csv
  columns: {payee: payee, from: date, before: date, title: text, manager: payee, left: date, pay_currency: text}
fx: {file: data/fx.csv, holds: until_next}
tracker: {source: deals, open: is_open, won: {is_open: "false"}}
"""
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
assign: {where: "payee.title = 'AE'"}
pay_period: month
fx: {measure: booking}
targets: {quota: {amount: 9000, per: quarter}}
components:
  commission:
    credit: {source: deals, where: not is_open, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate: {kind: marginal_tiers, tiers: [{from: 0%, pay: 5%}, {from: 100%, pay: 10%}]}
  logos:
    credit: {source: deals, where: not is_open, value: 1, to: owner}
    measure: {sum: value, per: quarter}
    rate: {kind: per_unit, pay: 7}
"""
GULF = """\
plan: gulf
currency: KWD
effective: {from: 2026-01-01, before: 2027-01-01}
assign: {where: "payee.title = 'GM'"}
pay_period: month
fx: {measure: booking}
targets: {quota: {amount: 1000, per: quarter}}
components:
  commission:
    credit: {source: deals, where: not is_open, value: amount, to: owner}
    measure: {sum: value, per: quarter, against: quota}
    rate: {kind: marginal_tiers, tiers: [{from: 0%, pay: 5%}, {from: 100%, pay: 10%}]}
"""
ROSTER = """\
payee,from,before,title,manager,left,pay_currency
ana,2026-01-01,,AE,mia,,JPY
bo,2026-01-01,2026-02-15,AE,mia,,USD
bo,2026-02-15,,AE,mia,,EUR
gus,2026-01-01,,AE,mia,2026-02-01,USD
kim,2026-01-01,,GM,mia,,KWD
mia,2026-01-01,,Manager,,,
"""
DEALS = """\
id,closed_on,owner,list_price,amount,currency,is_open
D1,2026-01-10,ana,1,1000.00,USD,false
D2,2026-02-10,ana,1,3000,USD,false
D3,2026-03-05,ana,1,200000,JPY,false
D4,2026-02-05,bo,1,2000,USD,false
D5,2026-02-20,bo,1,4000,USD,false
D6,2026-03-10,bo,1,500,EUR,false
D7,2026-03-25,ana,1,1000,USD,true
D8,2026-03-28,ana,1,100000,JPY,true
D9,2026-03-10,kim,1,300.500,KWD,false
D10,2026-03-27,kim,1,900.125,KWD,true
D11,2026-01-15,gus,1,1000,USD,false
"""
RATES = """\
date,from,to,rate
2026-01-01,USD,JPY,150
2026-01-01,JPY,USD,0.0065
2026-01-01,USD,EUR,0.9
2026-01-01,EUR,USD,1.1
2026-01-01,USD,KWD,0.3
"""
FILES = {
    "attain.yaml": CONFIG,
    "plans/sales.yaml": PLAN,
    "plans/gulf.yaml": GULF,
    "data/roster.csv": ROSTER,
    "data/deals.csv": DEALS,
    "data/fx.csv": RATES,
}
PAYEES = ("ana", "bo", "gus", "kim")
ROLES = {"dana": "admin", "carl": "finance", "eve": "leader", "mia": "manager"}
BY_HAND = (("gus", "2026-03", "USD", 5_000_00), ("ana", "2026-03", "JPY", 1_000), ("bo", "2026-02", "EUR", -10_00))


def write_several(folder: Path) -> None:
    """Write the workspace."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def make_several(folder: Path) -> None:
    """Load it, approve its plans, calculate, decide by hand what ``BY_HAND`` says, and let everybody in."""
    write_several(folder)
    grant_role("dana", "admin", acting_user="dana")
    for user, role in ROLES.items():
        make_account(user, acting_user="dana", name=user.title())
        if user == "dana":
            continue
        grant_role(user, role, acting_user="dana")
    grant_role("mia", "payee", acting_user="dana", payee_id="mia")  # who reports to her, the roster says of her as one
    for payee in PAYEES:
        make_account(payee, acting_user="dana", name=payee.title())
        grant_role(payee, "payee", acting_user="dana", payee_id=payee)
    made = import_workspace(folder, acting_user="dana")
    assert made.batch_no, made.diagnostics
    approve_plans(folder)
    ran = calculate_run(folder, acting_user="dana")
    assert ran.run is not None, ran.diagnostics
    for payee, period, currency, minor in BY_HAND:
        draft = deciding.Draft("adjustment", payee, period, currency, minor, "agreed")
        (one,) = deciding.draft_decisions([draft], acting_user="dana")
        deciding.approve_decision(one.decision_id, acting_user="carl")


def client_of(user: str) -> Client:
    """Somebody who is signed in, in a browser that is set to American English."""
    from attain_web.accounts.models import Account

    made = Client(SERVER_NAME="localhost", headers={"accept-language": "en-US"})
    made.force_login(Account.objects.get(username=user), backend="attain_web.accounts.backend.ByPassword")
    return made


def calculated(folder: Path) -> Results:
    """What ``attain calculate`` says of the files."""
    results = calculate_opened(open_workspace(folder))
    assert results.is_usable, results.diagnostics
    return results


def payments_of(results: Results) -> dict[tuple[str, str, str], tuple[int, int]]:
    """What is earned and paid by payee, period and currency, in minor units, without what was decided by hand."""
    rows = results.tables["payments"].select("payee_id", "period_id", "currency", "earned", "paid").iter_rows()
    return {(payee, period, currency): (earned, paid) for payee, period, currency, earned, paid in rows}


def with_decisions(paid: dict[tuple[str, str, str], tuple[int, int]]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """The same with what was decided by hand."""
    found = dict(paid)
    for payee, period, currency, minor in BY_HAND:
        earned, before = found.get((payee, period, currency), (0, 0))
        found[payee, period, currency] = (earned, before + minor)
    return found


def written(minor: int, currency: str) -> str:
    """An amount as a page writes it."""
    return money(minor, currency, "en_US")
