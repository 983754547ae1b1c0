"""Relief and transfer: rows read, applied to windows, refused where a part of a target would be lost.

1. A change of a season's period takes from its parts what it is in all, whatever they are rounded to.
2. A transfer changes no sum: what one loses the other gains, in every window.
"""

from datetime import date
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attain.diagnostics import Diagnostic
from attain.documents import Quantity
from attain.expressions.types import ColumnType
from attain.periods import Calendar, Period
from attain.questions.explain import explain_all
from attain.runs.workspace import calculate_opened, open_workspace
from attain.statements.pages import statement_page
from attain.targets import TargetChange, TargetRule, TargetTable, read_targets
from attain.targets.values.changing import Changing
from attain.targets.values.cutting import Cutter
from tests.oracle import target_changes as oracle
from tests.roster.tables import Source
from tests.targets.test_target_table import COLUMNS, DTYPES, Cell, roster

WIDE = COLUMNS | {name: ColumnType("text") for name in ("change", "to", "reason")}
RELIEF = {"payee": "Ana", "period": "2026-Q1", "change": "relief", "reason": "on leave"}
TRANSFER = RELIEF | {"change": "transfer", "to": "Bo"}


def read(*rows: dict[str, Cell]) -> tuple[TargetTable, list[Diagnostic]]:
    filled = [{"name": "bookings", "amount": 10050, **row, "source_line": n} for n, row in enumerate(rows, start=2)]
    schema = {name: DTYPES.get(name, pl.String) for name in [*WIDE, "source_line"]}
    return read_targets(Source(pl.DataFrame(filled, schema=schema), WIDE, "data/targets.csv"), Calendar(), roster())


def test_a_change_knows_who_how_much_why_and_where() -> None:
    table, found = read({"payee": "Ana", "period": "2026-Q1"}, RELIEF, TRANSFER)
    assert not found
    assert len(table.rows) == 1
    relief, transfer = table.changes
    assert (relief.kind, relief.payee, relief.to, relief.change_amount) == ("relief", "Ana", None, Fraction(201, 2))
    assert (relief.starts_on, relief.ends_before, relief.reason) == (date(2026, 1, 1), date(2026, 4, 1), "on leave")
    assert (transfer.owners, transfer.signed("Bo"), transfer.source) == (("Ana", "Bo"), 100.5, "data/targets.csv:4")


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (RELIEF | {"reason": None}, "TARG140", "reason"),
        (TRANSFER | {"reason": "  "}, "TARG140", "reason"),
        (RELIEF | {"change": "reduction"}, "TARG141", "change"),
        (TRANSFER | {"change": None}, "TARG141", "change"),
        (RELIEF | {"to": "Bo"}, "TARG141", "to"),
        (TRANSFER | {"to": None}, "TARG141", "to"),
        (TRANSFER | {"to": "Ana"}, "TARG141", "to"),
        (TRANSFER | {"to": "Cy"}, "TARG123", "to"),
        (RELIEF | {"payee": None, "title": "AE"}, "TARG141", "payee"),
        (RELIEF | {"amount": 0}, "TARG141", "amount"),
        (RELIEF | {"amount": -5}, "TARG113", "amount"),
        (RELIEF | {"period": None}, "TARG141", "period"),
        (RELIEF | {"period": None, "from": date(2026, 1, 1)}, "TARG141", "period"),
    ],
)
def test_a_change_that_says_too_little_is_refused(row: dict[str, Cell], code: str, column: str) -> None:
    table, found = read(row)
    assert [(d.code, d.where.line, d.where.detail) for d in found] == [(code, 2, column)]
    assert not table.changes


# what it does in a window

QUARTERS = Calendar().between("quarter", date(2026, 1, 1), date(2027, 1, 1))
YEAR = Period("2026", date(2026, 1, 1), date(2027, 1, 1))


def a_change(amount: Fraction, period: Period, to: str | None = "Bo") -> TargetChange:
    kind = "relief" if to is None else "transfer"
    return TargetChange("bookings", kind, "Ana", to, period.starts_on, period.ends_before, amount, "why", "t.csv:2", 2)


def changing(*season: Fraction, per: str = "year") -> Changing:
    shares = [Quantity(value=share, text=str(share), is_percent=True) for share in season]
    return Changing(Cutter(TargetRule.model_construct(per=per, season=shares), Calendar()), 2)


@given(
    st.lists(st.integers(0, 1000), min_size=4, max_size=4).filter(any),
    st.integers(1, 10**7),
    st.sampled_from(["Ana", "Bo"]),
)
def test_the_parts_of_a_change_add_up(weights: list[int], cents: int, payee: str) -> None:
    """Property 1, and the oracle's number for every part."""
    season = [Fraction(weight, sum(weights)) for weight in weights]
    one = a_change(Fraction(cents, 100), YEAR)
    parts = [applied for q in QUARTERS for applied in changing(*season).within([one], payee, q)]
    assert sum(part.target_value for part in parts) == int(one.signed(payee) * 100)
    row = {"payee": "Ana", "to": "Bo", "from": YEAR.starts_on, "before": YEAR.ends_before, "amount": one.change_amount}
    rule = {"per": "year", "season": season}
    wanted = [
        oracle.rounded(oracle.shares([row], payee, (q.starts_on, q.ends_before), rule, {}), Fraction(1, 100))
        for q in QUARTERS
    ]
    assert [Fraction(part.target_value, 100) for part in parts] == wanted


def test_a_transfer_changes_no_sum() -> None:
    """Property 2."""
    one = a_change(Fraction("33.33"), YEAR)
    rule = changing(*[Fraction(1, 4)] * 4)
    for window in (*QUARTERS, YEAR):
        (lost,), (gained,) = (list(rule.within([one], payee, window)) for payee in ("Ana", "Bo"))
        assert (lost.target_value + gained.target_value, lost.exact + gained.exact) == (0, 0)


@pytest.mark.parametrize("season", [(), (Fraction(1, 2), Fraction(1, 2))])
def test_a_change_across_windows_is_noted(season: tuple[Fraction, ...]) -> None:
    rule = changing(*season, per="quarter")
    across = a_change(Fraction(100), Period("", date(2026, 2, 10), date(2026, 5, 1)))
    assert list(rule.within([across], "Ana", QUARTERS[0])) == []
    assert rule.across == {across: QUARTERS[0]}


# in a workspace

SETTINGS = """\
currency: USD
sources:
  deals: {file: data/deals.csv, key: [id], as_of: on, columns: {id: text, on: date, owner: payee, amount: money}}
roster: {file: data/roster.csv, columns: {payee: payee, from: date, title: text}}
targets:
  file: data/targets.csv
  columns: {name: text, payee: payee, period: text, amount: money, change: text, to: payee, reason: text}
"""
PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
assign: {where: title = 'Rep'}
targets: {quota: {amount: 1000, per: quarter, when_zero: 100%}}
components:
  commission:
    credit: {source: deals, value: amount}
    measure: {sum: value, per: quarter, against: quota}
    rate: {kind: marginal_tiers, tiers: [{from: 0%, pay: 5%}, {from: 100%, pay: 10%}]}
"""
DEALS = "id,on,owner,amount\nA,2026-01-15,ana,1200\nB,2026-02-10,bo,1200\n"
ROSTER = "payee,from,title\nana,,Rep\nbo,,Rep\ncy,2026-07-01,Rep\nmia,,Manager\n"
HEADER = "name,payee,period,amount,change,to,reason\n"


def written(folder: Path, *rows: str) -> Path:
    (folder / "plans").mkdir(parents=True)
    (folder / "data").mkdir()
    texts = {"attain.yaml": SETTINGS, "plans/sales.yaml": PLAN.replace("title =", "payee.title =")}
    texts |= {"data/deals.csv": DEALS, "data/roster.csv": ROSTER, "data/targets.csv": HEADER + "\n".join(rows) + "\n"}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("row", "code", "what"),
    [
        ("quota,ana,2026-Q1,1000.01,relief,,on leave", "TARG144", "of ana for 2026-Q1 is -1"),
        ("quota,ana,2026-01,5,relief,,on leave", "", ""),
        ("quota,ana,2026-H1,5,relief,,on leave", "TARG142", "from 2026-01-01 before 2026-07-01 lies across 2026-Q1"),
        ("quota,ana,2026-Q1,5,transfer,mia,moved", "TARG143", "mia has no target 'quota' from 2026-01-01"),
        ("quota,cy,2026-Q1,5,relief,,on leave", "TARG143", "cy has no target 'quota' from 2026-01-01"),
        ("quota,cy,2026-Q3,5,relief,,on leave", "", ""),
        ("quota,cy,2025-Q3,5,relief,,on leave", "", ""),
        ("quotas,ana,2026-Q1,5,relief,,on leave", "TARG129", "'quotas' is no target"),
    ],
)
def test_what_would_lose_a_part_of_a_target_is_told(tmp_path: Path, row: str, code: str, what: str) -> None:
    found = calculate_opened(open_workspace(written(tmp_path / "workspace", row)))
    told = [d for d in found.diagnostics if d.code.startswith("TARG") and d.code != "TARG111"]
    assert [d.code for d in told] == ([code] if code else [])
    assert all(what in d.what and (d.where.file, d.where.line) == ("data/targets.csv", 2) for d in told)


def test_the_statement_names_the_relief_and_its_reason(tmp_path: Path) -> None:
    rows = "quota,ana,2026-Q1,300,relief,,<i>on</i> leave", "quota,ana,2026-Q1,200,transfer,bo,Bavaria goes to Bo"
    opened = open_workspace(written(tmp_path / "workspace", *rows))
    found = {e.person.payee_id: e for e in explain_all(opened, calculate_opened(opened))}
    assert not [c for e in found.values() for c in e.checks if not c.holds]
    ana, bo = found["ana"], found["bo"]
    assert "lowered by $300.00, relief: <i>on</i> leave (data/targets.csv:2)" in ana.to_text()
    assert "lowered by $200.00, transfer to bo: Bavaria goes to Bo (data/targets.csv:3)" in ana.to_text()
    assert "raised by $200.00, transfer from ana: Bavaria goes to Bo (data/targets.csv:3)" in bo.to_text()
    assert (ana.paid, bo.paid) == (25 + 70, 60)
    assert "&lt;i&gt;on&lt;/i&gt; leave" in statement_page(ana)


def test_all_of_a_target_may_be_relieved(tmp_path: Path) -> None:
    opened = open_workspace(written(tmp_path / "workspace", "quota,ana,2026-Q1,1000,relief,,on leave"))
    results = calculate_opened(opened)
    paid = dict(results.tables["payments"].select("payee_id", "paid").iter_rows())
    assert paid == {"ana": 12_000, "bo": 7_000}
