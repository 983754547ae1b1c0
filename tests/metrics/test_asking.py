"""The catalogue asked of a workspace: by dimensions, over periods, as of instants, with what it lacks said."""

from fractions import Fraction
from pathlib import Path

import pytest

from attain.diagnostics import has_errors
from attain.metrics import CATALOGUE, Question, Undefined, exact
from attain.periods import Period
from attain.runs.pipeline import OpenedPipeline, open_pipeline
from attain.snapshots import Book
from tests.opportunities.native import OPPORTUNITY_HISTORY, SALESFORCE, STAGES, workspace

TARGETS = """\
level,owner,parent,period,amount,over_assignment
company,,,2026-Q1,20000,20%
person,005U1,,2026-Q1,15000,
person,005U2,,2026-Q1,9000,
"""
LEADS = """\
Id,CreatedDate,Status,LeadSource,CampaignId,OwnerId,FirstResponseDate,ConvertedDate,ConvertedOpportunityId
L1,2026-01-02T09:00:00Z,Converted,Web,701C,005U1,2026-01-02T10:30:00Z,2026-01-05T09:00:00Z,006A
L2,2026-01-03T09:00:00Z,New,Web,,005U1,,,
"""
CAMPAIGNS = "Id,Name,Type,ActualCost\n701C,Fair,Event,1000\n"
ACTIVITIES = """\
Id,TaskSubtype,CreatedDate,OwnerId,WhatId,CallDisposition,CallDurationInSeconds
1,Call,2026-01-10T09:00:00Z,005U1,006A,No answer,5
2,Call,2026-01-11T09:00:00Z,005U1,006A,Connected,300
3,Event,2026-01-12T09:00:00Z,005U1,006A,,
4,Email,2026-01-12T10:00:00Z,005U1,006C,,
"""
SURROUNDING = {
    "targets": ("t.csv", TARGETS),
    "leads": ("l.csv", LEADS),
    "campaigns": ("c.csv", CAMPAIGNS),
    "activities": ("a.csv", ACTIVITIES),
}
FILES = {"d.csv": SALESFORCE, "h.csv": OPPORTUNITY_HISTORY}
Q1 = "2026-Q1"


def opened(folder: Path, *names: str, history: bool = True) -> OpenedPipeline:
    """Open a workspace with some surroundings."""
    parts = ["opportunities: {file: d.csv}", f"stages: {STAGES}"]
    parts += ["history: [{kind: salesforce_history, file: h.csv}]"] if history else []
    parts += [f"{name}: {{file: {SURROUNDING[name][0]}}}" for name in names]
    files = {**FILES, **dict(SURROUNDING.values())}
    made = open_pipeline(workspace(folder, "{" + ", ".join(parts) + "}", files))
    assert not has_errors(made.diagnostics), made.diagnostics
    return made


def asked(made: OpenedPipeline, period: str = Q1) -> Question:
    """Ask about a period as of the workspace's day."""
    assert made.opportunities is not None
    found = made.calendar.parse(period)
    assert found is not None
    whole = Period(period, found.starts_on, found.ends_before)
    return Question(Book(made.opportunities), whole, made.opportunities.today, made.targets)


def _value(question: Question, name: str) -> Fraction | None:
    (found,) = question.answer(CATALOGUE[name])
    return exact(found.value)


def test_a_quarter_in_numbers(tmp_path: Path) -> None:
    question = asked(opened(tmp_path, *SURROUNDING))
    expected = {
        "won_value": 1_200_000,
        "win_rate_by_count": Fraction(1, 2),
        "quota_attainment": Fraction(12_000, 20_000),
        "open_pipeline": 800_050,
        "pipeline_due": 0,
        "cycle_mean": 74,
        "lead_count": 2,
        "lead_conversion_rate": Fraction(1, 2),
        "lead_response_time": Fraction(3, 2),
        "campaign_roi": 11,
        "dials": 2,
        "conversations": 1,
        "appointments": 1,
        "activities_per_won_deal": 3,
        "slip_rate": None,
    }
    assert {name: _value(question, name) for name in expected} == expected


def test_a_deal_that_moved_to_the_next_quarter_slipped(tmp_path: Path) -> None:
    made = opened(tmp_path)
    question = asked(made, "2026-03")
    # Due in March on 1 March: 006A (28 March, 10,000.00) and 006B (31 March, 8,000.50); 006B moved to May.
    assert _value(question, "slip_rate") == Fraction(800_050, 1_800_050)


def test_by_person_each_has_a_value(tmp_path: Path) -> None:
    question = asked(opened(tmp_path, "targets"))
    found = {
        one.group["person"]: exact(one.value) for one in question.answer(CATALOGUE["quota_attainment"], ["person"])
    }
    assert found == {"005U1": Fraction(12_000, 15_000), "005U2": Fraction(0)}


def test_the_stages_that_deals_reached(tmp_path: Path) -> None:
    question = asked(opened(tmp_path))
    found = {one.group["stage"]: exact(one.value) for one in question.answer(CATALOGUE["win_rate_from_stage_by_count"])}
    assert found == {
        "Prospecting": Fraction(1, 2),
        "Investigation": Fraction(1),
        "Proposal Made": Fraction(1),
        "Negotiation": Fraction(1),
    }


def test_days_in_a_stage_count_open_deals_too(tmp_path: Path) -> None:
    question = asked(opened(tmp_path))
    found = {one.group["stage"]: exact(one.value) for one in question.answer(CATALOGUE["time_in_stage"])}
    # Prospecting: 27 days of A, 79 of B, 22 of C, and all three left it.
    assert found["Prospecting"] == Fraction(27 + 79 + 22, 3)
    # Negotiation: 19 days of A, which left it, and 2 of B, which has not.
    assert found["Negotiation"] == 21


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("slip_rate", "needs a history of close dates"),
        ("time_in_stage", "needs a history of stages"),
        ("lead_count", "needs leads"),
        ("quota_attainment", "needs targets"),
        ("dials", "needs activities"),
        ("other_deal_win_rate", "needs leads"),
    ],
)
def test_what_the_files_cannot_answer_is_said(tmp_path: Path, name: str, reason: str) -> None:
    (found,) = asked(opened(tmp_path, history=False)).answer(CATALOGUE[name])
    assert isinstance(found.value, Undefined)
    assert found.value.reason.startswith(reason)


def test_an_empty_period_is_not_defined(tmp_path: Path) -> None:
    question = asked(opened(tmp_path), "2024-Q1")
    assert _value(question, "win_rate_by_count") is None
    assert _value(question, "won_value") == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("level,owner,period,amount\nperson,a,2026-Q9,1\n", "METR101"),
        ("level,owner,parent,period,amount\nteam,a,b,2026-Q1,1\nteam,b,a,2026-Q1,1\n", "METR102"),
        ("level,owner,parent,period,amount\nperson,a,west,2026-Q1,1\n", "METR103"),
        ("level,owner,parent,period,amount\nteam,w,,2026-Q1,10\nperson,a,w,2026-Q1,9\n", "METR104"),
        ("level,owner,period,amount\ngalaxy,a,2026-Q1,1\n", "METR105"),
        ("level,owner,period,amount\nperson,a,2026-Q1,1\nperson,a,2026-Q1,2\n", "METR106"),
    ],
)
def test_a_target_that_cannot_be_is_said(tmp_path: Path, text: str, code: str) -> None:
    pipeline = f"{{opportunities: {{file: d.csv}}, stages: {STAGES}, targets: {{file: t.csv}}}}"
    made = open_pipeline(workspace(tmp_path, pipeline, {**FILES, "t.csv": text}))
    assert code in {d.code for d in made.diagnostics}


def test_targets_that_add_up_with_their_over_assignment_are_fine(tmp_path: Path) -> None:
    made = opened(tmp_path, "targets")
    assert not [d for d in made.diagnostics if d.code.startswith("METR")]
    text = "level,owner,parent,period,amount,over_assignment\nteam,w,,2026-Q1,1000,20%\n"
    text += "person,a,w,2026-Q1,600,\nperson,b,w,2026-Q1,600,\n"
    pipeline = f"{{opportunities: {{file: d.csv}}, stages: {STAGES}, targets: {{file: t.csv}}}}"
    made = open_pipeline(workspace(tmp_path, pipeline, {**FILES, "t.csv": text}))
    assert not [d for d in made.diagnostics if d.code.startswith("METR")]
