"""What is wrong or odd about deals is said, with its place, and never becomes a number."""

from pathlib import Path

import pytest

from attain.diagnostics import CODES
from tests.opportunities.native import STAGES, codes, read

HEADER = "Id,StageName,Amount,CloseDate,CreatedDate,OwnerId\n"
GOOD = "A,Prospecting,100,2026-03-10,2026-01-01,ana\n"
_HISTORY = "OpportunityId,StageName,Amount,CloseDate,CreatedDate\n"
_LINES = "OpportunityId,Product2Id,TotalPrice\n"
_FIELDS = "OpportunityId,Field,OldValue,NewValue,CreatedDate\n"

# Each: rows of deals, further parts of the section, further files.
CASES: dict[str, tuple[str, str, dict[str, str]]] = {
    "OPPO102": ("A,Signed,100,2026-03-10,2026-01-01,ana\n", "", {}),
    "OPPO201": ("A,Prospecting,100,2025-03-10,2026-01-01,ana\n", "", {}),
    "OPPO205": ("A,Prospecting,100,2026-03-10,2026-01-01,\n", "", {}),
    "OPPO206": ("A,Prospecting,,2026-03-10,2026-01-01,ana\n" + GOOD.replace("A", "B"), "", {}),
    "OPPO207": ("A,Prospecting,-100,2026-03-10,2026-01-01,ana\n", "", {}),
    "OPPO209": (
        GOOD,
        "product_lines: {file: l.csv}, ",
        {"l.csv": _LINES + "A,p,60\nA,q,30\n"},
    ),
    "OPPO210": ("A,Closed Won,100,2026-06-10,2026-01-01,ana\n", "", {}),
    "OPPO211": ("A,Prospecting,100,2026-03-10,,ana\n", "", {}),
    "OPPO212": (
        GOOD,
        "history: [{kind: salesforce_history, file: h.csv}], ",
        {"h.csv": _HISTORY + "A,Prospecting,100,2026-03-10,2026-01-01\nZ,Prospecting,1,2026-03-10,2026-01-01\n"},
    ),
    "OPPO202": (
        GOOD,
        "history: [{kind: salesforce_history, file: h.csv}], ",
        {"h.csv": _HISTORY + "A,Prospecting,100,2026-03-10,2025-12-01\n"},
    ),
    "OPPO203": (
        GOOD,
        "history: [{kind: salesforce_fields, file: h.csv}], ",
        {"h.csv": _FIELDS + "A,Amount,50,70,2026-01-05\nA,Amount,80,100,2026-01-09\n"},
    ),
    "OPPO204": (
        GOOD,
        "history: [{kind: salesforce_history, file: h.csv}], ",
        {"h.csv": _HISTORY + "A,Prospecting,90,2026-03-10,2026-01-05\nA,Prospecting,100,2026-03-10,2026-01-05\n"},
    ),
}


@pytest.mark.parametrize("code", sorted(CASES))
def test_an_oddity_is_said(tmp_path: Path, code: str) -> None:
    deals, parts, files = CASES[code]
    pipeline = f"{{opportunities: {{file: deals.csv}}, {parts}stages: {STAGES}}}"
    made = read(tmp_path, pipeline, {"deals.csv": HEADER + deals, **files})
    # A deal that only a history of stages knows has no owner either.
    assert set(codes(made)) == {code, "OPPO205"} if code == "OPPO212" else {code}
    found = next(d for d in made.diagnostics if d.code == code)
    assert found.where.file.endswith(".csv")
    assert found.what
    assert found.fix


def test_a_status_that_says_nothing_is_refused(tmp_path: Path) -> None:
    text = HEADER.replace("OwnerId", "OwnerId,Status") + GOOD.replace("ana", "ana,Parked")
    made = read(tmp_path, f"{{opportunities: {{file: deals.csv}}, stages: {STAGES}}}", {"deals.csv": text})
    assert codes(made) == ["OPPO103"]


def test_a_deal_in_another_currency_is_left_out_of_sums(tmp_path: Path) -> None:
    text = HEADER.replace("OwnerId", "OwnerId,CurrencyIsoCode") + GOOD.replace("ana", "ana,EUR")
    made = read(tmp_path, f"{{opportunities: {{file: deals.csv}}, stages: {STAGES}}}", {"deals.csv": text})
    assert codes(made) == ["OPPO206", "OPPO208"]
    assert made.versions()["amount"].to_list() == [None]


def test_without_deals_there_is_nothing_to_read(tmp_path: Path) -> None:
    assert codes(read(tmp_path, "{}", {})) == ["OPPO101"]


def test_without_a_stage_nobody_can_tell_open_from_won(tmp_path: Path) -> None:
    made = read(tmp_path, "{opportunities: {file: deals.csv}}", {"deals.csv": "Id,Amount\nA,100\n"})
    assert "OPPO105" in codes(made)


def test_lines_make_the_amount(tmp_path: Path) -> None:
    pipeline = f"{{opportunities: {{file: deals.csv}}, product_lines: {{file: l.csv}}, stages: {STAGES}}}"
    lines = "OpportunityId,Product2Id,TotalPrice\nA,p,60.25\nA,q,39.75\n"
    made = read(tmp_path, pipeline, {"deals.csv": HEADER + GOOD, "l.csv": lines})
    assert made.versions()["amount"].to_list() == [10_000]
    assert codes(made) == []


def test_every_code_of_deals_is_reached_here() -> None:
    elsewhere = {"OPPO101", "OPPO103", "OPPO104", "OPPO105", "OPPO208", "OPPO301", "OPPO302"}
    assert {name for name in CODES if name.startswith("OPPO")} == set(CASES) | elsewhere
