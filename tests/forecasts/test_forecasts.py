"""Categories and their roll-up, submissions and adjustments, and the projection of a period."""

from datetime import date, timedelta
from itertools import product
from math import prod
from pathlib import Path
from random import Random

import polars as pl
import pytest

from attain.forecasts import (
    ADJUSTMENTS,
    SUBMISSIONS,
    Chances,
    categorised,
    cumulative,
    learned_chances,
    project,
    rolled_up,
    signed,
    single,
    stale,
    standing_submissions,
    views,
)
from attain.periods import Period
from attain.runs.pipeline import open_pipeline
from tests.opportunities.native import SALESFORCE, STAGES, workspace
from tests.snapshots.making import book_of, instant, told

SUMS = {"closed": 50, "commit": 100, "best_case": 150, "pipeline": 200}


def test_the_cumulative_and_the_single_roll_up() -> None:
    found = cumulative(SUMS)
    assert [found[name] for name in ("closed", "commit", "best_case", "open_pipeline")] == [50, 150, 300, 450]
    assert single(SUMS) == {"closed": 50, "commit": 100, "most_likely": 0, "best_case": 150, "pipeline": 200}


def test_a_category_is_the_deals_own_or_follows_from_its_outcome() -> None:
    state = {"close_date": date(2026, 3, 1), "amount": 10, "stage": "Negotiation", "outcome": "open", "owner_id": "ana"}
    rows = [
        ("A", "2026-01-01", {**state, "forecast_category": "commit"}),
        ("B", "2026-01-01", state),
        ("C", "2026-01-01", {**state, "stage": "Closed Won", "outcome": "won"}),
        ("D", "2026-01-01", {**state, "outcome": "lost", "forecast_category": "nonsense"}),
        # Nothing of an open deal has come, whatever its category says.
        ("E", "2026-01-01", {**state, "forecast_category": "closed"}),
        ("F", "2026-01-01", {**state, "stage": "Closed Won", "outcome": "won", "forecast_category": "commit"}),
    ]
    book = book_of(told(*rows))
    deals = categorised(book, book.as_at(instant("2026-02-01")))
    assert deals["category"].to_list() == ["commit", "pipeline", "closed", "omitted", "pipeline", "closed"]
    assert rolled_up(deals).select("category", "worth").rows()[0] == ("closed", 20)


def _adjusted(*rows: tuple[str, str, str, str, int]) -> pl.DataFrame:
    same = {"period": "2026-Q1", "note": "x"}
    made = [
        {**same, "owner_id": o, "category": c, "author_id": a, "adjusted_at": instant(at), "adjusted": n}
        for o, c, a, at, n in rows
    ]
    return ADJUSTMENTS.checked(pl.DataFrame(made, schema=ADJUSTMENTS.schema))


def test_each_level_has_its_own_view_and_the_deals_stay() -> None:
    rolled = pl.DataFrame({"owner_id": ["ana", "ben"], "category": ["commit"] * 2, "worth": [100, 50]})
    changes = _adjusted(
        ("ana", "commit", "ana", "2026-02-01", 80), ("ana", "commit", "ana", "2026-02-03", 90),
        ("ana", "commit", "mia", "2026-02-02", 70), ("ana", "commit", "mia", "2026-03-02", 1),
    )  # fmt: skip
    found = views(rolled, changes, "2026-Q1", instant("2026-02-10"))
    columns = ("owner_id", "from_deals", "by_owner", "by_manager", "is_adjusted")
    assert found.select(columns).rows() == [("ana", 100, 90, 70, True), ("ben", 50, 50, 50, False)]
    assert views(rolled, None, "2026-Q1", instant("2026-02-10"))["by_manager"].to_list() == [100, 50]


def test_submissions_are_kept_and_stale_ones_are_seen() -> None:
    rows = [("ana", "2026-01-05", 100), ("ana", "2026-01-20", 120), ("ben", "2026-01-02", 50)]
    made = [
        {
            "owner_id": owner,
            "period": "2026-Q1",
            "starts_on": date(2026, 1, 1),
            "ends_before": date(2026, 4, 1),
            "submitted_at": instant(day),
            "forecast": worth,
            "note": None,
        }
        for owner, day, worth in rows
    ]
    submissions = SUBMISSIONS.checked(pl.DataFrame(made, schema=SUBMISSIONS.schema))
    assert standing_submissions(submissions, instant("2026-01-10"))["forecast"].to_list() == [100, 50]
    assert standing_submissions(submissions, instant("2026-01-25"))["forecast"].to_list() == [120, 50]
    assert stale(submissions, instant("2026-01-25")).select("owner_id", "age_days").rows() == [("ben", 23)]


def test_ten_deals_at_ten_percent() -> None:
    whole = project(0, [(100_000, 0.1)] * 10)
    assert whole.mean == pytest.approx(100_000)
    assert round(1 - whole.at_least(1), 4) == 0.3487


@pytest.mark.parametrize("seed", range(6))
def test_a_projection_is_what_every_outcome_gives(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - a test draws cases
    deals = [(dice.randrange(1, 50) * 100, dice.random()) for _ in range(8)]
    found = project(1_000, deals)
    target = dice.randrange(1_000, 20_000)
    exact = 0.0
    for chosen in product([False, True], repeat=len(deals)):
        likely = prod(c if hit else 1 - c for hit, (_, c) in zip(chosen, deals, strict=True))
        if 1_000 + sum(worth for hit, (worth, _) in zip(chosen, deals, strict=True) if hit) >= target:
            exact += likely
    assert sum(found.weights) == pytest.approx(1)
    assert found.mean == pytest.approx(1_000 + sum(worth * chance for worth, chance in deals), rel=0.01)
    assert found.at_least(target) == pytest.approx(exact, abs=0.05)


def test_many_small_deals_keep_their_mean_and_spread() -> None:
    deals = [(10_000, 0.3)] * 2_000
    found = project(0, deals)
    assert found.mean == pytest.approx(6_000_000, rel=0.01)
    spread = (10_000**2 * 0.3 * 0.7 * 2_000) ** 0.5
    assert (found.quantile(0.9) - found.quantile(0.1)) / 2 == pytest.approx(1.2816 * spread, rel=0.1)


def test_a_shared_shock_widens_the_band() -> None:
    deals = [(10_000, 0.4)] * 50
    plain, shaken = project(0, deals), project(0, deals, shock=0.8)
    assert shaken.quantile(0.9) - shaken.quantile(0.1) > 1.5 * (plain.quantile(0.9) - plain.quantile(0.1))
    assert shaken.mean == pytest.approx(plain.mean, rel=1e-9)


@pytest.mark.parametrize("shock", [0.3, 0.5, 1.5])
@pytest.mark.parametrize("chance", [1e-6, 0.03, 0.1, 0.5, 0.9, 0.999, 1.0])
def test_a_shared_shock_leaves_every_probability_where_it_is(chance: float, shock: float) -> None:
    found = project(0, [(100_000, chance)], shock=shock)
    assert found.at_least(1) == pytest.approx(chance, rel=1e-9)
    mixed = project(0, [(1_000, chance), (300, 0.2), (70, 0.7)], shock=shock)
    assert mixed.mean == pytest.approx(1_000 * chance + 60 + 49, rel=1e-9)


def test_deals_still_to_come_are_as_likely_as_in_the_past() -> None:
    found = project(100, [], [0, 200, 400, 400])
    assert [found.at_least(target) for target in (100, 300, 500, 501)] == pytest.approx([1, 0.75, 0.5, 0])


def test_without_its_largest_deal_a_target_is_less_likely() -> None:
    deals = [(900_000, 0.5), (50_000, 0.5), (50_000, 0.5)]
    assert project(0, deals).at_least(500_000) == pytest.approx(0.5)
    assert project(0, deals[1:]).at_least(500_000) == 0


def test_chances_are_learned_on_the_same_day_of_earlier_periods() -> None:
    rows = []
    quarters = [date(2025, month, 1) for month in (1, 4, 7, 10)]
    for number, first in enumerate(quarters):
        for at in range(10):
            deal, due = f"Q{number}-{at}", first + timedelta(days=60)
            state = {"stage": "Negotiation", "outcome": "open", "close_date": due, "amount": 100, "owner_id": "ana"}
            rows.append((deal, first.isoformat(), state))
            if at < 4:
                closed = first + timedelta(days=55)
                rows.append((deal, closed.isoformat(), {"stage": "Closed Won", "outcome": "won"}))
        late = {"stage": "Closed Won", "outcome": "won", "close_date": first + timedelta(days=70), "amount": 70}
        rows.append((f"late{number}", (first + timedelta(days=50)).isoformat(), {**late, "owner_id": "ana"}))
    book = book_of(told(*rows))
    ends = [*quarters[1:], date(2026, 1, 1)]
    earlier = [Period(f"{a}", a, b) for a, b in zip(quarters, ends, strict=True)]
    asked = Period("2026-Q1", date(2026, 1, 1), date(2026, 4, 1))
    found = learned_chances(book, asked, instant("2026-01-31"), earlier)
    assert found is not None
    assert (found.period_count, found.odds.overall, found.later) == (4, 0.4, (70, 70, 70, 70))
    # All stood alike, so signs say nothing; a stage that nobody has seen is like all.
    alike = signed(book, earlier[0], instant("2025-01-31"), book.open_at(instant("2025-01-31")))
    assert found.odds.of(alike).to_list() == pytest.approx([0.4] * 10)
    assert found.odds.of(alike.with_columns(stage=pl.lit("Legal"))).to_list() == pytest.approx([0.4] * 10)
    assert learned_chances(book, asked, instant("2026-01-31"), []) is None


def _past_quarters(stages: dict[str, tuple[int, int]]) -> Chances:
    """Learn from one quarter in which so many deals of each stage were won of so many."""
    rows = []
    for stage, (won, count) in stages.items():
        for at in range(count):
            state = {"stage": stage, "outcome": "open", "close_date": date(2025, 11, 1), "amount": 1, "owner_id": "ana"}
            rows.append((f"{stage}{at}", "2025-10-01", state))
            if at < won:
                rows.append((f"{stage}{at}", "2025-11-01", {"stage": "Closed Won", "outcome": "won"}))
    before = Period("2025-Q4", date(2025, 10, 1), date(2026, 1, 1))
    asked = Period("2026-Q1", date(2026, 1, 1), date(2026, 4, 1))
    found = learned_chances(book_of(told(*rows)), asked, instant("2026-01-05"), [before])
    assert found is not None
    return found


def test_few_deals_are_drawn_towards_all_as_if_ten_more_had_shown_it() -> None:
    # 42 of 102 in all. Of 2 in Negotiation 2 were won: (2 + 10 x 42/102) / 12 = 50.98 %, not 100 %.
    found = _past_quarters({"Prospecting": (40, 100), "Negotiation": (2, 2)})
    assert found.odds.overall == pytest.approx(42 / 102)
    assert found.odds.by_stage["Negotiation"] == pytest.approx((2 + 10 * 42 / 102) / 12)
    assert found.odds.by_stage["Negotiation"] == pytest.approx(0.5098, abs=1e-4)
    assert found.odds.by_stage["Prospecting"] == pytest.approx((40 + 10 * 42 / 102) / 110)


_HEAD = "owner,period,category,author,adjusted_at,amount,note\n"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("forecasts", "owner,period,submitted_at,amount\na,2026-Q9,2026-01-01,5\n", "FCST101"),
        ("adjustments", _HEAD + "a,2026-Q1,hope,a,2026-01-01,5,x\n", "FCST102"),
        ("adjustments", _HEAD + "a,2026-Q1,commit,a,2026-01-01,5,\n", "FCST103"),
    ],
)  # fmt: skip
def test_a_forecast_that_cannot_be_is_said(tmp_path: Path, name: str, text: str, code: str) -> None:
    pipeline = f"{{opportunities: {{file: d.csv}}, stages: {STAGES}, {name}: {{file: f.csv}}}}"
    made = open_pipeline(workspace(tmp_path, pipeline, {"d.csv": SALESFORCE, "f.csv": text}))
    assert code in {d.code for d in made.diagnostics}
