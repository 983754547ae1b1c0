"""A run calculated from the one before it gives what a calculation of everybody gives, and says when it cannot."""

import random
from datetime import date
from pathlib import Path

import pytest
from django.db import connections

from attain_web.actions.calculating.again import shares_in
from attain_web.actions.calculating.inputs import calculated, inputs_at
from attain_web.actions.importing import import_workspace
from attain_web.actions.running import calculate_run, results_of
from attain_web.store.figures import digests_of
from tests.store.changing import Seen, change_and_compare, write_workspace
from tests.store.journey import approve_plans
from tests.store.small import DEALS, PLAN, ROSTER, write_deals

MANY = "payee,title\n" + "".join(f"p{number},AE\n" for number in range(8)) + ROSTER.partition("\n")[2]


@pytest.fixture
def loaded(workspace: Path) -> Path:
    """The small workspace with ten payees, calculated."""
    workspace.joinpath("data/roster.csv").write_text(MANY, encoding="utf-8")
    write_deals(workspace, {**DEALS, **{f"E{n}": ("2026-01-05", f"p{n}", "100") for n in range(8)}})
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    assert calculate_run(workspace, acting_user="dana").payee_count is None
    return workspace


def changed(workspace: Path, **deals: tuple[str, str, str]) -> None:
    write_deals(workspace, {**DEALS, **{f"E{n}": ("2026-01-05", f"p{n}", "100") for n in range(8)}, **deals})
    import_workspace(workspace, acting_user="dana")


@pytest.mark.parametrize("seed", [100, 107])
def test_again_is_anew(workspace: Path, seed: int) -> None:
    deals = write_workspace(workspace, random.Random(seed))  # noqa: S311 -- changes, not secrets
    import_workspace(workspace, acting_user="dana")
    approve_plans(workspace)
    seen = Seen()
    change_and_compare(workspace, deals, seen, steps=4, label=str(seed))
    assert seen.wrong == []
    assert seen.runs["again"]


def test_only_whom_a_change_reaches_is_calculated(loaded: Path) -> None:
    changed(loaded, D1=("2026-01-10", "ana", "1500"))
    ran = calculate_run(loaded, acting_user="dana")
    assert ran.payee_count == 1
    assert ran.run is not None
    payments = results_of(ran.run)["payments"]
    assert payments.filter(payee_id="ana", period_id="2026-01")["paid"].to_list() == [15_000]
    assert payments.filter(payee_id="bo", period_id="2026-01")["paid"].to_list() == [20_000]
    assert ran.run.earned["2026-01"] == {"USD": 15_000 + 20_000 + 8_000}


def test_a_deal_that_moves_reaches_both_owners(loaded: Path) -> None:
    changed(loaded, D1=("2026-01-10", "bo", "1000"))
    assert calculate_run(loaded, acting_user="dana").payee_count == 2


def test_from_the_second_change_on_only_what_changed_is_asked(loaded: Path) -> None:
    """From then on it is known whom deals were credited to; a deal that moves, or goes, still reaches its old owner."""
    deal = ("2026-01-10", "ana", "1500")
    for step, (deals, people) in enumerate(
        [
            ({"D1": deal}, {"ana"}),
            ({"D1": ("2026-01-10", "bo", "1500")}, {"ana", "bo"}),
            ({"D1": ("2026-01-10", "bo", "1500"), "D2": ("2026-01-20", "ana", "7")}, {"ana", "bo"}),
            ({"D1": deal, "D2": ("2026-01-20", "ana", "7"), "D9": ("2026-03-01", "p3", "1")}, {"ana", "bo", "p3"}),
            ({"D1": deal, "D2": ("2026-01-20", "ana", "7")}, {"p3"}),
        ]
    ):
        changed(loaded, **deals)
        ran = calculate_run(loaded, acting_user="dana")
        assert (ran.payee_count or 10) >= len(people), step
        assert ran.run is not None
        whole = calculated(loaded, inputs_at(None, None))
        with connections["engine"].cursor() as cursor:
            kept = digests_of(cursor, ran.run.run_id)
        assert kept == {share.payee_id: share.digest for share in shares_in(whole)}, step


def test_ids_with_signs_of_their_own_reach_everybody(loaded: Path) -> None:
    sign = {"a/b#1": ("2026-01-10", "ana", "1500")}
    changed(loaded, **sign)
    assert calculate_run(loaded, acting_user="dana").why_all == "ids of deals hold signs that join keys"
    changed(loaded, **sign, D1=("2026-01-10", "ana", "1600"))
    ran = calculate_run(loaded, acting_user="dana")
    assert ran.why_all == "ids of deals hold signs that join keys"
    assert ran.run is not None
    paid = results_of(ran.run)["payments"].filter(payee_id="ana", period_id="2026-01")["paid"].to_list()
    assert paid == [16_000 + 15_000]


def test_everybody_is_calculated_where_a_change_reaches_everybody(loaded: Path) -> None:
    plan = PLAN.replace("per: year", "per: year, owner: all")
    loaded.joinpath("plans/sales.yaml").write_text(plan, encoding="utf-8")
    approve_plans(loaded)
    calculate_run(loaded, acting_user="dana")
    changed(loaded, D9=("2026-11-10", "ana", "1500"))
    ran = calculate_run(loaded, acting_user="dana")
    assert ran.payee_count is None
    assert "compares or adds up several payees" in ran.why_all


@pytest.mark.parametrize(("until", "count"), [(date(2026, 3, 20), 1), (date(2026, 4, 30), None)])
def test_a_plan_without_an_end_is_settled_for_everybody_once_a_month_begins(
    loaded: Path, until: date, count: int | None
) -> None:
    loaded.joinpath("plans/sales.yaml").write_text(PLAN.replace(", before: 2027-01-01", ""), encoding="utf-8")
    approve_plans(loaded)
    calculate_run(loaded, acting_user="dana", as_of=date(2026, 3, 20))
    changed(loaded, D9=("2026-03-10", "ana", "1500"))
    ran = calculate_run(loaded, acting_user="dana", as_of=until)
    assert ran.payee_count == count


def test_people_who_change_reach_everybody(loaded: Path) -> None:
    loaded.joinpath("data/roster.csv").write_text(MANY.replace("p1,AE", "p1,SDR"), encoding="utf-8")
    import_workspace(loaded, acting_user="dana")
    assert calculate_run(loaded, acting_user="dana").why_all == "roster changed"
    changed(loaded, D1=("2026-01-10", "ana", "1500"))
    asked = calculate_run(loaded, acting_user="dana", calculates_all=True)
    assert asked.payee_count is None
