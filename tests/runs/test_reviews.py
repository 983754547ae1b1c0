"""Rows to be looked at are listed with their reason and their line; nothing else changes.

1. from <= at < before; an empty end is open; a row whose columns match nothing is listed.
2. A row that ``where`` does not name is not listed.
3. Names and types are checked before anything is read.
"""

from pathlib import Path

import pytest

from attain.documents import read_yaml, validate
from attain.runs import open_workspace
from attain.runs.reviews import listed_reviews, review_problems
from attain.sources import WorkspaceConfig, load

CONFIG = """\
currency: USD
sources:
  orders:
    file: data/orders.csv
    key: [id]
    as_of: ordered_on
    columns: {{id: text, ordered_on: date, owner: payee, region: text, amount: money}}
    reviews: [{review}]
  history:
    file: data/history.csv
    key: [who, region]
    columns: {{who: payee, region: text, starts: date, ends: date}}
roster: {{file: data/roster.csv}}
"""
REVIEW = (
    "{title: Outside, where: owner is not null, "
    "unless_in: {source: history, match: {who: owner, region: region}, from: starts, before: ends, at: ordered_on}}"
)
ORDERS = """\
id,ordered_on,owner,region,amount
1,2026-01-31,ana,north,10.00
2,2026-02-01,ana,north,20.00
3,2026-02-28,ana,north,30.00
4,2026-03-01,ana,north,40.00
5,2026-02-10,ana,south,50.00
6,2026-02-10,,north,60.00
7,2030-01-01,bo,north,70.00
8,1990-01-01,bo,south,80.00
"""
HISTORY = "who,region,starts,ends\nana,north,2026-02-01,2026-03-01\nbo,north,2026-01-01,\nbo,south,,2000-01-01\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    files = {"orders": ORDERS, "history": HISTORY, "roster": "payee\nana\nbo\n"}
    for name, text in files.items():
        (tmp_path / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "attain.yaml").write_text(CONFIG.format(review=REVIEW), encoding="utf-8")
    return tmp_path


def test_rows_outside_the_other_source_are_listed(workspace: Path) -> None:
    listed = listed_reviews(load(workspace))
    assert listed["transaction_id"].to_list() == ["1", "4", "5"]
    assert listed.row(0) == ("orders", "Outside", "data/orders.csv", 2, "1", 1000, 2)


def test_without_another_source_where_alone_decides(workspace: Path) -> None:
    review = "{title: Large, where: amount > 60}"
    (workspace / "attain.yaml").write_text(CONFIG.format(review=review), encoding="utf-8")
    assert listed_reviews(load(workspace))["transaction_id"].to_list() == ["7", "8"]


def test_a_match_without_dates_needs_only_the_columns(workspace: Path) -> None:
    review = "{title: Unknown, unless_in: {source: history, match: {region: region, who: owner}}}"
    (workspace / "attain.yaml").write_text(CONFIG.format(review=review), encoding="utf-8")
    assert listed_reviews(load(workspace))["transaction_id"].to_list() == ["5", "6"]


@pytest.mark.parametrize(
    ("old", "new", "code", "what"),
    [
        ("source: history", "source: histori", "WORK108", "there is no source 'histori'"),
        ("who: owner", "whom: owner", "WORK104", "'whom' is not among the columns"),
        ("who: owner", "who: owners", "WORK104", "'owners' is not among the columns"),
        ("who: owner", "who: amount", "WORK104", "'who' is payee and 'amount' is money"),
        ("from: starts", "from: start", "WORK104", "'start' is not among the columns"),
        ("before: ends", "before: region", "WORK104", "'region' is text, not a date"),
        ("at: ordered_on", "at: amount", "WORK104", "'amount' is money, not a date"),
        (", at: ordered_on", "", "WORK105", "'from' or 'before' is given, and no day to compare with"),
        ("owner is not null", "ownr is not null", "EXPR201", "'ownr'"),
        ("owner is not null", "amount", "EXPR205", "the expression is"),
        ("owner is not null", "owner =", "EXPR101", ""),
    ],
)
def test_names_and_types_are_checked(old: str, new: str, code: str, what: str) -> None:
    node, _ = read_yaml(CONFIG.format(review=REVIEW.replace(old, new)), "attain.yaml")
    assert node is not None
    config, problems = validate(WorkspaceConfig, node, "attain.yaml")
    assert config is not None, problems
    found = review_problems(config)
    assert [one.code for one in found] == [code]
    assert what in found[0].what
    assert found[0].where.line == 8


def test_a_review_that_is_wrong_is_a_problem_of_the_workspace(workspace: Path) -> None:
    (workspace / "attain.yaml").write_text(CONFIG.format(review=REVIEW.replace("who: owner", "x: owner")), "utf-8")
    assert "WORK104" in [one.code for one in open_workspace(workspace).diagnostics]
