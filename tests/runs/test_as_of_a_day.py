"""As of a day nothing dated later is read, in the middle of a pay period too."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from attain.runs import calculate_workspace
from tests.runs.making import write_windows

PARTS = """\
  commission:
    credit: {source: deals, value: amount, to: owner}
    rate: 10%
    release: [{share: 50%, when: earned_on}, {share: 50%, when: earned_on + 13 days}]
  bonus:
    measure: sales
    rate: {kind: formula, pay: 1% * sales.amount}
    modifiers: [{multiplier: {by: 200%, when: payee.team = 'south'}}]
payment: {draw: {tops_up_to: 2000, recoverable: false, while: payee.team = 'north'}}
"""


def paid(folder: Path, as_of: date | None, payee: str) -> dict[str, int]:
    """What a payee is paid in each pay period, in minor units."""
    made = calculate_workspace(folder, as_of)
    assert made.is_usable
    mine = made.tables["payments"].filter(pl.col("payee_id") == payee)
    return dict(mine.select("period_id", "paid").iter_rows())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Cia sells 120,000 on 5 March; Ana has moved to the south on the 20th."""
    made = write_windows(tmp_path / "made", PARTS)
    roster = (made / "data/roster.csv").read_text("utf-8")
    moved = "ana,,2026-03-20,Rep,north\nana,2026-03-20,,Rep,south\n"
    (made / "data/roster.csv").write_text(roster.replace("ana,,,Rep,north\n", moved), "utf-8")
    return made


def test_what_falls_due_later_is_not_paid_yet(folder: Path) -> None:
    """Half of the commission of 12,000 is due on the 18th; her bonus of 1,200 is doubled."""
    assert paid(folder, date(2026, 3, 17), "cia")["2026-03"] == 600_000 + 240_000
    assert paid(folder, date(2026, 3, 18), "cia")["2026-03"] == 1_200_000 + 240_000
    assert paid(folder, None, "cia")["2026-03"] == 1_200_000 + 240_000


def test_people_are_who_they_were_on_the_day(folder: Path) -> None:
    """On the 19th Ana is in the north and topped up; on the 20th she is in the south: 500 more of the bonus."""
    assert paid(folder, date(2026, 3, 19), "ana")["2026-03"] == 200_000
    assert paid(folder, date(2026, 3, 20), "ana")["2026-03"] == 50_000


def test_the_pay_period_of_the_day_is_the_last(folder: Path) -> None:
    """Nothing is settled after it, and earlier periods are what they are with everything known."""
    early, late = paid(folder, date(2026, 3, 1), "ben"), paid(folder, None, "ben")
    assert set(early) == {"2026-01", "2026-02", "2026-03"}
    assert {period: early[period] for period in ("2026-01", "2026-02")} == {p: late[p] for p in ("2026-01", "2026-02")}


def test_a_window_that_has_not_begun_is_no_line(folder: Path) -> None:
    """A quarter's pay period as of February: the month of March has no candidates yet."""
    plan = (folder / "plans/windows.yaml").read_text("utf-8")
    plan = plan.replace("targets:\n", "pay_period: quarter\ntargets:\n", 1)
    plan = plan.replace(
        "measures:\n", "measures:\n  monthly: {sum: amount, per: month, credit: {source: deals, to: owner}}\n"
    )
    plan = plan.replace(
        "    measure: sales\n    rate: {kind: formula, pay: 1% * sales.amount}",
        "    measure: monthly\n    rate: {kind: formula, pay: '7'}",
    )
    (folder / "plans/windows.yaml").write_text(plan, "utf-8")
    made = calculate_workspace(folder, date(2026, 2, 10))
    bonus = made.tables["earnings"].filter((pl.col("component_id") == "bonus") & (pl.col("payee_id") == "ben"))
    assert bonus.height == 2


def test_the_last_day_there_is_reads_everything(folder: Path) -> None:
    assert paid(folder, date.max, "cia")["2026-03"] == paid(folder, date(2026, 12, 31), "cia")["2026-03"]
