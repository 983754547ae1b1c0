"""team: everybody who is in the team on the deal's date."""

from datetime import date

import polars as pl

from attain.credits import team
from attain.credits.team import Team
from tests.credits.receiving import credit, received
from tests.oracle import team as oracle

ROSTER = pl.DataFrame(
    [
        ("ben", "north", None, date(2026, 3, 1)),
        ("ben", "south", date(2026, 3, 1), None),
        ("ana", "north", date(2026, 1, 1), None),
        ("cy", None, None, None),
        ("dee", "north", date(2026, 2, 1), date(2026, 4, 1)),
        ("ana", "north", date(2026, 1, 1), None),
    ],
    schema={"payee": pl.String, "team": pl.String, "from": pl.Date, "before": pl.Date},
    orient="row",
)


def deals(*rows: tuple[date, str | None]) -> pl.DataFrame:
    """Deals with a date and a team."""
    frame = pl.DataFrame(rows, schema={"dated": pl.Date, "team": pl.String}, orient="row")
    return frame.with_row_index("row")


def test_the_members_on_the_day_receive_the_whole_deal_each_once() -> None:
    found = team.recipients(deals((date(2026, 1, 15), "north"), (date(2026, 3, 15), "north")), ROSTER)
    assert received(found, "credit_type") == [
        (0, "ana", "team"),
        (0, "ben", "team"),
        (1, "ana", "team"),
        (1, "dee", "team"),
    ]
    assert found.whole is None


def test_from_counts_and_before_does_not() -> None:
    days = [
        date(2026, 1, 31),
        date(2026, 2, 1),
        date(2026, 2, 28),
        date(2026, 3, 1),
        date(2026, 3, 31),
        date(2026, 4, 1),
    ]
    found = received(team.recipients(deals(*((day, "north") for day in days)), ROSTER))
    by_day = {number: [payee for row, payee in found if row == number] for number in range(len(days))}
    assert by_day == {
        0: ["ana", "ben"],
        1: ["ana", "ben", "dee"],
        2: ["ana", "ben", "dee"],
        3: ["ana", "dee"],
        4: ["ana", "dee"],
        5: ["ana"],
    }
    for number, day in enumerate(days):
        in_force = [
            row
            for row in ROSTER.unique(maintain_order=True).iter_rows(named=True)
            if (row["from"] or day) <= day and (row["before"] is None or day < row["before"])
        ]
        assert by_day[number] == sorted(r.payee for r in oracle.members("north", in_force))


def test_no_team_has_no_members() -> None:
    found = team.recipients(deals((date(2026, 1, 15), None), (date(2026, 1, 15), "east")), ROSTER)
    assert found.frame.is_empty()


def test_the_rule() -> None:
    rule = credit("{team: payee.team}").to
    assert isinstance(rule, Team)
    assert str(rule.team) == "payee.team"
