"""The page of the language names every function, and its fragments make a plan that does what they say."""

from pathlib import Path

from attain.diagnostics import render_text
from attain.expressions.syntax.signatures import FUNCTIONS
from attain.questions.checking import check_opened
from attain.runs import open_workspace
from tests.docs.pages import ROOT, blocks

PAGE = (ROOT / "docs" / "language.md").read_text("utf-8")
WORKSPACE = """\
currency: USD
today: 2026-03-31
sources:
  deals:
    file: deals.csv
    key: [deal]
    as_of: closed_on
    columns: {deal: text, closed_on: date, type: text, amount: money, term_months: count, owner: payee}
roster: {file: roster.csv}
"""
HEAD = """\
plan: account_executive
currency: USD
effective: {from: 2026-01-01, before: 2027-01-01}
assign: {where: "payee.title = 'Account Executive'"}
targets: {quota: {amount: 100000, per: quarter}}
"""


def test_the_fragments_of_the_page_make_a_plan(tmp_path: Path) -> None:
    fragments = [block.text for block in blocks(PAGE) if block.kind == "yaml"]
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "account_executive.yaml").write_text(HEAD + "".join(fragments), encoding="utf-8")
    (tmp_path / "attain.yaml").write_text(WORKSPACE, encoding="utf-8")
    (tmp_path / "deals.csv").write_text("deal,closed_on,type,amount,term_months,owner\n", encoding="utf-8")
    (tmp_path / "roster.csv").write_text("payee,from,title,hired\n", encoding="utf-8")
    checked = check_opened(open_workspace(tmp_path))
    assert checked.is_usable, render_text(checked.diagnostics)
    assert len(fragments) == 4
    assert len(checked.examples) == 1


def test_the_page_names_every_function() -> None:
    left_out = [name for name in FUNCTIONS if f"`{name}" not in PAGE]
    assert not left_out
