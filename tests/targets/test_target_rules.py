"""What is wrong with a target's rule is said before anything is calculated."""

from datetime import date
from types import MappingProxyType

import pytest

from attain.diagnostics import Diagnostic
from attain.documents import read_yaml, validate
from attain.periods import Calendar, Period, YearLayout
from attain.targets import TargetRule, check_rule


def checked(text: str, calendar: Calendar | None = None, *, scale: int = 2) -> list[Diagnostic]:
    node, found = read_yaml(text, "ae.yaml")
    assert node is not None, found
    rule, found = validate(TargetRule, node, "ae.yaml")
    return found if rule is None else check_rule("bookings", rule, calendar or Calendar(), scale=scale)


@pytest.mark.parametrize(
    "text",
    [
        "{amount: 100000, per: quarter, ramp: [50%, 75%, 100%]}",
        "{amount: 100000, per: quarter, ramp: [0%, 33.4%, 150%], prorate: whole_months, first_day: excluded}",
        "{amount: 100000, per: year, season: [20%, 20%, 20%, 40%], round: 1000, when_zero: 100%}",
        "{per: month, season: [50%, 50%], carry: shortfall, round: 0.01, when_zero: 0%, clause: '4.2'}",
        "{per: plan, season: [50%, 50%], prorate: whole_months}",
        "{amount: 'payee.level * 1000', per: ever}",
    ],
)
def test_a_sound_rule(text: str) -> None:
    assert checked(text) == []


@pytest.mark.parametrize(
    ("text", "code", "what"),
    [
        ("{per: year, season: [20%, 20%, 20%, 30%]}", "TARG101", "the season of 'bookings' sums to 90%"),
        ("{per: year, season: [120%, -20%]}", "TARG101", "the season of 'bookings' sums to 100%"),
        ("{per: ever, season: [50%, 50%]}", "TARG102", "'bookings' is per ever and has a season"),
        ("{per: quarter, ramp: [50%, -75%]}", "TARG103", "the ramp of 'bookings' has the step -75%"),
        ("{per: quarter, ramp: [50]}", "TARG103", "the ramp of 'bookings' has the step 50"),
        ("{per: ever, ramp: [50%]}", "TARG103", "'bookings' is per ever and has a ramp"),
        ("{per: quarter, round: 0.005}", "TARG104", "'bookings' is rounded to 0.005"),
        ("{per: quarter, round: -1}", "TARG104", "'bookings' is rounded to -1"),
        ("{per: quarter, round: 0}", "TARG104", "'bookings' is rounded to 0"),
        (
            "{per: week, prorate: whole_months}",
            "TARG105",
            "'bookings' is prorated by whole months, but a week is not made of whole months here",
        ),
    ],
)
def test_an_unsound_rule(text: str, code: str, what: str) -> None:
    found = checked(text)
    assert [(d.code, d.what) for d in found] == [(code, what)]
    assert found[0].where.file == "ae.yaml"
    assert found[0].where.column > 1


def test_weeks_do_not_nest_in_months() -> None:
    found = checked("{per: month, season: [25%, 25%, 25%, 25%]}")
    assert [d.code for d in found] == ["TARG102"]
    assert found[0].what == ("the season of 'bookings' has 4 parts; 2026-01 can be cut into 2 (semimonths), 31 (days)")
    assert found[0].fix == "write as many parts as a month has; weeks do not nest in months"


def test_the_calendar_says_how_many_parts_there_are() -> None:
    thirteen = "[8%, 8%, 8%, 8%, 8%, 8%, 8%, 8%, 8%, 7%, 7%, 7%, 7%]"
    assert checked(f"{{per: year, season: {thirteen}}}", Calendar(YearLayout(pattern="13"))) == []
    assert [d.code for d in checked(f"{{per: year, season: {thirteen}}}")] == ["TARG102"]


def test_custom_quarters_are_not_made_of_months() -> None:
    quarters = (Period("A", date(2011, 5, 31), date(2011, 8, 31)), Period("B", date(2011, 8, 31), date(2011, 12, 1)))
    calendar = Calendar(YearLayout(), MappingProxyType({"quarter": quarters}))
    assert [d.code for d in checked("{per: quarter, prorate: whole_months}", calendar)] == ["TARG105"]
    found = checked("{per: quarter, season: [30%, 30%, 40%]}", calendar)
    assert [d.what for d in found] == ["the season of 'bookings' has 3 parts; A can be cut into 92 (days)"]


def test_a_day_cannot_be_cut() -> None:
    found = checked("{per: day, season: [30%, 70%]}")
    assert [d.what for d in found] == ["the season of 'bookings' has 2 parts; 2026-01-01 cannot be cut"]


@pytest.mark.parametrize(
    "text", ["{per: transaction}", "{prorate: none}", "{per: month, prorate: days}", "{per: month, when_zero: 50%}"]
)
def test_an_unknown_word_is_refused(text: str) -> None:
    assert [d.code[:4] for d in checked(text)] == ["YAML"]


def test_a_count_is_rounded_to_whole_ones_at_the_finest() -> None:
    assert [d.fix for d in checked("{per: month, round: 0.5}", scale=0)] == [
        "write a positive multiple of 1, such as 1 or 1000"
    ]
    assert [d.fix for d in checked("{per: month, round: 0.005}")] == [
        "write a positive multiple of 0.01, such as 1 or 1000"
    ]
