"""What each step of a forecast adds, over periods that have ended, looked at a month before the end of each."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from attain.metrics import Question
from attain.metrics.building.valued import STEPS, steps_of, value_added
from attain.periods import Period
from attain.runs.pipeline import open_pipeline
from attain.snapshots import Book

CONFIG = """\
currency: USD
today: 2026-07-01
pipeline:
  opportunities: {file: data/deals.csv}
  stages: {Prospecting: 50%, Closed Won: won, Closed Lost: lost}
  forecasts: {file: data/forecasts.csv}
  adjustments: {file: data/adjustments.csv}
"""
DEALS = """\
Id,StageName,CloseDate,Amount,OwnerId,CreatedDate
1,Closed Won,2025-03-10,80.00,ana,2025-01-02
2,Closed Won,2025-06-10,260.00,ana,2025-04-02
3,Closed Won,2026-03-10,100.00,ana,2026-01-02
4,Closed Won,2026-06-10,200.00,ana,2026-04-02
"""
FORECASTS = """\
owner,period,submitted_at,amount
ana,2026-Q1,2026-02-01,90
ana,2026-Q1,2026-03-20,100
ana,2026-Q2,2026-05-01,210
"""
ADJUSTMENTS = """\
owner,period,category,author,adjusted_at,amount,note
ana,2026-Q2,commit,mia,2026-05-02,230,one more
"""


def test_each_step_is_judged_by_what_came(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    tmp_path.joinpath("attain.yaml").write_text(CONFIG, "utf-8")
    for name, text in (("deals", DEALS), ("forecasts", FORECASTS), ("adjustments", ADJUSTMENTS)):
        tmp_path.joinpath("data", f"{name}.csv").write_text(text, "utf-8")
    opened = open_pipeline(tmp_path)
    deals = opened.opportunities
    assert deals is not None, opened.diagnostics
    period = Period("2026-Q3", date(2026, 7, 1), date(2026, 10, 1))
    question = Question(Book(deals), period, deals.today, opened.targets, opened.submissions)
    found = {step.name: step for step in value_added(question, opened.calendar, opened.adjustments)}
    assert tuple(found) == STEPS
    # The second submission of the first quarter came too late; the managers spoke of the second quarter alone.
    assert (found["sellers"].period_count, found["sellers"].error) == (2, Fraction(20, 300))
    assert (found["managers"].period_count, found["managers"].error) == (1, Fraction(30, 200))
    assert found["managers"].added == Fraction(10, 200) - Fraction(30, 200)
    assert found["sellers"].added == Fraction(20 + 60, 300) - Fraction(20, 300)


def test_a_step_that_never_spoke_adds_nothing_and_is_passed_over() -> None:
    said = {"same time last year": {"a": 50}, "sellers": {}, "model": {"a": 90}}
    last_year, sellers, model = steps_of({"a": 100}, said)
    assert (sellers.error, sellers.added) == (None, None)
    assert (last_year.error, model.error, model.added) == (Fraction(1, 2), Fraction(1, 10), Fraction(4, 10))


def test_where_nothing_came_no_error_is_defined() -> None:
    (only,) = steps_of({"a": 0}, {"model": {"a": 90}})
    assert only.error is None
