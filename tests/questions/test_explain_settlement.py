"""Splits, tables in files, deals that stop counting, limits and write-offs are told with their arithmetic."""

from fractions import Fraction
from pathlib import Path

import pytest

from attain.questions.explain import explain_all
from attain.statements import Explanation
from attain.statements.pages import statement_page
from tests.statements.workspaces import SETTINGS, calculated, write_workspace

SOURCES = """\
    children:
      splits: {file: data/splits.csv, key: deal_id, columns: {payee: payee, share: percent, quota_share: percent}}
  levels:
    file: data/levels.csv
    key: [title, from]
    columns: {title: text, from: money, pay: percent}
roster:"""

PLAN = """\
plan: sales
currency: USD
effective: {from: 2026-01-01, before: 2026-05-01}
components:
  shared:
    credit: {source: deals, value: amount, to: split}
    measure: {sum: value, per: quarter}
    rate: {kind: marginal_tiers, tiers: {table: by_title, by: [payee.title]}}
    clawback: {when: cancelled_on is not null, dated: cancelled_on, policy: rerate}
  whole:
    credit: shared
    measure: {sum: value, per: quarter}
    rate: {kind: whole_tiers, tiers: [{from: 10000, pay: 1%}, {from: 20000, pay: 3%}]}
    clawback: {when: cancelled_on is not null, dated: cancelled_on, policy: rerate}
  pair:
    credit: {source: deals, value: amount, to: owner}
    measure: {count: transactions, per: quarter, owner: all}
    rate: {kind: step_bonus, steps: [{at: 2, pay: 40}]}
    modifiers: [{floor: {at: 10}}]
tables:
  by_title: {source: levels, keys: [title], tiers: {from: from, pay: pay}}
payment:
  cap: {at: 500}
  carry_negative: forgiven
"""
DEALS = [
    ("A", "Alpha", "2026-01-10", "ana", "12000", 1, "", "2026-03-05"),
    ("B", "Beta", "2026-02-10", "ana", "15000.01", 1, "", ""),
    ("C", "Gamma", "2026-02-11", "<eve>", "400", 1, "", ""),
    ("D", "Delta", "2026-04-02", "ana", "-30000", 1, "", ""),
]
SPLITS = """\
deal_id,payee,share,quota_share
A,ana,100%,50%
B,ana,60%,60%
B,<eve>,40%,40%
C,<eve>,100%,100%
D,ana,100%,100%
"""
LEVELS = "title,from,pay\nAccount Executive,0,2%\nAccount Executive,10000,4%\nelse,0,1%\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Explanation]:
    folder: Path = tmp_path_factory.mktemp("settlement") / "workspace"
    settings = SETTINGS.replace("roster:", SOURCES, 1)
    write_workspace(folder, PLAN, DEALS, settings=settings, splits=SPLITS, levels=LEVELS)
    return {(e.person.payee_id, e.period_id): e for e in explain_all(*calculated(folder))}


def test_all_of_it_adds_up(found: dict[tuple[str, str], Explanation]) -> None:
    assert not [(key, c.name, c.left, c.right) for key, e in found.items() for c in e.checks if not c.holds]
    for explanation in found.values():
        assert explanation.to_text()
        assert statement_page(explanation)


def test_a_split_shows_the_share_and_what_counts_towards_quota(found: dict[tuple[str, str], Explanation]) -> None:
    text = found["ana", "2026-02"].to_text()
    assert "credit $9,000.01, split, 60% of $15,000.01" in text
    assert "(plans/sales.yaml:6; data/splits.csv:3)" in text
    assert "$6,000.00 towards quota" in found["ana", "2026-01"].to_text()


def test_a_tier_of_a_table_leads_to_its_line_in_the_file(found: dict[tuple[str, str], Explanation]) -> None:
    lines = [line for line in found["ana", "2026-02"].lines if line.transaction_id == "B" and line.slices[0].reads]
    places = [str(one.reads[0].place) for one in lines[0].slices]
    assert places == ["data/levels.csv:2", "data/levels.csv:3"]


def test_a_deal_that_stops_counting_changes_the_lines_after_it(found: dict[tuple[str, str], Explanation]) -> None:
    march = found["ana", "2026-03"]
    shared = next(c for c in march.components if c.component_id == "shared")
    removed, changed = shared.lines
    assert (removed.transaction_id, removed.earning_amount, removed.line_type) == ("A", -240, "true_up")
    assert removed.note == "cancelled on 5 Mar 2026: it no longer counts"
    assert changed.transaction_id == "B"
    assert changed.rounded_amount - changed.stood_before == changed.earning_amount < 0
    assert "to date, less" in march.to_text()


def test_what_is_over_the_limit_is_told(found: dict[tuple[str, str], Explanation]) -> None:
    payment = found["ana", "2026-02"].payment
    assert payment["forfeited"] == payment["earned"] - 500
    step = next(s for s in payment.steps if s.key == "forfeited")
    assert "limited to $500.00" in step.arithmetic


def test_what_is_written_off_is_told(found: dict[tuple[str, str], Explanation]) -> None:
    payment = found["ana", "2026-04"].payment
    assert payment["paid"] == 0
    assert next(s for s in payment.steps if s.key == "adjusted").adds == payment["adjusted"] > 0


def test_a_measure_of_everybody_names_its_owner(found: dict[tuple[str, str], Explanation]) -> None:
    pair = next(c for c in found["<eve>", "2026-02"].components if c.component_id == "pair")
    assert [(m.owner_id, m.value) for m in pair.measures] == [("all", 3)]
    assert pair.lines[0].move is not None
    assert pair.lines[0].move.after == Fraction(3)
