"""A plan's text for the next year is the same text, but for its name, its days, and the days of its examples."""

from datetime import date

import pytest

from attain.periods import Calendar, CalendarModel, build_calendar
from attain.questions.rolling import Years, next_name, next_text, without_examples, years_of

TEXT = """\
# who sells
plan: ae_2026   # the name
title: "Sellers of 2026"
currency: USD
effective: {from: 2026-03-01, before: 2027-01-01}   # hired in spring
alongside: [sdr_2026, other]
continues: ae_2025

components:
  commission:
    credit: {source: deals, where: "closed_on >= date '2026-03-15'", value: amount, to: owner}
    rate: 10%

examples:
  # the first
  - title: A deal of 2026
    given: {deals: [{amount: 100, closed_on: 2026-04-30}]}
    expect: {paid: {2026-04: 10}}
  - title: On the last of February
    given: {deals: [{amount: 100, closed_on: "2028-02-29"}]}
    expect: {commission: 10}
"""
NEXT = """\
# who sells
plan: ae_2027   # the name
title: "Sellers of 2026"
currency: USD
effective: {from: 2027-01-01, before: 2028-01-01}   # hired in spring
alongside: [sdr_2027, other]

components:
  commission:
    credit: {source: deals, where: "closed_on >= date '2026-03-15'", value: amount, to: owner}
    rate: 10%

examples:
  # the first
  - title: A deal of 2026
    given: {deals: [{amount: 100, closed_on: 2027-04-30}]}
    expect: {paid: {2027-04: 10}}
  - title: On the last of February
    given: {deals: [{amount: 100, closed_on: "2029-02-28"}]}
    expect: {commission: 10}
"""
RENAMED = {"ae_2026": "ae_2027", "sdr_2026": "sdr_2027"}


def years(name: str = "2026", calendar: Calendar | None = None) -> Years:
    found = years_of(calendar or Calendar(), name)
    assert found is not None
    return found


def test_all_but_name_and_days_stays_as_it_is() -> None:
    found = next_text(TEXT, years(), RENAMED, continues=False)
    assert found.text == NEXT
    assert found.lines == (3, 10), "the title and the condition still name the year"


def test_a_plan_goes_on_with_the_one_before_it() -> None:
    assert next_text(TEXT, years(), RENAMED, continues=True).text == NEXT.replace(
        "alongside: [sdr_2027, other]\n", "alongside: [sdr_2027, other]\ncontinues: ae_2026\n"
    )
    alone = TEXT.replace("continues: ae_2025\n", "").replace("plan: ae_2026   # the name", "'plan': 'ae_2026'")
    found = next_text(alone, years(), RENAMED, continues=True).text
    assert found.splitlines()[1:3] == ["'plan': 'ae_2027'", "continues: ae_2026"]


def test_a_name_without_a_year_gets_one() -> None:
    assert next_name("sales", years()) == "sales_2027"
    assert next_name("ae_2026_emea", years()) == "ae_2027_emea"
    assert len(next_name("a" * 63, years())) == 63


def test_examples_that_do_not_hold_are_left_out_whole() -> None:
    without = without_examples(NEXT, frozenset({NEXT.splitlines().index("  - title: A deal of 2026") + 1}))
    assert "A deal of 2026" not in without
    assert without.endswith("  - title: On the last of February\n" + NEXT.partition("of February\n")[2])
    both = {line for line, text in enumerate(NEXT.splitlines(), 1) if text.startswith("  - title")}
    assert without_examples(NEXT, frozenset(both)) == NEXT.partition("examples:")[0]
    assert without_examples(NEXT, frozenset()) == NEXT
    flow = "plan: a\nexamples: [{title: x}, {title: y}]\n"
    with pytest.raises(ValueError, match="lines of their own"):
        without_examples(flow, frozenset({2}))


def test_a_year_of_whole_weeks_moves_by_weeks() -> None:
    model = CalendarModel.model_validate({"year_starts": "2026-01-01", "weeks": "iso", "pattern": "4-4-5"})
    calendar, _ = build_calendar(model)
    named = calendar.name("year", date(2026, 6, 1))
    assert named is not None
    both = years(named, calendar)
    assert both.day(both.old.starts_on) == both.new.starts_on
    assert both.day(both.old.starts_on).weekday() == both.old.starts_on.weekday()
    month = calendar.name("month", date(2026, 2, 1))
    assert month is not None
    assert both.said(month) == calendar.name("month", date(2027, 2, 7))


def test_what_is_no_year_has_no_next() -> None:
    assert years_of(Calendar(), "2026-Q1") is None
    assert years_of(Calendar(), "soon") is None
    assert years().said("2026-13-40") is None
    assert years().said("2026-Q3") == "2027-Q3"
