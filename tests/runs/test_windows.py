"""Results of windows: who is a candidate, when something is paid, and what a later change does.

1. A pool and prizes are paid when their window has ended, and not before; facts read up to a day inside it end nothing.
2. Whoever was on the plan in the window counts, also without a deal, and whoever left is known as they were then.
3. A deal that is rated again later shares the pot out anew: the differences sum to 0.
4. Nobody is paid for a window that the plan does not touch.
"""

from datetime import date
from pathlib import Path

import polars as pl

from attain.runs import open_workspace
from attain.runs.workspace import calculate_opened
from tests.runs.making import write_windows

POOL = """\
  pool:
    measure: sales
    rate: {kind: pool, pot: 1000, among: attainment >= 50%}
"""
EVERYBODY = """\
  pool:
    measure: sales
    rate: {kind: pool, pot: 100}
"""
RERATED = """\
  commission:
    credit: {source: deals, to: owner}
    measure: {sum: value, per: quarter}
    rate: 1%
    clawback: {when: cancelled_on is not null, dated: cancelled_on, policy: rerate}
  pool:
    measure: counted
    rate: {kind: pool, pot: 900, among: counted.amount > 0}
"""
Entries = dict[tuple[str, str], int]


def paid(folder: Path, components: str, as_of: date | None = None, measures: str = "") -> Entries:
    """What the pool pays, by payee and pay period, in cents."""
    write_windows(folder, components)
    plan = folder / "plans" / "windows.yaml"
    plan.write_text(plan.read_text("utf-8").replace("components:\n", measures + "components:\n"), encoding="utf-8")
    results = calculate_opened(open_workspace(folder, as_of=as_of))
    assert results.is_usable, results.diagnostics
    rows = results.tables["earnings"].filter(pl.col("component_id") == "pool")
    assert rows["line_type"].unique().to_list() in ([], ["window"])
    return {
        (payee, period): cents
        for payee, period, cents in rows.select("payee_id", "period_id", "earning_amount").iter_rows()
    }


def test_a_pool_is_paid_when_its_window_has_ended(tmp_path: Path) -> None:
    """Property 1."""
    assert paid(tmp_path, POOL) == {
        ("ana", "2026-03"): 33334,
        ("ben", "2026-03"): 33333,
        ("cia", "2026-03"): 33333,
    }


def test_a_window_that_is_read_halfway_has_not_ended(tmp_path: Path) -> None:
    """Property 1: by 15 March nobody knows; on the last day of March everybody does."""
    assert paid(tmp_path / "half", EVERYBODY, date(2026, 3, 15)) == {}
    assert len(paid(tmp_path / "whole", EVERYBODY, date(2026, 3, 31))) == 4


def test_who_left_in_the_window_counts(tmp_path: Path) -> None:
    """Properties 2 and 4: dan left in February, and has no part in the second quarter."""
    found = paid(tmp_path, EVERYBODY)
    assert found["dan", "2026-03"] == 2500
    assert ("dan", "2026-06") not in found
    assert {period for _, period in found} == {"2026-03", "2026-06"}


def test_a_deal_rated_again_shares_the_pot_out_anew(tmp_path: Path) -> None:
    """Property 3: cia's only deal is cancelled in May, and 300 of hers go to the others."""
    measures = "  counted: {sum: amount, per: quarter, credit: commission}\n"
    found = paid(tmp_path, RERATED, measures=measures)
    assert {key: cents for key, cents in found.items() if key[1] == "2026-03"} == {
        ("ana", "2026-03"): 30000,
        ("ben", "2026-03"): 30000,
        ("cia", "2026-03"): 30000,
    }
    again = {key: cents for key, cents in found.items() if key[1] == "2026-05"}
    assert again == {("ana", "2026-05"): 15000, ("ben", "2026-05"): 15000, ("cia", "2026-05"): -30000}
    assert found["ben", "2026-06"] == 90000
