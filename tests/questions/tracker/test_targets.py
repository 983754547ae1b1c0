"""The tracker of targets.

1. Moving a deal's close date or owner changes exactly the two targets it leaves and joins.
"""

from datetime import date
from random import Random

import polars as pl
import pytest

from attain.metrics import TARGETS, filled
from attain.questions.tracker import link, track

Q1, Q2 = (date(2026, 1, 1), date(2026, 4, 1)), (date(2026, 4, 1), date(2026, 7, 1))


def _targets(*rows: tuple[str, str, tuple[date, date], int], family: str | None = None) -> pl.DataFrame:
    made = [
        {
            "level": level,
            "owner": owner,
            "parent": None,
            "period": f"{days[0]}",
            "starts_on": days[0],
            "ends_before": days[1],
            "product_family": family,
            "target_value": worth,
            "over_assignment": None,
            "source_line": line,
        }
        for line, (level, owner, days, worth) in enumerate(rows)
    ]
    return TARGETS.checked(pl.DataFrame(made, schema=TARGETS.schema))


def _deal(**values: object) -> dict[str, object]:
    return {"owner_id": "ana", "team": "West", "close_date": date(2026, 2, 1), **values}


def test_a_target_with_won_and_open_deals() -> None:
    deals = [
        _deal(amount=55_000, outcome="won", weighted=55_000),
        _deal(amount=40_000, weighted=20_000),
        _deal(amount=30_000, weighted=6_000),
        _deal(amount=999, outcome="lost"),
    ]
    (row,) = track(_targets(("person", "ana", Q1, 100_000)), filled("deals", deals)).to_dicts()
    names = ("won", "open", "weighted", "expected", "shortfall", "expected_variance")
    assert [row[name] for name in names] == [55_000, 70_000, 26_000, 81_000, 19_000, -19_000]
    assert row["achieved"] == 0.55
    assert row["required_win_rate"] == pytest.approx(45 / 70)
    assert row["gauge"] == "red"


def test_the_required_win_rate_of_seventy_won() -> None:
    deals = [_deal(amount=70, outcome="won"), _deal(amount=100)]
    (row,) = track(_targets(("person", "ana", Q1, 100)), filled("deals", deals)).to_dicts()
    assert row["required_win_rate"] == pytest.approx(0.3)


def test_without_open_deals_or_a_target_nothing_is_divided() -> None:
    (row,) = track(_targets(("person", "ana", Q1, 0)), filled("deals", [])).to_dicts()
    assert (row["achieved"], row["required_win_rate"], row["gauge"], row["shortfall"]) == (None, None, None, 0)


def test_each_level_holds_its_deals() -> None:
    rows = (("company", "", Q1, 1), ("team", "West", Q1, 1), ("person", "ana", Q1, 1), ("territory", "North", Q1, 1))
    deals = [
        _deal(opportunity_id="A"),
        _deal(opportunity_id="B", owner_id="ben"),
        _deal(opportunity_id="C", owner_id="cyd", team="East", territory="North"),
        _deal(opportunity_id="D", close_date=date(2026, 4, 1)),
    ]
    found = (
        link(_targets(*rows), filled("deals", deals)).group_by("target_row", maintain_order=True).agg("opportunity_id")
    )
    assert dict(found.iter_rows()) == {0: ["A", "B", "C"], 1: ["A", "B"], 2: ["A"], 3: ["C"]}


def test_a_target_for_a_family_holds_the_deals_of_the_family() -> None:
    deals = [_deal(opportunity_id="A", product_family="Devices"), _deal(opportunity_id="B", product_family=None)]
    found = link(_targets(("person", "ana", Q1, 1), family="Devices"), filled("deals", deals))
    assert found["opportunity_id"].to_list() == ["A"]


@pytest.mark.parametrize("seed", range(30))
def test_moving_a_deal_changes_the_two_targets_it_leaves_and_joins(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - a test draws cases
    owners = ["ana", "ben", "cyd"]
    targets = _targets(*(("person", owner, days, 1_000) for owner in owners for days in (Q1, Q2)))
    days = [date(2026, month, 15) for month in range(1, 7)]
    deals = [
        _deal(
            opportunity_id=f"D{at}",
            owner_id=dice.choice(owners),
            close_date=dice.choice(days),
            amount=dice.randrange(1, 999),
            outcome=dice.choice(["open", "won"]),
        )
        for at in range(40)
    ]
    moved = dict(deals[0])
    if dice.random() < 0.5:
        moved["owner_id"] = dice.choice([owner for owner in owners if owner != moved["owner_id"]])
    else:
        is_first = str(moved["close_date"]) < str(Q1[1])
        moved["close_date"] = days[5] if is_first else days[0]
    before = track(targets, filled("deals", deals)).rows()
    after = track(targets, filled("deals", [moved, *deals[1:]])).rows()
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 2
