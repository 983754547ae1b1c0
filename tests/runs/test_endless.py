"""A plan without an end: settled as far as anything is known, while its windows end when the calendar says.

Worked by hand: ten per cent of the deals of Ana (50,000 in January), Ben (70,000 in February) and Cia (120,000 in
March), a pot of 900 a quarter for all who are there, and a guarantee of 1,000 a month.
"""

from datetime import date
from pathlib import Path

import polars as pl

from attain.runs import calculate_workspace
from tests.runs.making import DEALS, HEAD, write_windows

COMMISSION = """\
  commission:
    credit: {source: deals, value: amount, to: owner}
    rate: 10%
"""
POT = """\
  bonus:
    measure: sales
    rate: {kind: pool, pot: 900}
"""
GUARANTEE = "payment: {draw: {tops_up_to: 1000, recoverable: false}}\n"


def made(folder: Path, parts: str, *, deals: int = 3) -> Path:
    """The workspace with its first deals and a plan without an end."""
    written = write_windows(folder / "made", parts)
    plan = (HEAD + parts).replace(", before: 2026-07-01", "")
    (written / "plans" / "windows.yaml").write_text(plan, "utf-8")
    lines = DEALS.replace("2026-05-20", "").splitlines()
    (written / "data" / "deals.csv").write_text("\n".join(lines[: deals + 1]) + "\n", "utf-8")
    return written


def paid(folder: Path, payee: str, as_of: date | None = None) -> dict[str, int]:
    """What a payee is paid in each pay period, in whole dollars."""
    results = calculate_workspace(folder, as_of)
    assert results.is_usable
    mine = results.tables["payments"].filter(pl.col("payee_id") == payee)
    return {period: amount // 100 for period, amount in mine.select("period_id", "paid").iter_rows()}


def test_a_pot_waits_for_the_end_of_its_quarter(tmp_path: Path) -> None:
    """Known as far as February, the quarter's 900 are nobody's yet; of three who stay and one who left, in March."""
    assert paid(made(tmp_path, COMMISSION + POT, deals=2), "ana") == {"2026-01": 5000}
    assert paid(made(tmp_path / "later", COMMISSION + POT), "ana") == {"2026-01": 5000, "2026-03": 225}


def test_a_pot_waits_for_the_last_day_of_its_quarter(tmp_path: Path) -> None:
    folder = made(tmp_path, COMMISSION + POT)
    assert paid(folder, "ana", date(2026, 3, 30)) == {"2026-01": 5000}
    assert paid(folder, "ana", date(2026, 3, 31)) == {"2026-01": 5000, "2026-03": 225}


def test_a_draw_is_paid_as_far_as_anything_is_known(tmp_path: Path) -> None:
    """To the last deal, and to the day that is given."""
    folder = made(tmp_path, COMMISSION + GUARANTEE)
    assert paid(folder, "ana") == {"2026-01": 5000, "2026-02": 1000, "2026-03": 1000}
    assert paid(folder, "ana", date(2026, 2, 10)) == {"2026-01": 5000, "2026-02": 1000}


def test_a_draw_is_paid_up_to_today(tmp_path: Path) -> None:
    """Nothing is sold after March, and today is in May: April and May are settled too."""
    found = paid(made(tmp_path, COMMISSION + GUARANTEE), "ana", date(2026, 5, 4))
    assert found == {"2026-01": 5000, "2026-02": 1000, "2026-03": 1000, "2026-04": 1000, "2026-05": 1000}


def test_what_is_due_later_is_known(tmp_path: Path) -> None:
    """A deal's second half falls due in May; what a window's result has still to pay makes nothing longer."""
    halves = "    release: [{share: 50%, when: earned_on}, {share: 50%, when: earned_on + 2 months}]\n"
    assert max(paid(made(tmp_path, COMMISSION + halves), "cia")) == "2026-05"
    late = POT + "    release: [{share: 100%, when: earned_on + 6 months}]\n"
    assert max(paid(made(tmp_path / "late", COMMISSION + late + GUARANTEE), "ana")) == "2026-03"


def test_what_takes_a_deal_back_is_due_with_the_deal(tmp_path: Path) -> None:
    """Half of January's deal falls due in March. It is walked back in February: March is the last month known."""
    later = """\
    release: [{share: 50%, when: earned_on}, {share: 50%, when: earned_on + 2 months}]
    clawback: {when: cancelled_on is not null, dated: cancelled_on, policy: unwind}
"""
    folder = made(tmp_path, COMMISSION + later + GUARANTEE, deals=1)
    deals = folder / "data" / "deals.csv"
    deals.write_text(deals.read_text("utf-8").replace("50000,", "50000,2026-02-10"), "utf-8")
    assert paid(folder, "ben") == {"2026-01": 1000, "2026-02": 1000, "2026-03": 1000}


def test_a_quota_may_move_in_a_quarter_that_has_not_come(tmp_path: Path) -> None:
    """Nothing is known of it yet, and nobody's part of it is lost."""
    tiers = COMMISSION.replace("rate: 10%", "measure: sales\n    rate: 10%")
    folder = made(tmp_path, tiers)
    settings = folder / "attain.yaml"
    settings.write_text(settings.read_text("utf-8") + "targets: {file: data/targets.csv}\n", "utf-8")
    rows = "name,payee,period,amount,change,to,reason\nquota,ana,2026-Q4,5000,transfer,ben,her accounts moved\n"
    (folder / "data" / "targets.csv").write_text(rows, "utf-8")
    assert paid(folder, "ana") == {"2026-01": 5000}
