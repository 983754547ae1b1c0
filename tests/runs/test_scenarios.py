"""Scenarios side by side.

1. One calculation of several scenarios gives for each what a calculation of its own gives.
2. Texts that plans read (ids, teams, payees) are the same in every scenario.
"""

import random
import tempfile
from pathlib import Path

import polars as pl
import pytest

from attain.roster.marks import plain, scenario_of
from attain.runs import Opened, Results, calculate, open_workspace
from attain.runs.inputs.scenarios import Change, Scenario, in_scenarios
from tests.parity.generate import generate
from tests.parity.workspace import write_workspace

KEYS = {
    "earnings": ["payee_id", "period_id", "component_id", "transaction_id", "earning_amount", "line_type"],
    "payments": ["payee_id", "period_id", "currency", "earned", "clawed_back", "draw_paid", "draw_recovered", "paid"],
    "measures": ["measure_id", "owner_id", "period_id", "measure_value", "target_value"],
}


def scenarios_of(opened: Opened, sources: list[str], dice: random.Random) -> list[Scenario]:
    """Nothing changed; rows gone; amounts of rows exchanged with each other."""
    found: list[Scenario] = [{}]
    assert opened.facts is not None
    for kind in ("gone", "other", "gone", "other"):
        scenario: dict[str, Change] = {}
        for name in sources:
            frame = opened.facts.transactions[name].frame
            if frame.is_empty():
                continue
            rows = frame.sample(min(frame.height, 4), seed=dice.randrange(10**6))
            ids = tuple(rows["transaction_id"].to_list())
            money = [c for c, kind_ in opened.facts.sources[name].columns.items() if kind_.kind == "money"]
            other = rows.drop("row", "transaction_id").with_columns(pl.col(c).reverse() for c in money)
            scenario[name] = Change(ids) if kind == "gone" else Change(ids, other)
        found.append(scenario)
    return found


def comparable(results: Results, name: str, number: int | None) -> list[tuple[object, ...]]:
    """The rows of a table, of one scenario where there are several, without rows of nothing."""
    frame = results.tables[name]
    who = "owner_id" if name == "measures" else "payee_id"
    if number is not None:
        frame = frame.filter(scenario_of(pl.col(who)) == number)
        frame = frame.with_columns(plain(pl.col(c)) for c in (who, "transaction_id") if c in frame.columns)
    amounts = [c for c in KEYS[name] if frame.schema[c].is_integer()]
    frame = frame.filter(pl.any_horizontal(pl.col(c) != 0 for c in amounts))
    return sorted(frame.select(KEYS[name]).rows(), key=repr)


def one_and_many(seed: int) -> tuple[Results, list[Results]]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "workspace"
        write_workspace(generate(seed), place)
        opened = open_workspace(place)
    assert opened.facts is not None
    facts = opened.facts
    sources = sorted({str(n) for n in facts.sources})
    dice = random.Random(seed)  # noqa: S311 -- cases must come back with their seed
    scenarios = scenarios_of(opened, sources, dice)
    many = calculate(in_scenarios(facts, scenarios, sources), opened.plans, opened.targets)
    alone = [
        calculate(in_scenarios(facts, [scenario], sources), opened.plans, opened.targets) for scenario in scenarios
    ]
    return many, alone


@pytest.mark.parametrize("seed", range(900, 906))
def test_a_scenario_among_others_is_a_calculation_of_its_own(seed: int) -> None:
    many, alone = one_and_many(seed)
    if not many.is_usable:
        assert not all(one.is_usable for one in alone)
        return
    for number, one in enumerate(alone):
        for name in KEYS:
            assert comparable(many, name, number) == comparable(one, name, None), (name, number)
